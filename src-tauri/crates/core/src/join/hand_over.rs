//! "In Teams, please." The address is made here, from the join that the window names: a window that joins can open
//! nothing else.

#[cfg_attr(target_os = "linux", path = "hand_over/linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "hand_over/taken_for_granted.rs")]
mod system;

use lectern_domain::join_link::Kind;
use serde::{Deserialize, Serialize};
use tokio::sync::OnceCell;
use ts_rs::TS;

use super::prepare::PrepareError;
use crate::desk::Desk;

/// Whether this machine has an app for `msteams:`; looked up once a start.
pub(crate) type Known = OnceCell<bool>;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub enum TeamsWay {
    /// The Teams app of this computer, by `msteams:`.
    App,
    /// The https link in the system's browser: Teams' own page there offers the web client, and the app once more.
    Web,
}

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
    let mut ways = vec![TeamsWay::Web];
    if in_app(&link, kind).is_some() && *desk.probes().teams_app.get_or_init(system::has_app).await {
        ways.insert(0, TeamsWay::App);
    }
    let remembered: Option<TeamsWay> = desk.setting(CHOSEN).await?;
    let chosen = remembered.filter(|way| ways.contains(way)).unwrap_or(ways[0]);
    Ok(TeamsWays { ways, chosen })
}

/// A way that was named is remembered in this profile. One that this machine lacks is not taken.
pub async fn hand_over(
    desk: &Desk,
    join_id: &str,
    named: Option<TeamsWay>,
) -> Result<HandOver, PrepareError> {
    let ways = ways(desk, join_id).await?;
    let named = named.filter(|way| ways.ways.contains(way));
    if let Some(way) = named
        && ways.ways.len() > 1
    {
        desk.set_setting(CHOSEN, &way).await?;
    }
    let (link, kind) = link(desk, join_id)?;
    let (way, address) = match named.unwrap_or(ways.chosen) {
        TeamsWay::App => (TeamsWay::App, in_app(&link, kind).unwrap_or_else(|| link.clone())),
        TeamsWay::Web => (TeamsWay::Web, link.clone()),
    };
    Ok(HandOver { address, told: HandedOver { way, link } })
}

fn link(desk: &Desk, join_id: &str) -> Result<(String, Kind), PrepareError> {
    let joins = desk.joins();
    let join = joins.get(join_id).ok_or(PrepareError::Over)?;
    Ok((join.open.clone().ok_or(PrepareError::Over)?, join.kind))
}

/// The clean https link with the app's scheme, host and all. Registration pages are for browsers.
/// <https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-links> (protocol handlers)
fn in_app(link: &str, kind: Kind) -> Option<String> {
    let rest = link.strip_prefix("https:").filter(|_| kind != Kind::WebinarPage)?;
    Some(format!("msteams:{rest}"))
}

#[cfg(test)]
mod tests {
    use lectern_domain::join_link::decide;

    use super::*;

    #[test]
    fn the_apps_address_is_the_same_meeting() {
        for link in [
            "https://teams.microsoft.com/meet/2345678901234?p=abcDEF",
            "https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0?context=%7B%22Tid%22%3A%2200000000-0000-0000-0000-000000000001%22%2C%22Oid%22%3A%2200000000-0000-0000-0000-000000000002%22%7D",
            "https://dod.teams.microsoft.us/meet/2345678901234?p=abcDEF",
            "https://teams.live.com/meet/9345678901234?p=abcDEF",
        ] {
            let decision = decide(link, None);
            let open = decision.open.expect("a way into Teams");
            let app = in_app(&open, decision.kind).expect("the app can have it");
            assert!(app.starts_with("msteams://"), "{app}");
            assert_eq!(
                decide(&app, None).open.as_deref(),
                Some(open.as_str()),
                "the app is sent into the same meeting, on the same host"
            );
        }
        let page = "https://events.teams.microsoft.com/event/00000000-0000-0000-0000-000000000001@00000000-0000-0000-0000-000000000002";
        let decision = decide(page, None);
        assert_eq!(in_app(page, decision.kind), None, "a registration page is for the browser");
    }
}
