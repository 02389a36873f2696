//! "Join now": a pass from where it comes from ([`passes`]), fresh ones while the call lasts, and its end.

use lectern_domain::join_link::{JoinTarget, Kind};
use lectern_domain::person_name;
use serde::Serialize;
use ts_rs::TS;

use super::passes::service::{Led, ServiceFailure};
use super::passes::{self, BadPass, Holding, JoinAs, TicketOfEvent};
use crate::desk::Desk;
use crate::error::{CommandError, DeskError, ErrorCode};

/// A join between its decision and its end. Lives in memory only.
pub struct RunningJoin {
    pub(crate) target: Option<JoinTarget>,
    pub(crate) open: Option<String>,
    pub(crate) kind: Kind,
    /// The event of this desk that the ticket belongs to.
    pub(crate) event: Option<String>,
    /// On this desk's own lists.
    pub(crate) ticket: Option<TicketOfEvent>,
    /// What a trusted service gave for the ticket.
    pub(crate) service: Option<Led>,
    /// Once started.
    pub(crate) holding: Option<Holding>,
}

#[derive(Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct JoinCredentials {
    pub user_id: String,
    /// Empty for a Teams user, who brings a name: the calling SDK refuses another.
    pub display_name: String,
    pub endpoint: String,
    /// Crosses to the join screen alone, which needs it; it is the least that one can join with.
    pub token: String,
    pub expires_on: String,
    pub locator: JoinTarget,
    pub simulated: bool,
    #[serde(rename = "as")]
    pub joins_as: JoinAs,
    /// The pass opens no chat.
    pub call_only: bool,
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
        "The calling service did not let this machine in: {0} Check the ACS key or service principal in Settings; the meeting can be joined in Teams."
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
    #[error("What {from} gave to join with can't be used: {problem}. Try again, or join in Teams.")]
    BadPass { from: String, problem: BadPass },
    #[error(
        "Nobody has agreed yet that Lectern may take part in calls as this account. An administrator can, at {address} . Until then join as a guest, or in Teams."
    )]
    Consent { address: String },
    #[error(
        "The app registration lacks the permissions of {what} for calls: {detail} Add them and let an administrator agree; until then join as a guest, or in Teams."
    )]
    Registration { what: &'static str, detail: String },
    #[error(
        "Microsoft's sign-in answered with another account than the one that is signed in here, so nothing was sent on. Sign in again, or join as a guest."
    )]
    OtherAccount,
    #[error(
        "The calling service did not take {account}: {detail} It needs a Teams licence, or to be assigned to the calling resource. Join as a guest, or in Teams."
    )]
    Account { account: String, detail: String },
    #[error(
        "Joining as a work account is a preview of Microsoft's that is switched off here. Switch it on in Settings, or join as a guest."
    )]
    EntraOff,
    #[error(transparent)]
    Service(#[from] ServiceFailure),
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<StartError> for CommandError {
    fn from(error: StartError) -> Self {
        let retry_after = if let StartError::Throttled(seconds) = &error { *seconds } else { None };
        let code = match error {
            StartError::Desk(inner) => return inner.into(),
            StartError::Service(inner) => return inner.into(),
            StartError::Over => ErrorCode::NotFound,
            StartError::NotHere
            | StartError::NoKey
            | StartError::Denied(_)
            | StartError::Clock(_)
            | StartError::Consent { .. }
            | StartError::Registration { .. }
            | StartError::OtherAccount
            | StartError::Account { .. }
            | StartError::EntraOff => ErrorCode::Refused,
            StartError::Name => ErrorCode::Invalid,
            StartError::Unreachable(_) => ErrorCode::Offline,
            StartError::Answered(_) | StartError::BadPass { .. } => ErrorCode::Remote,
            StartError::Throttled(_) => ErrorCode::Throttled,
        };
        let mut told = Self::new(code, error.to_string());
        told.retry_after = retry_after;
        told
    }
}

/// As a guest with this name.
pub async fn start(desk: &Desk, join_id: &str, display_name: &str) -> Result<JoinCredentials, StartError> {
    start_as(desk, join_id, display_name, JoinAs::Guest).await
}

pub async fn start_as(
    desk: &Desk,
    join_id: &str,
    display_name: &str,
    joins_as: JoinAs,
) -> Result<JoinCredentials, StartError> {
    let display_name = match joins_as {
        JoinAs::Teams => String::new(),
        JoinAs::Guest | JoinAs::Entra => person_name::clean(display_name).map_err(|_| StartError::Name)?,
    };
    let locator = {
        let joins = desk.joins();
        let join = joins.get(join_id).ok_or(StartError::Over)?;
        join.target.clone().ok_or(StartError::NotHere)?
    };
    let pass = passes::get(desk, join_id, joins_as).await?;
    let holding = Holding { user_id: pass.user_id.clone(), held: pass.held };
    hold(desk, join_id, holding).await?;
    Ok(JoinCredentials {
        user_id: pass.user_id,
        display_name,
        endpoint: pass.endpoint,
        token: pass.token.expose().to_owned(),
        expires_on: pass.expires_on.to_string(),
        locator,
        simulated: desk.sandbox().is_some(),
        joins_as,
        call_only: joins_as != JoinAs::Guest,
    })
}

/// A fresh token for a call that lasts; the calling SDK asks in good time.
pub async fn refresh(desk: &Desk, join_id: &str) -> Result<JoinToken, StartError> {
    let holding = desk.joins().get(join_id).and_then(|join| join.holding.clone()).ok_or(StartError::Over)?;
    let fresh = passes::renew(desk, join_id, &holding).await?;
    if let (Some(held), Some(join)) = (fresh.held, desk.joins().get_mut(join_id)) {
        join.holding = Some(Holding { user_id: holding.user_id, held });
    }
    Ok(JoinToken { token: fresh.token.expose().to_owned(), expires_on: fresh.expires_on.to_string() })
}

/// The person has left: what is ours of the pass is taken back.
pub async fn leave(desk: &Desk, join_id: &str) -> Result<(), StartError> {
    let Some(join) = desk.joins().remove(join_id) else { return Ok(()) };
    let Some(holding) = join.holding else { return Ok(()) };
    passes::give_back(desk, join_id, holding, join.ticket.as_ref()).await?;
    sweep(desk).await.map(drop)
}

/// Identities that nobody needs any more.
pub async fn sweep(desk: &Desk) -> Result<usize, StartError> {
    passes::sweep(desk).await
}

/// Whoever left while the pass was on its way needs it no more; whoever joined as somebody else first gives that back.
async fn hold(desk: &Desk, join_id: &str, holding: Holding) -> Result<(), StartError> {
    let kept = desk
        .joins()
        .get_mut(join_id)
        .map(|join| (join.holding.replace(holding.clone()), join.ticket.clone()));
    match kept {
        None => {
            passes::give_back(desk, join_id, holding, None).await?;
            Err(StartError::Over)
        }
        Some((Some(before), ticket)) if before.user_id != holding.user_id => {
            passes::give_back(desk, join_id, before, ticket.as_ref()).await
        }
        Some(_) => Ok(()),
    }
}
