//! Everything about one person on the list: where they stand, how they came there, what they answered, what they were
//! told.

use lectern_domain::message::{MessageKind, MessageState};
use lectern_domain::registration::Answers;
use serde::Serialize;
use serde_json::Value;
use ts_rs::TS;

use super::RegistrationError;
use super::list::RegistrantRow;
use crate::desk::Desk;

/// One entry of the history.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct HistoryRow {
    pub at: String,
    /// An account, `desk` where none was signed in, or `Lectern` for what happened by itself.
    pub who: String,
    /// A short word: registered, waitlisted, offered, approved, transferred and so on.
    pub what: String,
    #[ts(type = "Record<string, unknown>")]
    pub detail: Value,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct ToldRow {
    pub kind: MessageKind,
    pub state: MessageState,
    pub at: String,
}

/// An answer beside the words of its question.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct AnswerRow {
    pub question: String,
    /// As it reads now; the id, where the question is not asked any more.
    pub label: String,
    pub answer: lectern_domain::registration::Answer,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct PersonDetail {
    pub registrant: RegistrantRow,
    pub note: String,
    pub answers: Vec<AnswerRow>,
    pub guests: Vec<RegistrantRow>,
    pub history: Vec<HistoryRow>,
    pub told: Vec<ToldRow>,
}

pub async fn show(desk: &Desk, registrant_id: &str) -> Result<PersonDetail, RegistrationError> {
    let id = registrant_id.to_owned();
    let found = desk
        .read(move |r| {
            let Some(person) = r.registrants().by_id(&id)? else { return Ok(None) };
            let rules = r.events().rules(&person.event_id)?;
            let mut guests = Vec::new();
            for guest in r.registrants().guests(&id)? {
                guests.extend(r.registrants().by_id(&guest)?);
            }
            let history = r.changes().of_registrant(&id)?;
            let told = r.messages().of_registrant(&id)?;
            Ok(Some((
                person,
                rules,
                r.registrants().note(&id)?,
                r.answers().of_registrant(&id)?,
                guests,
                history,
                told,
            )))
        })
        .await?;
    let (person, rules, note, answers, guests, history, told) =
        found.ok_or(RegistrationError::NoRegistrant)?;
    let history = history.into_iter().map(|change| HistoryRow {
        at: change.at.to_string(),
        who: change.who,
        what: change.what,
        detail: change.detail,
    });
    let told = told.into_iter().map(|message| ToldRow {
        kind: message.kind,
        state: message.state,
        at: message.finished_at.unwrap_or(message.planned_at).to_string(),
    });
    Ok(PersonDetail {
        registrant: person.into(),
        note,
        answers: in_order(&rules.questions, answers),
        guests: guests.into_iter().map(RegistrantRow::from).collect(),
        history: history.collect(),
        told: told.collect(),
    })
}

/// As they are asked; what is not asked any more comes last and is kept.
fn in_order(questions: &[lectern_domain::registration::Question], mut answers: Answers) -> Vec<AnswerRow> {
    let mut rows = Vec::with_capacity(answers.len());
    for question in questions {
        if let Some(answer) = answers.remove(&question.id) {
            rows.push(AnswerRow { question: question.id.clone(), label: question.label.clone(), answer });
        }
    }
    rows.extend(answers.into_iter().map(|(id, answer)| AnswerRow {
        label: id.clone(),
        question: id,
        answer,
    }));
    rows
}
