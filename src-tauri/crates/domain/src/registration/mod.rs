//! The rules by which people get in: pure values. What holds them together is the transaction that asks them.

mod admission;
mod answers;
pub mod cells;
mod mail_domains;
mod questions;
mod rules;
mod window;

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

pub use admission::{Admission, Offer, Places, Refusal, decide, offer, place, promotable};
pub use answers::{
    Answer, AnswerError, AnswerProblem, Answers, Given, accept, accept_all, accept_from_list, not_asked,
};
pub use mail_domains::{DomainError, DomainList};
pub use questions::{Condition, Question, QuestionError, QuestionKind, check as check_questions};
pub use rules::{Rules, RulesError};
pub use window::{Window, WindowError};

/// Where one person stands. Exactly one at any time; each step from one to the other is in the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "core.ts")]
pub enum RegistrantStatus {
    /// Has a place and a ticket.
    Registered,
    /// In the queue for a place.
    Waitlisted,
    /// A place is kept until a deadline; it counts as taken.
    Offered,
    /// A person decides.
    PendingApproval,
    Rejected,
    Cancelled,
}

impl RegistrantStatus {
    pub const ALL: [Self; 6] = [
        Self::Registered,
        Self::Waitlisted,
        Self::Offered,
        Self::PendingApproval,
        Self::Rejected,
        Self::Cancelled,
    ];

    /// Whether it takes a place.
    pub fn holds_place(self) -> bool {
        matches!(self, Self::Registered | Self::Offered)
    }

    /// Whether an address in this state keeps a second registration out.
    pub fn is_live(self) -> bool {
        !matches!(self, Self::Cancelled | Self::Rejected)
    }

    /// Which steps there are. Everybody may be cancelled; nobody is registered twice.
    pub fn may_become(self, next: Self) -> bool {
        use RegistrantStatus::{Cancelled, Offered, PendingApproval, Registered, Rejected, Waitlisted};
        matches!(
            (self, next),
            (Waitlisted, Offered | Registered | PendingApproval | Cancelled)
                | (Offered, Registered | PendingApproval | Cancelled)
                | (PendingApproval, Registered | Waitlisted | Rejected | Cancelled)
                | (Rejected, PendingApproval | Registered | Waitlisted | Cancelled)
                | (Registered, PendingApproval | Cancelled)
                | (Cancelled, Registered | Waitlisted | PendingApproval)
        )
    }
}

/// How a registrant came onto the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "core.ts", rename = "RegistrantSource")]
pub enum Source {
    Manual,
    Import,
    /// By themselves, on the event's page.
    Page,
}

#[cfg(test)]
mod tests {
    use super::RegistrantStatus;

    #[test]
    fn a_state_never_follows_itself_and_everybody_can_leave() {
        for state in RegistrantStatus::ALL {
            assert!(!state.may_become(state), "{state:?} twice would be two entries for one step");
            assert!(
                state == RegistrantStatus::Cancelled || state.may_become(RegistrantStatus::Cancelled),
                "{state:?} can be taken off the list"
            );
        }
        assert!(
            !RegistrantStatus::Rejected.may_become(RegistrantStatus::Offered),
            "an offer comes from the queue and from nowhere else"
        );
    }
}
