//! What opens a person's page. Who has a ticket has its code; who waits for one has a code of its own kind, which opens
//! nothing else. It is made from the person's id under a key of this store, so that none has to be kept.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hkdf::Hkdf;
use lectern_domain::secret::Secret;
use lectern_domain::ticket::TicketCode;
use lectern_store::registrants::RegistrantRecord;
use lectern_store::{Reader, StoreError};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;
use uuid::Uuid;

use crate::desk::Desk;
use crate::error::DeskError;

/// The setting that the key is kept under; it travels with a copy, so that links in mails go on leading here.
const KEY: &str = "pages.key";
const PROOF: usize = 16;

/// The key, made at the first time.
async fn key(desk: &Desk) -> Result<Secret<[u8; 32]>, DeskError> {
    if let Some(kept) = desk.setting::<String>(KEY).await?
        && let Some(key) = read(&kept)
    {
        return Ok(key);
    }
    let made = URL_SAFE_NO_PAD.encode(desk.chance().bytes::<32>());
    let kept = desk
        .write(move |w| {
            // Another one may have been faster.
            let found = w.settings().get::<String>(KEY)?;
            if let Some(kept) = found {
                return Ok(kept);
            }
            w.settings().set(KEY, &made)?;
            Ok::<_, DeskError>(made)
        })
        .await?;
    read(&kept).ok_or(DeskError::Seal(KEY))
}

fn read(kept: &str) -> Option<Secret<[u8; 32]>> {
    URL_SAFE_NO_PAD.decode(kept).ok()?.try_into().ok().map(Secret::new)
}

fn proof(key: &Secret<[u8; 32]>, id: &Uuid) -> [u8; PROOF] {
    let mut proof = [0; PROOF];
    Hkdf::<Sha256>::from_prk(key.expose())
        .expect("32 bytes are what HKDF-SHA256 expands from")
        .expand(id.as_bytes(), &mut proof)
        .expect("16 bytes are within what HKDF-SHA256 expands to");
    proof
}

/// For mails to people without a ticket. `None`: an id from elsewhere that is no UUID.
pub async fn of(desk: &Desk, registrant_id: &str) -> Result<Option<String>, DeskError> {
    let Ok(id) = Uuid::parse_str(registrant_id) else { return Ok(None) };
    let proof = proof(&key(desk).await?, &id);
    Ok(Some(URL_SAFE_NO_PAD.encode([id.as_bytes().as_slice(), &proof].concat())))
}

/// What a code turned out to be.
#[derive(Debug, Clone)]
pub(super) enum Found {
    Ticket([u8; 32]),
    Person(String),
}

/// `None`: it opens nothing.
pub(super) async fn parse(desk: &Desk, code: &str) -> Result<Option<Found>, DeskError> {
    if let Ok(ticket) = TicketCode::parse(code) {
        return Ok(Some(Found::Ticket(ticket.lookup_hash())));
    }
    let bytes = URL_SAFE_NO_PAD.decode(code).ok().filter(|bytes| bytes.len() == 16 + PROOF);
    let Some(bytes) = bytes else { return Ok(None) };
    let (id, shown) = bytes.split_at(16);
    let Ok(id) = Uuid::from_slice(id) else { return Ok(None) };
    let right: bool = proof(&key(desk).await?, &id).as_slice().ct_eq(shown).into();
    Ok(right.then(|| Found::Person(id.to_string())))
}

pub(super) fn holder(r: &Reader<'_>, found: &Found) -> Result<Option<RegistrantRecord>, StoreError> {
    let person = match found {
        Found::Ticket(hash) => r.registrants().by_ticket_hash(hash)?.map(|holder| holder.registrant),
        Found::Person(id) => r.registrants().by_id(id)?,
    };
    Ok(person.filter(|person| !person.erased))
}
