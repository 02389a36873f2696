//! "What do you keep of me?" One file that a person can read and a program too. The ticket's code is not in it: whoever
//! finds the file could come in.

use std::path::PathBuf;

use lectern_domain::message::MessageState;
use lectern_domain::registration::{Answer, Question};
use serde::Serialize;
use serde_json::{Value, json};
use ts_rs::TS;

use super::person::{Person, Standing};
use super::{PrivacyError, address, words};
use crate::desk::{Desk, blocking};
use crate::messages::render;
use crate::profile::files;
use crate::registration::ticket;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct PersonExport {
    pub email: String,
    pub file: String,
    /// Rows of lists.
    pub registrations: usize,
    pub messages: usize,
    pub enrolments: usize,
    /// Rows of Teams' lists of webinars.
    pub listed: usize,
}

const LEFT_OUT: &str = "[left out: it lets its holder in]";

/// Writes the file whole, or not at all; what lies there is replaced.
pub async fn export(desk: &Desk, email: &str, path: PathBuf) -> Result<PersonExport, PrivacyError> {
    let email = address(email)?.normalized().to_owned();
    let (wanted, now) = (email.clone(), desk.now());
    let person = desk.read(move |r| Person::read(r, &wanted, now)).await?;
    if person.is_nobody() && person.namesakes.is_empty() {
        return Err(PrivacyError::Nobody);
    }
    let mut registrations = Vec::with_capacity(person.standings.len());
    for standing in &person.standings {
        registrations.push(registration(desk, standing).await?);
    }
    let told = PersonExport {
        file: path.display().to_string(),
        registrations: person.standings.len(),
        messages: person.standings.iter().map(|one| one.messages.len()).sum(),
        enrolments: person.enrolments.len(),
        listed: person.registered.len(),
        email,
    };
    let whole = whole(desk, &told.email, &person, &registrations);
    let bytes = serde_json::to_vec_pretty(&whole)
        .map_err(|error| crate::error::DeskError::Stopped(error.to_string()))?;
    blocking(move || {
        files::replace_private(&path, &bytes).map_err(|error| PrivacyError::File {
            path: path.display().to_string(),
            doing: "written",
            detail: error.to_string(),
        })
    })
    .await??;
    Ok(told)
}

fn whole(desk: &Desk, email: &str, person: &Person, registrations: &[Value]) -> Value {
    let enrolments = person.enrolments.iter().map(|one| {
        json!({
            "webinar": one.event_title, "firstName": one.first_name, "lastName": one.last_name, "email": one.email,
            "state": one.state, "teamsRegistrationId": one.registration_id, "joinUrl": one.join_url,
            "problem": one.problem, "answers": said(&one.answers), "createdAt": one.created_at.to_string(),
        })
    });
    let listed = person.registered.iter().map(|one| {
        json!({
            "webinar": one.event_title, "teamsRegistrationId": one.id, "firstName": one.first_name,
            "lastName": one.last_name, "email": one.email, "userId": one.user_id, "status": one.status,
            "registeredAt": one.registered_at.map(|at| at.to_string()),
            "cancelledAt": one.cancelled_at.map(|at| at.to_string()), "answers": said(&one.answers),
        })
    });
    let attended = person.attended.iter().map(|one| json!({"webinar": one.event_title, "line": one.line}));
    let unproven = person.unproven.iter().map(|(title, one)| {
        json!({"event": title, "form": said(&one.form), "cameAt": one.made_at.to_string(),
            "keptUntil": one.until.to_string()})
    });
    let externals = person.namesakes.iter().map(
        |one| json!({"event": one.event_title, "id": one.id, "name": one.name, "joinUrl": one.join_url}),
    );
    json!({
        "what": "What this profile of Lectern keeps of one person.",
        "format": "lectern-person/1",
        "exportedAt": desk.now().to_string(),
        "profile": desk.profile().name(),
        "email": email,
        "names": person.names(),
        "registrations": registrations,
        "webinarEnrolments": enrolments.collect::<Vec<_>>(),
        "teamsRegistrations": listed.collect::<Vec<_>>(),
        "attendance": attended.collect::<Vec<_>>(),
        "waitingForProofOfTheAddress": unproven.collect::<Vec<_>>(),
        "externalRegistrations": {
            "note": "No address is kept of these: they are listed because the name is the same.",
            "registrants": externals.collect::<Vec<_>>(),
        },
        "alsoMentionedIn": words::mentions(&person.mentions),
        "notInThisFile": [
            "The codes of tickets, and links made of them. They are in the messages that the person got, and the \
             organizer can show them.",
            "The words of messages as they left: Lectern writes each message at the moment of sending and keeps none. \
             Below they are as Lectern would write them now.",
            "What Microsoft keeps: registrations, attendance and mail in Teams, Exchange and Azure.",
        ],
    })
}

/// As it is kept: with each question's words.
fn said(kept: &str) -> Value {
    serde_json::from_str(kept).unwrap_or_else(|_| json!(kept))
}

async fn registration(desk: &Desk, one: &Standing) -> Result<Value, PrivacyError> {
    let mut messages = Vec::with_capacity(one.messages.len());
    for message in &one.messages {
        messages.push(self::message(desk, one, message).await?);
    }
    let person = &one.person;
    let history = one.history.iter().map(|change| {
        json!({"at": change.at.to_string(), "who": change.who, "what": change.what, "detail": change.detail})
    });
    let bulks = one.bulks.iter().map(|bulk| {
        let before = bulk.before.as_deref().map(|text| serde_json::from_str(text).unwrap_or(json!(text)));
        json!({
            "what": bulk.kind, "title": bulk.title, "at": bulk.began_at.to_string(),
            "takenBackAt": bulk.undone_at.map(|at| at.to_string()), "before": before.unwrap_or(Value::Null),
        })
    });
    Ok(json!({
        "event": {
            "id": one.event.id, "title": one.event.title, "start": one.event.start.to_string(),
            "end": one.event.end.to_string(), "zone": one.event.zone, "over": one.over,
        },
        "id": person.id,
        "name": person.name,
        "email": person.email,
        "company": person.company,
        "status": person.status,
        "source": person.source,
        "registeredAt": person.registered_at.to_string(),
        "cancelledAt": person.cancelled_at.map(|at| at.to_string()),
        "offerUntil": person.offer_until.map(|at| at.to_string()),
        "placeInTheQueue": person.position,
        "guestOf": person.guest_of,
        "group": person.group,
        "tags": person.tags,
        "note": one.note,
        "answers": answers(one),
        "ticket": one.ticket.as_ref().map(|ticket| json!({
            "code": LEFT_OUT, "issuedAt": ticket.issued_at.to_string(),
            "revokedAt": ticket.revoked_at.map(|at| at.to_string()),
        })),
        "guestIdentity": one.guest_identity,
        "messages": messages,
        "history": history.collect::<Vec<_>>(),
        "changesOfManyPeople": bulks.collect::<Vec<_>>(),
    }))
}

/// With the question as it reads now, and of a consent the words that were agreed to.
fn answers(one: &Standing) -> Vec<Value> {
    let label = |id: &str| {
        one.rules.questions.iter().find(|question: &&Question| question.id == id).map(|found| &found.label)
    };
    one.answers
        .iter()
        .map(|(id, answer)| {
            let said = match answer {
                Answer::Text { value } => json!(value),
                Answer::Choices { values } => json!(values),
                Answer::YesNo { value } => json!(value),
                Answer::Consent { value, text } => json!({"agreed": value, "to": text}),
            };
            json!({"question": label(id).unwrap_or(id), "answer": said})
        })
        .collect()
}

async fn message(
    desk: &Desk,
    one: &Standing,
    message: &lectern_store::messages::MessageRecord,
) -> Result<Value, PrivacyError> {
    let words = match render::preview(desk, &message.id).await {
        Ok(made) => {
            let mut text = made.text;
            if let Some(kept) = &one.ticket {
                let code = ticket::opened(desk.seal(), &kept.code_sealed)?;
                text = text.replace(&code.canonical(), LEFT_OUT).replace(&code.grouped(), LEFT_OUT);
            }
            json!({"subject": made.subject, "text": text})
        }
        // No ticket any more, or an event without a link: there is nothing to read.
        Err(error) => json!({"subject": null, "text": null, "why": error.to_string()}),
    };
    let sent = matches!(message.state, MessageState::Delivered | MessageState::Ambiguous);
    Ok(json!({
        "kind": message.kind,
        "channel": message.channel,
        "state": message.state,
        "sent": sent,
        "to": message.email,
        "plannedAt": message.planned_at.to_string(),
        "dueAt": message.due_at.to_string(),
        "finishedAt": message.finished_at.map(|at| at.to_string()),
        "attempts": message.attempts,
        "operationId": message.operation_id,
        "problem": message.problem,
        "asItWouldReadNow": words,
    }))
}
