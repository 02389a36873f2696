//! Which column is what, by its name in English, German or French, by the names that Teams, Eventbrite and pretix
//! write, and by what stands in it.

use super::{Field, Table};
use crate::email_address::EmailAddress;
use crate::person_name::fold;

/// How many rows are looked at where no header names the e-mail column.
const SAMPLE: usize = 50;

/// Names of columns, folded to letters and digits, the most telling first: an attendee's address is preferred to
/// the address of whoever ordered.
const NAMES: &[(Field, &[&str])] = &[
    (
        Field::Email,
        &[
            "attendeeemail",
            "attendeeemailaddress",
            "participantemail",
            "registrantemail",
            "guestemail",
            "emaildesteilnehmers",
            "teilnehmeremail",
            "teilnehmermail",
            "emailparticipant",
            "emailduparticipant",
            "courrielduparticipant",
            "email",
            "emailaddress",
            "mail",
            "mailaddress",
            "emailadresse",
            "mailadresse",
            "epost",
            "adresseemail",
            "adressemail",
            "adresseelectronique",
            "adressedemessagerie",
            "courriel",
            "courrierelectronique",
            "mel",
            "workemail",
            "businessemail",
            "emailgeschaeftlich",
            "geschaftlicheemail",
            "dienstlicheemail",
            "emailprofessionnel",
            "primaryemail",
            "contactemail",
            "participantidupn",
            "teilnehmeridupn",
            "userprincipalname",
            "upn",
            "buyeremail",
            "orderemail",
            "purchaseremail",
            "emailacheteur",
        ],
    ),
    (
        Field::FirstName,
        &[
            "attendeefirstname",
            "attendeenamegivenname",
            "attendeegivenname",
            "teilnehmervorname",
            "prenomduparticipant",
            "firstname",
            "givenname",
            "forename",
            "first",
            "vorname",
            "rufname",
            "prenom",
            "prenoms",
            "buyerfirstname",
        ],
    ),
    (
        Field::LastName,
        &[
            "attendeelastname",
            "attendeesurname",
            "attendeenamefamilyname",
            "attendeefamilyname",
            "teilnehmernachname",
            "nomduparticipantfamille",
            "lastname",
            "surname",
            "familyname",
            "last",
            "nachname",
            "familienname",
            "zuname",
            "nomdefamille",
            "buyerlastname",
        ],
    ),
    (
        Field::Name,
        &[
            "attendeename",
            "attendeefullname",
            "participantname",
            "registrantname",
            "teilnehmername",
            "namedesteilnehmers",
            "teilnehmerin",
            "nomduparticipant",
            "fullname",
            "displayname",
            "completename",
            "vollstandigername",
            "vorundnachname",
            "vornamenachname",
            "anzeigename",
            "nomcomplet",
            "nometprenom",
            "nomprenom",
            "prenomnom",
            "nomaffiche",
            "name",
            "nom",
            "attendee",
            "participant",
            "teilnehmer",
            "guest",
            "gast",
            "person",
            "buyername",
        ],
    ),
    (
        Field::Company,
        &[
            "attendeecompany",
            "company",
            "companyname",
            "organization",
            "organisation",
            "organizationname",
            "organisationname",
            "organizationorcompany",
            "employer",
            "affiliation",
            "firma",
            "firmenname",
            "unternehmen",
            "institution",
            "einrichtung",
            "arbeitgeber",
            "entreprise",
            "societe",
            "nomdelentreprise",
            "organisme",
            "invoiceaddresscompany",
            "rechnungsadressefirma",
            "buyercompany",
        ],
    ),
];

/// One entry per column. Each field is given to at most one column; a column may stay without one.
pub fn guess(table: &Table) -> Vec<Option<Field>> {
    let folded: Vec<String> = table.headers.iter().map(|header| letters(header)).collect();
    let mut columns = vec![None; folded.len()];
    for (field, names) in NAMES {
        let best = names.iter().find_map(|name| folded.iter().position(|header| header == name));
        if let Some(column) = best.filter(|column| columns[*column].is_none()) {
            columns[column] = Some(*field);
        }
    }
    if !columns.contains(&Some(Field::Email)) {
        let by_content =
            (0..columns.len()).find(|column| columns[*column].is_none() && holds_addresses(table, *column));
        if let Some(column) = by_content {
            columns[column] = Some(Field::Email);
        }
    }
    settle_names(&folded, &mut columns);
    columns
}

/// "Name" beside "Vorname" or "Prénom" is the family name; a full name beside both parts makes the parts needless.
fn settle_names(folded: &[String], columns: &mut [Option<Field>]) {
    let at =
        |columns: &[Option<Field>], field: Field| columns.iter().position(|column| *column == Some(field));
    let (name, first, last) =
        (at(columns, Field::Name), at(columns, Field::FirstName), at(columns, Field::LastName));
    match (name, first, last) {
        (Some(name), Some(_), None) => columns[name] = Some(Field::LastName),
        (Some(_), Some(first), Some(last)) => (columns[first], columns[last]) = (None, None),
        // "Name, Surname": the first half. "Full name, Surname": the whole.
        (Some(name), None, Some(_)) if matches!(folded[name].as_str(), "name" | "nom") => {
            columns[name] = Some(Field::FirstName);
        }
        (Some(_), None, Some(last)) => columns[last] = None,
        _ => {}
    }
}

/// A header line of a list of people: it names an address and somebody to whom it belongs.
pub(crate) fn is_people_header(cells: &[String]) -> bool {
    let folded: Vec<String> = cells.iter().map(|cell| letters(cell)).collect();
    let names = |wanted: fn(Field) -> bool| {
        NAMES
            .iter()
            .filter(|(field, _)| wanted(*field))
            .any(|(_, names)| folded.iter().any(|cell| names.contains(&cell.as_str())))
    };
    names(|field| field == Field::Email) && names(|field| !matches!(field, Field::Email | Field::Company))
}

fn holds_addresses(table: &Table, column: usize) -> bool {
    let cells = || {
        table
            .rows
            .iter()
            .take(SAMPLE)
            .filter_map(|row| row.cells.get(column))
            .filter(|cell| !cell.trim().is_empty())
    };
    let addresses = cells().filter(|cell| EmailAddress::parse(cell).is_ok()).count();
    addresses > 0 && addresses * 2 > cells().count()
}

/// "Attendee #" is a number, and no attendee.
pub(super) fn letters(header: &str) -> String {
    let mut letters: String = fold(header).chars().filter(|c| c.is_alphanumeric()).collect();
    if header.contains('#') {
        letters.push_str("number");
    }
    letters
}
