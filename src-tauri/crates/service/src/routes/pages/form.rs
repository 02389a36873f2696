//! A form between a visitor and the core: what was typed, what is asked, and what is wrong with it, at each field.

use std::collections::BTreeMap;

use lectern_core::registration::form::{Fault, Field};
use lectern_core::registration::register::NewRegistrant;
use lectern_domain::email_address::EmailError;
use lectern_domain::person_name::NameError;
use lectern_domain::registration::{
    Answer, AnswerProblem, Answers, Given, Question, QuestionKind, Refusal, Rules,
};
use minijinja::context;
use minijinja::value::Value;

use super::words::Words;

/// What stands in the fields.
#[derive(Debug, Default)]
pub struct Typed {
    pub name: String,
    pub email: String,
    pub company: String,
    pub guests: Vec<String>,
    /// By the questions' ids.
    pub answers: BTreeMap<String, Vec<String>>,
    /// Something is in the field that people don't see.
    pub trapped: bool,
}

pub type Faults = Vec<(Field, Fault)>;

impl Typed {
    /// As a browser posts it.
    pub fn read(pairs: Vec<(String, String)>) -> Self {
        let mut typed = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "name" => typed.name = value,
                "email" => typed.email = value,
                "company" => typed.company = value,
                "guest" if !value.trim().is_empty() => typed.guests.push(value),
                "leave_empty" => typed.trapped |= !value.is_empty(),
                other => {
                    if let Some(id) = other.strip_prefix("q.") {
                        typed.answers.entry(id.to_owned()).or_default().push(value);
                    }
                }
            }
        }
        typed
    }

    /// As it is on the list.
    pub fn kept(name: &str, company: Option<&str>, answers: &Answers) -> Self {
        let answers = answers.iter().map(|(id, answer)| {
            let said = match answer {
                Answer::Consent { value: false, .. } => Vec::new(),
                other => other.says().into_iter().map(str::to_owned).collect(),
            };
            (id.clone(), said)
        });
        let (name, company) = (name.to_owned(), company.unwrap_or_default().to_owned());
        Self { name, company, answers: answers.collect(), ..Self::default() }
    }

    /// What no question asks is left out: it may have been asked until a moment ago.
    pub fn request(&self, rules: &Rules) -> NewRegistrant {
        let answers = rules.questions.iter().filter_map(|question| {
            let said = self.answers.get(&question.id);
            let first = said.and_then(|said| said.first()).cloned();
            let given = match &question.kind {
                QuestionKind::Choices { .. } => Given::Many(said?.clone()),
                QuestionKind::Consent { .. } => Given::YesNo(first.is_some_and(|word| word == "yes")),
                _ => Given::Text(first?),
            };
            Some((question.id.clone(), given))
        });
        NewRegistrant {
            name: self.name.clone(),
            email: self.email.clone(),
            company: Some(self.company.clone()).filter(|company| !company.trim().is_empty()),
            guests: Some(self.guests.clone()),
            answers: Some(answers.collect()),
        }
    }
}

/// Fields for the page, and a list of what is wrong with them.
pub struct Fields<'a> {
    t: &'a Words,
    faults: &'a Faults,
    summary: Vec<Value>,
}

impl<'a> Fields<'a> {
    pub fn new(t: &'a Words, faults: &'a Faults) -> Self {
        Self { t, faults, summary: Vec::new() }
    }

    pub fn summary(self) -> Vec<Value> {
        self.summary
    }

    /// The words at a field, and whether it is the first that is wrong.
    fn error(&mut self, id: &str, label: &str, field: &Field) -> (Option<String>, bool) {
        let found = self.faults.iter().find(|(at, _)| at == field);
        let Some((_, fault)) = found else { return (None, false) };
        let error = said(self.t, field, fault);
        self.summary.push(context! { id, label, error => &error });
        (Some(error), self.summary.len() == 1)
    }

    pub fn text(&mut self, id: &str, value: &str, field: &Field, required: bool) -> Value {
        let label = self.t[id];
        let (error, first) = self.error(id, label, field);
        // What is asked of somebody else is posted under the same names.
        let name = id.strip_prefix("to_").unwrap_or(id);
        context! { id, name, label, value, required, error, first }
    }

    pub fn guests(&mut self, most: u32, typed: &[String]) -> Vec<Value> {
        (0..usize::try_from(most).unwrap_or_default().max(typed.len().min(50)))
            .map(|place| {
                let (id, number) = (format!("guest-{place}"), (place + 1).to_string());
                let label = self.t["guest"].replace("{number}", &number);
                let (error, first) = self.error(&id, &label, &Field::Guest(place));
                context! { id, label, error, first, value => typed.get(place).map_or("", String::as_str) }
            })
            .collect()
    }

    pub fn questions(&mut self, questions: &[Question], typed: &Typed) -> Vec<Value> {
        questions.iter().enumerate().map(|(place, one)| self.question(place, one, questions, typed)).collect()
    }

    fn question(&mut self, place: usize, one: &Question, all: &[Question], typed: &Typed) -> Value {
        let id = format!("q-{place}");
        let (error, first) = self.error(&id, &one.label, &Field::Question(one.id.clone()));
        let said = typed.answers.get(&one.id).map_or(&[][..], Vec::as_slice);
        let on = |word: &str| said.iter().any(|said| said == word);
        let option = |text: &str, value: &str| context! { text, value, on => on(value) };
        let options = |words: &[String]| words.iter().map(|word| option(word, word)).collect::<Vec<_>>();
        // An empty field is empty: nothing at all would be written out as a word.
        let value = said.first().cloned().unwrap_or_default();
        let (kind, options, value, text) = match &one.kind {
            QuestionKind::Text => ("text", Vec::new(), value, None),
            QuestionKind::Lines => ("lines", Vec::new(), value, None),
            QuestionKind::Choice { options: words } => ("choice", options(words), value, None),
            QuestionKind::Choices { options: words } => ("choices", options(words), value, None),
            QuestionKind::YesNo => {
                let words = vec![option(self.t["yes"], "yes"), option(self.t["no"], "no")];
                ("yesno", words, value, None)
            }
            QuestionKind::Consent { text } => {
                ("consent", Vec::new(), if on("yes") { value } else { String::new() }, Some(text))
            }
        };
        let condition = one.shown_when.as_ref();
        let asked = condition.and_then(|when| all.iter().find(|other| other.id == when.question));
        let only = condition.zip(asked).map(|(when, asked)| {
            let is = match when.is.as_str() {
                word @ ("yes" | "no")
                    if !matches!(asked.kind, QuestionKind::Choice { .. } | QuestionKind::Choices { .. }) =>
                {
                    self.t[word]
                }
                other => other,
            };
            self.t["only"].replace("{is}", is).replace("{question}", &asked.label)
        });
        context! {
            id, kind, options, value, text, only, error, first,
            name => format!("q.{}", one.id),
            label => &one.label,
            required => one.required,
            when => condition.map(|when| &when.question),
            is => condition.map(|when| &when.is),
            of_consent => asked.is_some_and(|asked| matches!(asked.kind, QuestionKind::Consent { .. })),
        }
    }
}

fn said(t: &Words, field: &Field, fault: &Fault) -> String {
    let name = match fault {
        Fault::Name(NameError::Empty) if matches!(field, Field::Guest(_)) => "e_guest",
        Fault::Name(NameError::Empty) => "e_name",
        Fault::Name(NameError::TooLong)
        | Fault::Email(EmailError::TooLong)
        | Fault::Answer(AnswerProblem::TooLong) => "e_long",
        Fault::Email(EmailError::Empty) => "e_email",
        Fault::Email(EmailError::HiddenCharacter) => "e_hidden",
        Fault::Email(_) => "e_address",
        Fault::Domain(Refusal::DomainBlocked { domain } | Refusal::DomainNotAllowed { domain }) => {
            return t["e_domain"].replace("{domain}", domain);
        }
        Fault::Domain(_) => "e_not_to",
        Fault::Answer(AnswerProblem::Missing) => "e_missing",
        Fault::Answer(AnswerProblem::NotAgreed) => "e_agree",
        Fault::Answer(_) => "e_option",
    };
    t[name].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_is_read_as_it_was_typed() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let typed = Typed::read(vec![
            pair("name", "Ada"),
            pair("q.topics", "A"),
            pair("q.topics", "B"),
            pair("guest", " "),
            pair("guest", "Bo"),
            pair("leave_empty", ""),
            pair("q.gone", "asked until a moment ago"),
        ]);
        assert!(!typed.trapped);
        assert_eq!(typed.guests, ["Bo"], "an empty line is no guest");
        let options = vec!["A".to_owned(), "B".to_owned()];
        let question = Question {
            id: "topics".into(),
            label: "Topics?".into(),
            required: false,
            kind: QuestionKind::Choices { options },
            shown_when: None,
        };
        let rules = Rules { questions: vec![question], ..Rules::default() };
        let answers = typed.request(&rules).answers.expect("answers");
        assert_eq!(answers.keys().collect::<Vec<_>>(), ["topics"]);
        assert_eq!(answers["topics"], Given::Many(vec!["A".into(), "B".into()]));
    }
}
