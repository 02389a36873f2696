//! "The one I used last": which profile is meant where none is named. The window and the terminal each have their own,
//! because a script must not go to another account when somebody looks at one in the window.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{ProfilesError, Shelf, card};
use crate::profile::{Profile, files};

const FILE: &str = "chosen.json";

#[derive(Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Chosen {
    window: Option<String>,
    terminal: Option<String>,
}

/// The window's: the last one that was open in it. Where that is gone, the first; where there is none either, whichever
/// was used last.
pub fn window(shelf: &Shelf) -> PathBuf {
    let last = read(shelf).window.and_then(|place| shelf.at(&place)).filter(|dir| Profile::is_in(dir));
    last.or_else(|| Some(shelf.first()).filter(|first| Profile::is_in(first)))
        .or_else(|| shelf.folders().into_iter().max_by_key(|dir| card::read(dir).map(|card| card.used)))
        .unwrap_or_else(|| shelf.first())
}

/// Where the window goes once the one that was open in it is removed: as at its next start, but that one of those
/// elsewhere will do too before a new one is made.
pub fn window_after(shelf: &Shelf, elsewhere: &[PathBuf]) -> PathBuf {
    let next = window(shelf);
    let there = || elsewhere.iter().find(|dir| Profile::is_in(dir)).cloned();
    if Profile::is_in(&next) { next } else { there().unwrap_or(next) }
}

/// The terminal's: what `lectern profile use` named. One that is gone is told as missing, and no other takes its place.
pub fn terminal(shelf: &Shelf) -> PathBuf {
    read(shelf).terminal.and_then(|place| shelf.at(&place)).unwrap_or_else(|| shelf.first())
}

/// It is open in the window. One that stands elsewhere is opened by its folder each time, and not remembered.
pub fn opened_in_window(shelf: &Shelf, dir: &Path) -> Result<(), ProfilesError> {
    let Some(place) = shelf.place(dir) else { return Ok(()) };
    let before = read(shelf);
    if before.window.as_ref() == Some(&place) {
        return Ok(());
    }
    write(shelf, &Chosen { window: Some(place), ..before })
}

/// From now on it is meant where none is named: by the terminal, and at the window's next start.
pub fn choose(shelf: &Shelf, profile: &Profile) -> Result<(), ProfilesError> {
    let place = shelf.place(profile.dir());
    let place = place.ok_or_else(|| ProfilesError::Unknown(profile.dir().display().to_string()))?;
    write(shelf, &Chosen { window: Some(place.clone()), terminal: Some(place) })
}

fn read(shelf: &Shelf) -> Chosen {
    let bytes = std::fs::read(shelf.data.join(FILE)).unwrap_or_default();
    serde_json::from_slice(&bytes).unwrap_or_default()
}

fn write(shelf: &Shelf, chosen: &Chosen) -> Result<(), ProfilesError> {
    let path = shelf.data.join(FILE);
    let failed = |detail: String| ProfilesError::Io { path: path.clone(), detail };
    let bytes = serde_json::to_vec_pretty(chosen).map_err(|error| failed(error.to_string()))?;
    files::private_dir(&shelf.data).map_err(|error| failed(error.to_string()))?;
    files::replace_private(&path, &bytes).map_err(|error| failed(error.to_string()))
}
