//! Why the service could not be asked, so that the window says what to do about it and since when it is so.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::PublishingError;
use crate::error::{DeskError, ErrorCode};
use crate::services::ServiceDeskError;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub enum TroubleKind {
    /// It goes on by itself once the service can be reached.
    Offline,
    /// Nothing goes on until this desk is paired with it again.
    Unpaired,
    /// As the message says.
    Other,
}

/// Kept until the service has answered again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct Trouble {
    pub kind: TroubleKind,
    /// When it was first seen; `None`: an older version wrote it down.
    #[ts(type = "string | null")]
    pub since: Option<Timestamp>,
    pub message: String,
}

impl Trouble {
    /// `before` is what was written down last: what lasts has one beginning.
    pub(super) fn of(error: &PublishingError, before: Option<&str>, now: Timestamp) -> Self {
        let kind = kind(error);
        let before = before.map(Self::read).filter(|before| before.kind == kind);
        let since = before.and_then(|before| before.since).unwrap_or(now);
        Self { kind, since: Some(since), message: error.to_string() }
    }

    pub(super) fn read(text: &str) -> Self {
        let plain = || Self { kind: TroubleKind::Other, since: None, message: text.to_owned() };
        serde_json::from_str(text).unwrap_or_else(|_| plain())
    }

    pub(super) fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_else(|_| self.message.clone())
    }
}

fn kind(error: &PublishingError) -> TroubleKind {
    let of_desk = |error: &DeskError| match error.code() {
        ErrorCode::Offline | ErrorCode::Captive => TroubleKind::Offline,
        _ => TroubleKind::Other,
    };
    match error {
        PublishingError::OtherService(_)
        | PublishingError::Service(ServiceDeskError::NotPaired | ServiceDeskError::Revoked(_)) => {
            TroubleKind::Unpaired
        }
        PublishingError::Desk(error) | PublishingError::Service(ServiceDeskError::Desk(error)) => {
            of_desk(error)
        }
        _ => TroubleKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lasts_has_one_beginning() {
        let at = |second| Timestamp::from_second(second).expect("a time");
        let away = |detail: &str| {
            PublishingError::Desk(DeskError::Offline {
                service: "The trusted service",
                detail: detail.into(),
            })
        };
        let first = Trouble::of(&away("refused"), None, at(10));
        assert_eq!((first.kind, first.since), (TroubleKind::Offline, Some(at(10))));
        let later = Trouble::of(&away("timed out"), Some(&first.text()), at(20));
        assert_eq!(later.since, Some(at(10)), "still away, with other words");
        let revoked = PublishingError::Service(ServiceDeskError::Revoked("events.contoso.com".into()));
        let revoked = Trouble::of(&revoked, Some(&later.text()), at(30));
        assert_eq!((revoked.kind, revoked.since), (TroubleKind::Unpaired, Some(at(30))));
        let old = Trouble::read("The trusted service can’t be reached.");
        assert_eq!((old.kind, old.since), (TroubleKind::Other, None), "as an older version wrote it");
    }
}
