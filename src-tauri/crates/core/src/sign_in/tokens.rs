//! A token for Graph whenever one is needed: from memory, or by the refresh token; and one clear prompt when neither
//! will do. Never a loop: an account that needs its person is asked nothing more until somebody signs in.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use lectern_microsoft::entra::{EntraError, EntraErrorKind, TokenSet};
use lectern_microsoft::transport::TransportError;
use lectern_microsoft::{AccessToken, RefreshToken};
use lectern_store::accounts::AccountRecord;

use crate::desk::Desk;
use crate::error::DeskError;
use crate::profiles::card;

/// A token is renewed this long before it ends, so that no call starts with one that ends on the way.
const MARGIN: SignedDuration = SignedDuration::from_mins(5);
const SERVICE: &str = "Microsoft's sign-in";
pub(super) const REFRESH_CONTEXT: &str = "refresh-token";

#[derive(Default)]
pub struct TokenCache {
    access: Option<(AccessToken, Timestamp)>,
    /// For what only some of the desk's work needs, by the scopes that were asked for.
    more: HashMap<String, (AccessToken, Timestamp)>,
    /// What the service demanded of the next interactive sign-in (a claims challenge).
    pub(super) challenge: Option<String>,
}

/// A service's answer that turned a token down, with the claims it demands where it named any.
pub(crate) struct TurnedDown {
    pub claims: Option<String>,
}

/// A token for Graph; after `refused`, another than the cached one.
pub(crate) async fn access(desk: &Desk, refused: Option<TurnedDown>) -> Result<AccessToken, DeskError> {
    let mut cache = desk.tokens.lock().await;
    if refused.is_none()
        && let Some((token, until)) = &cache.access
        && *until > desk.now()
    {
        return Ok(token.clone());
    }
    cache.access = None;
    let (_, refresh) = refresh_token(desk).await?;
    let entra = desk.entra().ok_or(DeskError::SignInNeeded)?;
    let claims = refused.and_then(|answer| answer.claims);
    match entra.refresh(&refresh, &desk.scopes(), claims.as_deref()).await {
        Ok(set) => {
            if let Some(next) = &set.refresh_token {
                keep_refresh_token(desk, next).await?;
            }
            cache.access = Some((set.access_token.clone(), usable_until(desk.now(), &set)));
            Ok(set.access_token)
        }
        Err(error) => {
            if let EntraErrorKind::InteractionRequired { claims: demanded } = error.kind() {
                // Entra may say what it wants, or leave it at what the resource has said.
                cache.challenge = demanded.clone().or(claims);
            }
            if needs_person(&error) {
                ended(desk).await?;
            }
            Err(told(&error))
        }
    }
}

/// The signed-in account's token for another resource than Graph, and whose it must be.
pub(crate) struct OwnToken {
    pub token: AccessToken,
    pub client_id: String,
    pub user_id: String,
    pub username: String,
}

/// Why there is none. The account stays signed in for all else.
pub(crate) enum ResourceError {
    /// An administrator can agree at this address.
    Consent {
        address: String,
    },
    /// The app registration doesn't ask for it, or the tenant doesn't know the resource.
    Registration(String),
    Desk(DeskError),
}

impl From<DeskError> for ResourceError {
    fn from(error: DeskError) -> Self {
        Self::Desk(error)
    }
}

/// By the refresh token, which is good for every resource that was agreed to. Asked anew each time: a call needs one
/// that lasts.
pub(crate) async fn for_resource(desk: &Desk, scopes: &[&str]) -> Result<OwnToken, ResourceError> {
    // Nobody else may use the refresh token at the same time.
    let cache = desk.tokens.lock().await;
    let (account, set) = by_refresh(desk, scopes, None).await?;
    drop(cache);
    let entra = desk.entra().ok_or(DeskError::SignInNeeded)?;
    Ok(OwnToken {
        token: set.access_token,
        client_id: entra.client_id().to_owned(),
        user_id: account.user_id,
        username: account.username,
    })
}

/// A token for Graph with permissions that sign-in does not ask for, since most desks never need them; after `refused`,
/// another than the cached one. Who has not agreed is told so, and stays signed in for all else.
pub(crate) async fn incremental(
    desk: &Desk,
    scopes: &[&str],
    refused: Option<TurnedDown>,
) -> Result<AccessToken, ResourceError> {
    let mut cache = desk.tokens.lock().await;
    let key = scopes.join(" ");
    if refused.is_none()
        && let Some((token, until)) = cache.more.get(&key)
        && *until > desk.now()
    {
        return Ok(token.clone());
    }
    cache.more.remove(&key);
    let claims = refused.and_then(|answer| answer.claims);
    let (_, set) = by_refresh(desk, scopes, claims.as_deref()).await?;
    cache.more.insert(key, (set.access_token.clone(), usable_until(desk.now(), &set)));
    Ok(set.access_token)
}

/// Which of these permissions Entra grants now: asked anew, past every token that is still good.
pub(crate) async fn granted(desk: &Desk, scopes: &[&str]) -> Result<Vec<String>, ResourceError> {
    let _alone = desk.tokens.lock().await;
    Ok(by_refresh(desk, scopes, None).await?.1.scopes)
}

/// Under the lock of the cache.
async fn by_refresh(
    desk: &Desk,
    scopes: &[&str],
    claims: Option<&str>,
) -> Result<(AccountRecord, TokenSet), ResourceError> {
    let (account, refresh) = refresh_token(desk).await?;
    let entra = desk.entra().ok_or(DeskError::SignInNeeded)?;
    let scopes: Vec<&str> = scopes.iter().copied().chain(["offline_access"]).collect();
    let set = match entra.refresh(&refresh, &scopes, claims).await {
        Ok(set) => set,
        Err(error) => {
            return Err(match error.kind() {
                EntraErrorKind::ConsentMissing => ResourceError::Consent { address: entra.admin_consent() },
                EntraErrorKind::Client => ResourceError::Registration(error.to_string()),
                EntraErrorKind::InvalidGrant | EntraErrorKind::Expired => {
                    ended(desk).await?;
                    ResourceError::Desk(told(&error))
                }
                _ => ResourceError::Desk(told(&error)),
            });
        }
    };
    if let Some(next) = &set.refresh_token {
        keep_refresh_token(desk, next).await?;
    }
    Ok((account, set))
}

/// Nothing is asked any more until its person signs in.
async fn ended(desk: &Desk) -> Result<(), DeskError> {
    desk.write(|w| Ok::<_, DeskError>(w.accounts().needs_sign_in()?)).await?;
    card::note(desk).await;
    Ok(())
}

async fn refresh_token(desk: &Desk) -> Result<(AccountRecord, RefreshToken), DeskError> {
    let account = desk.read(|r| r.accounts().get()).await?.ok_or(DeskError::SignInNeeded)?;
    if account.needs_sign_in {
        return Err(DeskError::SignInEnded);
    }
    let sealed = account.refresh_token_sealed.as_ref().ok_or(DeskError::SignInNeeded)?;
    let plain = desk.seal().open(REFRESH_CONTEXT, sealed)?;
    let refresh = RefreshToken::new(String::from_utf8_lossy(plain.expose()));
    Ok((account, refresh))
}

fn usable_until(now: Timestamp, set: &TokenSet) -> Timestamp {
    let life = SignedDuration::try_from(set.expires_in).unwrap_or(MARGIN);
    now.saturating_add(life - MARGIN).unwrap_or(now)
}

async fn keep_refresh_token(desk: &Desk, token: &RefreshToken) -> Result<(), DeskError> {
    let sealed = desk.seal().seal(desk.chance(), REFRESH_CONTEXT, token.expose().as_bytes());
    desk.write(move |w| Ok::<_, DeskError>(w.accounts().keep_tokens(Some(&sealed), None)?)).await
}

/// Writes down who signed in and starts with the tokens that came along.
pub(super) async fn accept(desk: &Desk, set: TokenSet) -> Result<(), DeskError> {
    let id = set.id_token.as_ref().ok_or_else(|| DeskError::Remote {
        service: SERVICE,
        message: "it named no account (no id token).".into(),
    })?;
    let username = id.preferred_username.clone().unwrap_or_else(|| id.oid.clone());
    let sealed = set
        .refresh_token
        .as_ref()
        .map(|token| desk.seal().seal(desk.chance(), REFRESH_CONTEXT, token.expose().as_bytes()));
    let record = AccountRecord {
        user_id: id.oid.clone(),
        tenant_id: id.tid.clone(),
        display_name: id.name.clone().unwrap_or_else(|| username.clone()),
        username,
        refresh_token_sealed: sealed,
        access_tokens_sealed: None,
        needs_sign_in: false,
        signed_in_at: desk.now(),
    };
    desk.write(move |w| Ok::<_, DeskError>(w.accounts().put(&record)?)).await?;
    let mut cache = desk.tokens.lock().await;
    cache.challenge = None;
    cache.more.clear();
    cache.access = Some((set.access_token.clone(), usable_until(desk.now(), &set)));
    drop(cache);
    card::note(desk).await;
    Ok(())
}

pub(super) async fn forget(desk: &Desk) {
    *desk.tokens.lock().await = TokenCache::default();
}

fn needs_person(error: &EntraError) -> bool {
    matches!(
        error.kind(),
        EntraErrorKind::InteractionRequired { .. }
            | EntraErrorKind::InvalidGrant
            | EntraErrorKind::ConsentMissing
            | EntraErrorKind::Expired
            | EntraErrorKind::Blocked
    )
}

/// Entra's refusals as the desk tells them.
pub(super) fn told(error: &EntraError) -> DeskError {
    let seconds = |pause: &Option<std::time::Duration>| pause.map(|pause| pause.as_secs_f64());
    match error.kind() {
        EntraErrorKind::InteractionRequired { .. }
        | EntraErrorKind::InvalidGrant
        | EntraErrorKind::Expired => DeskError::SignInEnded,
        EntraErrorKind::ConsentMissing => DeskError::SignInBlocked(format!(
            "Nobody has agreed yet to what Lectern may do in this organization. Sign in and agree, or ask an administrator. ({error})"
        )),
        EntraErrorKind::Blocked => DeskError::SignInBlocked(format!(
            "Your organization's sign-in rules (Conditional Access) don't allow this. Use the browser sign-in, or ask an administrator; trying again changes nothing. ({error})"
        )),
        EntraErrorKind::Declined => DeskError::SignInBlocked("The sign-in was declined.".into()),
        EntraErrorKind::LoopDetected => DeskError::Throttled { service: SERVICE, retry_after: Some(300.0) },
        EntraErrorKind::Throttled { retry_after } | EntraErrorKind::Unavailable { retry_after } => {
            DeskError::Throttled { service: SERVICE, retry_after: seconds(retry_after) }
        }
        EntraErrorKind::Client => DeskError::SignInBlocked(format!(
            "The app registration doesn't fit: {error} Check tenant, client id and that public client flows are allowed."
        )),
        EntraErrorKind::IdToken(detail) => DeskError::Remote {
            service: SERVICE,
            message: format!("{detail}. Is this computer's clock right?"),
        },
        EntraErrorKind::Transport(transport) => unreachable_or_odd(SERVICE, transport),
    }
}

/// What came instead of the service's answer, for whoever has to find out who it is.
fn seen(stranger: &TransportError) -> String {
    match stranger {
        TransportError::NotJson { status, snippet, .. } => format!("A page came with {status}: “{snippet}”."),
        TransportError::Redirected { status } => format!("A redirect came with {status}."),
        TransportError::Tls { reason, .. } => format!("The certificate is somebody else's: {reason}."),
        other => other.to_string(),
    }
}

/// A call that brought no usable answer: no network, or somebody else's voice.
pub(crate) fn unreachable_or_odd(service: &'static str, error: &TransportError) -> DeskError {
    match error {
        TransportError::ProxyAuth { .. } => DeskError::Proxy { service },
        stranger if stranger.intercepted() => DeskError::Captive { service, detail: seen(stranger) },
        TransportError::Offline { .. }
        | TransportError::Timeout { .. }
        | TransportError::Broken { .. }
        | TransportError::Tls { .. } => DeskError::Offline { service, detail: error.to_string() },
        other => DeskError::Remote { service, message: other.to_string() },
    }
}
