//! `lectern service`: the service that decides about this desk's events, and those whose tickets are trusted.

use jiff::Timestamp;
use lectern_core::desk::Desk;
use lectern_core::error::CommandError;
use lectern_core::publishing::let_in::{self, LetInRow};
use lectern_core::publishing::{PublishedView, missing, publish, show, sync, unpublish};
use lectern_core::services::pairing;
use lectern_core::services::service_desk::{self, PairedService};
use lectern_core::serving::devices::DeviceView;
use lectern_core::serving::publication::PageLook;
use lectern_domain::device::DeviceRole;
use serde_json::json;

use crate::arguments::ServiceWhat;
use crate::output::Output;

pub async fn run(desk: &Desk, what: ServiceWhat, output: Output) -> Result<(), CommandError> {
    match what {
        ServiceWhat::Pair { service, code: Some(code), name } => {
            let paired = service_desk::pair(desk, &service, &code, name.as_deref()).await?;
            output.result(&paired, paired_words);
        }
        ServiceWhat::Pair { service, code: None, .. } => {
            trusted(&pairing::pair(desk, &service).await?, output);
        }
        ServiceWhat::Unpair { service: Some(service), .. } => {
            trusted(&pairing::unpair(desk, &service).await?, output);
        }
        ServiceWhat::Unpair { service: None, here_only } => {
            service_desk::unpair(desk, here_only).await?;
            output.result(&json!({"service": null}), |_| "This desk is paired with no service.".into());
        }
        ServiceWhat::List => trusted(&pairing::paired(desk).await?, output),
        ServiceWhat::Publish { event, slug, color, proof, framed_by } => {
            let look = PageLook { color, proof, framed_by, ..PageLook::default() };
            let published = publish::publish(desk, &event, &slug, &look).await?;
            output.result(&published, |published| published_words(std::slice::from_ref(published)));
        }
        ServiceWhat::Unpublish { event } => {
            unpublish::unpublish(desk, &event).await?;
            output.result(&json!({"event": event}), |_| "This desk decides about the event again.".into());
        }
        ServiceWhat::Sync => output.result(&sync::sync_all(desk).await?, |all| published_words(all)),
        ServiceWhat::Status => output.result(&show::all(desk).await?, |all| published_words(all)),
        ServiceWhat::HandAgain { event, people, let_go } => {
            hand_again(desk, &event, &people, let_go, output).await?;
        }
        ServiceWhat::Passes { event } => {
            let rows = let_in::all(desk, &event).await?;
            output.result(&json!({ "rows": rows }), |_| let_in_words(&rows));
        }
        ServiceWhat::Devices => {
            let devices = service_desk::devices(desk).await?;
            output.result(&json!({ "devices": devices }), |_| lines(&devices));
        }
        ServiceWhat::Revoke { device } => {
            let devices = service_desk::revoke(desk, &device).await?;
            output.result(&json!({ "devices": devices }), |_| lines(&devices));
        }
        ServiceWhat::Code { role } => {
            let offer = service_desk::offer(desk, role.into()).await?;
            output.result(&offer, |offer| {
                format!("Pair one more desk with this code, once, until {}: {}", offer.until, offer.code)
            });
        }
    }
    Ok(())
}

async fn hand_again(
    desk: &Desk,
    event: &str,
    people: &[String],
    let_go: bool,
    output: Output,
) -> Result<(), CommandError> {
    if let_go {
        let count = missing::let_go(desk, event, people).await?;
        output.result(&json!({"letGo": count}), |_| format!("{count} are off this desk’s list as well."));
    } else {
        let handed = missing::hand_again(desk, event, people).await?;
        output.result(&handed, |handed| {
            let full = handed.full.len();
            format!("{} are on the service’s list; no place is left for {full}.", handed.taken)
        });
    }
    Ok(())
}

fn published_words(all: &[PublishedView]) -> String {
    if all.is_empty() {
        return "No event is published: this desk decides about all of them.".into();
    }
    let mut lines = Vec::new();
    for event in all {
        let problem =
            event.problem.as_ref().map_or_else(String::new, |problem| format!("  ({})", problem.message));
        let whose = match (&event.published_by, &event.over) {
            (None, _) => String::new(),
            (Some(device), None) => format!("  (by “{device}”)"),
            (Some(device), Some(_)) => format!("  (by “{device}”; given back, kept for reading)"),
        };
        lines.push(format!("{}  {}{whose}{problem}", event.event_id, event.url));
        lines.extend(event.missing.iter().map(|person| {
            format!("  {} <{}> ({}): the service lacks them", person.name, person.email, person.id)
        }));
        lines.extend(event.waiting.iter().map(|queued| match &queued.refused {
            Some(why) => format!("  {}: refused: {why}", queued.what),
            None => format!("  {}: waits", queued.what),
        }));
    }
    lines.join("\n")
}

fn paired_words(service: &PairedService) -> String {
    let PairedService { name, origin, role, .. } = service;
    format!("This desk is paired with “{name}” at {origin}, as {}.", called(*role))
}

fn called(role: DeviceRole) -> &'static str {
    match role {
        DeviceRole::Owner => "an owner’s desk",
        DeviceRole::Organizer => "an organizer’s desk",
    }
}

fn trusted(paired: &[String], output: Output) {
    output.result(&json!({"paired": paired}), |_| match paired {
        [] => "No service is paired: each is asked about before a ticket goes to it.".into(),
        paired => format!("Tickets go to these services without asking:\n  {}", paired.join("\n  ")),
    });
}

fn let_in_words(rows: &[LetInRow]) -> String {
    if rows.is_empty() {
        return "Nobody was let in yet.".into();
    }
    let at = |instant: &Timestamp| instant.strftime("%Y-%m-%d %H:%M:%S UTC");
    let lines = rows.iter().map(|row| {
        let who = match (&row.name, &row.email) {
            (Some(name), Some(email)) => format!("{name} <{email}>"),
            _ => format!("{}, who is not on the list", row.registrant_id),
        };
        let what = if row.again { "another token" } else { "let in" };
        let ended = row.ended_at.as_ref().map_or_else(String::new, |ended| {
            format!("; an old key came back {}, so no key of this join is taken since", at(ended))
        });
        format!("{}  {who}  {what}, until {}{ended}", at(&row.at), at(&row.until))
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn lines(devices: &[DeviceView]) -> String {
    let at = |instant: &Timestamp| instant.strftime("%Y-%m-%d %H:%M UTC");
    let lines = devices.iter().map(|device| {
        let DeviceView { id, name, role, version, seen_at, revoked_at, current, .. } = device;
        let state = match revoked_at {
            Some(revoked) => format!("revoked {}", at(revoked)),
            None if *current => "this desk".to_owned(),
            None => format!("last contact {}", at(seen_at)),
        };
        format!("{id}  {name}  ({}, Lectern {version}, {state})", called(*role))
    });
    lines.collect::<Vec<_>>().join("\n")
}
