//! "My name is spelt otherwise, and I eat no meat": what somebody wrote in their own registration, put right. The address
//! stays: it is who they are on the list.

use lectern_store::Writer;
use lectern_store::registrants::Rewritten;

use super::RegistrationError;
use super::register::{NewRegistrant, Registrar, candidate};
use super::roll::Roll;

/// Whether anything is otherwise now. A guest has nothing but a name, which is their host's to give.
pub(crate) fn amend(
    w: &Writer<'_>,
    registrar: &Registrar,
    (id, registrant_id): (&str, &str),
    new: &NewRegistrant,
) -> Result<bool, RegistrationError> {
    let roll = Roll::open(w, registrar, id)?;
    let person = roll.person(registrant_id)?;
    let asked = NewRegistrant { email: person.email.clone(), guests: None, ..new.clone() };
    let asked = candidate(&asked, &roll.rules)?;
    let (name, company) = (asked.name().to_owned(), asked.company().map(str::to_owned));
    let rewritten = name != person.name || company != person.company;
    if rewritten {
        let person = Rewritten { id: person.id.clone(), name, company };
        w.registrants().rewrite(id, std::slice::from_ref(&person))?;
    }
    let before = w.answers().of_registrant(&person.id)?;
    // What is not asked any more stays: it was said.
    let mut answers = before.clone();
    answers.retain(|question, _| roll.rules.questions.iter().all(|asked| asked.id != *question));
    answers.extend(asked.answers().clone());
    let answered = answers != before;
    if answered {
        w.answers().set(id, &person.id, &answers, registrar.now)?;
    }
    if rewritten || answered {
        roll.note(&person.id, "edited", None)?;
    }
    Ok(rewritten || answered)
}
