//! Which system wrote a list, by the names of its columns; and what only that system's lists say: who cancelled.
//!
//! Seen in public: pretix's columns in English in its own source (`src/pretix/base/exporters/orderlist.py`, "Order code",
//! "Position ID", "Status", "Attendee name", "Attendee email"); Eventbrite's ("Order #", "Order Date", "Ticket Type",
//! "Attendee Status") and Teams' attendance report ("First Join", "Last Leave", "In-Meeting Duration", "Participant ID
//! (UPN)"; German "Erster Beitritt", "Letztes Verlassen", "Teilnehmer-ID (UPN)") in several programs that read them.
//! Not documented, and never seen in public: the columns of Teams' registration report beyond name, address and
//! registration time, and the German names of Eventbrite's and pretix's columns. They are taken where they come so, and
//! a list that is not recognized is imported by the names of its columns as any other.

use serde::Serialize;
use ts_rs::TS;

use super::Table;
use super::guess::letters;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "core.ts")]
pub enum ListFormat {
    TeamsRegistration,
    TeamsAttendance,
    Eventbrite,
    Pretix,
    /// Exported by this program.
    Lectern,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recognized {
    pub format: ListFormat,
    /// The column that says whether somebody still comes.
    pub status: Option<usize>,
    /// Where an address stands when the column of addresses is empty.
    pub second_email: Option<usize>,
}

/// Columns of which a list has one of each group.
struct Signs {
    format: ListFormat,
    groups: &'static [&'static [&'static str]],
    status: &'static [&'static str],
}

/// The most telling first. All names are folded to letters and digits.
const SIGNS: &[Signs] = &[
    Signs {
        format: ListFormat::Pretix,
        groups: &[
            &["ordercode", "bestellnummer", "bestellcode"],
            &[
                "positionid",
                "positionsid",
                "positionsnummer",
                "pseudonymizationid",
                "attendeeemail",
                "teilnehmeremail",
                "attendeename",
                "teilnehmername",
            ],
        ],
        status: &["status"],
    },
    Signs {
        format: ListFormat::Eventbrite,
        groups: &[
            &["ordernumber", "orderid", "orderno", "bestellungnumber", "bestellnr", "bestellnummer"],
            &["attendeestatus", "teilnehmerstatus", "tickettype", "tickettyp", "ticketart"],
            &["orderdate", "bestelldatum", "attendeestatus", "teilnehmerstatus"],
        ],
        status: &["attendeestatus", "teilnehmerstatus", "orderstatus", "status"],
    },
    Signs {
        format: ListFormat::TeamsAttendance,
        groups: &[
            &["firstjoin", "ersterbeitritt"],
            &["lastleave", "letztesverlassen"],
            &[
                "inmeetingduration",
                "dauerderbesprechung",
                "besprechungsdauer",
                "participantidupn",
                "teilnehmeridupn",
            ],
        ],
        status: &["registrationstatus", "registrierungsstatus"],
    },
    Signs {
        format: ListFormat::TeamsRegistration,
        groups: &[
            &["registrationtime", "registrationdate", "registrierungszeit", "registrierungsdatum"],
            &["firstname", "vorname"],
            &["lastname", "nachname"],
            &["email", "emailaddress", "emailadresse"],
        ],
        status: &["registrationstatus", "registrierungsstatus", "status"],
    },
    Signs {
        format: ListFormat::Lectern,
        groups: &[&["name"], &["email"], &["company"], &["status"], &["registered", "registeredutc"]],
        status: &["status"],
    },
];

/// Which system wrote it; `None`: nobody's that is known.
pub fn recognize(table: &Table) -> Option<Recognized> {
    let folded: Vec<String> = table.headers.iter().map(|header| letters(header)).collect();
    let column =
        |names: &[&str]| names.iter().find_map(|name| folded.iter().position(|header| header == name));
    let signs = SIGNS.iter().find(|signs| signs.groups.iter().all(|group| column(group).is_some()))?;
    let second_email = match signs.format {
        ListFormat::TeamsAttendance => column(&["participantidupn", "teilnehmeridupn"]),
        _ => None,
    };
    Some(Recognized { format: signs.format, status: column(signs.status), second_email })
}

impl ListFormat {
    /// Why somebody with this status is not imported.
    pub(super) fn left_out(self, status: &str) -> Option<&'static str> {
        let word = letters(status);
        let is = |words: &[&str]| words.contains(&word.as_str());
        let begins = |words: &[&str]| words.iter().any(|begin| word.starts_with(begin));
        if begins(&["cancel", "storniert", "abgesagt"]) {
            return Some("cancelled");
        }
        match self {
            Self::Eventbrite if is(&["notattending", "deleted", "nimmtnichtteil"]) => {
                Some("not coming any more")
            }
            Self::Eventbrite if begins(&["refund", "erstattet"]) => Some("refunded"),
            Self::Eventbrite if is(&["transferred"]) => Some("transferred to somebody else"),
            Self::Lectern if is(&["rejected"]) => Some("turned down"),
            Self::Pretix if begins(&["expired", "abgelaufen"]) => Some("never paid, and expired"),
            Self::TeamsRegistration | Self::TeamsAttendance if begins(&["waitlist", "warteliste"]) => {
                Some("on the waitlist")
            }
            Self::TeamsRegistration | Self::TeamsAttendance if begins(&["pending", "ausstehend"]) => {
                Some("not approved yet")
            }
            Self::TeamsRegistration | Self::TeamsAttendance if begins(&["reject", "denied", "abgelehnt"]) => {
                Some("turned down")
            }
            _ => None,
        }
    }

    /// The name without what Teams writes behind those from elsewhere, "(External)" and the like.
    pub(super) fn bare_name(self, name: &str) -> &str {
        const MARKS: [&str; 6] =
            ["(external)", "(unverified)", "(guest)", "(extern)", "(nicht verifiziert)", "(gast)"];
        if self != Self::TeamsAttendance {
            return name;
        }
        let mut bare = name.trim_end();
        while let Some(mark) = MARKS.iter().find(|mark| {
            bare.len() >= mark.len()
                && bare.is_char_boundary(bare.len() - mark.len())
                && bare[bare.len() - mark.len()..].eq_ignore_ascii_case(mark)
        }) {
            bare = bare[..bare.len() - mark.len()].trim_end();
        }
        bare
    }
}
