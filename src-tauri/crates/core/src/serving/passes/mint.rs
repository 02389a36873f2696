//! Tokens from ACS: for whoever stands at the door, in the order of coming; with what is left of the pace, ahead.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use lectern_domain::secret::Secret;
use lectern_microsoft::acs::{Acs, AcsError, AcsToken};
use lectern_store::passes::MadePass;
use serde::{Deserialize, Serialize};
use tokio::task::JoinSet;

use super::line::{Job, Ticket, Told};
use super::pace::MOST;
use super::standing::{self, Holder};
use super::{Shared, pace};
use crate::desk::Desk;
use crate::error::DeskError;
use crate::join::passes::{MINUTES, SCOPES};
use crate::wrong_clock;

/// What a sealed pass is bound to.
const CONTEXT: &str = "pass";
/// So many requests are under way at once.
const AT_ONCE: usize = 48;
/// What is made ahead leaves so much of the pace to whoever stands at the door.
const AHEAD: usize = MOST / 2;

/// A token, and whose it is.
#[derive(Debug, Clone)]
pub(super) struct Made {
    pub identity_id: String,
    pub endpoint: String,
    pub token: Secret<String>,
    pub since: Timestamp,
    pub until: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum MintError {
    /// The ticket lets nobody in any more.
    Gone,
    /// ACS gives nothing now.
    Trouble,
    /// It could not be written down.
    Store,
}

/// As it lies in the store, sealed.
#[derive(Serialize, Deserialize)]
struct Sealed {
    token: String,
    /// Of the resource that it is good for: another one may be in use by then.
    endpoint: String,
}

/// What lies ready for a ticket, if it is good until `least`.
pub(super) fn ready(desk: &Desk, holder: &Holder, least: Timestamp) -> Result<Option<Made>, DeskError> {
    let (Some(pass), Some(identity_id)) = (&holder.record.pass, &holder.record.identity_id) else {
        return Ok(None);
    };
    let Some(acs) = desk.acs().filter(|_| pass.until >= least) else { return Ok(None) };
    let plain = desk.seal().open(CONTEXT, &pass.token_sealed)?;
    let Ok(Sealed { token, endpoint }) = serde_json::from_slice(plain.expose()) else { return Ok(None) };
    let made = Made {
        identity_id: identity_id.clone(),
        endpoint,
        token: Secret::new(token),
        since: pass.made_at,
        until: pass.until,
    };
    Ok((made.endpoint == acs.endpoint()).then_some(made))
}

/// As it is kept.
pub(super) fn sealed(desk: &Desk, made: &Made) -> MadePass {
    let Made { endpoint, token, since, until, .. } = made;
    let plain = Sealed { token: token.expose().clone(), endpoint: endpoint.clone() };
    let plain = Secret::new(serde_json::to_vec(&plain).unwrap_or_default());
    let token_sealed = desk.seal().seal(desk.chance(), CONTEXT, plain.expose());
    MadePass { token_sealed, made_at: *since, until: *until }
}

/// Until the service ends.
pub(super) async fn work(shared: Arc<Shared>) {
    let mut flying = JoinSet::new();
    loop {
        while flying.try_join_next().is_some() {}
        if flying.len() >= AT_ONCE {
            flying.join_next().await;
            continue;
        }
        let Some(job) = shared.line().next() else {
            shared.wake.notified().await;
            continue;
        };
        let most = if job.ahead { AHEAD } else { MOST };
        let turn = shared.creating().take(shared.desk.now(), most);
        if let Err(wait) = turn {
            shared.line().put_back(job);
            let wait = Duration::try_from(wait).unwrap_or_default();
            let clock = shared.desk.clock();
            tokio::select! {
                () = clock.pass(wait) => {}
                // What is made ahead gives way to whoever comes to the door.
                () = shared.wake.notified(), if job.ahead => {}
            }
            continue;
        }
        flying.spawn(one(Arc::clone(&shared), job));
    }
}

async fn one(shared: Arc<Shared>, job: Job) {
    let told = make(&shared, job.ticket).await;
    match &told {
        Err(MintError::Trouble) => {
            let mut line = shared.line();
            line.tell(&job.ticket, &told);
            line.put_back(job);
        }
        _ => shared.line().done(&job.ticket, &told),
    }
    shared.wake.notify_one();
}

/// The pace has been asked already.
async fn make(shared: &Shared, ticket: Ticket) -> Told {
    let desk = &*shared.desk;
    let found = standing::find(shared, ticket).await.map_err(|error| {
        tracing::error!(%error, "a ticket could not be read");
        MintError::Store
    });
    let found = match found {
        Ok(Some(holder)) if standing::admits(&holder) => holder,
        other => {
            shared.creating().unasked();
            return Err(other.err().unwrap_or(MintError::Gone));
        }
    };
    let now = desk.now();
    let least = standing::enough(&found, now);
    if let Ok(Some(made)) = ready(desk, &found, least) {
        shared.creating().unasked();
        return Ok(made);
    }
    let Some(acs) = desk.acs() else {
        shared.creating().put_off(now, None, true);
        return Err(MintError::Trouble);
    };
    let acs = acs.with_max_wait(Duration::ZERO);
    let asked = ask(&acs, found.record.identity_id.as_deref()).await;
    let now = desk.now();
    let (identity_id, given) = match asked {
        Ok(given) => {
            shared.creating().answered(now);
            given
        }
        Err(error) => {
            put_off(&mut shared.creating(), &error, now);
            return Err(MintError::Trouble);
        }
    };
    let AcsToken { token, expires_on } = given;
    let made = Made {
        identity_id,
        endpoint: acs.endpoint().to_owned(),
        token: Secret::new(token.expose().to_owned()),
        since: now,
        until: expires_on,
    };
    let kept = keep(shared, &found, ticket, made.clone()).await;
    if kept.is_err() && found.record.identity_id.as_ref() != Some(&made.identity_id) {
        // Nobody would ever delete it.
        drop(acs.identities().delete(&made.identity_id).await);
    }
    kept
}

/// One identity a ticket: it is on the disk before anybody has it.
async fn keep(shared: &Shared, found: &Holder, ticket: Ticket, made: Made) -> Told {
    let (pass, id) = (sealed(&shared.desk, &made), made.identity_id.clone());
    let (new, keep_until) = (found.record.identity_id.as_ref() != Some(&id), standing::kept_until(found));
    let written = shared
        .grouped
        .write(move |w| {
            if new {
                w.ticket_identities().put(&ticket, &id, keep_until)?;
            }
            w.passes().keep(&id, &pass)
        })
        .await;
    match written {
        Ok(()) => Ok(made),
        Err(error) => {
            tracing::error!(%error, "a pass could not be kept");
            Err(MintError::Store)
        }
    }
}

/// Another token for an identity that is there; one that is gone is made anew.
async fn ask(acs: &Acs, identity_id: Option<&str>) -> Result<(String, AcsToken), AcsError> {
    if let Some(id) = identity_id {
        match issue(acs, id).await {
            Err(error) if matches!(error.status(), Some(400 | 404)) => {
                tracing::info!(%error, "the ticket's identity is gone; it gets another");
            }
            answer => return answer.map(|token| (id.to_owned(), token)),
        }
    }
    let made = acs.identities().create(&SCOPES, Some(MINUTES)).await?;
    match made.token {
        Some(token) => Ok((made.id, token)),
        // Not documented: an identity that comes without what was asked for.
        None => issue(acs, &made.id).await.map(|token| (made.id, token)),
    }
}

pub(super) async fn issue(acs: &Acs, id: &str) -> Result<AcsToken, AcsError> {
    acs.identities().issue_token(id, &SCOPES, Some(MINUTES)).await
}

/// Nothing came: how long everybody waits before the next asks.
pub(super) fn put_off(pace: &mut pace::Pace, error: &AcsError, now: Timestamp) {
    let wait = error.retry_after().and_then(|wait| SignedDuration::try_from(wait).ok());
    pace.put_off(now, wait, !error.throttled());
    if let Some(told) = wrong_clock::told(error) {
        tracing::error!(told, "the calling service turns this machine's clock down");
    } else {
        tracing::warn!(%error, "the calling service gave no token");
    }
}
