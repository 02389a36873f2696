//! Guests by this machine's key or service principal: an identity with the least scopes one can join with.
//!
//! Without a ticket each join has an identity of its own, deleted when the guest has left. A ticket has one identity for
//! all its joins, so that whoever comes back, or has the meeting open twice, is the same person in it; its tokens are
//! revoked when the last of them leaves, and it is deleted after the event.

use jiff::{SignedDuration, Timestamp};
use lectern_microsoft::acs::{Acs, AcsError, AcsToken, NewIdentity, Scope};

use super::{Fresh, Held, Holding, Pass, told};
use crate::desk::Desk;
use crate::error::DeskError;
use crate::join::start::StartError;
use crate::locks::Lock;

/// `voip.join` enters calls but starts none; `chat.join.limited` neither makes threads nor adds people.
pub(crate) const SCOPES: [Scope; 2] = [Scope::VoipJoin, Scope::ChatJoinLimited];
/// The most that the service gives. The composite asks for another in good time.
pub(crate) const MINUTES: u16 = 1440;
/// What is swept at once.
const SWEEP: u32 = 500;
/// Two that come with the same ticket at once, in two windows or programs, must not each make an identity.
const LOCK: &str = "guests";

/// A ticket of this desk's own lists.
#[derive(Clone)]
pub(crate) struct TicketOfEvent {
    pub hash: [u8; 32],
    pub event_ends: Timestamp,
}

pub(super) async fn pass(
    desk: &Desk,
    join_id: &str,
    ticket: Option<&TicketOfEvent>,
    holding: Option<&Holding>,
) -> Result<Pass, StartError> {
    let acs = desk.acs().ok_or(StartError::NoKey)?;
    let (id, token, held) = match (ticket, holding) {
        (Some(ticket), _) => {
            let (id, token) = of_ticket(desk, &acs, join_id, ticket).await?;
            (id, token, Held::Ticket)
        }
        // A call that did not come about is tried again as the same guest.
        (None, Some(Holding { user_id, held: Held::Guest })) => {
            (user_id.clone(), issue(&acs, user_id).await.map_err(|error| told(&error))?, Held::Guest)
        }
        (None, _) => {
            let (id, token) = create(&acs).await?;
            let (made, join_id, now) = (id.clone(), join_id.to_owned(), desk.now());
            desk.write(move |w| Ok::<_, DeskError>(w.identities().record(&made, &join_id, now)?)).await?;
            (id, token, Held::Guest)
        }
    };
    let endpoint = acs.endpoint().to_owned();
    let AcsToken { token, expires_on } = token;
    Ok(Pass { user_id: id, endpoint, token, expires_on, held })
}

async fn create(acs: &Acs) -> Result<(String, AcsToken), StartError> {
    let made = acs.identities().create(&SCOPES, Some(MINUTES)).await.map_err(|error| told(&error))?;
    let NewIdentity { id, token } = made;
    let token = token.ok_or_else(|| StartError::Answered("an identity without a token.".into()))?;
    Ok((id, token))
}

async fn issue(acs: &Acs, id: &str) -> Result<AcsToken, AcsError> {
    acs.identities().issue_token(id, &SCOPES, Some(MINUTES)).await
}

async fn of_ticket(
    desk: &Desk,
    acs: &Acs,
    join_id: &str,
    ticket: &TicketOfEvent,
) -> Result<(String, AcsToken), StartError> {
    let _turn = Lock::wait(desk.profile(), LOCK).await?;
    let (hash, ends, join_id, now) = (ticket.hash, ticket.event_ends, join_id.to_owned(), desk.now());
    let kept = desk.read(move |r| r.ticket_identities().of_ticket(&hash)).await?;
    if let Some(id) = kept {
        match issue(acs, &id).await {
            Ok(token) => {
                let used = id.clone();
                desk.write(move |w| {
                    w.ticket_identities().keep(&used, ends)?;
                    Ok::<_, DeskError>(w.ticket_identities().used(&used, &join_id, now)?)
                })
                .await?;
                return Ok((id, token));
            }
            // Of a resource that this machine has left, or deleted elsewhere.
            Err(error) if matches!(error.status(), Some(400 | 404)) => {
                tracing::info!(%error, "the ticket's identity is gone; it gets another");
            }
            Err(error) => return Err(told(&error)),
        }
    }
    let (id, token) = create(acs).await?;
    let made = id.clone();
    desk.write(move |w| {
        w.ticket_identities().put(&hash, &made, ends)?;
        Ok::<_, DeskError>(w.ticket_identities().used(&made, &join_id, now)?)
    })
    .await?;
    Ok((id, token))
}

pub(super) async fn renew(desk: &Desk, id: &str) -> Result<Fresh, StartError> {
    let acs = desk.acs().ok_or(StartError::NoKey)?;
    let AcsToken { token, expires_on } = issue(&acs, id).await.map_err(|error| told(&error))?;
    Ok(Fresh { token, expires_on, held: None })
}

pub(super) async fn renew_of_ticket(desk: &Desk, join_id: &str, id: &str) -> Result<Fresh, StartError> {
    let fresh = renew(desk, id).await?;
    let (id, join_id, now) = (id.to_owned(), join_id.to_owned(), desk.now());
    desk.write(move |w| Ok::<_, DeskError>(w.ticket_identities().used(&id, &join_id, now)?)).await?;
    Ok(fresh)
}

/// The guest has left: the identity goes, and with it every token made for it.
pub(super) async fn left(desk: &Desk, id: String) -> Result<(), StartError> {
    let Some(acs) = desk.acs() else { return Ok(()) };
    gone(acs.identities().delete(&id).await)?;
    let now = desk.now();
    desk.write(move |w| Ok::<_, DeskError>(w.identities().deleted(&id, now)?)).await?;
    Ok(())
}

/// The last of a ticket's joins takes its tokens along. After the event the identity goes as well.
pub(super) async fn left_with_ticket(
    desk: &Desk,
    join_id: &str,
    id: String,
    ticket: Option<&TicketOfEvent>,
) -> Result<(), StartError> {
    let _turn = Lock::wait(desk.profile(), LOCK).await?;
    let (join_id, of, since) = (join_id.to_owned(), id.clone(), token_horizon(desk));
    let others = desk
        .write(move |w| {
            w.ticket_identities().left(&join_id)?;
            Ok::<_, DeskError>(w.ticket_identities().in_use(&of, since)?)
        })
        .await?;
    let Some(acs) = desk.acs().filter(|_| others == 0) else { return Ok(()) };
    if ticket.is_some_and(|ticket| ticket.event_ends < desk.now()) {
        return end(desk, &acs, id).await;
    }
    gone(acs.identities().revoke(&id).await)
}

/// What nobody needs any more: identities of guests that a crash left behind, older than any token can be, so that no
/// call of another window is cut; and those of tickets whose event is over and whose last token has run out or was given
/// back.
pub(crate) async fn sweep(desk: &Desk) -> Result<usize, StartError> {
    let Some(acs) = desk.acs() else { return Ok(0) };
    let (now, since) = (desk.now(), token_horizon(desk));
    let left_behind = desk.read(move |r| r.identities().left_before(since, SWEEP)).await?;
    for identity in &left_behind {
        left(desk, identity.id.clone()).await?;
    }
    let over = desk.read(move |r| r.ticket_identities().over(now, since, SWEEP)).await?;
    if !over.is_empty() {
        let _turn = Lock::wait(desk.profile(), LOCK).await?;
        // Somebody may have come with one of them meanwhile.
        let over = desk.read(move |r| r.ticket_identities().over(now, since, SWEEP)).await?;
        for id in &over {
            end(desk, &acs, id.clone()).await?;
        }
        return Ok(left_behind.len() + over.len());
    }
    Ok(left_behind.len())
}

async fn end(desk: &Desk, acs: &Acs, id: String) -> Result<(), StartError> {
    gone(acs.identities().delete(&id).await)?;
    desk.write(move |w| Ok::<_, DeskError>(w.ticket_identities().deleted(&id)?)).await?;
    Ok(())
}

/// A token that was made before this has run out.
fn token_horizon(desk: &Desk) -> Timestamp {
    desk.now().saturating_sub(SignedDuration::from_mins(MINUTES.into())).unwrap_or(Timestamp::MIN)
}

fn gone(answer: Result<(), AcsError>) -> Result<(), StartError> {
    match answer {
        Err(error) if error.status() == Some(404) => Ok(()),
        answer => answer.map_err(|error| told(&error)),
    }
}
