//! "May I go to another account now?" What a desk is in the middle of is told first: it would end with the desk.

use serde::Serialize;
use ts_rs::TS;

use crate::companion;
use crate::desk::{Desk, Work};

/// What is under way at a desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub enum UnderWay {
    Call,
    Sending,
    People,
    Enrolling,
    Copying,
    Erasing,
    Probing,
}

impl From<Work> for UnderWay {
    fn from(work: Work) -> Self {
        match work {
            Work::Sending => Self::Sending,
            Work::People => Self::People,
            Work::Enrolling => Self::Enrolling,
            Work::Copying => Self::Copying,
            Work::Erasing => Self::Erasing,
            Work::Probing => Self::Probing,
        }
    }
}

impl UnderWay {
    pub fn words(self) -> &'static str {
        match self {
            Self::Call => "You are in a call. Leave it first.",
            Self::Sending => "Messages are being sent.",
            Self::People => "Many people are being imported or changed.",
            Self::Enrolling => "People are being enrolled in a webinar.",
            Self::Copying => "A copy of the data is being made or brought back.",
            Self::Erasing => "People are being erased.",
            Self::Probing => "The probe is running.",
        }
    }
}

/// In this program; what another window or terminal does at the same profile goes on without it. `join_window`: the
/// window that calls are shown in is there; without it, nobody is in one.
pub async fn under_way(desk: &Desk, join_window: bool) -> Vec<UnderWay> {
    let mut found: Vec<UnderWay> = desk.at_work().into_iter().map(UnderWay::from).collect();
    let here = join_window && desk.joins().values().any(|join| join.holding.is_some());
    let there = companion::current(desk).await.is_some_and(|companion| companion.phase.is_call());
    if here || there {
        found.push(UnderWay::Call);
    }
    found.sort();
    found
}
