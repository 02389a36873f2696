//! What the organizer asks: questions in an order, some shown only after a certain answer to an earlier one.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

const MOST: usize = 100;
const LONGEST: usize = 500;
const LONGEST_CONSENT: usize = 20_000;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "core.ts")]
pub struct Question {
    /// What answers are kept under: it stays when the words are changed.
    pub id: String,
    pub label: String,
    #[serde(default)]
    pub required: bool,
    pub kind: QuestionKind,
    /// `None`: always shown.
    #[serde(default)]
    pub shown_when: Option<Condition>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "camelCase", tag = "type")]
#[ts(export_to = "core.ts")]
pub enum QuestionKind {
    Text,
    /// Several lines.
    Lines,
    Choice {
        options: Vec<String>,
    },
    Choices {
        options: Vec<String>,
    },
    YesNo,
    /// Its text is kept with each answer as it stood when it was given.
    Consent {
        text: String,
    },
}

/// "Shown when the answer to `question` is (or holds) `is`": an option's words, or `yes` or `no`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "core.ts")]
pub struct Condition {
    pub question: String,
    pub is: String,
}

/// `place` counts from 1, as the page shows the questions.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuestionError {
    #[error("There are more than {MOST} questions.")]
    TooMany,
    #[error("Question {place} has no words.")]
    NoLabel { place: usize },
    #[error("Question {place} is longer than {LONGEST} characters.")]
    TooLong { place: usize },
    #[error("Question {place} has no id of its own.")]
    Id { place: usize },
    #[error("Question {place} needs two different options at least, and none of them empty or twice.")]
    Options { place: usize },
    #[error("Question {place} needs the text that people agree to, of at most {LONGEST_CONSENT} characters.")]
    ConsentText { place: usize },
    #[error("Question {place} is shown after an answer to a question that does not come before it.")]
    NotEarlier { place: usize },
    #[error("Question {place} is shown after the answer {is:?}, which cannot be given.")]
    NoSuchAnswer { place: usize, is: String },
}

/// A condition looks back only, so there are no circles to look for.
pub fn check(questions: &[Question]) -> Result<(), QuestionError> {
    if questions.len() > MOST {
        return Err(QuestionError::TooMany);
    }
    let mut earlier: HashMap<&str, &QuestionKind> = HashMap::with_capacity(questions.len());
    for (place, question) in (1..).zip(questions) {
        let length = question.label.chars().count();
        if question.label.trim().is_empty() {
            return Err(QuestionError::NoLabel { place });
        }
        if length > LONGEST {
            return Err(QuestionError::TooLong { place });
        }
        check_kind(&question.kind, place)?;
        if let Some(condition) = &question.shown_when {
            let asked =
                earlier.get(condition.question.as_str()).ok_or(QuestionError::NotEarlier { place })?;
            if !asked.can_be(&condition.is) {
                return Err(QuestionError::NoSuchAnswer { place, is: condition.is.clone() });
            }
        }
        let empty = question.id.trim().is_empty() || question.id.len() > 64;
        if empty || earlier.insert(&question.id, &question.kind).is_some() {
            return Err(QuestionError::Id { place });
        }
    }
    Ok(())
}

fn check_kind(kind: &QuestionKind, place: usize) -> Result<(), QuestionError> {
    match kind {
        QuestionKind::Choice { options } | QuestionKind::Choices { options } => {
            let fine = |option: &String| !option.trim().is_empty() && option.chars().count() <= LONGEST;
            let once = (1..).zip(options).all(|(next, option)| !options[next..].contains(option));
            let enough = options.len() >= 2 && options.len() <= MOST;
            if enough && once && options.iter().all(fine) {
                Ok(())
            } else {
                Err(QuestionError::Options { place })
            }
        }
        QuestionKind::Consent { text } => {
            let fine = !text.trim().is_empty() && text.chars().count() <= LONGEST_CONSENT;
            if fine { Ok(()) } else { Err(QuestionError::ConsentText { place }) }
        }
        QuestionKind::Text | QuestionKind::Lines | QuestionKind::YesNo => Ok(()),
    }
}

impl QuestionKind {
    /// Whether a condition can ask for this answer. Free text is not asked for: one typing error would hide a question.
    fn can_be(&self, is: &str) -> bool {
        match self {
            Self::Choice { options } | Self::Choices { options } => options.iter().any(|option| option == is),
            Self::YesNo | Self::Consent { .. } => matches!(is, "yes" | "no"),
            Self::Text | Self::Lines => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(id: &str, kind: QuestionKind, shown_when: Option<(&str, &str)>) -> Question {
        let shown_when =
            shown_when.map(|(question, is)| Condition { question: question.into(), is: is.into() });
        Question { id: id.into(), label: format!("Question {id}?"), required: false, kind, shown_when }
    }

    fn food() -> QuestionKind {
        QuestionKind::Choice { options: vec!["Meat".into(), "Vegan".into()] }
    }

    #[test]
    fn a_condition_looks_back_only() {
        let later = [question("a", QuestionKind::Text, Some(("b", "Vegan"))), question("b", food(), None)];
        assert_eq!(check(&later), Err(QuestionError::NotEarlier { place: 1 }));
        let itself = [question("a", food(), Some(("a", "Vegan")))];
        assert_eq!(check(&itself), Err(QuestionError::NotEarlier { place: 1 }), "the shortest circle");
        let fine = [question("b", food(), None), question("a", QuestionKind::Text, Some(("b", "Vegan")))];
        assert_eq!(check(&fine), Ok(()));
    }

    #[test]
    fn a_condition_that_can_never_be_met_is_named() {
        let wrong = [question("b", food(), None), question("a", QuestionKind::Text, Some(("b", "Fish")))];
        assert_eq!(check(&wrong), Err(QuestionError::NoSuchAnswer { place: 2, is: "Fish".into() }));
        let words = [
            question("b", QuestionKind::Text, None),
            question("a", QuestionKind::Text, Some(("b", "anything"))),
        ];
        assert_eq!(check(&words), Err(QuestionError::NoSuchAnswer { place: 2, is: "anything".into() }));
    }

    #[test]
    fn a_question_that_cannot_be_asked_is_refused_by_its_place() {
        let one = |options: &[&str]| {
            let options = options.iter().map(|option| (*option).to_owned()).collect();
            check(&[question("a", QuestionKind::Choices { options }, None)])
        };
        for options in [&[][..], &["Only"], &["Twice", "Twice"], &["", "One"]] {
            assert_eq!(one(options), Err(QuestionError::Options { place: 1 }), "{options:?}");
        }
        let consent = question("a", QuestionKind::Consent { text: " ".into() }, None);
        assert_eq!(check(&[consent]), Err(QuestionError::ConsentText { place: 1 }));
        let twins = [question("a", QuestionKind::Text, None), question("a", QuestionKind::Text, None)];
        assert_eq!(check(&twins), Err(QuestionError::Id { place: 2 }), "answers would be mixed up");
        let mut silent = question("a", QuestionKind::Text, None);
        silent.label = " \n".into();
        assert_eq!(check(&[silent]), Err(QuestionError::NoLabel { place: 1 }));
    }
}
