//! What somebody typed into a form, looked at whole: everything that is wrong, each thing at its field.

use lectern_domain::email_address::{EmailAddress, EmailError};
use lectern_domain::person_name::{self, NameError};
use lectern_domain::registration::{AnswerProblem, Refusal, Rules, accept_all};

use super::register::NewRegistrant;

/// The field at fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field {
    Name,
    Email,
    Company,
    /// From 0.
    Guest(usize),
    /// By the question's id.
    Question(String),
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("{0}")]
    Name(NameError),
    #[error("{0}")]
    Email(EmailError),
    /// Addresses of this domain may not register.
    #[error("{0}")]
    Domain(Refusal),
    #[error("{0}")]
    Answer(AnswerProblem),
}

/// In the form's order; none: it can be registered as it is, if the doors are open.
pub fn faults(new: &NewRegistrant, rules: &Rules) -> Vec<(Field, Fault)> {
    let mut found = Vec::new();
    if let Err(error) = person_name::clean(&new.name) {
        found.push((Field::Name, Fault::Name(error)));
    }
    match EmailAddress::parse(&new.email) {
        Err(error) => found.push((Field::Email, Fault::Email(error))),
        Ok(address) => {
            found.extend(rules.domains.refusal(&address).map(|why| (Field::Email, Fault::Domain(why))));
        }
    }
    if let Some(company) = &new.company
        && let Err(error @ NameError::TooLong) = person_name::clean(company)
    {
        found.push((Field::Company, Fault::Name(error)));
    }
    for (place, guest) in new.guests.iter().flatten().enumerate() {
        if let Err(error) = person_name::clean(guest) {
            found.push((Field::Guest(place), Fault::Name(error)));
        }
    }
    let given = new.answers.clone().unwrap_or_default();
    for wrong in accept_all(&rules.questions, &given).err().unwrap_or_default() {
        found.push((Field::Question(wrong.question), Fault::Answer(wrong.problem)));
    }
    found
}
