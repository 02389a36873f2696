//! What outsiders say to a webinar's questions: found by the questions' words, checked before anybody is sent, kept with
//! each one, and sent as Teams wants it. Whoever has to find a mistake is told the row and the question.

use lectern_microsoft::graph::NewAnswer;
use serde::{Deserialize, Serialize};

use super::{Outsider, OutsiderAnswer};
use crate::virtual_events::VirtualEventError;
use crate::virtual_events::questions::{Answer, Question};

/// So many mistakes are told at once.
const TOLD: usize = 3;
const YES: [&str; 6] = ["yes", "y", "true", "1", "x", "ja"];
const NO: [&str; 5] = ["no", "n", "false", "0", "nein"];

/// As it is kept: what is sent, with the question's words beside it, for whoever asks what is kept of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Kept {
    question: String,
    #[serde(flatten)]
    sent: NewAnswer,
}

/// JSON for each of them, in their order.
pub(super) fn of<'p>(
    questions: &[Question],
    people: impl Iterator<Item = &'p Outsider>,
) -> Result<Vec<String>, VirtualEventError> {
    let people: Vec<&Outsider> = people.collect();
    let asked: Vec<(String, &Question)> = questions.iter().map(|one| (folded(&one.text), one)).collect();
    if let Some(missing) = asked.iter().find(|(words, one)| one.required && nobody_says(&people, words)) {
        return Err(unanswered(&missing.1.text, &people));
    }
    let (mut kept, mut wrong) = (Vec::with_capacity(people.len()), Vec::new());
    for person in &people {
        let mut said = Vec::new();
        for (words, question) in &asked {
            match answer(question, given(person, words)) {
                Ok(sent) => said.extend(sent.map(|sent| Kept { question: question.text.clone(), sent })),
                Err(why) => wrong.push(format!("{}: {why}", place(person))),
            }
        }
        kept.push(serde_json::to_string(&said).unwrap_or_else(|_| "[]".to_owned()));
    }
    if wrong.is_empty() { Ok(kept) } else { Err(field(told(&wrong))) }
}

/// For the request. What cannot be read was never asked for.
pub(super) fn sent(kept: &str) -> Vec<NewAnswer> {
    let kept: Vec<Kept> = serde_json::from_str(kept).unwrap_or_default();
    kept.into_iter().map(|one| one.sent).collect()
}

/// Case and spaces make no other question.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn given<'p>(person: &'p Outsider, words: &str) -> &'p [String] {
    let said = |one: &&OutsiderAnswer| folded(&one.question) == words && says(&one.values);
    person.answers.iter().find(said).map_or(&[], |one| one.values.as_slice())
}

fn says(values: &[String]) -> bool {
    values.iter().any(|value| !value.trim().is_empty())
}

fn nobody_says(people: &[&Outsider], words: &str) -> bool {
    !people.is_empty() && people.iter().all(|person| given(person, words).is_empty())
}

/// `None`: nothing is said, and nothing has to be.
fn answer(question: &Question, given: &[String]) -> Result<Option<NewAnswer>, String> {
    let values: Vec<&str> =
        given.iter().map(|value| value.trim()).filter(|value| !value.is_empty()).collect();
    let mut sent = NewAnswer { question_id: question.id.clone(), ..NewAnswer::default() };
    match (values.as_slice(), question.answer) {
        ([], _) if question.required => return Err(format!("“{}” has to be answered.", question.text)),
        ([], _) => return Ok(None),
        ([one], Some(Answer::Boolean)) => sent.boolean_value = Some(yes(question, one)?),
        ([one], Some(Answer::SingleChoice)) => sent.multi_choice_values = vec![choice(question, one)?],
        (many, Some(Answer::MultiChoice)) => sent.multi_choice_values = choices(question, many)?,
        (many, Some(Answer::Boolean | Answer::SingleChoice)) => {
            return Err(format!("“{}” takes one answer, not {}.", question.text, many.len()));
        }
        (many, Some(Answer::Text | Answer::MultilineText) | None) => sent.value = Some(many.join("; ")),
    }
    Ok(Some(sent))
}

fn yes(question: &Question, said: &str) -> Result<bool, String> {
    let word = said.to_lowercase();
    match (YES.contains(&word.as_str()), NO.contains(&word.as_str())) {
        (true, _) => Ok(true),
        (_, true) => Ok(false),
        _ => Err(format!("“{}” is answered by yes or no, not by “{said}”.", question.text)),
    }
}

/// In the question's own spelling.
fn choice(question: &Question, said: &str) -> Result<String, String> {
    let wanted = folded(said);
    let found = question.choices.iter().find(|choice| folded(choice) == wanted);
    found.cloned().ok_or_else(|| {
        format!("“{}” has no answer “{said}”. It has: {}.", question.text, question.choices.join(", "))
    })
}

/// Several stand in one cell with semicolons between them, or commas where no answer has one.
fn choices(question: &Question, said: &[&str]) -> Result<Vec<String>, String> {
    let mut chosen: Vec<String> = Vec::new();
    for text in said {
        let parts: Vec<&str> = match choice(question, text) {
            Ok(_) => vec![text],
            Err(_) if text.contains([';', '\n']) => text.split([';', '\n']).collect(),
            Err(_) => text.split(',').collect(),
        };
        for part in parts.into_iter().map(str::trim).filter(|part| !part.is_empty()) {
            let one = choice(question, part)?;
            if !chosen.contains(&one) {
                chosen.push(one);
            }
        }
    }
    Ok(chosen)
}

fn place(person: &Outsider) -> String {
    let name = format!("{} {}", person.first_name, person.last_name);
    match person.line {
        Some(line) => format!("Line {line} ({name})"),
        None => format!("{name} <{}>", person.email),
    }
}

/// A column that is not there is one mistake, not one for each row.
fn unanswered(question: &str, people: &[&Outsider]) -> VirtualEventError {
    field(match people {
        [one] if one.line.is_none() => format!("{}: “{question}” has to be answered.", place(one)),
        many if many.iter().any(|one| one.line.is_some()) => format!(
            "“{question}” has to be answered, and the list answers it for nobody. Add a column with these words at its \
             head. Nobody was enrolled."
        ),
        _ => format!("“{question}” has to be answered, and nobody answers it. Nobody was enrolled."),
    })
}

fn told(wrong: &[String]) -> String {
    let first = wrong.iter().take(TOLD).map(String::as_str).collect::<Vec<_>>().join(" ");
    match wrong.len().saturating_sub(TOLD) {
        0 => format!("{first} Nobody was enrolled."),
        more => format!("{first} And {more} more. Nobody was enrolled."),
    }
}

fn field(message: String) -> VirtualEventError {
    VirtualEventError::Field { field: "answers", message }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(text: &str, answer: Option<Answer>, choices: &[&str], required: bool) -> Question {
        let choices = choices.iter().map(|choice| (*choice).to_owned()).collect();
        Question {
            id: format!("id of {text}"),
            text: text.into(),
            required,
            predefined: answer.is_none(),
            answer,
            choices,
        }
    }

    fn person(line: usize, said: &[(&str, &[&str])]) -> Outsider {
        let answers = said.iter().map(|(question, values)| OutsiderAnswer {
            question: (*question).to_owned(),
            values: values.iter().map(|value| (*value).to_owned()).collect(),
        });
        Outsider {
            first_name: "Ada".into(),
            last_name: "King".into(),
            email: "ada@example.org".into(),
            answers: answers.collect(),
            line: (line > 0).then_some(line),
        }
    }

    fn asked() -> Vec<Question> {
        vec![
            question("Which track?", Some(Answer::SingleChoice), &["Red", "Blue"], true),
            question("Which days?", Some(Answer::MultiChoice), &["Mon, early", "Tue", "Wed"], false),
            question("Vegetarian?", Some(Answer::Boolean), &[], false),
            question("Job title", None, &[], false),
        ]
    }

    #[test]
    fn each_kind_is_sent_in_its_own_form() {
        let one = person(
            0,
            &[
                ("which  TRACK?", &["blue"]),
                ("Which days?", &["Tue; mon, early"]),
                ("Vegetarian?", &["Ja"]),
                ("job title", &["Analyst"]),
                ("Nobody asked", &["that"]),
            ],
        );
        let kept = of(&asked(), std::iter::once(&one)).expect("all of it fits");
        let sent = sent(&kept[0]);
        let of = |text: &str| sent.iter().find(|one| one.question_id == format!("id of {text}"));
        assert_eq!(sent.len(), 4, "what the webinar does not ask is not sent: {kept:?}");
        assert_eq!(of("Which track?").expect("said").multi_choice_values, ["Blue"], "in Teams' own spelling");
        assert_eq!(of("Which days?").expect("said").multi_choice_values, ["Tue", "Mon, early"]);
        assert_eq!(of("Vegetarian?").expect("said").boolean_value, Some(true));
        assert_eq!(of("Job title").expect("said").value.as_deref(), Some("Analyst"));
        let commas = person(0, &[("Which track?", &["Red"]), ("Which days?", &["Wed,Tue"])]);
        assert!(of_one(&commas).is_ok(), "commas do where no answer has one");
    }

    fn of_one(person: &Outsider) -> Result<Vec<String>, VirtualEventError> {
        super::of(&asked(), std::iter::once(person))
    }

    #[test]
    fn a_mistake_names_its_row_and_its_question() {
        let people = [
            person(2, &[("Which track?", &["Red"])]),
            person(3, &[("Which track?", &["Green"])]),
            person(4, &[("Which track?", &[" "]), ("Vegetarian?", &["perhaps"])]),
        ];
        let error = super::of(&asked(), people.iter()).expect_err("three mistakes").to_string();
        for words in
            ["Line 3 (Ada King): “Which track?” has no answer “Green”", "Line 4", "has to be answered"]
        {
            assert!(error.contains(words), "{words}: {error}");
        }
        assert!(error.contains("yes or no") && error.ends_with("Nobody was enrolled."), "{error}");
        let error = super::of(&asked(), people[2..].iter()).expect_err("no column").to_string();
        assert!(
            error.contains("Add a column") && !error.contains("Line"),
            "one mistake, not thousands: {error}"
        );
        let alone = of_one(&person(0, &[])).expect_err("one person").to_string();
        assert!(alone.contains("“Which track?” has to be answered"), "{alone}");
    }
}
