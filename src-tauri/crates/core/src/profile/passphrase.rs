//! "This computer has no keychain; I want to use a passphrase": only a new, real profile, and only because the person
//! asked for it. There is no way back to the data without the passphrase or the recovery key.

use std::path::Path;

use lectern_domain::secret::Secret;

use super::{KeyPlace, NewProfile, Profile, ProfileError, ProfileKind, Registration};
use crate::chance::Chance;
use crate::keychain::PassphraseKeychain;

/// The profile's folder can be carried away and guessed at in peace, so that Argon2id needs something to work with.
pub const SHORTEST: usize = 12;

pub fn create(
    dir: &Path,
    kind: ProfileKind,
    registration: Option<Registration>,
    passphrase: &Secret<String>,
    chance: Chance,
) -> Result<Profile, ProfileError> {
    if kind == ProfileKind::Sandbox {
        return Err(ProfileError::SandboxPassphrase);
    }
    long_enough(passphrase)?;
    let key_place = KeyPlace::Passphrase;
    let new = NewProfile { name: kind.profile_name().into(), kind, key_place, registration };
    let profile = Profile::create(dir, new, chance)?;
    PassphraseKeychain::open(dir, passphrase, chance)?;
    Ok(profile)
}

pub fn long_enough(passphrase: &Secret<String>) -> Result<(), ProfileError> {
    if passphrase.expose().chars().count() < SHORTEST {
        return Err(ProfileError::ShortPassphrase(SHORTEST));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keychain::KeychainError;

    #[test]
    fn a_passphrase_makes_a_real_profile_that_opens_with_it_alone() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let word = |text: &str| Secret::new(text.to_owned());
        let make = |kind, text: &str| create(dir.path(), kind, None, &word(text), Chance);
        assert!(
            matches!(
                make(ProfileKind::Sandbox, "correct horse battery"),
                Err(ProfileError::SandboxPassphrase)
            ),
            "a sandbox must not ask people to invent secrets"
        );
        assert!(matches!(make(ProfileKind::Real, "too short"), Err(ProfileError::ShortPassphrase(_))));
        assert!(
            !dir.path().join("profile.json").exists(),
            "a refused passphrase must leave no profile behind"
        );
        let profile = make(ProfileKind::Real, "correct horse battery").expect("makes the profile");
        assert_eq!(profile.key_place(), KeyPlace::Passphrase);
        assert!(matches!(profile.keychain(None, Chance), Err(KeychainError::PassphraseNeeded)));
        assert!(matches!(
            profile.keychain(Some(&word("wrong horse battery")), Chance),
            Err(KeychainError::WrongPassphrase)
        ));
        assert!(profile.keychain(Some(&word("correct horse battery")), Chance).is_ok());
        assert!(
            matches!(make(ProfileKind::Real, "another horse battery"), Err(ProfileError::Exists(_))),
            "a second try must never replace a profile and lock its data away"
        );
    }
}
