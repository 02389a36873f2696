//! `$filter` on online meetings: by join link or by the number that people type. Nothing else finds a meeting.

use super::filter::quoted;
use super::refusal::{Outcome, Refusal};

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Wanted {
    JoinWebUrl(String),
    JoinMeetingId(String),
}

impl Wanted {
    /// Reads a filter after one URL decoding. A join link must then still hold its own escapes: a client has to
    /// encode it once more as a whole.
    pub fn read(filter: &str) -> Outcome<Self> {
        let mut words = filter.trim().splitn(3, ' ');
        let (property, operator) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let literal = words.next().unwrap_or_default().trim();
        if !operator.eq_ignore_ascii_case("eq") {
            return Err(invalid());
        }
        let value = quoted(literal).filter(|value| !value.is_empty()).ok_or_else(invalid)?;
        match property.to_ascii_lowercase().as_str() {
            "joinweburl" if is_as_returned(&value) => Ok(Self::JoinWebUrl(value)),
            "joinmeetingidsettings/joinmeetingid" => Ok(Self::JoinMeetingId(value)),
            "joinweburl" => Err(invalid()),
            _ => Err(Refusal::bad_request(
                "BadRequest",
                format!(
                    "The query specified in the URI is not valid. Could not find a property named '{property}' on type \
                     'microsoft.graph.onlineMeeting'."
                ),
            )),
        }
    }
}

fn is_as_returned(link: &str) -> bool {
    let Some(rest) = link.strip_prefix("https://") else { return false };
    let bare = rest.contains([':', '@', '{', '}', '"', ' ', ',']);
    rest.contains('/') && !bare
}

fn invalid() -> Refusal {
    Refusal::bad_request("BadRequest", "Invalid filter.")
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: &str = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_MGQ4%40thread.v2/0?context=%7b%22Tid%22%3a%22t%22%2c%22Oid%22%3a%22o%22%7d";

    #[test]
    fn a_link_must_arrive_with_its_own_escapes() {
        let found = Wanted::read(&format!("JoinWebUrl eq '{LONG}'"));
        assert_eq!(found.ok(), Some(Wanted::JoinWebUrl(LONG.to_owned())), "encoded once more, as documented");
        let decoded = crate::wire::decode(LONG).expect("UTF-8");
        let refused = Wanted::read(&format!("JoinWebUrl eq '{decoded}'"));
        assert!(refused.is_err(), "sent as returned or decoded, the service says: invalid filter");
    }

    #[test]
    fn other_properties_and_operators_find_nothing() {
        for filter in
            ["subject eq 'x'", "JoinWebUrl ne 'https://x/y'", "JoinWebUrl eq https://x/y", "JoinWebUrl"]
        {
            assert!(Wanted::read(filter).is_err(), "{filter} is not supported on meetings");
        }
    }
}
