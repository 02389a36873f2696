//! "Let me in": a ticket's code becomes what one joins with.

use std::net::IpAddr;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::SignedDuration;
use lectern_domain::join_link::JoinTarget;
use lectern_domain::secret::Secret;
use lectern_store::passes::{GrantSource, NewGrant};
use sha2::{Digest, Sha256};

use super::line::{Place, Ticket};
use super::mint::{self, Made, MintError};
use super::standing::{self, Holder};
use super::{Door, PassError, PassGiven, Shared, ticket};
use crate::desk::Desk;

/// Whoever has their turn so soon is kept on the line instead of being sent away. The clients wait for ten seconds.
const HOLD: SignedDuration = SignedDuration::from_secs(6);
/// How long one who was kept waits at most.
const PATIENCE: Duration = Duration::from_secs(8);
/// After which another try makes sense, with ACS in trouble.
const AGAIN: SignedDuration = SignedDuration::from_secs(30);

impl Door {
    /// `from`: who asks, where that is known.
    ///
    /// # Errors
    /// Each a refusal with its reason, [`PassError::Inner`] aside.
    pub async fn join(&self, code: &str, from: Option<IpAddr>) -> Result<PassGiven, PassError> {
        let (shared, ticket) = (&*self.shared, ticket(code));
        let desk = &*shared.desk;
        let Some(holder) = standing::find(shared, ticket).await? else {
            from.map_or(Ok(()), |from| self.missed(from)).map_err(PassError::Often)?;
            return Err(PassError::Unknown);
        };
        let now = desk.now();
        shared.often.count(ticket, now).map_err(PassError::Often)?;
        let target = standing::judge(&holder, now)?;
        let (made, source) = match mint::ready(desk, &holder, standing::least(now))? {
            Some(made) => (made, GrantSource::Ahead),
            None => (fresh(shared, ticket).await?, GrantSource::Fresh),
        };
        hand(shared, holder, target, made, source).await
    }
}

impl Door {
    /// Somebody asked for a ticket that there is not. How long they are turned away for, where they try and try.
    pub fn missed(&self, from: IpAddr) -> Result<(), SignedDuration> {
        self.shared.missed.count(from, self.shared.desk.now())
    }
}

/// By the line.
async fn fresh(shared: &Shared, ticket: Ticket) -> Result<Made, PassError> {
    let Place { before, told } = shared.line().enter(ticket);
    shared.wake.notify_one();
    let now = shared.desk.now();
    let (wait, troubled) = {
        let pace = shared.creating();
        (pace.wait(now, before), pace.troubled())
    };
    if troubled {
        return Err(PassError::Trouble(wait.max(AGAIN)));
    }
    if wait > HOLD {
        return Err(PassError::Queued { before, wait: told_as(wait) });
    }
    match tokio::time::timeout(PATIENCE, told).await {
        Ok(Ok(Ok(made))) => Ok(made),
        Ok(Ok(Err(MintError::Gone))) => Err(PassError::Revoked),
        Ok(Ok(Err(MintError::Trouble))) => Err(PassError::Trouble(AGAIN)),
        Ok(Ok(Err(MintError::Store)) | Err(_)) => {
            Err(crate::error::DeskError::Stopped("a pass could not be kept".into()).into())
        }
        Err(_) if shared.line().is_flying(&ticket) => Err(PassError::Trouble(AGAIN)),
        Err(_) => {
            let before = shared.line().before(&ticket);
            Err(PassError::Queued {
                before,
                wait: told_as(shared.creating().wait(shared.desk.now(), before)),
            })
        }
    }
}

/// A moment more than it takes, so that whoever comes again finds it done.
fn told_as(wait: SignedDuration) -> SignedDuration {
    SignedDuration::from_secs(wait.as_secs() + 2)
}

/// Written down, then given.
async fn hand(
    shared: &Shared,
    holder: Holder,
    target: JoinTarget,
    made: Made,
    source: GrantSource,
) -> Result<PassGiven, PassError> {
    let (secret, key_hash) = key(&shared.desk);
    let grant = NewGrant {
        event_id: holder.record.event_id,
        registrant_id: holder.record.registrant_id,
        identity_id: made.identity_id.clone(),
        source,
        until: made.until,
        key_hash,
        first: None,
    };
    let now = shared.desk.now();
    let number = shared.grouped.write(move |w| w.passes().given(&grant, now)).await?;
    Ok(PassGiven {
        target,
        user_id: made.identity_id,
        display_name: holder.record.name,
        endpoint: made.endpoint,
        token: made.token,
        expires_on: made.until,
        refresh_key: shown(number, &secret),
    })
}

/// The secret of a refresh key, and what is kept of it.
pub(super) fn key(desk: &Desk) -> (Secret<String>, [u8; 32]) {
    let secret = Secret::new(URL_SAFE_NO_PAD.encode(desk.chance().bytes::<32>()));
    let hash = hash(secret.expose());
    (secret, hash)
}

pub(super) fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

/// `<number of its grant>.<secret>`
pub(super) fn shown(number: i64, secret: &Secret<String>) -> Secret<String> {
    Secret::new(format!("{number}.{}", secret.expose()))
}
