//! One confirmation, reminder or notice to one registrant on one channel, and the states it may go through.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "core.ts")]
pub enum MessageState {
    /// Due at some time, not claimed. Its operation id is already fixed.
    Planned,
    /// Claimed: the channel is being asked, and may already have been.
    Sending,
    /// The channel took it, once.
    Delivered,
    /// The channel refused it for good.
    Failed,
    /// The desk stopped between asking and hearing the answer. A person decides; it is never resent by itself.
    Ambiguous,
    /// Will not be sent: the registrant or the event was cancelled, or a person said so.
    Skipped,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "core.ts")]
pub enum MessageKind {
    /// "You're registered", with the ticket.
    Confirmation,
    Waitlisted,
    /// A place is kept until a deadline.
    Offered,
    Pending,
    /// "Your registration was approved", with the ticket: in the place of a confirmation.
    Approved,
    Rejected,
    /// They have no place any more.
    Cancelled,
    /// The event is at another time.
    Moved,
    /// The event does not take place.
    CalledOff,
}

impl MessageKind {
    /// Whether it carries the ticket and the ways in. Nobody gets them before they have a place.
    pub fn admits(self) -> bool {
        matches!(self, Self::Confirmation | Self::Approved)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "core.ts")]
pub enum ChannelKind {
    AcsEmail,
    Smtp,
}

/// Whether the outbox itself may move a message from one state to the other. What a person may decide about an
/// ambiguous or failed message is [`person_may`].
///
/// `Sending → Planned` is for a refusal that left no doubt (throttled, no network before the request was out).
pub fn may_follow(from: MessageState, to: MessageState) -> bool {
    use MessageState::{Ambiguous, Delivered, Failed, Planned, Sending, Skipped};
    matches!(
        (from, to),
        (Planned, Sending | Skipped)
            | (Sending, Delivered | Failed | Ambiguous | Planned)
            // The channel's own record of the operation id can still settle the doubt.
            | (Ambiguous, Delivered | Failed)
    )
}

/// Whether a person may move a message from one state to the other, having been told what it means.
pub fn person_may(from: MessageState, to: MessageState) -> bool {
    use MessageState::{Ambiguous, Delivered, Failed, Planned, Skipped};
    matches!(
        (from, to),
        (Planned, Skipped) | (Failed, Planned | Skipped) | (Ambiguous, Planned | Delivered | Skipped)
    )
}

#[cfg(test)]
mod tests {
    use super::{MessageState, may_follow, person_may};
    use MessageState::{Ambiguous, Delivered, Failed, Planned, Sending, Skipped};

    const ALL: [MessageState; 6] = [Planned, Sending, Delivered, Failed, Ambiguous, Skipped];

    #[test]
    fn doubt_is_never_resolved_by_sending_again() {
        assert!(!may_follow(Ambiguous, Planned) && !may_follow(Ambiguous, Sending), "one person, two mails");
        assert!(person_may(Ambiguous, Planned), "a person may decide to send again");
    }

    #[test]
    fn what_is_delivered_or_skipped_stays_so() {
        for to in ALL {
            for from in [Delivered, Skipped] {
                assert!(!may_follow(from, to) && !person_may(from, to), "{from:?} is final, not {to:?} next");
            }
        }
    }

    #[test]
    fn only_a_claimed_message_is_delivered_by_the_outbox() {
        assert!(may_follow(Planned, Sending) && may_follow(Sending, Delivered));
        assert!(!may_follow(Planned, Delivered), "an unclaimed message could be sent by two workers");
        assert!(ALL.into_iter().all(|state| !may_follow(state, state)), "a state does not follow itself");
    }

    #[test]
    fn the_names_are_those_of_the_bindings() {
        let json = serde_json::to_string(&(ALL, super::ChannelKind::AcsEmail)).expect("plain enums");
        assert_eq!(
            json, r#"[["planned","sending","delivered","failed","ambiguous","skipped"],"acsEmail"]"#,
            "the window switches on these words"
        );
    }
}
