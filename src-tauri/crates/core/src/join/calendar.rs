//! "Add to my calendar": the same calendar file that went with the confirmation, newer where the event has changed.

use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use serde::Serialize;
use ts_rs::TS;

use crate::desk::Desk;
use crate::error::{CommandError, DeskError, ErrorCode};
use crate::messages::render;

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct CalendarSaved {
    pub path: String,
    /// The system has been asked to open it.
    pub opened: bool,
}

#[derive(Debug, thiserror::Error)]
pub enum CalendarError {
    #[error("That join is over. Open the link again.")]
    Over,
    #[error("Only the organizer's mail holds this event's calendar entry.")]
    Unknown,
    #[error(
        "The calendar file can't be written to {folder} ({error}). The organizer's mail holds it as well."
    )]
    Unwritten { folder: String, error: std::io::Error },
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<CalendarError> for CommandError {
    fn from(error: CalendarError) -> Self {
        let code = match error {
            CalendarError::Desk(inner) => return inner.into(),
            CalendarError::Over | CalendarError::Unknown => ErrorCode::NotFound,
            CalendarError::Unwritten { .. } => ErrorCode::Internal,
        };
        Self::new(code, error.to_string())
    }
}

/// Writes the file of the event behind a join; what lies there already is never written over.
pub async fn save(desk: &Desk, join_id: &str, folder: &Path) -> Result<PathBuf, CalendarError> {
    let id = match desk.joins().get(join_id) {
        None => return Err(CalendarError::Over),
        Some(join) => join.event.clone().ok_or(CalendarError::Unknown)?,
    };
    let event = desk.read(move |r| r.events().by_id(&id)).await?.ok_or(CalendarError::Unknown)?;
    let join_url = event.join_url.clone().ok_or(CalendarError::Unknown)?;
    let (content, name) = (render::calendar(&event, &join_url, ""), file_name(&event.title));
    write_new(folder, &name, content.as_bytes())
        .map_err(|error| CalendarError::Unwritten { folder: folder.display().to_string(), error })
}

pub fn saved(path: &Path, opened: bool) -> CalendarSaved {
    CalendarSaved { path: path.display().to_string(), opened }
}

fn write_new(folder: &Path, name: &str, content: &[u8]) -> std::io::Result<PathBuf> {
    std::fs::create_dir_all(folder)?;
    for number in 1..1000_u32 {
        let path =
            folder.join(if number == 1 { format!("{name}.ics") } else { format!("{name} ({number}).ics") });
        match std::fs::File::create_new(&path) {
            Ok(mut file) => {
                file.write_all(content)?;
                return Ok(path);
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}

/// A title may hold anything; a file's name may not, on any of the three systems.
fn file_name(title: &str) -> String {
    let plain: String =
        title.chars().map(|c| if c.is_alphanumeric() || c == '-' { c } else { ' ' }).collect();
    let words: String = plain.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(60).collect();
    format!("Event {words}").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_leads_nowhere_else() {
        for (title, name) in [
            ("../../etc/passwd", "Event etc passwd"),
            ("CON", "Event CON"),
            ("Fête: à 14:00?", "Event Fête à 14 00"),
            ("\u{202e}\0", "Event"),
        ] {
            assert_eq!(
                file_name(title),
                name,
                "a file stays in its folder and under a name that can be written"
            );
        }
        assert!(file_name(&"ü".repeat(500)).len() < 200, "file systems end names at 255 bytes");
    }

    #[test]
    fn what_lies_there_is_not_written_over() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let first = write_new(folder.path(), "Event", b"1").expect("written");
        let second = write_new(folder.path(), "Event", b"2").expect("written beside it");
        assert_ne!(first, second);
        assert_eq!(std::fs::read(first).expect("there"), b"1", "somebody's older file stays as it was");
    }
}
