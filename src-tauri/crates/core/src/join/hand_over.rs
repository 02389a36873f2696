//! "In Teams, please." The address is made here, from the join or the event that the window names: it can open nothing
//! else.

#[cfg_attr(target_os = "linux", path = "hand_over/linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "hand_over/taken_for_granted.rs")]
mod system;

use lectern_domain::join_link::Kind;
use serde::{Deserialize, Serialize};
use tokio::sync::OnceCell;
use ts_rs::TS;

use super::prepare::PrepareError;
use crate::desk::Desk;
use crate::error::DeskError;

/// Whether this machine has an app for `msteams:`; looked up once a start.
pub(crate) type Known = OnceCell<bool>;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub enum TeamsWay {
    /// The Teams app of this computer, by `msteams:`.
    App,
    /// The https link in the system's browser: Teams' own page there offers the web client, and the app once more.
    Browser,
    /// Teams on the web, in the system's browser, past that page.
    Web,
}

/// The order in which they are offered. The first one that there is is taken where nobody has chosen.
const WAYS: [TeamsWay; 3] = [TeamsWay::App, TeamsWay::Browser, TeamsWay::Web];

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct TeamsWays {
    pub ways: Vec<TeamsWay>,
    /// What is taken where the person names none: what she took last, else the first.
    pub chosen: TeamsWay,
}

/// What was opened, and the link for those for whom nothing opened.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct HandedOver {
    pub way: TeamsWay,
    pub link: String,
}

/// An address for the system's opener, and what the window is told of it.
pub struct HandOver {
    pub address: String,
    pub told: HandedOver,
}

const CHOSEN: &str = "teams-way";

pub async fn ways(desk: &Desk, join_id: &str) -> Result<TeamsWays, PrepareError> {
    let (link, kind) = link(desk, join_id)?;
    Ok(ways_to(desk, &link, kind).await?)
}

/// A way that was named is remembered in this profile. One that this machine or this meeting lacks is not taken.
pub async fn hand_over(
    desk: &Desk,
    join_id: &str,
    named: Option<TeamsWay>,
) -> Result<HandOver, PrepareError> {
    let (link, kind) = link(desk, join_id)?;
    Ok(to(desk, link, kind, named).await?)
}

/// `link` is one that the parser has rebuilt.
pub(crate) async fn ways_to(desk: &Desk, link: &str, kind: Kind) -> Result<TeamsWays, DeskError> {
    let has_app = in_app(link, kind).is_some() && *desk.probes().teams_app.get_or_init(system::has_app).await;
    let there = |way: &TeamsWay| address(*way, link, kind).is_some() && (has_app || *way != TeamsWay::App);
    let ways: Vec<TeamsWay> = WAYS.into_iter().filter(there).collect();
    let remembered: Option<TeamsWay> = desk.setting(CHOSEN).await?;
    let chosen = remembered.filter(|way| ways.contains(way)).unwrap_or(ways[0]);
    Ok(TeamsWays { ways, chosen })
}

pub(crate) async fn to(
    desk: &Desk,
    link: String,
    kind: Kind,
    named: Option<TeamsWay>,
) -> Result<HandOver, DeskError> {
    let ways = ways_to(desk, &link, kind).await?;
    let named = named.filter(|way| ways.ways.contains(way));
    if let Some(way) = named
        && ways.ways.len() > 1
    {
        desk.set_setting(CHOSEN, &way).await?;
    }
    let way = named.unwrap_or(ways.chosen);
    let address = address(way, &link, kind).unwrap_or_else(|| link.clone());
    Ok(HandOver { address, told: HandedOver { way, link } })
}

/// Whether this machine has an app for `msteams:`, told by somebody who knows; the system is then not asked.
pub fn app_is_there(desk: &Desk, there: bool) {
    // Already known is known.
    drop(desk.probes().teams_app.set(there));
}

fn link(desk: &Desk, join_id: &str) -> Result<(String, Kind), PrepareError> {
    let joins = desk.joins();
    let join = joins.get(join_id).ok_or(PrepareError::Over)?;
    Ok((join.open.clone().ok_or(PrepareError::Over)?, join.kind))
}

pub(crate) fn address(way: TeamsWay, link: &str, kind: Kind) -> Option<String> {
    match way {
        TeamsWay::App => in_app(link, kind),
        TeamsWay::Browser => Some(link.to_owned()),
        TeamsWay::Web => on_the_web(link, kind),
    }
}

/// The clean https link with the app's scheme, host and all. Registration pages are for browsers.
/// <https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-links> (protocol handlers)
fn in_app(link: &str, kind: Kind) -> Option<String> {
    let rest = link.strip_prefix("https:").filter(|_| kind != Kind::WebinarPage)?;
    Some(format!("msteams:{rest}"))
}

/// The address inside the web client, to which Teams' page sends a browser that goes on in it. Not documented: known from
/// links that people copy there, of meetings in the worldwide cloud alone; so it is offered last, and never for others.
fn on_the_web(link: &str, kind: Kind) -> Option<String> {
    const HOST: &str = "https://teams.microsoft.com/";
    let meeting = matches!(kind, Kind::Meeting | Kind::ChannelMeeting | Kind::MeetingId);
    let rest = link.strip_prefix(HOST).filter(|_| meeting)?;
    Some(format!("{HOST}v2/?meetingjoin=true#/{rest}"))
}

#[cfg(test)]
mod tests {
    use lectern_domain::join_link::decide;

    use super::*;

    const PAGE: &str = "https://events.teams.microsoft.com/event/00000000-0000-0000-0000-000000000001@00000000-0000-0000-0000-000000000002";
    const LONG: &str = "l/meetup-join/19%3ameeting_x%40thread.v2/0?context=%7B%22Tid%22%3A%2200000000-0000-0000-0000-000000000001%22%2C%22Oid%22%3A%2200000000-0000-0000-0000-000000000002%22%7D";

    #[test]
    fn every_address_is_the_same_meeting() {
        let (app, web) = (TeamsWay::App, TeamsWay::Web);
        for (link, ways) in [
            ("https://teams.microsoft.com/meet/2345678901234?p=abcDEF".to_owned(), &[app, web][..]),
            (format!("https://teams.microsoft.com/{LONG}"), &[app, web]),
            (format!("https://dod.teams.microsoft.us/{LONG}"), &[app]),
            ("https://dod.teams.microsoft.us/meet/2345678901234?p=abcDEF".into(), &[app]),
            ("https://teams.live.com/meet/9345678901234?p=abcDEF".into(), &[app]),
        ] {
            let decision = decide(&link, None);
            let open = decision.open.expect("a way into Teams");
            for way in [app, web] {
                let address = address(way, &open, decision.kind);
                assert_eq!(address.is_some(), ways.contains(&way), "{link} by {way:?}");
                let Some(address) = address else { continue };
                assert_ne!(address, open, "{way:?} is another way");
                assert_eq!(
                    decide(&address, None).open.as_deref(),
                    Some(open.as_str()),
                    "{way:?} leads into the same meeting, on the same host"
                );
            }
            assert_eq!(address(TeamsWay::Browser, &open, decision.kind), Some(open), "the link itself");
        }
        let decision = decide(PAGE, None);
        assert_eq!(in_app(PAGE, decision.kind), None, "a registration page is for the browser");
        assert_eq!(on_the_web(PAGE, decision.kind), None, "and is no meeting of the web client");
    }
}
