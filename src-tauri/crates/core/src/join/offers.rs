//! What a person will have in the meeting here, and what not, each with its reason: said before Join (D4).

use lectern_domain::join_link::{Kind, LinkDecision, Verdict};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::allowed::Forbidden;
use super::clouds::ELSEWHERE;
use super::notice::JoinEvent;
use super::passes::JoinAs;
use super::passes::service::ServiceFailure;

/// What this machine's webview can do, probed once a start, before the calling SDK is loaded.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct WebviewAbilities {
    pub secure_context: bool,
    pub rtc: bool,
    pub get_user_media: bool,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct Blocker {
    pub code: &'static str,
    pub message: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub enum Offered {
    Av,
    Chat,
    Captions,
    Reactions,
    Polls,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct JoinOffer {
    pub what: Offered,
    pub available: bool,
    pub reason: Option<String>,
}

const CONFIRM: &str = "confirm-service";
const SERVICE: &str = "service";

/// A ticket that nobody but a service of this name can turn into a pass, and which is not sent without a yes.
pub fn unconfirmed(host: &str) -> Blocker {
    Blocker { code: CONFIRM, message: format!("Do you want to get your ticket from {host}?") }
}

/// The service gave nothing to join with; the link beside the ticket still opens in Teams.
pub fn failed(failure: &ServiceFailure) -> Blocker {
    Blocker { code: SERVICE, message: failure.to_string() }
}

/// Why the call cannot run in this window. Empty: it can. `abilities` is `None` where nobody could look (a terminal).
pub fn blockers(
    decision: &LinkDecision,
    abilities: Option<WebviewAbilities>,
    simulated: bool,
    has_key: bool,
) -> Vec<Blocker> {
    let mut found = Vec::new();
    if decision.verdict != Verdict::Embed {
        found.push(Blocker { code: "link", message: decision.message.clone() });
        return found;
    }
    if !has_key {
        found.push(Blocker {
            code: "no-token",
            message: "This machine holds no key for guest access to calls. An organizer's machine or a kiosk does; \
                      here the meeting opens in Teams."
                .into(),
        });
    }
    if simulated {
        return found;
    }
    match abilities {
        Some(abilities) if !abilities.secure_context => found.push(Blocker {
            code: "insecure-context",
            message:
                "This window may not use the camera and the microphone, because its page is not a secure one."
                    .into(),
        }),
        Some(abilities) if !abilities.rtc => found.push(Blocker {
            code: "no-webrtc",
            message: "This system's webview can't make calls (it has no WebRTC, as on Debian and Ubuntu). \
                      Install Chromium, Google Chrome or Microsoft Edge, and calls open in a window of that. Until then \
                      the meeting opens in Teams."
                .into(),
        }),
        Some(abilities) if !abilities.get_user_media => found.push(Blocker {
            code: "no-devices",
            message: "This window can't reach a camera or a microphone.".into(),
        }),
        Some(_) => {}
        None => found.push(Blocker {
            code: "window-only",
            message:
                "Only Lectern's window can tell whether calls work on this computer: open the link there."
                    .into(),
        }),
    }
    found
}

/// What stands in the way of this window and not of a browser's own.
const OF_THIS_WINDOW: [&str; 4] = ["insecure-context", "no-webrtc", "no-devices", "window-only"];

/// Takes out what an installed browser remedies; tells whether there was anything.
pub fn remedy(blockers: &mut Vec<Blocker>) -> bool {
    let before = blockers.len();
    blockers.retain(|blocker| !OF_THIS_WINDOW.contains(&blocker.code));
    blockers.len() < before
}

/// The decision in words. A link that could be joined here is not said to be, where something stands in the way.
pub fn message(decision: &LinkDecision, blockers: &[Blocker]) -> String {
    match blockers.first() {
        Some(blocker) if [CONFIRM, SERVICE, ELSEWHERE].contains(&blocker.code) => blocker.message.clone(),
        Some(blocker) if decision.verdict == Verdict::Embed => {
            format!("This is a meeting of Teams, but it can't be joined here. {}", blocker.message)
        }
        _ => decision.message.clone(),
    }
}

/// What somebody has who joins in that way. What the meeting's organizer has switched off is said with that reason.
pub fn offers(
    decision: &LinkDecision,
    embeds: bool,
    event: Option<&JoinEvent>,
    joins_as: JoinAs,
) -> Vec<JoinOffer> {
    let offer =
        |what, available, reason: Option<&str>| JoinOffer { what, available, reason: reason.map(Into::into) };
    if !embeds {
        let all = [Offered::Av, Offered::Chat, Offered::Captions, Offered::Reactions, Offered::Polls];
        return all.into_iter().map(|what| offer(what, false, Some("In Teams"))).collect();
    }
    let forbidden = event.and_then(|event| event.forbidden.as_deref()).unwrap_or_default();
    // A Teams user may be the organizer or a presenter, who is denied nothing; guests are attendees.
    let denied = |what| joins_as != JoinAs::Teams && forbidden.contains(&what);
    let no_chat = if decision.kind == Kind::ChannelMeeting {
        Some("Channel meetings keep their chat in Teams")
    } else if joins_as != JoinAs::Guest {
        Some("Calls only, when you join as your account")
    } else {
        denied(Forbidden::Chat).then_some("The organizer has switched the chat off")
    };
    let av = match (denied(Forbidden::Camera), denied(Forbidden::Microphone)) {
        (true, true) => {
            Some("To watch and listen: the organizer has switched your camera and microphone off")
        }
        (true, false) => Some("Without your camera: the organizer has switched it off"),
        (false, true) => Some("Without your microphone: the organizer has switched it off"),
        (false, false) => None,
    };
    let reactions =
        denied(Forbidden::Reactions).then_some("Raised hand only: the organizer has switched reactions off");
    vec![
        offer(Offered::Av, true, av),
        offer(Offered::Chat, no_chat.is_none(), no_chat),
        offer(Offered::Captions, true, None),
        offer(Offered::Reactions, true, reactions),
        offer(Offered::Polls, false, Some("Only in Teams")),
    ]
}
