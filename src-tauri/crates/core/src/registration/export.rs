//! The list as a CSV file that no spreadsheet runs.

use std::path::PathBuf;

use lectern_domain::csv_export;
use lectern_domain::registration::RegistrantStatus;

use super::RegistrationError;
use crate::desk::{Desk, blocking};
use crate::profile::files;

const HEADERS: &[&str] = &["Name", "Email", "Company", "Status", "Registered"];

/// How many people the file holds. It replaces a file of that name whole, or not at all.
pub async fn export(desk: &Desk, id: &str, path: PathBuf) -> Result<usize, RegistrationError> {
    let wanted = id.to_owned();
    let rows = desk
        .read(move |r| {
            let mut rows = Vec::new();
            r.registrants().each(&wanted, |person| {
                let status = match person.status {
                    RegistrantStatus::Registered => "registered",
                    RegistrantStatus::Waitlisted => "waitlisted",
                    RegistrantStatus::Offered => "offered",
                    RegistrantStatus::PendingApproval => "pending approval",
                    RegistrantStatus::Rejected => "rejected",
                    RegistrantStatus::Cancelled => "cancelled",
                };
                let company = person.company.unwrap_or_default();
                rows.push(vec![
                    person.name,
                    person.email,
                    company,
                    status.into(),
                    person.registered_at.to_string(),
                ]);
                Ok::<_, lectern_store::StoreError>(())
            })?;
            Ok(rows)
        })
        .await?;
    let count = rows.len();
    blocking(move || {
        let text = csv_export::write(HEADERS, rows.into_iter());
        files::replace_private(&path, text.as_bytes()).map_err(|error| RegistrationError::File {
            path: path.display().to_string(),
            doing: "written",
            detail: error.to_string(),
        })
    })
    .await??;
    Ok(count)
}
