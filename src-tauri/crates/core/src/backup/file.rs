//! The file: a line that says what it is, a head of JSON that anybody may read, and the database behind it.
//!
//! What opens the database lies in the head, sealed together with the digests of both, so that nothing of the file can
//! be exchanged unnoticed.

use std::fs::File;
use std::io::{BufReader, Read, Seek as _, Write};
use std::path::Path;

use argon2::Argon2;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use lectern_domain::secret::Secret;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{BackupError, BackupPhase, BackupUnder, Bench, io};
use crate::profile::{ProfileKind, files, recovery};
use crate::seal::{ProfileKey, Seal};

const MAGIC: &[u8] = b"LECTERN BACKUP\n";
const VERSION: u32 = 1;
const LONGEST_HEAD: u32 = 64 * 1024;
const CONTEXT: &str = "backup";
const PIECE: usize = 1024 * 1024;
const SECRETS: usize = 4 * 32 + 8;

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Head {
    pub version: u32,
    pub kind: ProfileKind,
    /// The profile that it was made of, and its name.
    pub profile: Uuid,
    pub name: String,
    pub made_at: Timestamp,
    pub lectern: String,
    pub under: BackupUnder,
    /// Of the passphrase's Argon2id, with the crate's defaults.
    salt: Option<String>,
    /// The keys and digests; see [`Inside`].
    sealed: String,
}

/// What is sealed in the head.
pub struct Inside {
    pub data_key: Secret<[u8; 32]>,
    /// What the tickets inside are sealed under.
    pub seal_key: Secret<[u8; 32]>,
    pub digest: [u8; 32],
    pub length: u64,
}

/// Whom the sealed part is for.
pub enum Lid {
    Passphrase(Secret<String>),
    ProfileKey(Secret<[u8; 32]>),
}

impl Lid {
    fn under(&self) -> BackupUnder {
        match self {
            Self::Passphrase(_) => BackupUnder::Passphrase,
            Self::ProfileKey(_) => BackupUnder::RecoveryKey,
        }
    }

    fn seal(&self, salt: Option<&[u8; 16]>) -> Option<Seal> {
        match self {
            Self::ProfileKey(key) => Some(ProfileKey::new(*key.expose()).backup_seal()),
            Self::Passphrase(word) => {
                let mut key = Zeroizing::new([0; 32]);
                Argon2::default().hash_password_into(word.expose().as_bytes(), salt?, &mut *key).ok()?;
                Some(ProfileKey::new(*key).backup_seal())
            }
        }
    }
}

/// The head of a copy of `bench`'s profile.
pub fn head(bench: &Bench, lid: &Lid, inside: &Inside) -> Result<Head, BackupError> {
    let salt: [u8; 16] = bench.chance.bytes();
    let mut head = Head {
        version: VERSION,
        kind: bench.profile.kind(),
        profile: bench.profile.id(),
        name: bench.profile.name().to_owned(),
        made_at: bench.now,
        lectern: env!("CARGO_PKG_VERSION").to_owned(),
        under: lid.under(),
        salt: matches!(lid, Lid::Passphrase(_)).then(|| STANDARD.encode(salt)),
        sealed: String::new(),
    };
    let mut plain = Zeroizing::new(Vec::with_capacity(SECRETS));
    plain.extend_from_slice(inside.data_key.expose());
    plain.extend_from_slice(inside.seal_key.expose());
    plain.extend_from_slice(&inside.digest);
    plain.extend_from_slice(&digest_of(&head));
    plain.extend_from_slice(&inside.length.to_be_bytes());
    let seal = lid.seal(Some(&salt)).ok_or(BackupError::WrongSecret(head.under))?;
    head.sealed = STANDARD.encode(seal.seal(bench.chance, CONTEXT, &plain));
    Ok(head)
}

/// Over all of it but what is sealed.
fn digest_of(head: &Head) -> [u8; 32] {
    let open = Head { sealed: String::new(), ..head.clone() };
    Sha256::digest(serde_json::to_vec(&open).unwrap_or_default()).into()
}

/// Writes the head and the database behind it.
pub fn write(bench: &Bench, head: &Head, data: &Path, into: &Path) -> Result<(), BackupError> {
    let failed = io(into);
    let text = serde_json::to_vec(head).map_err(|error| failed(error.into()))?;
    let length = u32::try_from(text.len()).map_err(|error| failed(std::io::Error::other(error)))?;
    let mut to = files::private(into).map_err(&failed)?;
    for part in [MAGIC, &length.to_be_bytes(), &text] {
        to.write_all(part).map_err(&failed)?;
    }
    let mut from = File::open(data).map_err(io(data))?;
    let total = from.metadata().map_err(io(data))?.len();
    pieces(bench, BackupPhase::Writing, total, &mut from, data, |piece| {
        to.write_all(piece).map_err(&failed)
    })?;
    to.sync_all().map_err(&failed)
}

/// The digest of a file and its length.
pub fn measured(bench: &Bench, data: &Path) -> Result<([u8; 32], u64), BackupError> {
    let mut from = File::open(data).map_err(io(data))?;
    let total = from.metadata().map_err(io(data))?.len();
    let mut digest = Sha256::new();
    pieces(bench, BackupPhase::Writing, total, &mut from, data, |piece| {
        digest.update(piece);
        Ok(())
    })?;
    Ok((digest.finalize().into(), total))
}

fn pieces(
    bench: &Bench,
    phase: BackupPhase,
    total: u64,
    from: &mut impl Read,
    path: &Path,
    mut each: impl FnMut(&[u8]) -> Result<(), BackupError>,
) -> Result<(), BackupError> {
    let (mut piece, mut done) = (vec![0; PIECE], 0);
    loop {
        let read = from.read(&mut piece).map_err(io(path))?;
        if read == 0 {
            return Ok(());
        }
        each(&piece[..read])?;
        done += read as u64;
        bench.tell(phase, done, total)?;
    }
}

/// A file that says it is a copy: its head, and where its database begins.
pub struct Found {
    pub head: Head,
    file: BufReader<File>,
    rest: u64,
}

pub fn open(path: &Path) -> Result<Found, BackupError> {
    #[derive(Deserialize)]
    struct Version {
        version: u32,
    }
    let failed = io(path);
    let not_one = || BackupError::NotABackup(path.to_owned());
    let damaged = |detail: String| BackupError::Damaged { path: path.to_owned(), detail };
    let file = File::open(path).map_err(&failed)?;
    let whole = file.metadata().map_err(&failed)?.len();
    let mut file = BufReader::new(file);
    let mut start = vec![0; MAGIC.len() + 4];
    file.read_exact(&mut start).map_err(|_| not_one())?;
    let Some(length) = start.strip_prefix(MAGIC) else { return Err(not_one()) };
    let length = u32::from_be_bytes(length.try_into().map_err(|_| not_one())?);
    if length > LONGEST_HEAD {
        return Err(damaged("its head is too long".into()));
    }
    let mut text = vec![0; length as usize];
    file.read_exact(&mut text).map_err(|_| damaged("its head is cut off".into()))?;
    let Version { version } = serde_json::from_slice(&text).map_err(|e| damaged(e.to_string()))?;
    if version > VERSION {
        return Err(BackupError::Newer(path.to_owned()));
    }
    let head: Head = serde_json::from_slice(&text).map_err(|error| damaged(error.to_string()))?;
    let begins = file.stream_position().map_err(&failed)?;
    Ok(Found { head, file, rest: whole.saturating_sub(begins) })
}

impl Found {
    /// With the secret that its maker knows; without one, with this profile's own key.
    pub fn unlock(
        &self,
        bench: &Bench,
        path: &Path,
        secret: Option<&Secret<String>>,
    ) -> Result<Inside, BackupError> {
        let under = self.head.under;
        let lid = match (under, secret) {
            (BackupUnder::Passphrase, None) => return Err(BackupError::SecretNeeded(under)),
            (BackupUnder::Passphrase, Some(word)) => Lid::Passphrase(word.clone()),
            (BackupUnder::RecoveryKey, None) => Lid::ProfileKey(own_key(bench)?),
            (BackupUnder::RecoveryKey, Some(text)) => Lid::ProfileKey(recovery::read(text.expose())?),
        };
        let damaged =
            |detail: &str| BackupError::Damaged { path: path.to_owned(), detail: detail.to_owned() };
        let salt = self.head.salt.as_ref().and_then(|text| STANDARD.decode(text).ok()?.try_into().ok());
        let sealed = STANDARD.decode(&self.head.sealed).map_err(|_| damaged("its head can't be read"))?;
        let seal = lid.seal(salt.as_ref()).ok_or_else(|| damaged("its salt is missing"))?;
        let plain = seal.open(CONTEXT, &sealed).map_err(|_| match secret {
            None => BackupError::SecretNeeded(under),
            Some(_) => BackupError::WrongSecret(under),
        })?;
        let part = |from: usize| -> Result<[u8; 32], BackupError> {
            let part = plain.expose().get(from..from + 32).and_then(|part| part.try_into().ok());
            part.ok_or_else(|| damaged("its keys are cut off"))
        };
        let length = plain.expose().get(128..SECRETS).and_then(|part| part.try_into().ok());
        let length = u64::from_be_bytes(length.ok_or_else(|| damaged("its keys are cut off"))?);
        if part(96)? != digest_of(&self.head) {
            return Err(damaged("its head was changed"));
        }
        if length != self.rest {
            return Err(damaged("its length is not what it was"));
        }
        let (data_key, seal_key) = (Secret::new(part(0)?), Secret::new(part(32)?));
        Ok(Inside { data_key, seal_key, digest: part(64)?, length })
    }

    /// Writes the database out, and says whether it is the one that was put in.
    pub fn unpack(
        mut self,
        bench: &Bench,
        path: &Path,
        inside: &Inside,
        into: &Path,
    ) -> Result<(), BackupError> {
        let mut to = files::private(into).map_err(io(into))?;
        let mut digest = Sha256::new();
        pieces(bench, BackupPhase::Reading, inside.length, &mut self.file, path, |piece| {
            digest.update(piece);
            to.write_all(piece).map_err(io(into))
        })?;
        to.sync_all().map_err(io(into))?;
        let found: [u8; 32] = digest.finalize().into();
        if found == inside.digest {
            return Ok(());
        }
        Err(BackupError::Damaged { path: path.to_owned(), detail: "it is not what was written".into() })
    }
}

/// What this profile's store is under.
pub fn own_store_key(bench: &Bench) -> Result<Secret<[u8; 32]>, BackupError> {
    Ok(ProfileKey::new(*own_key(bench)?.expose()).store_key())
}

/// This profile's own key, from its keychain.
pub fn own_key(bench: &Bench) -> Result<Secret<[u8; 32]>, BackupError> {
    recovery::key(bench.keychain.as_ref(), &bench.profile).map_err(|error| match error {
        recovery::RecoveryError::Gone => BackupError::KeyGone,
        other => other.into(),
    })
}
