//! An event's figures as lines for people.

use lectern_core::overview::figures::{EventFigures, QuestionFigures, SourceName};

pub fn sentence(figures: &EventFigures) -> String {
    let places = &figures.places;
    let mut lines = vec![figures.title.clone()];
    let of = places.capacity.map(|capacity| format!(" of {capacity} places")).unwrap_or_default();
    lines.push(format!(
        "{} registered{of}, {} offered, {} waiting, {} to approve, {} rejected, {} cancelled; {} on the list",
        places.registered,
        places.offered,
        places.waitlisted,
        places.pending,
        places.rejected,
        places.cancelled,
        places.listed
    ));
    lines.push(format!("By day ({}): came, left, on the list", figures.zone));
    lines.extend(
        figures.days.iter().map(|day| format!("  {}  {}  {}  {}", day.day, day.came, day.left, day.sum)),
    );
    lines.push("By source: on the list, registered".into());
    lines.extend(figures.sources.iter().map(|one| {
        let name = match one.source {
            SourceName::Import => "imported",
            SourceName::Manual => "by hand",
            SourceName::Page => "on the event's page",
            SourceName::Guest => "guests",
            SourceName::External => "Microsoft's registration",
        };
        format!("  {name}  {}  {}", one.listed, one.registered)
    }));
    lines.extend(figures.questions.iter().map(question));
    lines.push("Messages: planned, on their way, delivered, failed, unclear, skipped".into());
    lines.extend(figures.messages.iter().map(|one| {
        let c = &one.counts;
        format!(
            "  {:?}  {}  {}  {}  {}  {}  {}",
            one.kind, c.planned, c.sending, c.delivered, c.failed, c.ambiguous, c.skipped
        )
    }));
    lines.join("\n")
}

fn question(question: &QuestionFigures) -> String {
    let mut lines = vec![format!("{} ({} answered)", question.label, question.answered)];
    lines.extend(
        question.answers.iter().map(|one| format!("  {}  {}  {}", one.said, one.listed, one.registered)),
    );
    lines.extend(question.latest.iter().map(|text| format!("  “{text}”")));
    lines.join("\n")
}
