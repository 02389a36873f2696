//! Files in the profile's folder: copies of the store, and rows that an import left out and that could be saved nowhere
//! else.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use lectern_domain::{csv_export, csv_import};
use lectern_store::personal::{Erasing, Whom};
use lectern_store::{CopyFate, Store};

use super::{FileFate, FileReport, PrivacyError};
use crate::desk::{Desk, blocking};
use crate::error::DeskError;
use crate::profile::files;
use crate::seal::Pseudonyms;

/// What a plain list is searched for: addresses, and the names that go with them. In lower case.
#[derive(Clone, Default)]
pub(super) struct Needles(HashSet<String>);

impl Needles {
    pub fn of(email: &str, names: &[String]) -> Self {
        Self::all(std::iter::once(email).chain(names.iter().map(String::as_str)))
    }

    pub fn all<'n>(needles: impl IntoIterator<Item = &'n str>) -> Self {
        Self(
            needles
                .into_iter()
                .map(|needle| needle.trim().to_lowercase())
                .filter(|n| !n.is_empty())
                .collect(),
        )
    }

    fn is(&self, cell: &str) -> bool {
        let cell = cell.trim().to_lowercase();
        self.0.contains(&cell)
            // An address in other words, as in "Ana <ana@example.org>".
            || cell.contains('@') && cell.split(|c: char| c.is_whitespace() || "<>,;:()".contains(c)).any(|word| self.0.contains(word))
    }

    fn in_any(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        self.0.iter().any(|needle| text.contains(needle.as_str()))
    }
}

/// By name: copies and lists that hold the person.
pub(super) async fn holding(
    desk: &Desk,
    whom: &Whom,
    needles: &Needles,
) -> Result<Vec<String>, PrivacyError> {
    let whom = whom.clone();
    let mut found = desk
        .with_store(move |store| {
            let mut held = Vec::new();
            for copy in store.copies()? {
                if store.copy_holds(&copy, &whom)? == Some(true) {
                    held.push(name(&copy));
                }
            }
            Ok(held)
        })
        .await?;
    let (dir, needles) = (desk.profile().dir().to_owned(), needles.clone());
    let lists = blocking(move || {
        let held = |path: &PathBuf| std::fs::read(path).is_ok_and(|bytes| rows(&bytes, &needles).1);
        lists(&dir).into_iter().filter(held).map(|path| name(&path)).collect::<Vec<_>>()
    })
    .await?;
    found.extend(lists);
    Ok(found)
}

/// Without the person from now on. What can't be changed is named.
pub(super) async fn clean(desk: &Desk, whom: &Whom, needles: &Needles) -> Result<Vec<FileReport>, DeskError> {
    let (whom, names, now) = (whom.clone(), desk.pseudonyms().clone(), desk.now());
    let mut reports = desk.with_store(move |store| Ok(copies(store, &whom, &names, now))).await?;
    let (dir, needles) = (desk.profile().dir().to_owned(), needles.clone());
    let cleaned = move || {
        let found = lists(&dir).into_iter();
        found
            .filter_map(|path| Some(FileReport { file: name(&path), fate: list(&path, &needles)? }))
            .collect()
    };
    reports.extend(blocking::<Vec<FileReport>>(cleaned).await?);
    Ok(reports)
}

fn copies(store: &Store, whom: &Whom, names: &Pseudonyms, now: Timestamp) -> Vec<FileReport> {
    let pseudonym = |email: &str| names.of(email);
    let erasing = Erasing { whom, names: &pseudonym, copy: true, now };
    let mut reports = Vec::new();
    for copy in store.copies().unwrap_or_default() {
        let fate = match store.erase_in_copy(&copy, &erasing) {
            Ok(CopyFate::Untouched) => continue,
            Ok(CopyFate::Rewritten) => FileFate::Rewritten,
            Ok(CopyFate::Removed) => FileFate::Removed,
            Ok(CopyFate::Unreadable) => FileFate::Left,
            Err(error) => {
                tracing::warn!(%error, "a copy of the store could not be rewritten");
                FileFate::Left
            }
        };
        reports.push(FileReport { file: name(&copy), fate });
    }
    reports
}

/// `rejected-….csv`, and what a crash left of writing one.
fn lists(dir: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> =
        entries.map(|entry| entry.path()).filter(|path| name(path).starts_with("rejected-")).collect();
    found.sort();
    found
}

/// `None`: nobody of them is in it.
fn list(path: &Path, needles: &Needles) -> Option<FileFate> {
    let bytes = std::fs::read(path).ok()?;
    let (left, held) = rows(&bytes, needles);
    if !held {
        return None;
    }
    let done = match left {
        Some(text) => files::replace_private(path, text.as_bytes()).map(|()| FileFate::Rewritten),
        None => std::fs::remove_file(path).map(|()| FileFate::Removed),
    };
    Some(done.unwrap_or(FileFate::Left))
}

/// The list without their rows (`None`: nothing is left of it, or it is no list), and whether they were in it.
fn rows(bytes: &[u8], needles: &Needles) -> (Option<String>, bool) {
    let Ok(table) = csv_import::read(bytes) else {
        return (None, needles.in_any(&String::from_utf8_lossy(bytes)));
    };
    let theirs = |cells: &[String]| cells.iter().any(|cell| needles.is(cell));
    let left: Vec<Vec<String>> =
        table.rows.iter().filter(|row| !theirs(&row.cells)).map(|row| row.cells.clone()).collect();
    let held = left.len() < table.rows.len();
    if left.is_empty() {
        return (None, held);
    }
    let headers: Vec<&str> = table.headers.iter().map(String::as_str).collect();
    (Some(csv_export::write(&headers, left.into_iter())), held)
}

fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_loses_their_rows_alone() {
        let needles = Needles::of("ana@example.org", &["Ana Silva".to_owned()]);
        let text = "Name,Email,Line,Problem\nAna Silva,not an address,2,x\nBen,ben@example.org,3,y\n\
                    Anne,Ana <ANA@example.org>,4,z\n";
        let (left, held) = rows(text.as_bytes(), &needles);
        let left = left.expect("Ben is left");
        assert!(held && left.contains("ben@example.org") && !left.to_lowercase().contains("ana"), "{left}");
        let (left, held) = rows(b"Name,Email\nAna Silva,a@b\n", &needles);
        assert!(held && left.is_none(), "an empty list is of no use");
        assert!(!rows(b"Name,Email\nBen,ben@example.org\n", &needles).1);
    }
}
