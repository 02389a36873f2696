//! `$filter` on events: comparisons joined by `and`, and `startswith`. The rest is refused, never guessed.

use std::cmp::Ordering;

use jiff::Timestamp;
use jiff::civil::DateTime;
use serde_json::Value;

use super::odata::property;
use super::refusal::{Outcome, Refusal};
use super::shape::Shape;

/// A conjunction of terms.
#[derive(Debug, Clone)]
pub(crate) struct Filter(Vec<Term>);

#[derive(Debug, Clone)]
struct Term {
    /// `start/dateTime`, split.
    path: Vec<String>,
    test: Test,
    literal: Literal,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Test {
    Is(&'static str),
    StartsWith,
}

#[derive(Debug, Clone)]
enum Literal {
    Text(String),
    Boolean(bool),
    Number(i64),
}

const COMPARISONS: [&str; 6] = ["eq", "ne", "gt", "ge", "lt", "le"];

/// What a mailbox can be searched by.
const SEARCHABLE: [&str; 14] = [
    "subject",
    "start",
    "end",
    "isOnlineMeeting",
    "isCancelled",
    "isAllDay",
    "isOrganizer",
    "type",
    "showAs",
    "sensitivity",
    "importance",
    "iCalUId",
    "createdDateTime",
    "lastModifiedDateTime",
];

impl Filter {
    pub fn read(text: &str, shape: &Shape) -> Outcome<Self> {
        split_and(text)
            .into_iter()
            .map(|term| Term::read(term.trim(), shape))
            .collect::<Outcome<_>>()
            .map(Self)
    }

    /// Whether an event as it would be answered in UTC passes.
    pub fn passes(&self, event: &Value) -> bool {
        self.0.iter().all(|term| term.passes(event))
    }
}

impl Term {
    fn read(text: &str, shape: &Shape) -> Outcome<Self> {
        let (path, comparison, literal) = if let Some(inner) = text.strip_prefix("startswith(") {
            let (path, rest) = inner.split_once(',').ok_or_else(invalid_nodes)?;
            let literal = rest.trim().strip_suffix(')').ok_or_else(invalid_nodes)?;
            (path.trim(), Test::StartsWith, literal.trim())
        } else {
            let (path, rest) = text.split_once(' ').ok_or_else(invalid_nodes)?;
            let (operator, literal) = rest.trim_start().split_once(' ').ok_or_else(invalid_nodes)?;
            let operator = operator.to_ascii_lowercase();
            let known = COMPARISONS.iter().find(|known| **known == operator).ok_or_else(invalid_nodes)?;
            (path, Test::Is(known), literal.trim())
        };
        let mut parts: Vec<String> = path.split('/').map(str::to_owned).collect();
        parts[0] = property(&parts[0], shape)?;
        let moment = parts[0] == "start" || parts[0] == "end";
        let sound = if moment {
            parts.len() == 2 && parts[1].eq_ignore_ascii_case("dateTime")
        } else {
            parts.len() == 1
        };
        if !sound || !SEARCHABLE.contains(&parts[0].as_str()) {
            return Err(invalid_nodes());
        }
        Ok(Self { path: parts, test: comparison, literal: Literal::read(literal)? })
    }

    fn passes(&self, event: &Value) -> bool {
        let value = &event[self.path[0].as_str()];
        if self.path.len() == 2 {
            let given = value["dateTime"].as_str().and_then(|text| text.parse::<DateTime>().ok());
            let wanted = match &self.literal {
                Literal::Text(text) => moment(text),
                _ => None,
            };
            return match (given, wanted) {
                (Some(given), Some(wanted)) => self.test.holds(given.cmp(&wanted)),
                _ => false,
            };
        }
        match (&self.literal, value) {
            (Literal::Text(wanted), Value::String(given)) if self.test == Test::StartsWith => {
                given.to_lowercase().starts_with(&wanted.to_lowercase())
            }
            (Literal::Text(wanted), Value::String(given)) => {
                match (wanted.parse::<Timestamp>(), given.parse::<Timestamp>()) {
                    (Ok(wanted), Ok(given)) => self.test.holds(given.cmp(&wanted)),
                    _ => self.test.holds(given.to_lowercase().cmp(&wanted.to_lowercase())),
                }
            }
            (Literal::Boolean(wanted), Value::Bool(given)) => self.test.holds(given.cmp(wanted)),
            (Literal::Number(wanted), Value::Number(given)) => {
                given.as_i64().is_some_and(|given| self.test.holds(given.cmp(wanted)))
            }
            _ => false,
        }
    }
}

impl Test {
    fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Is("eq") => order.is_eq(),
            Self::Is("ne") => order.is_ne(),
            Self::Is("gt") => order.is_gt(),
            Self::Is("ge") => order.is_ge(),
            Self::Is("lt") => order.is_lt(),
            Self::Is("le") => order.is_le(),
            Self::Is(_) | Self::StartsWith => false,
        }
    }
}

impl Literal {
    fn read(text: &str) -> Outcome<Self> {
        match text {
            "true" => return Ok(Self::Boolean(true)),
            "false" => return Ok(Self::Boolean(false)),
            _ => {}
        }
        if let Some(inner) = quoted(text) {
            return Ok(Self::Text(inner));
        }
        if let Ok(number) = text.parse() {
            return Ok(Self::Number(number));
        }
        // Instants of createdDateTime and its kin stand without quotes.
        if text.parse::<Timestamp>().is_ok() {
            return Ok(Self::Text(text.to_owned()));
        }
        Err(invalid_nodes())
    }
}

/// The text between single quotes, doubled ones made single; `None` where the literal does not end as it should.
pub(crate) fn quoted(text: &str) -> Option<String> {
    let inner = text.strip_prefix('\'')?.strip_suffix('\'')?;
    let lone = inner.replace("''", "").contains('\'');
    (!lone).then(|| inner.replace("''", "'"))
}

/// A wall clock reading or an instant, as UTC.
fn moment(text: &str) -> Option<DateTime> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(jiff::tz::TimeZone::UTC.to_datetime(at));
    }
    text.parse().ok()
}

fn split_and(text: &str) -> Vec<&str> {
    let (mut parts, mut start, mut in_text) = (Vec::new(), 0, false);
    let bytes = text.as_bytes();
    for at in 0..bytes.len() {
        if bytes[at] == b'\'' {
            in_text = !in_text;
        }
        let is_and = !in_text && bytes[at..].len() >= 5 && bytes[at..at + 5].eq_ignore_ascii_case(b" and ");
        if is_and && at >= start {
            parts.push(&text[start..at]);
            start = at + 5;
        }
    }
    parts.push(&text[start..]);
    parts
}

fn invalid_nodes() -> Refusal {
    Refusal::bad_request("ErrorInvalidUrlQueryFilter", "The query filter contains one or more invalid nodes.")
}
