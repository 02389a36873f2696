//! The rows that stayed out, saved with their reasons beside the file they came from.

use std::path::{Path, PathBuf};

use lectern_domain::csv_export;
use lectern_domain::csv_import::{RowError, Table};

use crate::desk::{Desk, blocking};
use crate::error::DeskError;
use crate::profile::files;

/// Beside the file it came from; in the profile's folder where that can't be written to.
pub(super) async fn save(
    desk: &Desk,
    beside: PathBuf,
    table: Table,
    errors: Vec<RowError>,
) -> Result<String, DeskError> {
    let fallback = desk.profile().dir().join(format!("rejected-{}.csv", desk.now().as_second()));
    blocking(move || {
        let text = rejected(&table, &errors);
        let write = |path: &Path| {
            let path = unused(path, text.as_bytes());
            files::replace_private(&path, text.as_bytes()).map(|()| path.display().to_string())
        };
        write(&beside)
            .or_else(|_| write(&fallback))
            .map_err(|error| DeskError::Stopped(format!("the rejected rows could not be saved: {error}")))
    })
    .await?
}

/// This name, or a numbered one: what lies there already may be somebody's half-corrected list.
fn unused(path: &Path, bytes: &[u8]) -> PathBuf {
    let free = |path: &Path| !path.exists() || std::fs::read(path).is_ok_and(|found| found == bytes);
    let numbered = |number: u32| path.with_extension(format!("{number}.csv"));
    if free(path) {
        return path.to_owned();
    }
    (2..1000).map(numbered).find(|path| free(path)).unwrap_or_else(|| path.to_owned())
}

fn rejected(table: &Table, errors: &[RowError]) -> String {
    let mut headers: Vec<&str> = table.headers.iter().map(String::as_str).collect();
    headers.extend(["Line", "Problem"]);
    let width = table.headers.len();
    let rows = errors.iter().map(|error| {
        let found = table.rows.binary_search_by_key(&error.line, |row| row.line).ok();
        let mut cells = found.map(|place| table.rows[place].cells.clone()).unwrap_or_default();
        cells.resize(width, String::new());
        cells.extend([error.line.to_string(), error.message.clone()]);
        cells
    });
    csv_export::write(&headers, rows)
}
