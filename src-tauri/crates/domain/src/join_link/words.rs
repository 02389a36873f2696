//! The decision in plain words, for people who have a link and want to get in.

use super::{Cloud, Kind, Reason};

pub(super) const TICKET: &str = "This is a personal ticket.";

pub(super) fn say(kind: Kind, cloud: Option<Cloud>, reason: Reason) -> &'static str {
    match reason {
        Reason::Ok => match kind {
            Kind::ChannelMeeting => {
                "This is a Teams meeting in a channel. It can be joined here, without its chat."
            }
            Kind::MeetingId => "This is a Teams meeting number with its passcode. It can be joined here.",
            _ => "This is a Teams meeting. It can be joined here.",
        },
        Reason::MayNeedPasscode => match kind {
            Kind::MeetingId => {
                "This is a Teams meeting number. It can be joined here; the meeting may ask for its passcode."
            }
            _ => "This is a Teams meeting. It can be joined here; the meeting may ask for its passcode.",
        },
        Reason::NeedsGcchResource => {
            "This is a meeting in the US government cloud GCC High. It can be joined here only with a communication \
             resource of that cloud; otherwise open it in Teams."
        }
        Reason::DodUnsupported => {
            "This is a meeting in the US Department of Defense cloud. Only Teams itself can join it."
        }
        Reason::ChinaUnsupported => {
            "This is a meeting in Teams operated by 21Vianet in China. Only Teams itself can join it."
        }
        Reason::ConsumerUnsupported => {
            "This is a meeting of a personal Microsoft account (Teams free). Only Teams itself can join it."
        }
        Reason::LiveEventUnsupported if cloud == Some(Cloud::Global) => {
            "This is a Teams live event. Only Teams itself can show it; it opens in Teams or the browser."
        }
        Reason::LiveEventUnsupported => {
            "This is a Teams live event in a national cloud. Only Teams itself can show it."
        }
        Reason::WebinarPage => {
            "This is the registration page of a webinar or town hall. Open it in the browser to register; your own \
             join link comes by mail."
        }
        Reason::MissingContext => {
            "This Teams link is cut short: the part that names the meeting's organizer is missing. Copy the whole \
             link from the invitation."
        }
        Reason::Malformed => {
            "This is not a complete link. Copy the whole link, or type the meeting number and its passcode, from \
             the invitation."
        }
        Reason::UnknownHost => {
            "This link does not lead to Microsoft Teams, so it is not opened. Ask the organizer for the right one."
        }
        Reason::NotAJoinLink => {
            "This link does not lead to a meeting. Look in the invitation for the join link."
        }
    }
}
