//! "How does my event stand?" Everything that its lists hold, added up by the store.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use lectern_domain::message::{MessageKind, MessageState};
use lectern_domain::registration::{Question, QuestionKind, Source};
use lectern_store::figures::{MessagesOf, Origin, Standing};
use lectern_store::{Reader, StoreError};
use serde::Serialize;
use ts_rs::TS;

use crate::desk::Desk;
use crate::error::DeskError;
use crate::messages::list::MessageCounts;

/// So many of what was written are shown.
const LATEST: u32 = 5;

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct EventFigures {
    pub event_id: String,
    pub title: String,
    /// In which the days are.
    pub zone: String,
    pub places: PlaceFigures,
    /// Days on which somebody came or left, in order.
    pub days: Vec<DayFigures>,
    pub sources: Vec<SourceFigures>,
    /// In the order in which they are asked.
    pub questions: Vec<QuestionFigures>,
    pub messages: Vec<MessageFigures>,
}

/// Who is on the list, by where they stand: the parts add up to `listed`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct PlaceFigures {
    /// `None`: no limit.
    pub capacity: Option<u32>,
    /// Neither taken nor offered; `None`: no limit.
    pub free: Option<u32>,
    pub listed: u32,
    pub registered: u32,
    pub offered: u32,
    pub waitlisted: u32,
    pub pending: u32,
    pub rejected: u32,
    pub cancelled: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct DayFigures {
    /// YYYY-MM-DD in the event's zone.
    pub day: String,
    /// Onto the list, with a place or not.
    pub came: u32,
    /// Cancelled on this day, and did not come back.
    pub left: u32,
    /// On the list and not cancelled at its end.
    pub sum: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub enum SourceName {
    Import,
    /// One by one, also by a transfer.
    Manual,
    /// By themselves, on the event's page.
    Page,
    /// Brought along by somebody on the list.
    Guest,
    /// Microsoft's own registration, which is retired.
    External,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct SourceFigures {
    pub source: SourceName,
    pub listed: u32,
    /// Of those, who hold a place.
    pub registered: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct AnswerFigures {
    pub said: String,
    pub listed: u32,
    /// Of those, who hold a place.
    pub registered: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct QuestionFigures {
    pub id: String,
    pub label: String,
    /// How many of those on the list answered it.
    pub answered: u32,
    /// Of a question with answers to choose from; an answer that nobody gave is there with 0.
    pub answers: Vec<AnswerFigures>,
    /// Of a question that is answered in words: what those wrote who came last.
    pub latest: Vec<String>,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct MessageFigures {
    pub kind: MessageKind,
    pub counts: MessageCounts,
}

pub async fn of(desk: &Desk, id: &str) -> Result<EventFigures, DeskError> {
    let id = id.to_owned();
    desk.read(move |r| add_up(r, &id)).await
}

fn add_up(r: &Reader<'_>, id: &str) -> Result<EventFigures, StoreError> {
    let event = r.events().get(id)?;
    let rules = r.events().rules(id)?;
    let zone = TimeZone::get(&event.zone).unwrap_or(TimeZone::UTC);
    let figures = r.figures();
    let capacity = event.registration.and_then(|registration| registration.capacity);
    Ok(EventFigures {
        places: places(capacity, figures.standing(id)?),
        days: days(&zone, figures.came(id)?, figures.left(id)?),
        sources: sources(&figures.origins(id)?, figures.external(id)?),
        questions: rules
            .questions
            .iter()
            .map(|question| answers(r, id, question))
            .collect::<Result<_, _>>()?,
        messages: messages(&figures.messages(id)?),
        event_id: event.id,
        title: event.title,
        zone: event.zone,
    })
}

fn places(capacity: Option<u32>, standing: Standing) -> PlaceFigures {
    let Standing { listed, registered, offered, waitlisted, pending, rejected, cancelled } = standing;
    let free = capacity.map(|places| places.saturating_sub(registered + offered));
    PlaceFigures { capacity, free, listed, registered, offered, waitlisted, pending, rejected, cancelled }
}

fn days(zone: &TimeZone, came: Vec<(Timestamp, u32)>, left: Vec<(Timestamp, u32)>) -> Vec<DayFigures> {
    let mut days: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    let day = |minute: Timestamp| zone.to_datetime(minute).date().to_string();
    for (minute, people) in came {
        days.entry(day(minute)).or_default().0 += people;
    }
    for (minute, people) in left {
        days.entry(day(minute)).or_default().1 += people;
    }
    let mut sum = 0_u32;
    days.into_iter()
        .map(|(day, (came, left))| {
            sum = (sum + came).saturating_sub(left);
            DayFigures { day, came, left, sum }
        })
        .collect()
}

fn sources(origins: &[Origin], external: u32) -> Vec<SourceFigures> {
    let named = |origin: &Origin| match origin.source {
        _ if origin.guest => SourceName::Guest,
        Source::Import => SourceName::Import,
        Source::Manual => SourceName::Manual,
        Source::Page => SourceName::Page,
    };
    let mut sources: Vec<SourceFigures> = Vec::new();
    for origin in origins {
        let source = named(origin);
        if let Some(known) = sources.iter_mut().find(|known| known.source == source) {
            known.listed += origin.listed;
            known.registered += origin.registered;
        } else {
            sources.push(SourceFigures { source, listed: origin.listed, registered: origin.registered });
        }
    }
    if external > 0 {
        sources.push(SourceFigures { source: SourceName::External, listed: external, registered: external });
    }
    sources
}

fn answers(r: &Reader<'_>, id: &str, question: &Question) -> Result<QuestionFigures, StoreError> {
    let figures = r.figures();
    let answered = figures.answered(id, &question.id)?;
    let offered: Vec<&str> = match &question.kind {
        QuestionKind::Text | QuestionKind::Lines => {
            let latest = if answered == 0 { Vec::new() } else { figures.latest(id, &question.id, LATEST)? };
            let (id, label) = (question.id.clone(), question.label.clone());
            return Ok(QuestionFigures { id, label, answered, answers: Vec::new(), latest });
        }
        QuestionKind::Choice { options } | QuestionKind::Choices { options } => {
            options.iter().map(String::as_str).collect()
        }
        QuestionKind::YesNo | QuestionKind::Consent { .. } => vec!["yes", "no"],
    };
    let mut said = figures.said(id, &question.id)?;
    let mut answers = Vec::with_capacity(offered.len());
    for option in offered {
        let at = said.iter().position(|one| one.said == option);
        let (listed, registered) =
            at.map(|at| said.remove(at)).map_or((0, 0), |one| (one.listed, one.registered));
        answers.push(AnswerFigures { said: option.to_owned(), listed, registered });
    }
    // What is not offered any more was still said.
    answers.extend(said.into_iter().map(|one| AnswerFigures {
        said: one.said,
        listed: one.listed,
        registered: one.registered,
    }));
    let (id, label) = (question.id.clone(), question.label.clone());
    Ok(QuestionFigures { id, label, answered, answers, latest: Vec::new() })
}

fn messages(of: &[MessagesOf]) -> Vec<MessageFigures> {
    let mut figures: Vec<MessageFigures> = Vec::new();
    for one in of {
        let at = figures.iter().position(|known| known.kind == one.kind).unwrap_or_else(|| {
            figures.push(MessageFigures { kind: one.kind, counts: MessageCounts::default() });
            figures.len() - 1
        });
        let counts = &mut figures[at].counts;
        *match one.state {
            MessageState::Planned => &mut counts.planned,
            MessageState::Sending => &mut counts.sending,
            MessageState::Delivered => &mut counts.delivered,
            MessageState::Failed => &mut counts.failed,
            MessageState::Ambiguous => &mut counts.ambiguous,
            MessageState::Skipped => &mut counts.skipped,
        } += one.messages;
    }
    figures
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_one_of_the_events_zone_and_the_sum_goes_on() {
        let zone = TimeZone::get("Asia/Kathmandu").expect("a zone with an odd offset");
        let at = |text: &str| text.parse::<Timestamp>().expect("an instant");
        // 18:15 UTC is midnight there.
        let came = vec![(at("2026-12-01T18:14:00Z"), 3), (at("2026-12-01T18:15:00Z"), 2)];
        let left = vec![(at("2026-12-03T00:00:00Z"), 1)];
        let told: Vec<_> =
            days(&zone, came, left).into_iter().map(|d| (d.day, d.came, d.left, d.sum)).collect();
        assert_eq!(
            told,
            [("2026-12-01".into(), 3, 0, 3), ("2026-12-02".into(), 2, 0, 5), ("2026-12-03".into(), 0, 1, 4)]
        );
    }

    #[test]
    fn an_offered_place_is_not_free() {
        let standing =
            Standing { listed: 9, registered: 6, offered: 2, waitlisted: 1, ..Standing::default() };
        assert_eq!(places(Some(10), standing).free, Some(2));
        assert_eq!(places(Some(5), standing).free, Some(0), "more than there are places leave none");
        assert_eq!(places(None, standing).free, None);
    }
}
