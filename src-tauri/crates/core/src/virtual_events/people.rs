//! Outsiders from a list of somebody's: the columns are found as for an import, and what stands under a question's words
//! is the answer to it. Teams wants a first and a last name.

use std::collections::HashMap;
use std::path::PathBuf;

use lectern_domain::csv_import::{self, Field, Table};
use lectern_domain::registration::{Answer, Answers, Question, RegistrantStatus};
use lectern_domain::workbook;
use lectern_store::StoreError;
use lectern_store::registrants::RegistrantRecord;

use super::VirtualEventError;
use super::enrol::{Outsider, OutsiderAnswer};
use crate::desk::{Desk, blocking};

/// Everybody in the file, or the first line that is wrong: nothing is begun with half a list.
pub async fn read(path: PathBuf) -> Result<Vec<Outsider>, VirtualEventError> {
    blocking(move || {
        let wrong = |detail: String| VirtualEventError::File {
            path: path.display().to_string(),
            doing: "read as a list of people",
            detail,
        };
        let bytes = std::fs::read(&path).map_err(|error| wrong(error.to_string()))?;
        of_bytes(&bytes).map_err(wrong)
    })
    .await?
}

/// Everybody who is registered for an event of this desk's own, with what they answered there, by the questions' words;
/// nothing is begun with half a list here either.
pub async fn of_event(desk: &Desk, event: &str) -> Result<Vec<Outsider>, VirtualEventError> {
    let wanted = event.to_owned();
    let (registered, questions) = desk
        .read(move |r| {
            let mut people = Vec::new();
            r.registrants().each(&wanted, |person| {
                if person.status == RegistrantStatus::Registered && !person.erased {
                    people.push(person);
                }
                Ok::<_, StoreError>(())
            })?;
            let answered: Result<Vec<_>, StoreError> = people
                .into_iter()
                .map(|person| {
                    let answers = r.answers().of_registrant(&person.id)?;
                    Ok((person, answers))
                })
                .collect();
            Ok((answered?, r.events().rules(&wanted)?.questions))
        })
        .await?;
    registered.into_iter().map(|(person, answers)| outsider(person, &answers, &questions)).collect()
}

fn outsider(
    person: RegistrantRecord,
    answers: &Answers,
    questions: &[Question],
) -> Result<Outsider, VirtualEventError> {
    let RegistrantRecord { name, email, company, .. } = person;
    let Some((first_name, last_name)) = name.rsplit_once(' ') else {
        return Err(VirtualEventError::Field {
            field: "name",
            message: format!("{name} <{email}>: Teams wants a first and a last name for everybody."),
        });
    };
    let said = questions.iter().filter_map(|question| {
        let values = match answers.get(&question.id)? {
            Answer::Text { value } => vec![value.clone()],
            Answer::Choices { values } => values.clone(),
            Answer::YesNo { value } | Answer::Consent { value, .. } => {
                vec![if *value { "Yes" } else { "No" }.to_owned()]
            }
        };
        Some(OutsiderAnswer { question: question.label.clone(), values })
    });
    let company =
        company.map(|company| OutsiderAnswer { question: ORGANIZATION.into(), values: vec![company] });
    Ok(Outsider {
        first_name: first_name.to_owned(),
        last_name: last_name.to_owned(),
        answers: said.chain(company).collect(),
        email,
        line: None,
    })
}

/// The question of Teams' own that asks what a list calls a company.
const ORGANIZATION: &str = "Organization";

fn of_bytes(bytes: &[u8]) -> Result<Vec<Outsider>, String> {
    let table = if workbook::is_workbook(bytes) {
        workbook::read(bytes, None).map_err(|error| error.to_string())?
    } else {
        csv_import::read(bytes).map_err(|error| error.to_string())?
    };
    let mapping = csv_import::guess(&table);
    let checked = csv_import::check(&table, &mapping);
    if let Some(problem) = checked.problem {
        return Err(problem);
    }
    if let Some(error) = checked.errors.first() {
        return Err(format!("Line {}: {}", error.line, error.message));
    }
    let place = |field| mapping.iter().position(|found| *found == Some(field));
    let (first, last) = (place(Field::FirstName), place(Field::LastName));
    let rows: HashMap<u64, &Vec<String>> = table.rows.iter().map(|row| (row.line, &row.cells)).collect();
    let mut people = Vec::with_capacity(checked.valid.len());
    for row in checked.valid {
        let cells = rows.get(&row.line).copied().map_or(&[][..], Vec::as_slice);
        let cell =
            |place: Option<usize>| place.and_then(|place| cells.get(place)).map_or("", |cell| cell.trim());
        let (first_name, last_name) = match (cell(first), cell(last)) {
            ("", _) | (_, "") => row.name.rsplit_once(' ').ok_or_else(|| {
                format!("Line {}: Teams wants a first and a last name for everybody.", row.line)
            })?,
            both => both,
        };
        people.push(Outsider {
            first_name: first_name.to_owned(),
            last_name: last_name.to_owned(),
            email: row.email.as_str().to_owned(),
            answers: said(&table, &mapping, cells),
            line: usize::try_from(row.line).ok(),
        });
    }
    Ok(people)
}

/// Whatever stands in a row, under its column's words; the webinar's questions pick out what they ask for.
fn said(table: &Table, mapping: &[Option<Field>], cells: &[String]) -> Vec<OutsiderAnswer> {
    let full = || cells.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty());
    let headed = full().filter_map(|(column, cell)| Some((table.headers.get(column)?.clone(), cell)));
    let company = full().filter(|(column, _)| mapping.get(*column) == Some(&Some(Field::Company)));
    let company = company.map(|(_, cell)| (ORGANIZATION.to_owned(), cell));
    let said = headed.chain(company);
    said.map(|(question, cell)| OutsiderAnswer { question, values: vec![cell.clone()] }).collect()
}

#[cfg(test)]
mod tests {
    use super::of_bytes;

    #[test]
    fn names_come_in_one_column_or_two() {
        let names = |text: &str| {
            let people = of_bytes(text.as_bytes())?;
            Ok::<_, String>(people.into_iter().map(|p| (p.first_name, p.last_name)).collect::<Vec<_>>())
        };
        let ada = || Ok(vec![("Ada Maria".to_owned(), "King".to_owned())]);
        assert_eq!(names("First name,Last name,Email\nAda Maria,King,a@example.org\n"), ada());
        assert_eq!(names("Name;Email\nAda Maria King;a@example.org\n"), ada());
        let one = names("Name,Email\nAda King,a@example.org\nCher,c@example.org\n").expect_err("one name");
        assert!(one.starts_with("Line 3"), "whoever made the list has to find the place: {one}");
        let bad = names("Name,Email\nAda King,nobody\n").expect_err("no address");
        assert!(bad.starts_with("Line 2"), "{bad}");
    }

    #[test]
    fn what_stands_under_a_questions_words_is_its_answer() {
        let text =
            "Name,Email,Company,Which track?\nAda King,a@example.org,Analytical,Red\nB C,b@example.org,,\n";
        let people = of_bytes(text.as_bytes()).expect("a list");
        let said = |at: usize, question: &str| {
            let found = people[at].answers.iter().find(|one| one.question == question);
            found.map(|one| one.values.join("|"))
        };
        assert_eq!(said(0, "Which track?").as_deref(), Some("Red"));
        assert_eq!(said(0, "Organization").as_deref(), Some("Analytical"), "as Teams calls a company");
        assert_eq!(said(1, "Which track?"), None, "an empty cell says nothing");
        assert_eq!(people[1].line, Some(3), "whoever made the list has to find the place");
    }
}
