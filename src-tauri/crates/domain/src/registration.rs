//! The rules by which people get in.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "core.ts")]
pub enum RegistrantStatus {
    Registered,
    Cancelled,
}

/// How a registrant came onto the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "core.ts", rename = "RegistrantSource")]
pub enum Source {
    Manual,
    Import,
}

/// The answer to one person who wants to get in. Being full is an answer, not an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    Admitted,
    Full,
}

/// Decides for one more person, given the event's capacity (`None`: no limit) and how many are registered now.
/// Only meaningful inside the transaction that writes the registrant.
pub fn admit(capacity: Option<u32>, registered: u32) -> Admission {
    match capacity {
        Some(capacity) if registered >= capacity => Admission::Full,
        _ => Admission::Admitted,
    }
}

#[cfg(test)]
mod tests {
    use super::{Admission, admit};

    #[test]
    fn the_last_place_is_given_once() {
        assert_eq!(admit(Some(2), 1), Admission::Admitted);
        assert_eq!(admit(Some(2), 2), Admission::Full, "a third person has no chair");
        assert_eq!(admit(Some(2), 3), Admission::Full, "lowering the capacity later admits nobody");
        assert_eq!(admit(Some(0), 0), Admission::Full);
        assert_eq!(admit(None, u32::MAX), Admission::Admitted);
    }
}
