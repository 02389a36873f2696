//! "Ask it." What an earlier probe left is swept first, what this one makes is swept last, also when it fails.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use lectern_domain::join_link::{Kind, bare, decide};

use super::made::{self, Made, Swept};
use super::mail::{self, Post};
use super::webinar::Answers;
use super::words::{
    ATTACHMENT, BETA_REGISTRATION, CLOCK_SKEW, DELEGATED_LIST, DELEGATED_SESSIONS, EVENTS_PAGE,
    EXPANDED_SESSIONS, GRAPH, IF_MATCH, LINK_FORM, MAIL, NOBODYS_LINK, OPERATION_ID, OTHERS_LINK, Question,
    SHORT_LINK, TRANSACTION_ID, UNSUBSCRIBE, VIEW_PAGE, WEBINAR,
};
use super::{
    Answer, Asked, Finding, KIND, ProbeError, ProbeProgress, ProbeReport, Setting, VERSION, attachment,
    beta_registration, clock_skew, if_match, join_link as link, operation_id, page_size, plan, report,
    transaction_id, unsubscribe, webinar,
};
use crate::desk::{Desk, Work};
use crate::error::DeskError;
use crate::locks::Lock;

pub async fn run(
    desk: &Desk,
    asked: Asked,
    told: &(dyn Fn(ProbeProgress) + Sync),
) -> Result<ProbeReport, ProbeError> {
    let asked = Asked { others_link: asked.others_link.map(|link| bare(&link).to_owned()), ..asked };
    if asked.others_link.as_deref().is_some_and(|link| !is_meeting(link)) {
        return Err(ProbeError::OthersLink);
    }
    let webinar = match &asked.webinar {
        Some(id) => Some(webinar::named(desk, id).await?),
        None => None,
    };
    let _lock = Lock::try_take(desk.profile(), "probe")?.ok_or(ProbeError::Running)?;
    let _begun = desk.begin(Work::Probing);
    made::sweep(desk).await?;
    let mut found = Found { told, findings: Vec::new(), switches: BTreeMap::new() };
    let asking = all(desk, &asked, webinar.as_deref(), &mut found).await;
    let swept = made::sweep(desk).await;
    asking?;
    let left = match swept {
        Ok(Swept::Clean) => Vec::new(),
        Ok(Swept::MeetingNotFound) => {
            vec![
                "The event is deleted. Its meeting was not found by its link and may still be there."
                    .to_owned(),
            ]
        }
        Ok(Swept::MaybeRegistered) => {
            vec![
                "You may still be registered for the webinar, and only its own page in Teams can tell and take you off."
                    .to_owned(),
            ]
        }
        // Whatever it was, the next probe tries again; what the service said of it is not for a report.
        Err(error) => {
            tracing::warn!(%error, "what the probe made is still there");
            vec![
                "The probe’s event or its meeting could not be deleted. The next probe deletes it."
                    .to_owned(),
            ]
        }
    };
    let report = ProbeReport {
        kind: KIND.to_owned(),
        version: VERSION,
        made: desk.now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        asked: plan::asked_of(desk),
        findings: found.findings,
        switches: found.switches,
        left,
    };
    report::keep(desk, &report).await?;
    Ok(report)
}

/// Two weeks from now at an hour when few meet, for a quarter of an hour.
pub(super) fn when(desk: &Desk) -> (Timestamp, Timestamp) {
    let day = 86_400;
    let second = (desk.now().as_second() / day + 14) * day + 3 * 3_600;
    let start = Timestamp::from_second(second).unwrap_or(desk.now());
    (start, start.saturating_add(SignedDuration::from_mins(15)).unwrap_or(start))
}

/// It goes to Graph as it is: only the link of a meeting may.
fn is_meeting(link: &str) -> bool {
    link.starts_with("https://")
        && matches!(decide(link, None).kind, Kind::Meeting | Kind::ChannelMeeting | Kind::MeetingId)
}

struct Found<'a> {
    told: &'a (dyn Fn(ProbeProgress) + Sync),
    findings: Vec<Finding>,
    switches: BTreeMap<String, Setting>,
}

impl Found<'_> {
    fn asking(&self, question: Question) {
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        (self.told)(ProbeProgress {
            done: count(self.findings.len()),
            of: count(GRAPH.len() + WEBINAR.len() + MAIL.len() + 1),
            question: question.words.to_owned(),
        });
    }

    fn is(&mut self, question: Question, answer: &Answer) {
        if let Answer::Is(setting, _) = answer {
            self.switches.insert(question.id.to_owned(), setting.clone());
        }
        self.findings.push(question.finding(answer));
    }
}

async fn all(
    desk: &Desk,
    asked: &Asked,
    webinar: Option<&str>,
    found: &mut Found<'_>,
) -> Result<(), DeskError> {
    let mut made = calendar(desk, asked, found).await?;
    registrations(desk, &mut made, webinar, found).await?;
    found.asking(CLOCK_SKEW);
    let skew = match desk.acs() {
        Some(acs) => clock_skew::ask(desk, &acs).await,
        None => Answer::NotAsked("This machine holds no key of an ACS resource.".into()),
    };
    found.is(CLOCK_SKEW, &skew);
    match mail::post(desk).await? {
        Ok(post) => mails(desk, &post, found).await,
        Err(why) => MAIL.iter().for_each(|question| found.is(*question, &Answer::NotAsked(why.to_owned()))),
    }
    Ok(())
}

async fn registrations(
    desk: &Desk,
    made: &mut Made,
    webinar: Option<&str>,
    found: &mut Found<'_>,
) -> Result<(), DeskError> {
    found.asking(DELEGATED_LIST);
    let answers = match webinar {
        Some(id) => webinar::ask(desk, made, id).await?,
        None => Answers::all(|| Answer::NotAsked(webinar::NONE_NAMED.to_owned())),
    };
    found.is(DELEGATED_LIST, &answers.list);
    found.is(DELEGATED_SESSIONS, &answers.sessions);
    found.is(EXPANDED_SESSIONS, &answers.expanded);
    Ok(())
}

async fn calendar(desk: &Desk, asked: &Asked, found: &mut Found<'_>) -> Result<Made, DeskError> {
    let mut made = begun(desk).await?;
    found.asking(TRANSACTION_ID);
    let (answer, event) = transaction_id::ask(desk, &mut made).await?;
    found.is(TRANSACTION_ID, &answer);
    let no_event = || Answer::NotAsked("The event that it is about could not be made.".into());
    found.asking(IF_MATCH);
    let answer = match &event {
        Some(event) => if_match::ask(desk, &event.id).await?,
        None => no_event(),
    };
    found.is(IF_MATCH, &answer);
    found.asking(LINK_FORM);
    let link = match &event {
        Some(event) => link::of(desk, event).await?,
        None => None,
    };
    let no_link = || {
        Answer::NotAsked("The event came without a Teams meeting. Has the account a Teams licence?".into())
    };
    let (form, short, beta) = match (&event, &link) {
        (None, _) => (no_event(), no_event(), no_event()),
        (Some(_), None) => (no_link(), no_link(), no_link()),
        (Some(_), Some(link)) => {
            (link::form(link), link::by_short(desk, link).await?, beta_registration::ask(desk, link).await?)
        }
    };
    found.is(LINK_FORM, &form);
    found.is(SHORT_LINK, &short);
    found.is(BETA_REGISTRATION, &beta);
    found.asking(NOBODYS_LINK);
    found.is(NOBODYS_LINK, &link::nobodys(desk).await?);
    found.is(OTHERS_LINK, &link::others(desk, asked.others_link.as_deref()).await?);
    found.asking(EVENTS_PAGE);
    found.is(EVENTS_PAGE, &page_size::events(desk).await?);
    found.is(VIEW_PAGE, &page_size::view(desk).await?);
    Ok(made)
}

/// Written down before it is made.
async fn begun(desk: &Desk) -> Result<Made, DeskError> {
    let account = desk.read(|r| r.accounts().get()).await?.ok_or(DeskError::SignInNeeded)?;
    let (start, end) = when(desk);
    let made = Made {
        owner_id: account.user_id,
        owner: account.username,
        transaction_id: desk.chance().uuid().to_string(),
        start,
        end,
        event_ids: Vec::new(),
        meeting_ids: Vec::new(),
        webinar: None,
        registration: None,
    };
    made::note(desk, &made).await?;
    Ok(made)
}

async fn mails(desk: &Desk, post: &Post, found: &mut Found<'_>) {
    found.asking(OPERATION_ID);
    found.is(OPERATION_ID, &operation_id::ask(desk, post).await);
    found.asking(ATTACHMENT);
    found.is(ATTACHMENT, &attachment::ask(desk, post).await);
    found.asking(UNSUBSCRIBE);
    found.is(UNSUBSCRIBE, &unsubscribe::ask(desk, post).await);
}
