//! "One more account": a profile in a folder of its own, named by chance, so that no name can lead out of it.

use std::path::PathBuf;

use super::list;
use super::{MORE, ProfilesError, Shelf, card, rename};
use crate::chance::Chance;
use crate::profile::{KeyPlace, NewProfile, Profile, Registration, best_key_place};

pub struct NewAccount {
    /// `None`: called as its account is.
    pub name: Option<String>,
    pub registration: Option<Registration>,
    pub key_place: KeyPlace,
}

/// A folder that nobody has.
pub fn folder(shelf: &Shelf, chance: Chance) -> PathBuf {
    shelf.data.join(MORE).join(chance.uuid().to_string())
}

pub fn add(shelf: &Shelf, new: NewAccount, chance: Chance) -> Result<Profile, ProfilesError> {
    let kind = shelf.kind();
    let name = match &new.name {
        Some(name) => rename::checked(name)?,
        None => kind.profile_name().to_owned(),
    };
    let new = NewProfile { name, kind, key_place: new.key_place, registration: new.registration };
    Ok(Profile::create(&folder(shelf, chance), new, chance)?)
}

/// Where the window begins with another account: one that was begun before and left, else a new one. It is asked for the
/// app registration of the account that was open, which is mostly the same and can be changed at the sign-in. Where no
/// keychain answers, only the folder is named, and the sign-in page says what can be done.
pub fn begin(shelf: &Shelf, like: Option<&Profile>, chance: Chance) -> Result<PathBuf, ProfilesError> {
    if let Some(left) = begun(shelf) {
        return Ok(left);
    }
    let Ok(key_place) = best_key_place(shelf.kind()) else { return Ok(folder(shelf, chance)) };
    let registration = like.and_then(|like| like.registration().cloned());
    let made = add(shelf, NewAccount { name: None, registration, key_place }, chance)?;
    Ok(made.dir().to_owned())
}

/// Whether nobody has ever signed in there, nor given it a name: nothing is lost with it.
pub fn is_unused(profile: &Profile) -> bool {
    profile.name() == profile.kind().profile_name()
        && card::read(profile.dir()).is_none_or(|card| card.account.is_none())
}

fn begun(shelf: &Shelf) -> Option<PathBuf> {
    let added = list::folders(shelf, &[]).into_iter().filter(|dir| *dir != shelf.first());
    added.filter_map(|dir| Profile::open(&dir).ok()).find(is_unused).map(|profile| profile.dir().to_owned())
}
