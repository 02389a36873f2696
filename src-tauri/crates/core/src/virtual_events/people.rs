//! Outsiders from a list of somebody's: the columns are found as for an import. Teams wants a first and a last name.

use std::path::PathBuf;

use lectern_domain::csv_import::{self, Field};
use lectern_domain::registration::RegistrantStatus;
use lectern_store::StoreError;

use super::VirtualEventError;
use super::enrol::Outsider;
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

/// Everybody who is registered for an event of this desk's own; nothing is begun with half a list here either.
pub async fn of_event(desk: &Desk, event: &str) -> Result<Vec<Outsider>, VirtualEventError> {
    let wanted = event.to_owned();
    let registered = desk
        .read(move |r| {
            let mut people = Vec::new();
            r.registrants().each(&wanted, |person| {
                if person.status == RegistrantStatus::Registered {
                    people.push((person.name, person.email));
                }
                Ok::<_, StoreError>(())
            })?;
            Ok(people)
        })
        .await?;
    let outsider = |(name, email): (String, String)| match name.rsplit_once(' ') {
        Some((first_name, last_name)) => {
            Ok(Outsider { first_name: first_name.to_owned(), last_name: last_name.to_owned(), email })
        }
        None => Err(VirtualEventError::Field {
            field: "name",
            message: format!("{name} <{email}>: Teams wants a first and a last name for everybody."),
        }),
    };
    registered.into_iter().map(outsider).collect()
}

fn of_bytes(bytes: &[u8]) -> Result<Vec<Outsider>, String> {
    let table = csv_import::read(bytes).map_err(|error| error.to_string())?;
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
    let mut people = Vec::with_capacity(checked.valid.len());
    for row in checked.valid {
        let cells = table.rows.iter().find(|cells| cells.line == row.line).map(|found| &found.cells);
        let cell = |place: Option<usize>| {
            place.and_then(|place| cells.and_then(|cells| cells.get(place))).map_or("", |cell| cell.trim())
        };
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
        });
    }
    Ok(people)
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
}
