//! "Here is my link": what the page behind a ticket's link says, and the ways in that it offers.

use jiff::Timestamp;
use lectern_domain::deep_link::{self, DeepLink};
use lectern_domain::event::{EventState, PublicationState};
use lectern_domain::join_link;
use lectern_domain::registration::RegistrantStatus;
use lectern_domain::ticket::TicketCode;

use super::{standing, ticket};
use crate::desk::Desk;
use crate::error::DeskError;
use crate::join::hand_over::{TeamsWay, address};
use crate::join::notice::{self, EventStanding, JoinEvent};
use crate::scheduling::series;
use crate::serving::publication::PageLook;
use crate::sign_in::device_code::qr_svg;

/// What stands at a ticket's link.
pub struct JoinPage {
    pub event: JoinEvent,
    pub state: PageState,
    /// `lectern://join?…`; where guests can be let in by this service.
    pub lectern: Option<String>,
    /// The https link; Teams' own page there offers its app and the browser.
    pub teams: Option<String>,
    /// Past that page, into the browser. Not documented, so not for every meeting.
    pub web: Option<String>,
    /// When the doors open.
    pub opens: Timestamp,
    pub look: PageLook,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageState {
    Early,
    /// The doors are open.
    Open,
    Over,
    Cancelled,
    /// The ticket was taken back.
    Revoked,
    /// There is no meeting to lead to yet.
    NotReady,
}

/// `None`: there is no such ticket. As much is done for it as for one that there is.
pub async fn show(desk: &Desk, code: &str, origin: &str) -> Result<Option<JoinPage>, DeskError> {
    let (hash, now) = (ticket(code), desk.now());
    let found = desk
        .read(move |r| {
            let Some(holder) = r.registrants().by_ticket_hash(&hash)? else { return Ok(None) };
            let Some(event) = r.events().by_id(&holder.registrant.event_id)? else { return Ok(None) };
            let publication = r.publications().of_event(&event.id)?;
            Ok(publication
                .map(|publication| (holder, event, publication))
                .filter(|(.., publication)| publication.state != PublicationState::Filling))
        })
        .await?;
    let Some((holder, event, publication)) = found else { return Ok(None) };
    let event = desk.read(move |r| series::current(r, event, now)).await?;
    let (opens, over) = (standing::opens_at(event.start), standing::over_at(event.end));
    let link = event.join_url.clone().filter(|_| event.state == EventState::Scheduled);
    let revoked = holder.revoked_at.is_some() || holder.registrant.status != RegistrantStatus::Registered;
    let event = notice::event(desk, event, holder.registrant.registered_at).await?;
    let state = match event.standing {
        EventStanding::Cancelled => PageState::Cancelled,
        _ if revoked => PageState::Revoked,
        _ if now >= over => PageState::Over,
        _ if link.is_none() => PageState::NotReady,
        _ if now < opens => PageState::Early,
        _ => PageState::Open,
    };
    let decision = link.as_deref().map(|link| join_link::decide(link, None));
    let leads = matches!(state, PageState::Early | PageState::Open);
    let decision = decision.filter(|_| leads);
    let here = publication.state == PublicationState::Open
        && decision.as_ref().is_some_and(|decision| decision.target.is_some());
    let teams = decision.as_ref().and_then(|decision| decision.open.clone());
    let web = decision.as_ref().zip(teams.as_deref());
    let web = web.and_then(|(decision, link)| address(TeamsWay::Web, link, decision.kind));
    let lectern = TicketCode::parse(code).ok().filter(|_| here).map(|code| {
        let deep = DeepLink { link: link.clone(), ticket: Some(code), service: Some(origin.to_owned()) };
        deep_link::build(desk.profile().kind().scheme(), &deep)
    });
    Ok(Some(JoinPage { event, state, lectern, teams, web, opens, look: PageLook::read(&publication.page) }))
}

/// A picture to point a phone at.
pub fn qr(address: &str) -> String {
    qr_svg(address)
}
