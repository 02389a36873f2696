//! The shapes that cross into the window, as the window's code spells them.

use lectern_domain::csv_import::{Field, RowError};
use lectern_domain::event::EventState;
use lectern_domain::join_link::{Cloud, JoinTarget, Kind, Needs, Verdict};
use lectern_domain::message::{ChannelKind, MessageKind, MessageState};
use lectern_domain::registration::{RegistrantStatus, Source};
use lectern_domain::zone::Fold;
use ts_rs::{Config, TS};

#[test]
fn the_window_switches_on_these_words() {
    let config = Config::default();
    let declared = [
        EventState::decl(&config),
        MessageState::decl(&config),
        MessageKind::decl(&config),
        ChannelKind::decl(&config),
        RegistrantStatus::decl(&config),
        Source::decl(&config),
        Field::decl(&config),
        RowError::decl(&config),
        Fold::decl(&config),
        Verdict::decl(&config),
        Kind::decl(&config),
        Cloud::decl(&config),
        Needs::decl(&config),
        JoinTarget::decl(&config),
    ];
    assert_eq!(
        declared,
        [
            r#"type EventState = "creating" | "scheduled" | "cancelled";"#,
            r#"type MessageState = "planned" | "sending" | "delivered" | "failed" | "ambiguous" | "skipped";"#,
            r#"type MessageKind = "confirmation" | "waitlisted" | "offered" | "pending" | "approved" | "rejected" | "cancelled" | "moved" | "calledOff";"#,
            r#"type ChannelKind = "acsEmail" | "smtp";"#,
            r#"type RegistrantStatus = "registered" | "waitlisted" | "offered" | "pendingApproval" | "rejected" | "cancelled";"#,
            r#"type RegistrantSource = "manual" | "import" | "page";"#,
            r#"type ImportField = "name" | "firstName" | "lastName" | "email" | "company";"#,
            "type ImportError = { line: number, column: string | null, code: string, message: string, };",
            r#"type Fold = "earlier" | "later";"#,
            r#"type LinkVerdict = "embed" | "teams" | "browser" | "refuse";"#,
            r#"type LinkKind = "meeting" | "channel-meeting" | "meeting-id" | "consumer" | "live-event" | "webinar-page" | "ticket" | "unknown";"#,
            r#"type LinkCloud = "global" | "gcch" | "dod" | "china";"#,
            r#"type LinkNeeds = "gcch-resource" | "passcode";"#,
            "type JoinTarget = { meetingLink: string, } | { meetingId: string, passcode: string | null, };"
        ],
        "a word changed here changes ui/src/bindings and what the window does with it"
    );
}
