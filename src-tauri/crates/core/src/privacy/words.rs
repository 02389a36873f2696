//! What is said before and after: what stays, and what Lectern has no hand in.

use lectern_domain::message::MessageState;
use lectern_store::personal::Mention;

use super::person::Person;
use crate::desk::Desk;
use crate::profile::ProfileKind;

pub(super) fn stays(pseudonym: &str) -> Vec<String> {
    vec![
        format!(
            "One row on each list, with its status and times, under the pseudonym {pseudonym}: the figures stay right, \
             and a list that is imported again neither brings the person back nor writes to them twice."
        ),
        "How each message ended, without its reader.".into(),
        "The history: what was done, when and by whom. What it said of the person goes.".into(),
    ]
}

pub(super) fn unreachable(desk: &Desk, person: &Person, externals: usize) -> Vec<String> {
    let mut words = Vec::new();
    let in_flight = person.messages_in(&[MessageState::Sending]);
    if in_flight > 0 {
        words.push(format!(
            "{} with the mail service at this moment and may still arrive. Nothing follows.",
            counted(in_flight, "message is", "messages are")
        ));
    }
    let delivered = person.messages_in(&[MessageState::Delivered, MessageState::Ambiguous]);
    if delivered > 0 {
        words.push(format!(
            "{} sent already: in the person's mailbox, and in the mail service's own records.",
            counted(delivered, "message was", "messages were")
        ));
    }
    for enrolled in &person.enrolments {
        words.push(format!(
            "Teams' own registration for “{}”, where it took one. Remove it in Teams.",
            enrolled.event_title
        ));
    }
    let enrolled: Vec<&str> = person.enrolments.iter().map(|one| one.event_title.as_str()).collect();
    for listed in person.registered.iter().filter(|one| !enrolled.contains(&one.event_title.as_str())) {
        words.push(format!("Teams' own registration for “{}”. Remove it in Teams.", listed.event_title));
    }
    for attended in &person.attended {
        words.push(format!("Teams' own attendance report of “{}”.", attended.event_title));
    }
    if externals > 0 {
        words.push(
            "Microsoft's external registration: the row stays here without a name, so that the person can be taken off \
             there."
                .into(),
        );
    }
    if person.standings.iter().any(|one| one.guest_identity.is_some()) {
        words.push(
            "Guest identities in Azure Communication Services: Lectern deletes them there, at once or when it is reached."
                .into(),
        );
    }
    words.push(
        "Your calendar and your organization's: Lectern puts no registrant on them, and takes nobody off who was invited \
         there."
            .into(),
    );
    words.push(
        "Lists that were exported and files that were imported. Copies of the data outside this profile's folder hold \
         the person still; one that is brought back here comes without them."
            .into(),
    );
    if desk.profile().kind() == ProfileKind::Sandbox {
        words.push("What the sandbox recorded: it stands in for Microsoft.".into());
    }
    words
}

/// Where an address stands in what somebody wrote; it is for that person to change.
pub(super) fn mentions(found: &[Mention]) -> Vec<String> {
    found
        .iter()
        .map(|mention| {
            let place = match (mention.table.as_str(), mention.column.as_str()) {
                ("events" | "virtual_events", "title" | "description") => "title or description of an event",
                ("events", "cancel_comment") | ("event_moves", "message") => {
                    "words about a cancelled or moved event"
                }
                ("events" | "virtual_events", _) => "an event's organizer or set-up",
                ("event_elsewhere", _) => "a change of an event that was made elsewhere",
                ("settings", _) => "a draft, a template or a setting",
                ("accounts", _) => "the account that is signed in here",
                ("changes", "who") => "the history, as whoever did something",
                ("changes", _) => "the history",
                ("registrations", _) => "an event's questions or rules",
                ("virtual_event_parts", _) => "what Teams tells of a webinar, as of its presenters",
                (table, _) => table,
            };
            format!("{place} ({})", mention.rows)
        })
        .collect()
}

pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}
