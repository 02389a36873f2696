//! "Which accounts are here?" From the folders and their cards; no key is asked for, and nothing is opened.

use std::path::{Path, PathBuf};

use serde::Serialize;
use ts_rs::TS;

use super::card::{self, Card};
use super::{ProfilesError, Shelf, same};
use crate::clouds;
use crate::profile::{CloudName, Profile, ProfileKind};

/// One profile as a list shows it.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct KnownProfile {
    /// The profile's own; of one that can't be read, its folder.
    pub id: String,
    pub dir: String,
    pub kind: ProfileKind,
    /// What it is called: the name that somebody gave it, else its account's.
    pub title: String,
    /// The name that somebody gave it.
    pub name: Option<String>,
    pub account: Option<KnownAccount>,
    pub cloud: CloudName,
    pub cloud_title: &'static str,
    /// In UTC, as RFC 3339 has it.
    pub last_used: Option<String>,
    /// It is the one that is open here.
    pub open: bool,
    /// It is the one that the terminal means where none is named.
    pub chosen: bool,
    /// Another profile here has the same account: both desks show its one calendar.
    pub twice: bool,
    /// Why it can't be opened as it is.
    pub problem: Option<String>,
}

/// Whose it is, as of the last time that it was open.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct KnownAccount {
    pub display_name: String,
    pub username: String,
    /// A sandbox's own name; of a real account, the domain of its address.
    pub organization: String,
    pub signed_in: bool,
}

/// The accounts as the window lists them.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct ProfilesView {
    pub profiles: Vec<KnownProfile>,
    /// While another account is being added: the id of the one that "not now" leads back to.
    pub back_to: Option<String>,
}

/// Those on the shelf, and those elsewhere that this program was started with.
pub fn all(shelf: &Shelf, elsewhere: &[PathBuf], open: Option<&Path>) -> Vec<KnownProfile> {
    let chosen = super::chosen::terminal(shelf);
    let each = with_folders(shelf, elsewhere).into_iter().map(|(dir, known)| KnownProfile {
        open: open.is_some_and(|open| same(open, &dir)),
        chosen: same(&chosen, &dir),
        ..known
    });
    let mut found: Vec<KnownProfile> = each.collect();
    // Each sandbox is a world of its own, whatever its accounts are called.
    let whose = |known: &KnownProfile| {
        let account = known.account.as_ref().filter(|_| known.kind == ProfileKind::Real);
        account.map(|account| (account.username.to_lowercase(), known.cloud))
    };
    let all: Vec<_> = found.iter().filter_map(whose).collect();
    for known in &mut found {
        let own = whose(known);
        known.twice = all.iter().filter(|one| Some(*one) == own.as_ref()).count() > 1;
    }
    found.sort_by_cached_key(|known| (known.title.to_lowercase(), known.id.clone()));
    found
}

/// The profile that is meant by an id or, where no other has it, by a title or an address.
pub fn named(shelf: &Shelf, elsewhere: &[PathBuf], word: &str) -> Result<Profile, ProfilesError> {
    let all = with_folders(shelf, elsewhere);
    let wanted = word.trim().to_lowercase();
    let is = |(_, known): &&(PathBuf, KnownProfile)| {
        let account = known.account.as_ref();
        known.title.to_lowercase() == wanted
            || account.is_some_and(|account| account.username.to_lowercase() == wanted)
    };
    let by_id: Vec<_> = all.iter().filter(|(_, known)| known.id.to_lowercase() == wanted).collect();
    let meant = if by_id.is_empty() { all.iter().filter(is).collect() } else { by_id };
    match meant.as_slice() {
        [] => Err(ProfilesError::Unknown(word.to_owned())),
        [(dir, _)] => Ok(Profile::open(dir)?),
        [(dir, one), (copy, other), ..] if one.id == other.id => {
            Err(ProfilesError::Copied(dir.clone(), copy.clone()))
        }
        _ => Err(ProfilesError::Ambiguous(word.to_owned())),
    }
}

fn with_folders(shelf: &Shelf, elsewhere: &[PathBuf]) -> Vec<(PathBuf, KnownProfile)> {
    let each = folders(shelf, elsewhere).into_iter().map(|dir| {
        let known = one(shelf.kind, &dir);
        (dir, known)
    });
    each.collect()
}

/// Each once, although one may be named in two ways.
pub(super) fn folders(shelf: &Shelf, elsewhere: &[PathBuf]) -> Vec<PathBuf> {
    let mut found = shelf.folders();
    for dir in elsewhere.iter().filter(|dir| Profile::is_in(dir)) {
        if !found.iter().any(|known| same(known, dir)) {
            found.push(dir.clone());
        }
    }
    found
}

fn one(kind: ProfileKind, dir: &Path) -> KnownProfile {
    let card = card::read(dir);
    let told = dir.display().to_string();
    match Profile::open(dir) {
        Ok(profile) => known(&profile, card),
        Err(error) => KnownProfile {
            id: told.clone(),
            title: told.clone(),
            dir: told,
            kind,
            name: None,
            account: None,
            cloud: CloudName::Global,
            cloud_title: clouds::title(CloudName::Global),
            last_used: None,
            open: false,
            chosen: false,
            twice: false,
            problem: Some(error.to_string()),
        },
    }
}

fn known(profile: &Profile, card: Option<Card>) -> KnownProfile {
    let name = (profile.name() != profile.kind().profile_name()).then(|| profile.name().to_owned());
    // What was entered last counts; a sandbox's card says which cloud it plays.
    let cloud = match (profile.registration(), &card) {
        (Some(registration), _) => registration.cloud,
        (None, Some(card)) => card.cloud,
        (None, None) => CloudName::Global,
    };
    let last_used = card.as_ref().map(|card| card.used.to_string());
    let account = card.and_then(|card| card.account).map(|held| KnownAccount {
        display_name: held.display_name,
        username: held.username,
        organization: held.organization,
        signed_in: held.signed_in,
    });
    let called = || account.as_ref().map(|account| account.display_name.clone());
    KnownProfile {
        id: profile.id().to_string(),
        dir: profile.dir().display().to_string(),
        kind: profile.kind(),
        title: name.clone().or_else(called).unwrap_or_else(|| "New account".to_owned()),
        name,
        account,
        cloud,
        cloud_title: clouds::title(cloud),
        last_used,
        open: false,
        chosen: false,
        twice: false,
        problem: None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::add::{self, NewAccount};
    use super::*;
    use crate::chance::Chance;
    use crate::profile::KeyPlace;

    fn with_card(shelf: &Shelf, name: Option<&str>, username: &str) -> Profile {
        let name = name.map(str::to_owned);
        let new = NewAccount { name, registration: None, key_place: KeyPlace::Passphrase };
        let made = add::add(shelf, new, Chance).expect("added");
        let card = format!(
            r#"{{"account":{{"displayName":"Contoso Events","username":"{username}","organization":"contoso.com",
            "signedIn":true}},"cloud":"global","used":"2026-11-28T09:00:00Z"}}"#
        );
        std::fs::write(made.dir().join(card::FILE), card).expect("written");
        made
    }

    #[test]
    fn whoever_is_meant_is_found_by_id_title_or_address_and_never_guessed() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let shelf = Shelf::new(folder.path().to_owned(), ProfileKind::Real);
        let one = with_card(&shelf, Some("Training"), "training@contoso.com");
        let other = with_card(&shelf, None, "events@contoso.com");
        let found = |word: &str| named(&shelf, &[], word).map(|profile| profile.id());
        assert_eq!(found("training").expect("by its name"), one.id());
        assert_eq!(found("EVENTS@contoso.com").expect("by its address"), other.id());
        assert_eq!(found(&other.id().to_string()).expect("by its id"), other.id());
        assert_eq!(found("contoso events").expect("by its account's name"), other.id());
        assert!(all(&shelf, &[], None).iter().all(|known| !known.twice));
        with_card(&shelf, None, "Events@Contoso.com");
        assert!(
            matches!(found("events@contoso.com"), Err(ProfilesError::Ambiguous(_))),
            "a script must not act for whichever comes first"
        );
        assert_eq!(
            all(&shelf, &[], None).iter().filter(|known| known.twice).count(),
            2,
            "one calendar, two desks"
        );
        std::fs::write(other.dir().join("profile.json"), "{").expect("damaged");
        let damaged = all(&shelf, &[], None).into_iter().find(|known| known.problem.is_some());
        assert!(
            damaged.is_some_and(|known| known.dir == other.dir().display().to_string()),
            "told where it lies"
        );
    }
}
