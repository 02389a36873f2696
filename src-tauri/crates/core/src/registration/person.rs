//! Everything about one person on the list: where they stand, how they came there, what they answered, what they were
//! told.

use lectern_domain::message::{MessageKind, MessageState};
use lectern_domain::registration::{Answers, Question, QuestionKind, Source, not_asked};
use lectern_store::bulks::Brought;
use lectern_store::changes::ChangeRecord;
use lectern_store::registrants::RegistrantRecord;
use serde::Serialize;
use serde_json::{Value, json};
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

/// A required question that nobody put to this person: the list that they came from does not say, or it is asked only
/// since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct OpenQuestion {
    pub question: String,
    pub label: String,
    /// People agree to something by it.
    pub consent: bool,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct PersonDetail {
    pub registrant: RegistrantRow,
    pub note: String,
    pub answers: Vec<AnswerRow>,
    pub not_asked: Vec<OpenQuestion>,
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
            let brought = r.bulks().brought(&id, &person.event_id)?;
            let told = r.messages().of_registrant(&id)?;
            Ok(Some((
                person,
                rules,
                r.registrants().note(&id)?,
                r.answers().of_registrant(&id)?,
                guests,
                (brought, history),
                told,
            )))
        })
        .await?;
    let (person, rules, note, answers, guests, (brought, changes), told) =
        found.ok_or(RegistrationError::NoRegistrant)?;
    let history = history(&person, brought, changes);
    // A guest is asked nothing, and of whoever was erased nothing is known.
    let asked: &[Question] = if person.guest_of.is_some() || person.erased { &[] } else { &rules.questions };
    let open = not_asked(asked, &answers).into_iter().map(open).collect();
    let told = told.into_iter().map(|message| ToldRow {
        kind: message.kind,
        state: message.state,
        at: message.finished_at.unwrap_or(message.planned_at).to_string(),
    });
    Ok(PersonDetail {
        registrant: person.into(),
        note,
        answers: in_order(&rules.questions, answers),
        not_asked: open,
        guests: guests.into_iter().map(RegistrantRow::from).collect(),
        history,
        told: told.collect(),
    })
}

fn open(question: &Question) -> OpenQuestion {
    OpenQuestion {
        question: question.id.clone(),
        label: question.label.clone(),
        consent: matches!(question.kind, QuestionKind::Consent { .. }),
    }
}

/// What was done to this person alone, after the imports that brought them: those are written down once for everybody.
fn history(
    person: &RegistrantRecord,
    mut brought: Vec<Brought>,
    changes: Vec<ChangeRecord>,
) -> Vec<HistoryRow> {
    if brought.is_empty() && person.source == Source::Import && person.guest_of.is_none() {
        // Imported before it was written down who came by which file.
        brought.push(Brought { title: String::new(), at: person.registered_at, who: None });
    }
    let imported = brought.into_iter().map(|import| {
        let detail = if import.title.is_empty() { json!({}) } else { json!({"file": import.title}) };
        let who = import.who.unwrap_or_else(|| "desk".to_owned());
        (import.at, HistoryRow { at: import.at.to_string(), who, what: "imported".to_owned(), detail })
    });
    let changes = changes.into_iter().map(|change| {
        let ChangeRecord { at, who, what, detail, .. } = change;
        (at, HistoryRow { at: at.to_string(), who, what, detail })
    });
    let mut rows: Vec<_> = imported.chain(changes).collect();
    // Of the same moment the import comes first: it is what the rest followed from.
    rows.sort_by_key(|(at, _)| *at);
    rows.into_iter().map(|(_, row)| row).collect()
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
