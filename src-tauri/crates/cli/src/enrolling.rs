//! People from outside, put on a webinar's list and taken off it again: hours of work for thousands, so it tells how far
//! it is, Ctrl+C only pauses it, and the same command goes on.

use std::io::{IsTerminal as _, Write as _};
use std::sync::Arc;

use lectern_core::desk::Desk;
use lectern_core::error::CommandError;
use lectern_core::virtual_events::enrol::{
    self, EnrolPhase, EnrolProgress, Enrolments, Outsider, OutsiderAnswer, Told, Whom, untold,
};
use lectern_core::virtual_events::limits::{self, RequestLimits};
use lectern_core::virtual_events::{VirtualEventError, people};
use serde_json::json;

use crate::opening::invalid;
use crate::output::{Output, line};
use crate::virtual_arguments::{EnrolArgs, LimitsArgs, WithdrawArgs};
use crate::virtual_events::some;

pub async fn enrol(desk: &Desk, args: EnrolArgs, output: Output) -> Result<(), CommandError> {
    if args.give_up {
        let people = enrol::give_up(desk, &args.id).await?;
        output.result(&json!({"letGo": people}), |_| format!("{people} will not be enrolled."));
        return Ok(());
    }
    if args.kept {
        output.result(&enrol::show(desk, &args.id).await?, told);
        return Ok(());
    }
    let whom = match (args.people, args.event, args.first_name, args.last_name, args.email) {
        (Some(file), ..) => people::read(file).await?,
        (None, Some(event), ..) => people::of_event(desk, &event).await?,
        (None, None, Some(first_name), Some(last_name), Some(email)) => {
            vec![Outsider { first_name, last_name, email, answers: answers(&args.answer)?, line: None }]
        }
        // Goes on with those who are written down.
        _ => Vec::new(),
    };
    let run = enrol::enrol(desk, &args.id, &whom, shown(output, args.progress));
    output.result(&pausable(desk, run).await?, told);
    Ok(())
}

/// "Question=Answer"; the same question again is another of its answers.
fn answers(given: &[String]) -> Result<Vec<OutsiderAnswer>, CommandError> {
    let mut answers: Vec<OutsiderAnswer> = Vec::new();
    for text in given {
        let (question, value) = text
            .rsplit_once('=')
            .ok_or_else(|| invalid(&format!("“{text}” is no answer. Write \"Question=Answer\".")))?;
        if let Some(known) = answers.iter_mut().find(|one| one.question == question) {
            known.values.push(value.to_owned());
        } else {
            let values = vec![value.to_owned()];
            answers.push(OutsiderAnswer { question: question.to_owned(), values });
        }
    }
    Ok(answers)
}

pub async fn withdraw(desk: &Desk, args: WithdrawArgs, output: Output) -> Result<(), CommandError> {
    if args.keep {
        let people = enrol::keep(desk, &args.id).await?;
        output.result(&json!({"kept": people}), |_| format!("{people} stay on the list."));
        return Ok(());
    }
    let whom = if args.everybody { Whom::Everybody } else { Whom::These(args.email) };
    let run = enrol::withdraw(desk, &args.id, whom, shown(output, args.progress));
    output.result(&pausable(desk, run).await?, told);
    Ok(())
}

pub async fn limits(desk: &Desk, args: LimitsArgs, output: Output) -> Result<(), CommandError> {
    let known = limits::show(desk).await?;
    let wanted = RequestLimits {
        writes: args.writes.unwrap_or(known.writes),
        reads: args.reads.unwrap_or(known.reads),
        seconds: args.seconds.unwrap_or(known.seconds),
    };
    let now = if wanted == known { known } else { limits::set(desk, wanted).await? };
    let told = json!({"limits": now, "unverified": true});
    output.result(&told, |_| {
        let RequestLimits { writes, reads, seconds } = now;
        format!(
            "{writes} writes and {reads} reads in {seconds} s for an application, over all tenants.\nNot verified: it is \
             known by one source only. Refusals lower it by themselves."
        )
    });
    Ok(())
}

/// Ctrl+C pauses it instead of killing it; what was sent is answered first.
async fn pausable(
    desk: &Desk,
    run: impl Future<Output = Result<Enrolments, VirtualEventError>>,
) -> Result<Enrolments, VirtualEventError> {
    let mut run = std::pin::pin!(run);
    tokio::select! {
        ended = &mut run => ended,
        _ = tokio::signal::ctrl_c() => {
            enrol::pause(desk);
            run.await
        }
    }
}

/// Lines where they are asked for, else one that changes, where somebody looks.
fn shown(output: Output, lines: bool) -> Told {
    match (lines, output.json) {
        (true, true) => Arc::new(|step| drop(serde_json::to_string(step).map(|text| line(&text)))),
        (true, false) => Arc::new(|step| line(&sentence(step))),
        (false, false) if std::io::stderr().is_terminal() => {
            Arc::new(|step| drop(write!(std::io::stderr(), "\r{}\u{1b}[K", sentence(step))))
        }
        _ => untold(),
    }
}

fn sentence(step: &EnrolProgress) -> String {
    let what = match step.phase {
        EnrolPhase::Comparing => "Reading Teams' list",
        EnrolPhase::Enrolling => "Enrolled",
        EnrolPhase::Cancelling => "Taken off",
        EnrolPhase::Links => "Fetching links,",
    };
    let part = |before: &str, text: &Option<String>| {
        text.as_ref().map_or_else(String::new, |text| format!("{before}{text}"))
    };
    let refused = if step.refused > 0 { format!(", {} refused", step.refused) } else { String::new() };
    let waiting = part("; Teams' limit is used up until ", &step.waiting_until);
    let end = part(", done by ", &step.finish_at);
    format!("{what} {} of {}{refused}{end}{waiting}", step.done, step.total)
}

fn told(told: &Enrolments) -> String {
    let lines = told.people.iter().map(|one| {
        let way = one.join_url.as_deref().or(one.problem.as_deref()).unwrap_or_default();
        format!("{:?}  {} <{}>  {way}", one.state, one.name, one.email)
    });
    let mut text = some(lines, "Nobody is enrolled from here.");
    let left = told.counts.planned + told.counts.cancelling;
    if let (1.., Some(end)) = (left, &told.pace.finish_at) {
        let (most, seconds) = (told.pace.most, told.pace.seconds);
        text = format!("{text}\n{left} to go: at {most} in {seconds} s (not verified) until {end}.");
    }
    if let Some(stopped) = &told.stopped {
        text = format!("{text}\nNot everybody yet: {stopped} Run it again to go on.");
    }
    text
}
