//! Who is registered for a webinar, as Teams' list has it.

use std::io::{IsTerminal as _, Write as _};
use std::sync::Arc;

use lectern_core::desk::Desk;
use lectern_core::error::CommandError;
use lectern_core::virtual_events::registrations::{
    self, ListReading, Registered, Registrations, Told, Wanted, untold,
};
use lectern_domain::registration::RegistrantStatus;

use crate::output::{Output, line};
use crate::virtual_arguments::{RegistrationsArgs, StatusName};
use crate::virtual_events::some;

pub async fn registrations(desk: &Desk, args: RegistrationsArgs, output: Output) -> Result<(), CommandError> {
    if !args.kept {
        registrations::read(desk, &args.id, shown(output, args.progress)).await?;
    }
    let wanted = Wanted { query: args.search, status: args.status.map(status) };
    let listed = registrations::show(desk, &args.id, wanted, 0, u32::MAX).await?;
    output.result(&listed, told);
    if let Some(file) = args.csv {
        let people = registrations::export(desk, &args.id, file.clone()).await?;
        output.note(&format!("{people} people in {}", file.display()));
    }
    Ok(())
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

fn sentence(step: &ListReading) -> String {
    let waiting = step.waiting_until.as_ref();
    let waiting = waiting.map_or_else(String::new, |at| format!("; Teams' limit is used up until {at}"));
    format!("Read {} people of Teams' list{waiting}", step.people)
}

fn told(listed: &Registrations) -> String {
    let mut text = some(listed.rows.iter().map(row), "Nobody.");
    let counts = listed.counts;
    let parts = [
        (counts.registered, "registered"),
        (counts.waitlisted, "on the waiting list"),
        (counts.pending_approval, "to approve in Teams"),
        (counts.rejected, "rejected"),
        (counts.cancelled, "cancelled"),
    ];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(people, _)| *people > 0)
        .map(|(people, what)| format!("{people} {what}"))
        .collect();
    if !parts.is_empty() {
        text = format!("{text}\n{}.", parts.join(", "));
    }
    match (&listed.read_at, listed.cut_off) {
        (_, true) => format!("{text}\nThe last reading was cut off: run it again to go on."),
        (Some(at), _) => format!("{text}\nRead {at}."),
        (None, _) => format!("{text}\nTeams' list was never read here."),
    }
}

fn row(one: &Registered) -> String {
    let at = one.registered_at.as_deref().unwrap_or("–");
    let said = one.answers.iter().map(|answer| format!("  {}: {}", answer.question, answer.said));
    let said: String = said.collect();
    format!(
        "{:?}  {} {} <{}>  {at}  by {:?}{said}",
        one.status, one.first_name, one.last_name, one.email, one.source
    )
}

fn status(name: StatusName) -> RegistrantStatus {
    match name {
        StatusName::Registered => RegistrantStatus::Registered,
        StatusName::Waitlisted => RegistrantStatus::Waitlisted,
        StatusName::PendingApproval => RegistrantStatus::PendingApproval,
        StatusName::Rejected => RegistrantStatus::Rejected,
        StatusName::Cancelled => RegistrantStatus::Cancelled,
    }
}
