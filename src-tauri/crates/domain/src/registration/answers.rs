//! What one person answered: checked against the questions, and kept in a form that outlives a change of them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::questions::{Question, QuestionKind};
use crate::text;

const LONGEST_TEXT: usize = 500;
const LONGEST_LINES: usize = 5_000;

/// As a form or a file gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(untagged)]
#[ts(export_to = "core.ts", rename = "GivenAnswer")]
pub enum Given {
    YesNo(bool),
    Text(String),
    Many(Vec<String>),
}

/// As it is kept, by the question's id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "camelCase", tag = "type")]
#[ts(export_to = "core.ts")]
pub enum Answer {
    Text {
        value: String,
    },
    Choices {
        values: Vec<String>,
    },
    YesNo {
        value: bool,
    },
    /// With the words that were agreed to (or not) as they stood then.
    Consent {
        value: bool,
        text: String,
    },
}

pub type Answers = BTreeMap<String, Answer>;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{label}: {problem}")]
pub struct AnswerError {
    /// The question's id.
    pub question: String,
    pub label: String,
    pub problem: AnswerProblem,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AnswerProblem {
    #[error("there is no such question.")]
    NotAsked,
    #[error("without agreeing, nobody can register.")]
    NotAgreed,
    #[error("an answer is needed.")]
    Missing,
    #[error("choose one of the options.")]
    NoOption,
    #[error("choose among the options.")]
    NoOptions,
    #[error("this kind of question is answered otherwise.")]
    OtherKind,
    #[error("answer yes or no.")]
    NeitherYesNorNo,
    #[error("the answer is too long.")]
    TooLong,
}

impl Answer {
    /// What conditions and filters compare with: one word for each thing said.
    pub fn says(&self) -> Vec<&str> {
        match self {
            Self::Text { value } => vec![value],
            Self::Choices { values } => values.iter().map(String::as_str).collect(),
            Self::YesNo { value } | Self::Consent { value, .. } => vec![if *value { "yes" } else { "no" }],
        }
    }
}

/// In the questions' order, so that whether one is shown is known when it is reached. What was answered to a question
/// that is not shown is left out, as the form would; what no question asks is refused.
pub fn accept(questions: &[Question], given: &BTreeMap<String, Given>) -> Result<Answers, AnswerError> {
    first(take(questions, given, true))
}

/// As [`accept`], of somebody who never saw the form: what a list does not say was not asked, and stays open, required
/// or not ([`not_asked`]). What it says is held to the questions as anybody's answer is.
pub fn accept_from_list(
    questions: &[Question],
    given: &BTreeMap<String, Given>,
) -> Result<Answers, AnswerError> {
    first(take(questions, given, false))
}

/// The questions that this person would have had to answer, and has not: they came from a list that did not say, or the
/// question came after them.
pub fn not_asked<'a>(questions: &'a [Question], answers: &Answers) -> Vec<&'a Question> {
    questions
        .iter()
        .filter(|question| {
            question.required && !answers.contains_key(&question.id) && is_shown(question, answers)
        })
        .collect()
}

fn is_shown(question: &Question, answers: &Answers) -> bool {
    question.shown_when.as_ref().is_none_or(|condition| {
        answers.get(&condition.question).is_some_and(|answer| answer.says().contains(&condition.is.as_str()))
    })
}

/// As [`accept`], with everything that is wrong: what a form shows beside its fields, all at once.
pub fn accept_all(
    questions: &[Question],
    given: &BTreeMap<String, Given>,
) -> Result<Answers, Vec<AnswerError>> {
    let (answers, wrong) = take(questions, given, true);
    if wrong.is_empty() { Ok(answers) } else { Err(wrong) }
}

fn take(questions: &[Question], given: &BTreeMap<String, Given>, whole: bool) -> (Answers, Vec<AnswerError>) {
    let unknown = given.keys().filter(|id| questions.iter().all(|question| question.id != **id));
    let mut wrong: Vec<AnswerError> = unknown
        .map(|id| AnswerError { question: id.clone(), label: id.clone(), problem: AnswerProblem::NotAsked })
        .collect();
    let mut answers = Answers::new();
    for question in questions {
        if !is_shown(question, &answers) {
            continue;
        }
        let answer = given.get(&question.id).map_or(Ok(None), |given| one(&question.kind, given));
        let problem = match answer {
            Ok(Some(Answer::Consent { value: false, .. })) if question.required => AnswerProblem::NotAgreed,
            Ok(Some(answer)) => {
                answers.insert(question.id.clone(), answer);
                continue;
            }
            Ok(None) if question.required && whole => AnswerProblem::Missing,
            Ok(None) => continue,
            Err(problem) => problem,
        };
        wrong.push(AnswerError { question: question.id.clone(), label: question.label.clone(), problem });
    }
    (answers, wrong)
}

fn first((answers, wrong): (Answers, Vec<AnswerError>)) -> Result<Answers, AnswerError> {
    wrong.into_iter().next().map_or(Ok(answers), Err)
}

/// `None`: left empty.
fn one(kind: &QuestionKind, given: &Given) -> Result<Option<Answer>, AnswerProblem> {
    Ok(match (kind, given) {
        (QuestionKind::Text, Given::Text(value)) => {
            let value = cleaned(value, false);
            within(&value, LONGEST_TEXT)?;
            (!value.is_empty()).then_some(Answer::Text { value })
        }
        (QuestionKind::Lines, Given::Text(value)) => {
            let value = cleaned(value, true);
            within(&value, LONGEST_LINES)?;
            (!value.is_empty()).then_some(Answer::Text { value })
        }
        (QuestionKind::Choice { .. }, Given::Text(value)) if value.trim().is_empty() => None,
        (QuestionKind::Choice { options }, Given::Text(value)) => {
            if !options.contains(value) {
                return Err(AnswerProblem::NoOption);
            }
            Some(Answer::Text { value: value.clone() })
        }
        (QuestionKind::Choices { options }, Given::Many(values)) => {
            if values.iter().any(|value| !options.contains(value)) {
                return Err(AnswerProblem::NoOptions);
            }
            // In the form's order and each once, so that the same choice is the same answer.
            let values: Vec<_> = options.iter().filter(|option| values.contains(option)).cloned().collect();
            (!values.is_empty()).then_some(Answer::Choices { values })
        }
        (QuestionKind::Choices { .. }, Given::Text(value)) => {
            return if value.trim().is_empty() {
                Ok(None)
            } else {
                one(kind, &Given::Many(vec![value.clone()]))
            };
        }
        (QuestionKind::YesNo, given) => yes_or_no(given)?.map(|value| Answer::YesNo { value }),
        (QuestionKind::Consent { text }, given) => {
            yes_or_no(given)?.map(|value| Answer::Consent { value, text: text.clone() })
        }
        _ => return Err(AnswerProblem::OtherKind),
    })
}

fn yes_or_no(given: &Given) -> Result<Option<bool>, AnswerProblem> {
    match given {
        Given::YesNo(value) => Ok(Some(*value)),
        Given::Text(word) if word.trim().is_empty() => Ok(None),
        Given::Text(word) if word.eq_ignore_ascii_case("yes") => Ok(Some(true)),
        Given::Text(word) if word.eq_ignore_ascii_case("no") => Ok(Some(false)),
        _ => Err(AnswerProblem::NeitherYesNorNo),
    }
}

fn within(value: &str, most: usize) -> Result<(), AnswerProblem> {
    if value.chars().count() <= most { Ok(()) } else { Err(AnswerProblem::TooLong) }
}

/// Without what hides or reorders; line breaks stay where lines are asked for.
fn cleaned(value: &str, lines: bool) -> String {
    let kept = |c: char| !(c.is_control() || text::is_bidi_control(c));
    let value = value.replace("\r\n", "\n");
    let cleaned: String = value
        .chars()
        .filter_map(|c| match c {
            '\n' if lines => Some(c),
            c if c.is_whitespace() => Some(' '),
            c => kept(c).then_some(c),
        })
        .collect();
    cleaned.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::questions::Condition;
    use super::*;

    fn questions() -> Vec<Question> {
        let question = |id: &str, required, kind, shown_when: Option<(&str, &str)>| Question {
            id: id.into(),
            label: format!("{id}?"),
            required,
            kind,
            shown_when: shown_when
                .map(|(question, is)| Condition { question: question.into(), is: is.into() }),
        };
        let options = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        vec![
            question("eats", true, QuestionKind::YesNo, None),
            question(
                "food",
                true,
                QuestionKind::Choice { options: options(&["Meat", "Vegan"]) },
                Some(("eats", "yes")),
            ),
            question("allergies", false, QuestionKind::Lines, Some(("food", "Vegan"))),
            question("topics", false, QuestionKind::Choices { options: options(&["A", "B", "C"]) }, None),
            question("terms", true, QuestionKind::Consent { text: "We film you.".into() }, None),
        ]
    }

    fn given(answers: &[(&str, Given)]) -> BTreeMap<String, Given> {
        answers.iter().map(|(id, given)| ((*id).to_owned(), given.clone())).collect()
    }

    fn text(value: &str) -> Given {
        Given::Text(value.into())
    }

    #[test]
    fn what_is_not_shown_is_neither_needed_nor_kept() {
        let answers = [
            ("eats", text("no")),
            ("food", text("Vegan")),
            ("allergies", text("Nuts")),
            ("terms", text("yes")),
        ];
        let kept = accept(&questions(), &given(&answers)).expect("food is not asked of who does not eat");
        assert_eq!(
            kept.keys().collect::<Vec<_>>(),
            ["eats", "terms"],
            "hidden answers, also two steps on, are left out"
        );
        let answers = [("eats", Given::YesNo(true)), ("terms", text("yes"))];
        let missing = accept(&questions(), &given(&answers)).expect_err("now it is asked");
        assert_eq!((missing.question.as_str(), missing.problem), ("food", AnswerProblem::Missing));
    }

    #[test]
    fn consent_keeps_the_words_that_were_agreed_to() {
        let answers = given(&[("eats", text("no")), ("terms", Given::YesNo(true))]);
        let kept = accept(&questions(), &answers).expect("agreed");
        let then = Answer::Consent { value: true, text: "We film you.".into() };
        assert_eq!(kept["terms"], then, "a later change of the text must not change what was agreed to");
        let refused = accept(&questions(), &given(&[("eats", text("no")), ("terms", Given::YesNo(false))]));
        assert_eq!(refused.expect_err("it is required").question, "terms");
    }

    #[test]
    fn choices_are_among_the_options_and_in_their_order() {
        let ask = |topics: &[&str]| {
            let topics = Given::Many(topics.iter().map(|topic| (*topic).to_owned()).collect());
            accept(&questions(), &given(&[("eats", text("no")), ("topics", topics), ("terms", text("YES"))]))
        };
        let kept = ask(&["C", "A", "C"]).expect("two topics");
        assert_eq!(kept["topics"], Answer::Choices { values: vec!["A".into(), "C".into()] });
        assert_eq!(ask(&["D"]).expect_err("no such topic").question, "topics");
        assert!(!ask(&[]).expect("none").contains_key("topics"), "nothing chosen is no answer");
    }

    #[test]
    fn a_misspelt_question_loses_no_answer() {
        let wrong =
            accept(&questions(), &given(&[("eat", text("no"))])).expect_err("there is no such question");
        assert_eq!(wrong.question, "eat");
    }

    #[test]
    fn a_form_hears_of_everything_at_once() {
        let wrong = accept_all(&questions(), &given(&[("eats", text("yes")), ("terms", text("no"))]));
        let wrong = wrong.expect_err("two questions are open");
        let said: Vec<_> = wrong.iter().map(|wrong| (wrong.question.as_str(), wrong.problem)).collect();
        assert_eq!(said, [("food", AnswerProblem::Missing), ("terms", AnswerProblem::NotAgreed)]);
    }

    #[test]
    fn an_answer_hides_nothing() {
        let answers = [
            ("eats", text("yes")),
            ("food", text("Vegan")),
            ("allergies", text("nuts\r\nmilk\u{202E}\u{0}")),
            ("terms", text("yes")),
        ];
        let kept = accept(&questions(), &given(&answers)).expect("answers");
        assert_eq!(kept["allergies"], Answer::Text { value: "nuts\nmilk".into() });
    }
}
