//! "Join now": an identity of its own for this guest, with the least scopes one can join with, signed by the key that
//! this machine holds (D5). Deleted when the guest has left.

use jiff::{SignedDuration, Timestamp};
use lectern_domain::join_link::{JoinTarget, Kind};
use lectern_domain::person_name;
use lectern_microsoft::acs::{Acs, AcsError, AcsToken, Scope};
use serde::Serialize;
use ts_rs::TS;

use crate::desk::Desk;
use crate::error::{CommandError, DeskError, ErrorCode};
use crate::wrong_clock;

/// `voip.join` enters calls but starts none; `chat.join.limited` neither makes threads nor adds people.
const SCOPES: [Scope; 2] = [Scope::VoipJoin, Scope::ChatJoinLimited];
/// The most that the service gives. The composite asks for another in good time.
const MINUTES: u16 = 1440;

/// A join between its decision and its end. Lives in memory only.
pub struct RunningJoin {
    pub(crate) target: Option<JoinTarget>,
    pub(crate) open: Option<String>,
    pub(crate) kind: Kind,
    pub(crate) identity: Option<String>,
    /// The event of this desk that the ticket belongs to.
    pub(crate) event: Option<String>,
}

#[derive(Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct JoinCredentials {
    pub user_id: String,
    pub display_name: String,
    pub endpoint: String,
    /// Crosses to the join screen alone, which needs it; it is the least that one can join with.
    pub token: String,
    pub expires_on: String,
    pub locator: JoinTarget,
    pub simulated: bool,
}

#[derive(Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct JoinToken {
    pub token: String,
    pub expires_on: String,
}

#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("That join is over. Open the link again.")]
    Over,
    #[error("This can't be joined here. Open it in Teams.")]
    NotHere,
    #[error("Enter the name that others will see.")]
    Name,
    #[error("This machine holds no key for guest access to calls. Open the meeting in Teams.")]
    NoKey,
    #[error(
        "The calling service did not let this machine in: {0} Check the ACS connection string in Settings; the meeting can be joined in Teams."
    )]
    Denied(String),
    #[error("{0} Until then the meeting can be joined in Teams.")]
    Clock(String),
    #[error("The calling service can't be reached ({0}). Try again, or join in Teams.")]
    Unreachable(String),
    #[error("The calling service answered: {0} Try again, or join in Teams.")]
    Answered(String),
    #[error("The calling service asks for a pause. Try again in {} s, or join in Teams.", .0.unwrap_or(30.0))]
    Throttled(Option<f64>),
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<StartError> for CommandError {
    fn from(error: StartError) -> Self {
        let retry_after = if let StartError::Throttled(seconds) = &error { *seconds } else { None };
        let code = match error {
            StartError::Desk(inner) => return inner.into(),
            StartError::Over => ErrorCode::NotFound,
            StartError::NotHere | StartError::NoKey | StartError::Denied(_) | StartError::Clock(_) => {
                ErrorCode::Refused
            }
            StartError::Name => ErrorCode::Invalid,
            StartError::Unreachable(_) => ErrorCode::Offline,
            StartError::Answered(_) => ErrorCode::Remote,
            StartError::Throttled(_) => ErrorCode::Throttled,
        };
        let mut told = Self::new(code, error.to_string());
        told.retry_after = retry_after;
        told
    }
}

pub async fn start(desk: &Desk, join_id: &str, display_name: &str) -> Result<JoinCredentials, StartError> {
    let display_name = person_name::clean(display_name).map_err(|_| StartError::Name)?;
    let locator = {
        let joins = desk.joins();
        let join = joins.get(join_id).ok_or(StartError::Over)?;
        join.target.clone().ok_or(StartError::NotHere)?
    };
    let acs = desk.acs().ok_or(StartError::NoKey)?;
    let identity = acs.identities().create(&SCOPES, Some(MINUTES)).await.map_err(|error| told(&error))?;
    let token = identity.token.ok_or_else(|| StartError::Answered("an identity without a token.".into()))?;
    remember(desk, join_id, &identity.id).await?;
    Ok(JoinCredentials {
        user_id: identity.id,
        display_name,
        endpoint: acs.endpoint().to_owned(),
        token: token.token.expose().to_owned(),
        expires_on: token.expires_on.to_string(),
        locator,
        simulated: desk.sandbox().is_some(),
    })
}

/// A fresh token for a call that lasts; the calling SDK asks in good time.
pub async fn refresh(desk: &Desk, join_id: &str) -> Result<JoinToken, StartError> {
    let identity =
        desk.joins().get(join_id).and_then(|join| join.identity.clone()).ok_or(StartError::Over)?;
    let acs = desk.acs().ok_or(StartError::NoKey)?;
    let token: AcsToken = acs
        .identities()
        .issue_token(&identity, &SCOPES, Some(MINUTES))
        .await
        .map_err(|error| told(&error))?;
    Ok(JoinToken { token: token.token.expose().to_owned(), expires_on: token.expires_on.to_string() })
}

/// The guest has left: the identity goes, and with it every token made for it.
pub async fn leave(desk: &Desk, join_id: &str) -> Result<(), StartError> {
    let Some(join) = desk.joins().remove(join_id) else { return Ok(()) };
    let (Some(identity), Some(acs)) = (join.identity, desk.acs()) else { return Ok(()) };
    delete(desk, &acs, identity).await
}

/// Identities that a crash left behind: older than any token can be, so that no call of another window is cut.
pub async fn sweep(desk: &Desk) -> Result<usize, StartError> {
    let Some(acs) = desk.acs() else { return Ok(0) };
    let before =
        desk.now().saturating_sub(SignedDuration::from_mins(MINUTES.into())).unwrap_or(Timestamp::MIN);
    let left = desk.read(move |r| r.identities().left_before(before, 500)).await?;
    for identity in &left {
        delete(desk, &acs, identity.id.clone()).await?;
    }
    Ok(left.len())
}

async fn remember(desk: &Desk, join_id: &str, identity: &str) -> Result<(), DeskError> {
    if let Some(join) = desk.joins().get_mut(join_id) {
        join.identity = Some(identity.to_owned());
    }
    let (identity, join_id, now) = (identity.to_owned(), join_id.to_owned(), desk.now());
    desk.write(move |w| Ok::<_, DeskError>(w.identities().record(&identity, &join_id, now)?)).await
}

async fn delete(desk: &Desk, acs: &Acs, identity: String) -> Result<(), StartError> {
    match acs.identities().delete(&identity).await {
        Ok(()) => {}
        Err(error) if error.status() == Some(404) => {}
        Err(error) => return Err(told(&error)),
    }
    let now = desk.now();
    desk.write(move |w| Ok::<_, DeskError>(w.identities().deleted(&identity, now)?)).await?;
    Ok(())
}

fn told(error: &AcsError) -> StartError {
    if let Some(told) = wrong_clock::told(error) {
        return StartError::Clock(told);
    }
    match error.status() {
        Some(401 | 403) => StartError::Denied(error.to_string()),
        Some(429) => StartError::Throttled(error.retry_after().map(|pause| pause.as_secs_f64())),
        Some(_) => StartError::Answered(error.to_string()),
        None => StartError::Unreachable(error.to_string()),
    }
}
