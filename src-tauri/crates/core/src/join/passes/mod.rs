//! Where a pass comes from: who one is in the call, and the token that lets one in (D5). A trusted service's, a guest's
//! signed by this machine, a Teams user's own, and (preview) a work account's own.

mod check;
mod entra_user;
mod guest;
pub mod service;
mod teams_user;

use jiff::Timestamp;
use lectern_microsoft::AccessToken;
use lectern_microsoft::acs::AcsError;
use lectern_microsoft::entra::EntraErrorKind;
use lectern_microsoft::secret::RefreshKey;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use check::BadPass;
pub(crate) use guest::{MINUTES, SCOPES, TicketOfEvent};

use super::offers::JoinOffer;
use super::start::StartError;
use crate::desk::Desk;
use crate::error::DeskError;
use crate::sign_in::{account, tokens};
use crate::wrong_clock;

/// As whom one joins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub enum JoinAs {
    /// An anonymous guest with a name of one's choice: calls and chat.
    #[default]
    Guest,
    /// The signed-in account, as Teams knows it: calls only.
    Teams,
    /// The signed-in work account without Teams (preview): calls only.
    Entra,
}

/// Somebody whom one can join as here.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct JoinIdentity {
    #[serde(rename = "as")]
    pub joins_as: JoinAs,
    /// The account; none for a guest.
    pub account: Option<String>,
    /// What one has in the meeting as that.
    pub offers: Vec<JoinOffer>,
}

/// One pass for one join.
pub(crate) struct Pass {
    pub user_id: String,
    pub endpoint: String,
    pub token: AccessToken,
    pub expires_on: Timestamp,
    pub held: Held,
}

/// What is kept of a pass while its join lasts.
#[derive(Clone)]
pub(crate) struct Holding {
    pub user_id: String,
    pub held: Held,
}

#[derive(Clone)]
pub(crate) enum Held {
    /// An identity for this one join.
    Guest,
    /// The identity of a ticket, which other joins may use as well.
    Ticket,
    Service {
        origin: String,
        key: RefreshKey,
    },
    Teams,
    Entra,
}

pub(crate) struct Fresh {
    pub token: AccessToken,
    pub expires_on: Timestamp,
    /// Where the source changed what it wants next time.
    pub held: Option<Held>,
}

/// Whom one can join as on this machine, and by which account. The order is the order of preference.
pub(crate) async fn whom(desk: &Desk, guests: bool) -> Result<Vec<(JoinAs, Option<String>)>, DeskError> {
    let mut found = Vec::new();
    if guests {
        found.push((JoinAs::Guest, None));
    }
    let Some(account) = account::current(desk).await?.filter(|account| !account.needs_sign_in) else {
        return Ok(found);
    };
    let mut add = |joins_as| found.push((joins_as, Some(account.username.clone())));
    if desk.acs().is_some() {
        add(JoinAs::Teams);
    }
    if entra_user::endpoint(desk).await?.is_some() {
        add(JoinAs::Entra);
    }
    Ok(found)
}

/// Gets a pass, and looks at it before it is handed on.
pub(crate) async fn get(desk: &Desk, join_id: &str, joins_as: JoinAs) -> Result<Pass, StartError> {
    let (ticket, fetched, holding) = {
        let joins = desk.joins();
        let join = joins.get(join_id).ok_or(StartError::Over)?;
        let fetched = join.service.as_ref().map(|led| led.fetched.clone());
        (join.ticket.clone(), fetched, join.holding.clone())
    };
    let pass = match (joins_as, fetched) {
        (JoinAs::Guest, Some(fetched)) => service::pass(desk, &fetched).await?,
        (JoinAs::Guest, None) => guest::pass(desk, join_id, ticket.as_ref(), holding.as_ref()).await?,
        (JoinAs::Teams, _) => teams_user::pass(desk).await?,
        (JoinAs::Entra, _) => entra_user::pass(desk).await?,
    };
    let checked = check::usable(&pass.user_id, &pass.token, pass.expires_on, desk.now());
    checked.map_err(|problem| bad(&pass.held, problem))?;
    if let Held::Service { origin, key } = &pass.held {
        service::keep(desk, origin, &pass.user_id, (&pass.token, pass.expires_on), Some(key));
    }
    Ok(pass)
}

/// Another token for the same person.
pub(crate) async fn renew(desk: &Desk, join_id: &str, holding: &Holding) -> Result<Fresh, StartError> {
    let fresh = match &holding.held {
        Held::Guest => guest::renew(desk, &holding.user_id).await?,
        Held::Ticket => guest::renew_of_ticket(desk, join_id, &holding.user_id).await?,
        Held::Service { origin, key } => service::renew(desk, origin, key).await?,
        Held::Teams => same(&holding.user_id, teams_user::pass(desk).await?)?,
        Held::Entra => same(&holding.user_id, entra_user::pass(desk).await?)?,
    };
    let checked = check::usable(&holding.user_id, &fresh.token, fresh.expires_on, desk.now());
    checked.map_err(|problem| bad(&holding.held, problem))?;
    if let Held::Service { origin, .. } = &holding.held {
        let key = fresh.held.as_ref().and_then(|held| match held {
            Held::Service { key, .. } => Some(key),
            _ => None,
        });
        service::keep(desk, origin, &holding.user_id, (&fresh.token, fresh.expires_on), key);
    }
    Ok(fresh)
}

/// What is ours is taken back. Tokens that others gave run out by themselves.
pub(crate) async fn give_back(
    desk: &Desk,
    join_id: &str,
    holding: Holding,
    ticket: Option<&TicketOfEvent>,
) -> Result<(), StartError> {
    match holding.held {
        Held::Guest => guest::left(desk, holding.user_id).await,
        Held::Ticket => guest::left_with_ticket(desk, join_id, holding.user_id, ticket).await,
        Held::Service { .. } | Held::Teams | Held::Entra => Ok(()),
    }
}

pub(crate) use guest::sweep;

/// Somebody else has signed in meanwhile: the calling SDK would end the call over it, without a word.
fn same(user_id: &str, pass: Pass) -> Result<Fresh, StartError> {
    if !pass.user_id.eq_ignore_ascii_case(user_id) {
        return Err(bad(&pass.held, BadPass::OtherPerson));
    }
    Ok(Fresh { token: pass.token, expires_on: pass.expires_on, held: None })
}

fn bad(held: &Held, problem: BadPass) -> StartError {
    let from = match held {
        Held::Service { origin, .. } => service::host(origin),
        Held::Guest | Held::Ticket | Held::Teams | Held::Entra => "the calling service".to_owned(),
    };
    StartError::BadPass { from, problem }
}

/// Somebody between here and the services who answers in their place.
fn on_the_way(error: &AcsError) -> Option<DeskError> {
    let (service, transport) = match error {
        AcsError::Transport(transport) => ("The calling service", transport),
        AcsError::Principal(principal) => match principal.kind() {
            EntraErrorKind::Transport(transport) => ("Microsoft's sign-in", transport),
            _ => return None,
        },
        AcsError::Service(_) | AcsError::Id => return None,
    };
    transport.intercepted().then(|| tokens::unreachable_or_odd(service, transport))
}

/// ACS' refusals as somebody who wants to join is told them.
fn told(error: &AcsError) -> StartError {
    if let Some(told) = wrong_clock::told(error) {
        return StartError::Clock(told);
    }
    if let Some(told) = on_the_way(error) {
        return StartError::Desk(told);
    }
    match error.status() {
        Some(401 | 403) => StartError::Denied(error.to_string()),
        Some(429) => StartError::Throttled(error.retry_after().map(|pause| pause.as_secs_f64())),
        Some(_) => StartError::Answered(error.to_string()),
        None if matches!(error, AcsError::Principal(_)) => StartError::Denied(error.to_string()),
        None => StartError::Unreachable(error.to_string()),
    }
}
