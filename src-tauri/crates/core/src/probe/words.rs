//! The questions, their answers and a report in words.

use std::fmt::Write as _;

use super::{Answer, AskedOf, Finding, FindingStatus, ProbePlan, ProbeReport, Setting};

/// One question, under the name of the sandbox's switch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Question {
    pub id: &'static str,
    pub words: &'static str,
    default: Default,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Default {
    Word(&'static str),
    Number(i64),
}

const fn question(id: &'static str, words: &'static str, default: Default) -> Question {
    Question { id, words, default }
}

pub(crate) const TRANSACTION_ID: Question = question(
    "repeatedTransactionId",
    "What does Graph do with a second event under the same transactionId?",
    Default::Word("returnsExisting"),
);
pub(crate) const IF_MATCH: Question = question(
    "eventPatchIfMatch",
    "Does Graph refuse a change of an event whose If-Match is out of date?",
    Default::Word("honoured"),
);
pub(crate) const LINK_FORM: Question =
    question("joinUrlForm", "Which form does a new meeting’s link have?", Default::Word("long"));
pub(crate) const SHORT_LINK: Question =
    question("joinUrlFilterByShort", "Is one’s own meeting found by its short link?", Default::Word("found"));
pub(crate) const NOBODYS_LINK: Question = question(
    "joinUrlFilterNoMatch",
    "What does Graph answer to a link that belongs to no meeting?",
    Default::Word("notFound404"),
);
pub(crate) const OTHERS_LINK: Question = question(
    "joinUrlFilterByOther",
    "What does Graph answer to the link of somebody else’s meeting?",
    Default::Word("forbidden403"),
);
pub(crate) const EVENTS_PAGE: Question =
    question("eventsPageSize", "How many events has a page of the calendar?", Default::Number(10));
pub(crate) const VIEW_PAGE: Question = question(
    "calendarViewPageSize",
    "How many events has a page of the calendar’s view?",
    Default::Number(10),
);
pub(crate) const BETA_REGISTRATION: Question = question(
    "meetingRegistration",
    "What does Graph answer to the retired registration of meetings (beta)?",
    Default::Word("retired404"),
);
pub(crate) const DELEGATED_LIST: Question = question(
    "delegatedRegistrationList",
    "Does a person’s own token list a webinar’s registrations?",
    Default::Word("forbidden403"),
);
pub(crate) const DELEGATED_SESSIONS: Question = question(
    "delegatedRegistrationSessions",
    "Does a person’s own token read a registration’s sessions, where the personal link is?",
    Default::Word("forbidden403"),
);
pub(crate) const EXPANDED_SESSIONS: Question = question(
    "expandedSessions",
    "Does $expand=sessions bring them with the registration?",
    Default::Word("forbidden403"),
);
pub(crate) const CLOCK_SKEW: Question = question(
    "acsClockSkewSeconds",
    "How far off may the date of a signed request to the ACS resource be?",
    Default::Number(300),
);
pub(crate) const OPERATION_ID: Question = question(
    "repeatedOperationId",
    "What does ACS Email do with a second mail under the same Operation-Id?",
    Default::Word("sameOperation"),
);
pub(crate) const ATTACHMENT: Question = question(
    "attachmentMimeParameters",
    "Does ACS Email take a calendar file whose type has MIME parameters?",
    Default::Word("accepted"),
);
pub(crate) const UNSUBSCRIBE: Question = question(
    "listUnsubscribe",
    "Does ACS Email take List-Unsubscribe among a mail’s headers?",
    Default::Word("accepted"),
);

const COUNT: &str = "The second mail was taken as well. Look into your inbox, and tell the probe whether one mail came \
                     or two.";

/// In the order in which they are asked.
pub(crate) const GRAPH: [Question; 9] = [
    TRANSACTION_ID,
    IF_MATCH,
    LINK_FORM,
    SHORT_LINK,
    BETA_REGISTRATION,
    NOBODYS_LINK,
    OTHERS_LINK,
    EVENTS_PAGE,
    VIEW_PAGE,
];
pub(crate) const WEBINAR: [Question; 3] = [DELEGATED_LIST, DELEGATED_SESSIONS, EXPANDED_SESSIONS];
pub(crate) const MAIL: [Question; 3] = [OPERATION_ID, ATTACHMENT, UNSUBSCRIBE];

impl Question {
    fn default(self) -> Setting {
        match self.default {
            Default::Word(word) => Setting::word(word),
            Default::Number(number) => Setting::Number(number),
        }
    }

    pub(crate) fn finding(self, answer: &Answer) -> Finding {
        let (status, answer) = match answer {
            Answer::Is(setting, more) => {
                let same = *setting == self.default();
                let told = in_words(self.id, setting);
                let told = more.as_ref().map_or(told.clone(), |more| format!("{told} {more}"));
                (if same { FindingStatus::Same } else { FindingStatus::Differs }, told)
            }
            Answer::Count => (FindingStatus::Count, COUNT.to_owned()),
            Answer::Open(why) => (FindingStatus::Open, why.clone()),
            Answer::NotAsked(why) => (FindingStatus::NotAsked, why.clone()),
        };
        Finding {
            id: self.id.to_owned(),
            question: self.words.to_owned(),
            status,
            answer,
            sandbox: in_words(self.id, &self.default()),
        }
    }
}

fn in_words(id: &str, setting: &Setting) -> String {
    let word = match setting {
        Setting::Number(number) => {
            return match id {
                "acsClockSkewSeconds" => format!("{number} s off is taken."),
                _ => format!("{number}, where nobody asks for another size."),
            };
        }
        Setting::Word(word) => word.as_str(),
    };
    match (id, word) {
        ("repeatedTransactionId", "returnsExisting") => "It answers with the first one; there is no second.",
        ("repeatedTransactionId", "createsSecond") => "It makes a second event.",
        ("repeatedOperationId", "sameOperation") => "It takes it and sends nothing more.",
        (_, "conflict409") => "It refuses with 409.",
        ("repeatedOperationId", "sendsAgain") => "It sends a second mail.",
        ("eventPatchIfMatch", "honoured") => "It refuses with 412.",
        ("eventPatchIfMatch", "ignored") => "It makes the change: If-Match is ignored.",
        ("joinUrlForm", "long") => "The long one (/l/meetup-join/).",
        ("joinUrlForm", "short") => "The short one (/meet/).",
        ("joinUrlFilterByShort", "found") => "It is found.",
        ("expandedSessions", "ignored") => "The registration comes without them.",
        ("meetingRegistration", "served") => "It works: one was opened, and closed again.",
        ("meetingRegistration", "empty") => "A success without anything in it.",
        ("meetingRegistration", "retired400") => "400.",
        ("meetingRegistration", "retired410") => "410.",
        ("meetingRegistration", "retired501") => "501.",
        (_, "served") => "It does.",
        (_, "emptyList") => "An empty list.",
        (_, "notFound404" | "retired404") => "404.",
        (_, "forbidden403" | "retired403") => "403.",
        (_, "accepted") => "It does. What arrives can be seen in the mail alone.",
        (_, "refused") => "It refuses the mail with 400.",
        _ => return word.to_owned(),
    }
    .to_owned()
}

/// As a terminal shows it.
pub fn report(report: &ProbeReport) -> String {
    let mut text = match report.asked {
        AskedOf::Microsoft => format!("Microsoft’s cloud, asked on {}.", report.made),
        AskedOf::Sandbox => {
            format!("A sandbox, asked on {}: nothing here says what Microsoft does.", report.made)
        }
    };
    for finding in &report.findings {
        let mark = match finding.status {
            FindingStatus::Same => "same     ",
            FindingStatus::Differs => "DIFFERS  ",
            FindingStatus::Open | FindingStatus::Count => "open     ",
            FindingStatus::NotAsked => "not asked",
        };
        write_line(&mut text, &format!("{mark}  {}", finding.question));
        write_line(&mut text, &format!("           {}", finding.answer));
        if finding.status == FindingStatus::Differs {
            write_line(&mut text, &format!("           The sandbox: {}", finding.sandbox));
        }
    }
    for left in &report.left {
        write_line(&mut text, left);
    }
    text
}

/// As a terminal shows it before it asks.
pub fn plan(plan: &ProbePlan) -> String {
    let mut text = match plan.asked {
        AskedOf::Microsoft => "This asks your own tenant at Microsoft. It will create:".to_owned(),
        AskedOf::Sandbox => "This asks a sandbox. It will create:".to_owned(),
    };
    for created in &plan.creates {
        write_line(&mut text, &format!("  {created}"));
    }
    if plan.leftover {
        write_line(&mut text, "An earlier probe was cut short. What it left is deleted first.");
    }
    for not_asked in &plan.not_asked {
        write_line(&mut text, &format!("Not asked: {not_asked}"));
    }
    text
}

fn write_line(text: &mut String, line: &str) {
    // Writing to a string does not fail.
    let _ = write!(text, "\n{line}");
}
