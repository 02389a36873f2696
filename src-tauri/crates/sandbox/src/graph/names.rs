//! The identifiers that the services hand out, in the forms that the real ones have.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use jiff::Timestamp;
use jiff::civil::Date;
use sha2::{Digest, Sha256};

use crate::random;
use crate::wire::encode;

/// Length of an item id before its base64.
const ITEM_BYTES: usize = 105;

/// Bytes that an id is made of: random, or the digest of a name for what is seeded.
fn bytes<const N: usize>(seed: Option<&str>) -> [u8; N] {
    let Some(seed) = seed else { return random::bytes() };
    let mut out = [0; N];
    for (turn, chunk) in out.chunks_mut(32).enumerate() {
        let digest = Sha256::digest(format!("{seed}#{turn}"));
        chunk.copy_from_slice(&digest[..chunk.len()]);
    }
    out
}

/// A GUID, always the same for the same seed.
pub(crate) fn guid(seed: Option<&str>) -> String {
    uuid::Builder::from_random_bytes(bytes(seed)).into_uuid().to_string()
}

/// An Exchange item id, `AAMk…`, url-safe.
pub(crate) fn item_id(mailbox: &str, seed: Option<&str>) -> String {
    let mut raw = vec![0x00, 0x03, 0x24, 0x00];
    raw.extend_from_slice(mailbox.as_bytes());
    raw.extend_from_slice(&[0x00, 0x46, 0x00, 0x00]);
    raw.extend_from_slice(&bytes::<80>(seed));
    raw.truncate(ITEM_BYTES);
    URL_SAFE.encode(raw)
}

/// The id that stays when an item is moved, `AAkALg…`.
pub(crate) fn immutable_id(seed: Option<&str>) -> String {
    let mut raw = vec![0x00, 0x09, 0x00, 0x2e, 0x00, 0x00, 0x00, 0x00, 0x00, 0x1d, 0x84, 0x03, 0x11];
    raw.extend_from_slice(&bytes::<42>(seed));
    URL_SAFE.encode(raw)
}

/// The id of one date of a series.
pub(crate) fn occurrence_id(master: &str, date: Date) -> String {
    let mut raw = URL_SAFE.decode(master).unwrap_or_default();
    raw.extend_from_slice(format!("{:04}{:02}{:02}", date.year(), date.month(), date.day()).as_bytes());
    URL_SAFE.encode(raw)
}

/// The series' id and the date in an occurrence's id.
pub(crate) fn split_occurrence(id: &str) -> Option<(String, Date)> {
    let raw = URL_SAFE.decode(id).ok()?;
    let (master, date) = raw.split_at_checked(raw.len().checked_sub(8)?)?;
    let date: Date = std::str::from_utf8(date).ok()?.parse().ok()?;
    Some((URL_SAFE.encode(master), date))
}

/// Whether a text can be an Exchange id at all.
pub(crate) fn is_item_id(id: &str) -> bool {
    id.len() >= 40 && id.starts_with("AA") && URL_SAFE.decode(id).is_ok()
}

/// A change key for the `number`-th change of an item.
pub(crate) fn change_key(item: &str, number: u64) -> String {
    let mut raw = vec![0x0f, 0x00, 0x00, 0x00, 0x16, 0x00, 0x00, 0x00];
    raw.extend_from_slice(&Sha256::digest(item)[..12]);
    raw.extend_from_slice(&u32::try_from(number).unwrap_or(u32::MAX).to_be_bytes());
    STANDARD.encode(raw)
}

/// An iCalendar UID as Exchange makes it: the global object id in hexadecimal digits.
pub(crate) fn ical_uid(created: Timestamp, seed: Option<&str>) -> String {
    use std::fmt::Write as _;
    // Windows file time: 100 ns since 1601.
    let ticks = (created.as_microsecond() + 11_644_473_600_000_000) * 10;
    let mut uid = "040000008200E00074C5B7101A82E00800000000".to_owned();
    for byte in ticks.to_le_bytes() {
        let _ = write!(uid, "{byte:02X}");
    }
    uid.push_str("000000000000000010000000");
    for byte in bytes::<16>(seed) {
        let _ = write!(uid, "{byte:02X}");
    }
    uid
}

/// `19:meeting_…@thread.v2`
pub(crate) fn thread_id(seed: Option<&str>) -> String {
    format!("19:meeting_{}@thread.v2", STANDARD.encode(guid(seed)))
}

/// The id of an online meeting, `MSp…`.
pub(crate) fn meeting_id(organizer: &str, thread: &str) -> String {
    STANDARD.encode(format!("1*{organizer}*0**{thread}"))
}

/// The long join link, percent-encoded as the service writes it, in lower case.
pub(crate) fn long_join_url(thread: &str, tenant: &str, organizer: &str) -> String {
    let thread = thread.replace(':', "%3a").replace('@', "%40");
    format!(
        "https://teams.microsoft.com/l/meetup-join/{thread}/0?context=%7b%22Tid%22%3a%22{tenant}%22%2c%22Oid%22%3a%22\
         {organizer}%22%7d"
    )
}

/// The join link of one registrant: `prid` in the context is the registrant, as the documentation's samples of
/// registered meetings have it. What a webinar's personal link looks like is not documented.
pub(crate) fn personal_join_url(
    thread: &str,
    tenant: &str,
    organizer: &str,
    registrant: &str,
    public: bool,
) -> String {
    let link = long_join_url(thread, tenant, organizer);
    let link = link.strip_suffix("%7d").unwrap_or(&link);
    format!("{link}%2c%22prid%22%3a%22{}%22%2c%22isPublic%22%3a{public}%7d", encode(registrant))
}

/// The short join link.
pub(crate) fn short_join_url(meeting_number: &str, seed: Option<&str>) -> String {
    format!("https://teams.microsoft.com/meet/{meeting_number}?p={}", letters::<18>(seed))
}

/// Thirteen digits that a person can type to join.
pub(crate) fn meeting_number(seed: Option<&str>) -> String {
    let number = u64::from_be_bytes(bytes(seed)) % 1_000_000_000_000;
    format!("2{number:012}")
}

pub(crate) fn passcode(seed: Option<&str>) -> String {
    letters::<8>(seed)
}

fn letters<const N: usize>(seed: Option<&str>) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
    bytes::<N>(seed).iter().map(|byte| char::from(ALPHABET[usize::from(*byte) % ALPHABET.len()])).collect()
}

/// Where Outlook on the web shows an item.
pub(crate) fn web_link(id: &str) -> String {
    format!("https://outlook.office365.com/owa/?itemid={}&exvsurl=1&path=/calendar/item", encode(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_occurrence_id_leads_back_to_its_series() {
        let master = item_id("2e7b91d4-05c3-4a8f-8d6e-91f4b72c03a5", None);
        let date = jiff::civil::date(2026, 12, 8);
        let id = occurrence_id(&master, date);
        assert!(is_item_id(&id), "an occurrence is an item as any other");
        assert_eq!(split_occurrence(&id), Some((master.clone(), date)));
        assert!(split_occurrence(&master).is_none(), "a series' own id names no date");
    }

    #[test]
    fn identifiers_look_as_the_real_ones_do() {
        assert!(item_id("2e7b91d4-05c3-4a8f-8d6e-91f4b72c03a5", None).starts_with("AAMk"));
        assert!(immutable_id(None).starts_with("AAkALg"));
        assert!(meeting_id("2e7b91d4", "19:meeting_x@thread.v2").starts_with("MSo"));
        let link = long_join_url("19:meeting_MGQ4@thread.v2", "t", "o");
        let expected = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_MGQ4%40thread.v2/0?context=\
                        %7b%22Tid%22%3a%22t%22%2c%22Oid%22%3a%22o%22%7d";
        assert_eq!(link, expected, "escapes in lower case, as the service writes them");
    }
}
