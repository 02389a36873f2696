//! "Does ACS Email take a calendar file whose type has MIME parameters?" Whether they arrive, the mail alone shows.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::SignedDuration;
use lectern_domain::calendar_file::{CalendarEntry, ics};
use lectern_microsoft::acs::Attachment;

use super::Answer;
use super::mail::Post;
use crate::desk::Desk;

const TYPE: &str = "text/calendar; method=PUBLISH; charset=utf-8";

pub(super) async fn ask(desk: &Desk, post: &Post) -> Answer {
    let now = desk.now();
    let start = now.saturating_add(SignedDuration::from_hours(24)).unwrap_or(now);
    let entry = CalendarEntry {
        uid: format!("{}@probe.lectern.invalid", desk.chance().uuid()),
        sequence: 0,
        title: "Lectern’s probe".into(),
        description: "Nothing takes place. Do not add it.".into(),
        start,
        end: start.saturating_add(SignedDuration::from_mins(15)).unwrap_or(start),
        organizer_name: "Lectern".into(),
        organizer_email: post.sender.clone(),
        join_url: None,
        created: now,
        cancelled: false,
    };
    let mut email = post.email(
        "Lectern’s probe: a calendar file",
        "The file’s type was sent as “text/calendar; method=PUBLISH; charset=utf-8”. In this mail’s source you can see \
         what came of it.",
    );
    email.attachments.push(Attachment {
        name: "probe.ics".into(),
        content_type: TYPE.into(),
        content_in_base64: STANDARD.encode(ics(&entry)),
        content_id: None,
    });
    match post.takes(desk.chance().uuid(), &email).await {
        Ok(()) => Answer::word("accepted"),
        Err(refused) if refused.status() == Some(400) => Answer::word("refused"),
        Err(refused) => Answer::Open(refused.told()),
    }
}
