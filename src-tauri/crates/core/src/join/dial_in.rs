//! How to take part by telephone, where the organizer's licence brings numbers.

use lectern_microsoft::graph::{AudioConferencing, OnlineMeeting};
use lectern_store::notices::DialInRecord;
use serde::Serialize;
use ts_rs::TS;
use url::Url;

use crate::desk::Desk;
use crate::error::DeskError;

/// More than anybody reads; the page with all of them is linked.
const MOST_NUMBERS: usize = 12;
const LONGEST_NUMBER: usize = 32;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct DialIn {
    pub conference_id: Option<String>,
    pub toll_numbers: Vec<String>,
    pub toll_free_numbers: Vec<String>,
    /// A page with the numbers of other countries.
    pub more_numbers_url: Option<String>,
}

/// Keeps what Teams tells of the telephone, if it tells anything.
pub(crate) async fn keep(desk: &Desk, event_id: &str, meeting: &OnlineMeeting) -> Result<(), DeskError> {
    let Some(record) = meeting.audio_conferencing.as_ref().and_then(record) else { return Ok(()) };
    let id = event_id.to_owned();
    desk.write(move |w| Ok::<_, DeskError>(w.notices().set_dial_in(&id, &record)?)).await
}

pub(crate) fn shown(record: DialInRecord) -> DialIn {
    let DialInRecord { conference_id, toll_numbers, toll_free_numbers, more_numbers_url } = record;
    DialIn { conference_id, toll_numbers, toll_free_numbers, more_numbers_url }
}

/// What looks like a telephone number; anything else is not shown as one. `None` where no number is left.
fn record(told: &AudioConferencing) -> Option<DialInRecord> {
    let toll_numbers = numbers(told.toll_number.as_ref(), &told.toll_numbers);
    let toll_free_numbers = numbers(told.toll_free_number.as_ref(), &told.toll_free_numbers);
    if toll_numbers.is_empty() && toll_free_numbers.is_empty() {
        return None;
    }
    let is_id = |id: &String| id.len() <= LONGEST_NUMBER && id.bytes().all(|byte| byte.is_ascii_digit());
    let is_page = |page: &Url| page.scheme() == "https" && page.username().is_empty();
    Some(DialInRecord {
        conference_id: told
            .conference_id
            .as_ref()
            .map(|id| id.chars().filter(|c| !c.is_whitespace()).collect::<String>())
            .filter(|id| !id.is_empty() && is_id(id)),
        toll_numbers,
        toll_free_numbers,
        more_numbers_url: told
            .dialin_url
            .as_deref()
            .and_then(|page| Url::parse(page).ok())
            .filter(is_page)
            .map(String::from),
    })
}

fn numbers(one: Option<&String>, many: &[String]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for number in one.into_iter().chain(many).map(|number| number.trim()) {
        if is_number(number) && found.len() < MOST_NUMBERS && !found.iter().any(|known| known == number) {
            found.push(number.to_owned());
        }
    }
    found
}

fn is_number(text: &str) -> bool {
    text.len() <= LONGEST_NUMBER
        && text.bytes().any(|byte| byte.is_ascii_digit())
        && text.bytes().all(|byte| byte.is_ascii_digit() || b"+ -().".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(number: &str, page: &str) -> AudioConferencing {
        AudioConferencing {
            conference_id: Some(" 123 456 789 ".into()),
            dialin_url: Some(page.into()),
            toll_number: Some(number.into()),
            toll_numbers: vec![number.into(), "+49 69 5550100".into()],
            ..AudioConferencing::default()
        }
    }

    #[test]
    fn numbers_are_kept_once_and_everything_else_is_left_out() {
        let kept = record(&told("+1 323-555-0166", "https://dialin.teams.microsoft.com/1")).expect("numbers");
        assert_eq!(kept.toll_numbers, ["+1 323-555-0166", "+49 69 5550100"], "each once, in Teams' order");
        assert_eq!(kept.conference_id.as_deref(), Some("123456789"), "as one types it");
        assert!(kept.more_numbers_url.is_some());
        let odd = record(&told("call me <b>now</b>", "javascript:alert(1)")).expect("one number is left");
        assert_eq!(odd.toll_numbers, ["+49 69 5550100"], "what is no number is not shown as one");
        assert_eq!(odd.more_numbers_url, None, "only https pages are offered");
        assert_eq!(record(&AudioConferencing::default()), None, "no licence, no numbers, no empty box");
    }
}
