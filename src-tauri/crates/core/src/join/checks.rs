//! The decision, row by row: what was looked at, how it stands, and why. One screen says all of it before Join (D4).

use lectern_domain::join_link::{Cloud, Kind, LinkDecision, Reason, Verdict};
use serde::Serialize;
use ts_rs::TS;

use super::allowed;
use super::clouds::ELSEWHERE;
use super::notice::{EventStanding, JoinEvent};
use super::offers::Blocker;
use super::passes::service::ServiceView;
use crate::doctor::CheckStatus;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub enum CheckedThing {
    Link,
    Cloud,
    Machine,
    Token,
    Event,
    /// What attendees may do in the meeting.
    Allowed,
    /// Asked for by itself, behind the page ([`super::reach`]).
    Network,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct JoinCheck {
    pub about: CheckedThing,
    pub status: CheckStatus,
    pub message: String,
}

impl JoinCheck {
    pub(super) fn new(about: CheckedThing, status: CheckStatus, message: impl Into<String>) -> Self {
        Self { about, status, message: message.into() }
    }
}

/// Blockers that lie in this machine; all others but `link` and the cloud's lie in the token.
const MACHINE: [&str; 4] = ["insecure-context", "no-webrtc", "no-devices", "window-only"];

/// A link that nobody can join here needs no machine and no token, so those rows are left out.
pub fn checks(
    decision: &LinkDecision,
    blockers: &[Blocker],
    simulated: bool,
    service: Option<&ServiceView>,
    companion: Option<&str>,
    event: Option<&JoinEvent>,
) -> Vec<JoinCheck> {
    let cancelled = event.is_some_and(|event| event.standing == EventStanding::Cancelled);
    let mut rows = Vec::new();
    if !cancelled {
        rows.push(link(decision));
        rows.extend(decision.cloud.map(|cloud| of_cloud(cloud, decision, blockers)));
    }
    if decision.verdict == Verdict::Embed {
        rows.push(machine(blockers, simulated, companion));
        rows.push(token(blockers, service));
    }
    rows.push(of_event(event));
    if decision.verdict == Verdict::Embed && !cancelled {
        rows.extend(event.and_then(of_meeting));
    }
    rows
}

/// What the cloud is to blame for is said in its row, not in the link's.
fn clouds_fault(reason: Reason) -> bool {
    matches!(reason, Reason::DodUnsupported | Reason::ChinaUnsupported | Reason::NeedsGcchResource)
}

fn link(decision: &LinkDecision) -> JoinCheck {
    let row = |status, message: &str| JoinCheck::new(CheckedThing::Link, status, message);
    if decision.verdict != Verdict::Embed && !clouds_fault(decision.reason) {
        return row(CheckStatus::Failed, &decision.message);
    }
    match (decision.kind, decision.reason) {
        (_, Reason::MayNeedPasscode) => row(
            CheckStatus::Warning,
            "A Teams meeting that may ask for its passcode. Type it if the invitation names one.",
        ),
        (Kind::ChannelMeeting, _) => row(CheckStatus::Ok, "A meeting in a channel; its chat stays in Teams."),
        (Kind::MeetingId, _) => row(CheckStatus::Ok, "The number of a Teams meeting, with its passcode."),
        _ => row(CheckStatus::Ok, "A Teams meeting."),
    }
}

fn of_cloud(cloud: Cloud, decision: &LinkDecision, blockers: &[Blocker]) -> JoinCheck {
    let elsewhere = blockers.iter().find(|blocker| blocker.code == ELSEWHERE);
    let (status, message) = match cloud {
        _ if elsewhere.is_some() => {
            (CheckStatus::Failed, elsewhere.map_or_else(String::new, |blocker| blocker.message.clone()))
        }
        _ if clouds_fault(decision.reason) => (CheckStatus::Failed, decision.message.clone()),
        Cloud::Global => (CheckStatus::Ok, "Microsoft’s worldwide cloud.".to_owned()),
        Cloud::Gcch => (CheckStatus::Ok, "Microsoft’s cloud for US government, GCC High.".to_owned()),
        Cloud::Dod => (CheckStatus::Ok, "Microsoft’s cloud for the US Department of Defense.".to_owned()),
        Cloud::China => (CheckStatus::Ok, "Microsoft’s cloud in China.".to_owned()),
    };
    JoinCheck::new(CheckedThing::Cloud, status, message)
}

fn machine(blockers: &[Blocker], simulated: bool, companion: Option<&str>) -> JoinCheck {
    let row = |status, message: &str| JoinCheck::new(CheckedThing::Machine, status, message);
    match blockers.iter().find(|blocker| MACHINE.contains(&blocker.code)) {
        Some(blocker) if blocker.code == "window-only" => row(CheckStatus::Skipped, &blocker.message),
        Some(blocker) => row(CheckStatus::Failed, &blocker.message),
        None => match companion {
            Some(browser) => {
                row(CheckStatus::Ok, &format!("{browser} makes the call, in a window of its own."))
            }
            None if simulated => {
                row(CheckStatus::Ok, "A sandbox: the call is simulated and asks nothing of this computer.")
            }
            None => row(CheckStatus::Ok, "This window can make calls."),
        },
    }
}

fn token(blockers: &[Blocker], service: Option<&ServiceView>) -> JoinCheck {
    let stands_in_the_way =
        |blocker: &&Blocker| !["link", ELSEWHERE].contains(&blocker.code) && !MACHINE.contains(&blocker.code);
    let row = |status, message| JoinCheck::new(CheckedThing::Token, status, message);
    match (blockers.iter().find(stands_in_the_way), service) {
        (Some(blocker), _) => row(CheckStatus::Failed, blocker.message.clone()),
        (None, Some(service)) => row(CheckStatus::Ok, format!("{} gave you a pass.", service.host)),
        (None, None) => row(
            CheckStatus::Ok,
            "A pass can be made for you here. It is made when you press Join.".to_owned(),
        ),
    }
}

fn of_event(event: Option<&JoinEvent>) -> JoinCheck {
    let row = |status, message: String| JoinCheck::new(CheckedThing::Event, status, message);
    let Some(event) = event else {
        return row(CheckStatus::Skipped, "The link alone does not say when the meeting is.".into());
    };
    match (event.standing, &event.moved_from) {
        (EventStanding::Cancelled, _) => row(CheckStatus::Failed, said("Cancelled by its organizer", event)),
        (EventStanding::Over, _) => {
            row(CheckStatus::Warning, "It is over by its plan. The meeting may still be open.".into())
        }
        (_, Some(_)) => {
            row(CheckStatus::Warning, said("Moved since you registered, by its organizer", event))
        }
        (EventStanding::Early, None) => {
            row(CheckStatus::Ok, "It has not begun yet. You can come in and wait.".into())
        }
        (EventStanding::Running, None) => row(CheckStatus::Ok, "It is on now.".into()),
    }
}

/// What its organizer lets attendees do; no row where Teams was not asked yet.
fn of_meeting(event: &JoinEvent) -> Option<JoinCheck> {
    let forbidden = event.forbidden.as_ref()?;
    let row = |status, message: String| JoinCheck::new(CheckedThing::Allowed, status, message);
    Some(if forbidden.is_empty() {
        row(CheckStatus::Ok, "Attendees may use chat, reactions, camera and microphone.".into())
    } else {
        row(
            CheckStatus::Warning,
            format!(
                "Its organizer has switched off {} for attendees. A presenter can change that in the meeting.",
                allowed::words(forbidden)
            ),
        )
    })
}

/// With the organizer's own words, where there are some.
fn said(what: &str, event: &JoinEvent) -> String {
    match &event.organizer_message {
        Some(words) => format!("{what}, who wrote: “{words}”"),
        None => format!("{what}."),
    }
}

#[cfg(test)]
mod tests {
    use lectern_domain::join_link::decide;

    use super::*;
    use crate::join::offers::{self, WebviewAbilities};

    const ABLE: WebviewAbilities = WebviewAbilities { secure_context: true, rtc: true, get_user_media: true };
    const MEETING: &str = "https://teams.microsoft.com/meet/2345678901234?p=abcDEF";

    fn row(rows: &[JoinCheck], about: CheckedThing) -> (CheckStatus, &str) {
        let mut found = rows.iter().filter(|row| row.about == about);
        let row = found.next().unwrap_or_else(|| panic!("no row for {about:?}: {rows:?}"));
        assert!(found.next().is_none(), "one row for each thing: {rows:?}");
        (row.status, &row.message)
    }

    #[test]
    fn what_a_machine_lacks_is_said_in_its_row_and_stops_the_call() {
        let decision = decide(MEETING, None);
        for (abilities, status, word) in [
            (Some(ABLE), CheckStatus::Ok, "can make calls"),
            (Some(WebviewAbilities { secure_context: false, ..ABLE }), CheckStatus::Failed, "secure"),
            (Some(WebviewAbilities { rtc: false, ..ABLE }), CheckStatus::Failed, "WebRTC"),
            (Some(WebviewAbilities { get_user_media: false, ..ABLE }), CheckStatus::Failed, "microphone"),
            (None, CheckStatus::Skipped, "window"),
        ] {
            let blockers = offers::blockers(&decision, abilities, false, true);
            let rows = checks(&decision, &blockers, false, None, None, None);
            let (found, message) = row(&rows, CheckedThing::Machine);
            assert_eq!(found, status, "{abilities:?}: {message}");
            assert!(message.contains(word), "{abilities:?} needs its own reason: {message}");
            assert_eq!(blockers.is_empty(), status == CheckStatus::Ok, "what is said is what decides");
            assert_eq!(row(&rows, CheckedThing::Token).0, CheckStatus::Ok, "the pass is not to blame");
        }
    }

    #[test]
    fn a_missing_pass_is_not_blamed_on_the_machine() {
        let decision = decide(MEETING, None);
        let blockers = offers::blockers(&decision, Some(ABLE), false, false);
        let rows = checks(&decision, &blockers, false, None, None, None);
        assert_eq!(row(&rows, CheckedThing::Machine).0, CheckStatus::Ok);
        let (status, message) = row(&rows, CheckedThing::Token);
        assert_eq!(status, CheckStatus::Failed);
        assert!(message.contains("key") && message.contains("Teams"), "why, and what else: {message}");
    }
}
