//! "What are people asked when they register?" Name and address always; beside them the questions that Teams brings
//! along, and the organizer's own. Webinars only: for town halls it is documented in beta.

use std::collections::HashSet;

use lectern_microsoft::graph::{
    AnswerInputType, NewQuestion as GraphNew, Question as GraphQuestion, QuestionLabel,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::teams::{self, Failure, MANAGE};
use super::{EventKind, VirtualEventDetail, VirtualEventError, list};
use crate::desk::Desk;

pub(super) const QUESTIONS: &str = "questions";
/// Of a question, and of an answer to choose, as in our own registration: what Teams takes is not documented.
const LONGEST: usize = 500;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts", rename = "EventAnswer")]
pub enum Answer {
    Text,
    MultilineText,
    SingleChoice,
    MultiChoice,
    Boolean,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub enum Predefined {
    Street,
    City,
    State,
    PostalCode,
    CountryOrRegion,
    Industry,
    JobTitle,
    Organization,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
#[ts(export, export_to = "core.ts", rename = "NewEventQuestion")]
pub enum NewQuestion {
    Predefined { label: Predefined },
    Custom { text: String, answer: Answer, choices: Vec<String>, required: bool },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts", rename = "EventQuestion")]
pub struct Question {
    pub id: String,
    pub text: String,
    pub required: bool,
    /// One that Teams brings along.
    pub predefined: bool,
    /// `None`: a kind of answer that this version does not know, or a predefined question.
    pub answer: Option<Answer>,
    pub choices: Vec<String>,
}

/// From Teams, and kept.
pub async fn read(desk: &Desk, id: &str) -> Result<VirtualEventDetail, VirtualEventError> {
    let graph_id = of_webinar(desk, id).await?;
    let graph_id = graph_id.as_str();
    let kind = teams::kind(EventKind::Webinar);
    let found = teams::ask(desk, MANAGE, |graph, token| async move {
        graph.as_user(&token).virtual_events(kind).questions(graph_id).await
    })
    .await?;
    let found: Vec<Question> = found.into_iter().map(question).collect();
    let (own, now) = (id.to_owned(), desk.now());
    desk.write(move |w| {
        Ok::<_, VirtualEventError>(w.virtual_events().set_part(&own, QUESTIONS, &found, now)?)
    })
    .await?;
    list::one(desk, id).await
}

/// A question that is asked already is not asked twice.
pub async fn add(desk: &Desk, id: &str, new: NewQuestion) -> Result<VirtualEventDetail, VirtualEventError> {
    let wanted = checked(new)?;
    let graph_id = of_webinar(desk, id).await?;
    let before = read(desk, id).await?;
    if before.questions.iter().any(|there| is_same(there, &wanted)) {
        return Ok(before);
    }
    let (kind, graph_id, wanted) = (teams::kind(EventKind::Webinar), graph_id.as_str(), &wanted);
    let answer = teams::ask(desk, MANAGE, |graph, token| async move {
        graph.as_user(&token).virtual_events(kind).add_question(graph_id, wanted).await
    })
    .await;
    match answer {
        Ok(_) => read(desk, id).await,
        // The list says whether it was done.
        Err(failure) if failure.ambiguous() => {
            let after = read(desk, id).await?;
            if after.questions.iter().any(|there| is_same(there, wanted)) {
                Ok(after)
            } else {
                Err(failure.into())
            }
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Safe to repeat.
pub async fn remove(desk: &Desk, id: &str, question: &str) -> Result<VirtualEventDetail, VirtualEventError> {
    let graph_id = of_webinar(desk, id).await?;
    let (kind, graph_id) = (teams::kind(EventKind::Webinar), graph_id.as_str());
    let answer = teams::ask(desk, MANAGE, |graph, token| async move {
        graph.as_user(&token).virtual_events(kind).remove_question(graph_id, question).await
    })
    .await;
    match answer {
        Ok(()) => {}
        Err(Failure::Graph(error)) if error.not_found() => {}
        Err(failure) => return Err(failure.into()),
    }
    read(desk, id).await
}

async fn of_webinar(desk: &Desk, id: &str) -> Result<String, VirtualEventError> {
    let (record, graph_id) = teams::standing(desk, id).await?;
    match record.kind {
        EventKind::TownHall => Err(VirtualEventError::NotForTownHalls(
            "Microsoft documents no registration questions for town halls. Use a webinar where people should answer some.",
        )),
        EventKind::Webinar | EventKind::Meeting => Ok(graph_id),
    }
}

fn checked(new: NewQuestion) -> Result<GraphNew, VirtualEventError> {
    let wrong = |field, message: &str| VirtualEventError::Field { field, message: message.to_owned() };
    let (text, answer, choices, required) = match new {
        NewQuestion::Predefined { label } => return Ok(GraphNew::Predefined { label: wire_label(label) }),
        NewQuestion::Custom { text, answer, choices, required } => (text, answer, choices, required),
    };
    let text = text.trim().to_owned();
    if text.is_empty() {
        return Err(wrong("text", "Write the question."));
    }
    let long = |what: &str, text: &str| {
        let length = text.chars().count();
        (length > LONGEST).then(|| format!("{what} has at most {LONGEST} characters; this one has {length}."))
    };
    if let Some(told) = long("A question", &text) {
        return Err(wrong("text", &told));
    }
    let mut choices: Vec<String> =
        choices.iter().map(|choice| choice.trim().to_owned()).filter(|choice| !choice.is_empty()).collect();
    if let Some(told) = choices.iter().find_map(|choice| long("An answer", choice)) {
        return Err(wrong("choices", &told));
    }
    let before = choices.len();
    let mut seen = HashSet::new();
    choices.retain(|choice| seen.insert(choice.clone()));
    match answer {
        Answer::SingleChoice | Answer::MultiChoice if choices.len() < 2 => {
            return Err(wrong("choices", "A choice needs two answers at least."));
        }
        Answer::SingleChoice | Answer::MultiChoice if choices.len() < before => {
            return Err(wrong("choices", "An answer is there twice."));
        }
        Answer::Text | Answer::MultilineText | Answer::Boolean if !choices.is_empty() => {
            return Err(wrong("choices", "Only a choice has answers to choose from."));
        }
        _ => {}
    }
    Ok(GraphNew::Custom {
        display_name: text,
        answer_input_type: wire_answer(answer),
        answer_choices: choices,
        is_required: required,
    })
}

fn is_same(there: &Question, wanted: &GraphNew) -> bool {
    match wanted {
        GraphNew::Predefined { label } => {
            there.predefined && there.text.eq_ignore_ascii_case(label_words(label))
        }
        GraphNew::Custom { display_name, .. } => !there.predefined && there.text == *display_name,
    }
}

fn question(found: GraphQuestion) -> Question {
    let predefined = found.label.is_some();
    let label = found.label.as_ref().map(|label| label_words(label).to_owned());
    Question {
        text: label.or(found.display_name).unwrap_or_default(),
        id: found.id,
        required: found.is_required == Some(true),
        predefined,
        answer: found.answer_input_type.as_ref().and_then(own_answer),
        choices: found.answer_choices,
    }
}

/// As it would be asked anew; `None`: this version does not know how.
pub(super) fn again(question: &Question) -> Option<NewQuestion> {
    if question.predefined {
        let label = ALL.into_iter().find(|label| words(*label).eq_ignore_ascii_case(&question.text))?;
        return Some(NewQuestion::Predefined { label });
    }
    Some(NewQuestion::Custom {
        text: question.text.clone(),
        answer: question.answer?,
        choices: question.choices.clone(),
        required: question.required,
    })
}

const ALL: [Predefined; 8] = [
    Predefined::Street,
    Predefined::City,
    Predefined::State,
    Predefined::PostalCode,
    Predefined::CountryOrRegion,
    Predefined::Industry,
    Predefined::JobTitle,
    Predefined::Organization,
];

pub(super) fn words(label: Predefined) -> String {
    label_words(&wire_label(label)).to_owned()
}

fn wire_label(label: Predefined) -> QuestionLabel {
    match label {
        Predefined::Street => QuestionLabel::Street,
        Predefined::City => QuestionLabel::City,
        Predefined::State => QuestionLabel::State,
        Predefined::PostalCode => QuestionLabel::PostalCode,
        Predefined::CountryOrRegion => QuestionLabel::CountryOrRegion,
        Predefined::Industry => QuestionLabel::Industry,
        Predefined::JobTitle => QuestionLabel::JobTitle,
        Predefined::Organization => QuestionLabel::Organization,
    }
}

fn label_words(label: &QuestionLabel) -> &str {
    match label {
        QuestionLabel::Street => "Street",
        QuestionLabel::City => "City",
        QuestionLabel::State => "State or province",
        QuestionLabel::PostalCode => "Postal code",
        QuestionLabel::CountryOrRegion => "Country or region",
        QuestionLabel::Industry => "Industry",
        QuestionLabel::JobTitle => "Job title",
        QuestionLabel::Organization => "Organization",
        QuestionLabel::Other(text) => text,
    }
}

fn wire_answer(answer: Answer) -> AnswerInputType {
    match answer {
        Answer::Text => AnswerInputType::Text,
        Answer::MultilineText => AnswerInputType::MultilineText,
        Answer::SingleChoice => AnswerInputType::SingleChoice,
        Answer::MultiChoice => AnswerInputType::MultiChoice,
        Answer::Boolean => AnswerInputType::Boolean,
    }
}

fn own_answer(answer: &AnswerInputType) -> Option<Answer> {
    match answer {
        AnswerInputType::Text => Some(Answer::Text),
        AnswerInputType::MultilineText => Some(Answer::MultilineText),
        AnswerInputType::SingleChoice => Some(Answer::SingleChoice),
        AnswerInputType::MultiChoice => Some(Answer::MultiChoice),
        AnswerInputType::Boolean => Some(Answer::Boolean),
        AnswerInputType::Other(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn custom(text: &str, answer: Answer, choices: &[&str]) -> NewQuestion {
        let choices = choices.iter().map(|choice| (*choice).to_owned()).collect();
        NewQuestion::Custom { text: text.into(), answer, choices, required: true }
    }

    #[test]
    fn what_nobody_could_answer_is_not_asked() {
        let field = |new| match checked(new) {
            Err(VirtualEventError::Field { field, .. }) => Some(field),
            _ => None,
        };
        assert_eq!(field(custom(" ", Answer::Text, &[])), Some("text"));
        assert_eq!(field(custom("Which?", Answer::SingleChoice, &["a", " "])), Some("choices"));
        assert_eq!(field(custom("Which?", Answer::MultiChoice, &["a", "a", "b"])), Some("choices"));
        assert_eq!(field(custom("Say", Answer::Text, &["a"])), Some("choices"));
        assert_eq!(field(custom(&"👍🏽".repeat(250), Answer::Text, &[])), None, "characters count, not bytes");
        assert_eq!(field(custom(&"w".repeat(10_000), Answer::Text, &[])), Some("text"));
        assert_eq!(field(custom("Which?", Answer::MultiChoice, &["a", &"b".repeat(501)])), Some("choices"));
        assert_eq!(field(custom("Which?", Answer::SingleChoice, &["a", "b"])), None);
    }
}
