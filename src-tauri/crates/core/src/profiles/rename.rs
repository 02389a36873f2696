//! "Call this one otherwise": the name alone. Folder, id and keychain entries stay as they are.

use std::path::Path;

use lectern_domain::person_name;

use super::ProfilesError;
use crate::locks::Lock;
use crate::profile::Profile;

/// What fits into a menu.
const LONGEST: usize = 80;

/// An empty name: called as its account is, from now on.
pub fn rename(dir: &Path, name: &str) -> Result<Profile, ProfilesError> {
    let found = Profile::open(dir)?;
    let name = match name.trim() {
        "" => found.kind().profile_name().to_owned(),
        given => checked(given)?,
    };
    let _start = Lock::wait_blocking(&found, "start")?;
    // As it is now: whoever had the lock before may have written it.
    Ok(Profile::open(dir)?.called(name)?)
}

/// Made safe to show: no control, direction or invisible characters.
pub(super) fn checked(name: &str) -> Result<String, ProfilesError> {
    let name = person_name::clean(name).map_err(|_| ProfilesError::Name(LONGEST))?;
    if name.chars().count() > LONGEST { Err(ProfilesError::Name(LONGEST)) } else { Ok(name) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Chance;
    use crate::profile::{KeyPlace, NewProfile, ProfileKind};

    #[test]
    fn a_name_is_only_a_name() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let dir = folder.path().join("7c9e");
        let kind = ProfileKind::Sandbox;
        let new = NewProfile {
            name: kind.profile_name().into(),
            kind,
            key_place: KeyPlace::Folder,
            registration: None,
        };
        let made = Profile::create(&dir, new, Chance).expect("made");
        let long = "x".repeat(81);
        for (given, kept) in [
            ("  Ventas \n Madrid ", Some("Ventas Madrid")),
            ("../../etc/passwd", Some("../../etc/passwd")),
            ("<img src=x>", Some("<img src=x>")),
            ("مبيعات 🎉", Some("مبيعات 🎉")),
            ("\u{202E}\u{7}", None),
            (&long, None),
            ("", Some("Sandbox")),
        ] {
            let renamed = rename(&dir, given);
            match kept {
                Some(kept) => assert_eq!(renamed.expect("a name").name(), kept),
                None => assert!(matches!(renamed, Err(ProfilesError::Name(80))), "{given:?} shows nothing"),
            }
            let now = Profile::open(&dir).expect("it opens");
            assert_eq!((now.id(), now.dir()), (made.id(), dir.as_path()), "{given:?} moves nothing");
        }
    }
}
