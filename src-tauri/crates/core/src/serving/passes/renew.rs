//! "My token ends soon": a key becomes another token, and another key.
//!
//! A key is good once. One that comes back was stolen, or its answer was lost; who of the two asks can't be told, so the
//! join ends and its person comes in by the ticket again (RFC 9700 §4.14.2). Only right after its use, and while nothing
//! came of the key that went out instead, it is taken for a lost answer.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use lectern_domain::secret::Secret;
use lectern_store::passes::{GrantRecord, GrantSource, NewGrant};
use lectern_store::{StoreError, Writer};
use subtle::ConstantTimeEq as _;

use super::enter::{hash, key, shown};
use super::mint::{self, Made};
use super::pace::MOST;
use super::standing::{self, Holder};
use super::{Door, PassError, PassRenewed, Shared};
use crate::desk::Desk;

/// An answer that was lost is asked for again within this.
const LOST: SignedDuration = SignedDuration::from_secs(30);
/// Whoever asks again so soon gets the same token once more.
const YOUNG: SignedDuration = SignedDuration::from_mins(10);
/// With ACS in trouble a token that lasts so long is better than none.
const LEFT: SignedDuration = SignedDuration::from_mins(2);
const AGAIN: SignedDuration = SignedDuration::from_secs(30);

impl Door {
    /// # Errors
    /// [`PassError::Key`] for a key that is not good any more; else as for a join.
    pub async fn renew(&self, key: &str) -> Result<PassRenewed, PassError> {
        let shared = &*self.shared;
        let desk = &*shared.desk;
        let (number, secret) = key.split_once('.').ok_or(PassError::Key)?;
        let number: i64 = number.parse().map_err(|_| PassError::Key)?;
        let grant = desk.read(move |r| r.passes().grant(number)).await?.ok_or(PassError::Key)?;
        if !bool::from(grant.key_hash.ct_eq(&hash(secret))) {
            return Err(PassError::Key);
        }
        let identity = grant.identity_id.clone();
        let ticket = desk.read(move |r| r.passes().ticket_of(&identity)).await?.ok_or(PassError::Over)?;
        let holder = standing::find(shared, ticket).await?.ok_or(PassError::Revoked)?;
        if holder.record.registrant_id != grant.registrant_id {
            return Err(PassError::Key);
        }
        standing::judge(&holder, desk.now())?;
        let used = spend(shared, &grant).await?;
        if !used {
            tracing::warn!(grant = number, "a used key came back: its join is ended");
            return Err(PassError::Key);
        }
        let (made, source) = another(shared, &holder, &grant.identity_id).await?;
        give(shared, &holder, &grant, made, source).await
    }
}

/// `false`: it was used before, and its join is ended now.
async fn spend(shared: &Shared, grant: &GrantRecord) -> Result<bool, PassError> {
    let (number, first, now) = (grant.number, grant.first.unwrap_or(grant.number), shared.desk.now());
    Ok(shared.grouped.write(move |w| take(w, number, first, now)).await?)
}

fn take(w: &Writer<'_>, number: i64, first: i64, now: Timestamp) -> Result<bool, StoreError> {
    let passes = w.passes();
    let (Some(grant), Some(join)) = (passes.grant(number)?, passes.grant(first)?) else { return Ok(false) };
    if join.ended_at.is_some() {
        return Ok(false);
    }
    let replaced = grant.first.and(grant.ended_at);
    let Some(spent) = grant.used_at.or(replaced) else {
        passes.used(number, now)?;
        return Ok(true);
    };
    if now.duration_since(spent).abs() <= LOST && !passes.gone_on(first, number)? {
        // The key that went out with the lost answer is good no more.
        passes.replace(first, number, now)?;
        return Ok(true);
    }
    passes.end(first, now)?;
    Ok(false)
}

async fn another(shared: &Shared, holder: &Holder, id: &str) -> Result<(Made, GrantSource), PassError> {
    let desk = &*shared.desk;
    let now = desk.now();
    let kept = mint::ready(desk, holder, now.saturating_add(LEFT).unwrap_or(now))?;
    let young = |made: &Made| {
        let age = now.duration_since(made.since);
        age < YOUNG && !age.is_negative() && made.until >= standing::least(now)
    };
    if let Some(made) = kept.clone().filter(young) {
        return Ok((made, GrantSource::Ahead));
    }
    match issued(shared, id).await {
        Ok(made) => Ok((made, GrantSource::Fresh)),
        Err(error) => kept.map(|made| (made, GrantSource::Ahead)).ok_or(error),
    }
}

async fn issued(shared: &Shared, id: &str) -> Result<Made, PassError> {
    let desk: &Desk = &shared.desk;
    let acs = desk.acs().ok_or(PassError::Trouble(AGAIN))?.with_max_wait(Duration::ZERO);
    shared.issuing().take(desk.now(), MOST).map_err(|wait| PassError::Trouble(wait.max(AGAIN)))?;
    let answer = mint::issue(&acs, id).await;
    let now = desk.now();
    match answer {
        Ok(given) => {
            shared.issuing().answered(now);
            Ok(Made {
                identity_id: id.to_owned(),
                endpoint: acs.endpoint().to_owned(),
                token: Secret::new(given.token.expose().to_owned()),
                since: now,
                until: given.expires_on,
            })
        }
        Err(error) if error.not_found() => {
            shared.issuing().answered(now);
            // Another resource, or deleted elsewhere: the ticket gets another identity, and this join can't go on.
            Err(PassError::Key)
        }
        Err(error) => {
            mint::put_off(&mut shared.issuing(), &error, now);
            Err(PassError::Trouble(AGAIN))
        }
    }
}

async fn give(
    shared: &Shared,
    holder: &Holder,
    before: &GrantRecord,
    made: Made,
    source: GrantSource,
) -> Result<PassRenewed, PassError> {
    let (secret, key_hash) = key(&shared.desk);
    let grant = NewGrant {
        event_id: holder.record.event_id.clone(),
        registrant_id: before.registrant_id.clone(),
        identity_id: made.identity_id.clone(),
        source,
        until: made.until,
        key_hash,
        first: Some(before.first.unwrap_or(before.number)),
    };
    let pass = (source == GrantSource::Fresh).then(|| mint::sealed(&shared.desk, &made));
    let now = shared.desk.now();
    let number = shared
        .grouped
        .write(move |w| {
            if let Some(pass) = &pass {
                w.passes().keep(&grant.identity_id, pass)?;
            }
            w.passes().given(&grant, now)
        })
        .await?;
    Ok(PassRenewed { token: made.token, expires_on: made.until, refresh_key: shown(number, &secret) })
}
