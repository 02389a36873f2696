//! What is due: erasings that a kill or another process held up, and events whose people's time is over. By itself while
//! the window is open, at its start, and by `lectern privacy run`.

use std::sync::Weak;
use std::time::Duration;

use lectern_store::changes::NewChange;
use lectern_store::erasures::NewErasure;
use lectern_store::personal::{Erasing, Whom};
use serde::Serialize;
use serde_json::json;
use ts_rs::TS;

use super::finish::{self, Wanted};
use super::retention::{self, RetentionView};
use super::{ErasureReport, LOCK, PrivacyError};
use crate::desk::{Desk, Work};
use crate::join::start;
use crate::locks::Lock;
use crate::registration::bulk;

/// Who acts when nobody does.
const BY_ITSELF: &str = "Lectern";
/// A clock that was set, or a computer that slept, is noticed after this long.
const LOOK: Duration = Duration::from_mins(10);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct RetentionDone {
    pub event_id: String,
    pub title: String,
    /// Rows of lists, enrolments and lines of reports.
    pub people: usize,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct PrivacyRun {
    pub erased: Vec<RetentionDone>,
    /// Erasings that had been cut off or held up, and are done now.
    pub finished: usize,
    /// Still held up: another process reads the store, or there is no room on the disk.
    pub waiting: usize,
    /// Of events that have to wait: an import that was cut off has to be decided about first.
    pub blocked: Vec<String>,
    /// When the next event's people are erased.
    pub next_at: Option<String>,
}

/// Safe to repeat and to kill.
pub async fn run(desk: &Desk) -> Result<PrivacyRun, PrivacyError> {
    let _turn = Lock::try_take(desk.profile(), LOCK)?.ok_or(PrivacyError::Busy)?;
    let _begun = desk.begin(Work::Erasing);
    let mut told = PrivacyRun::default();
    let now = desk.now().to_string();
    // Of an event that a service decides about, the service erases; the desk follows.
    let elsewhere = desk.read(|r| r.published().list()).await?;
    let here = |view: &RetentionView| {
        elsewhere.iter().all(|event| event.over_at.is_some() || event.event_id != view.event_id)
    };
    let waiting = retention::list(desk).await?.into_iter().filter(|view| view.people > 0 && here(view));
    let (due, later): (Vec<_>, Vec<_>) =
        waiting.partition(|view| view.due_at.as_ref().is_some_and(|at| is_past(at, &now)));
    if !due.is_empty() {
        let _alone = bulk::alone(desk)?;
        for view in due {
            match of_event(desk, &view).await? {
                Some(people) => {
                    told.erased.push(RetentionDone { event_id: view.event_id, title: view.title, people });
                }
                None => told.blocked.push(view.title),
            }
        }
    }
    told.next_at = later.into_iter().find_map(|view| view.due_at);
    for record in desk.read(|r| r.erasures().unfinished()).await? {
        if finish::go_on(desk, &record.id).await?.finished {
            told.finished += 1;
        } else {
            told.waiting += 1;
        }
    }
    told.finished = told.finished.saturating_sub(told.erased.len());
    if !told.erased.is_empty()
        && let Err(error) = start::sweep(desk).await
    {
        tracing::info!(%error, "guest identities of erased people wait to be deleted");
    }
    Ok(told)
}

/// At any start: what a kill cut off, and nothing that is new.
pub async fn take_up(desk: &Desk) -> Result<(), PrivacyError> {
    let unfinished = desk.read(|r| r.erasures().unfinished()).await?;
    if unfinished.is_empty() {
        return Ok(());
    }
    // Whoever has the lock is at it.
    let Some(_turn) = Lock::try_take(desk.profile(), LOCK)? else { return Ok(()) };
    for record in unfinished {
        finish::go_on(desk, &record.id).await?;
    }
    Ok(())
}

fn is_past(at: &str, now: &str) -> bool {
    let read = |text: &str| text.parse::<jiff::Timestamp>().ok();
    read(at).zip(read(now)).is_some_and(|(at, now)| at <= now)
}

/// How many; `None`: an import of this event was cut off, with its whole file kept.
async fn of_event(desk: &Desk, view: &RetentionView) -> Result<Option<usize>, PrivacyError> {
    let (event_id, now, id) = (view.event_id.clone(), desk.now(), desk.chance().uuid().to_string());
    let names = desk.pseudonyms().clone();
    desk.write(move |w| {
        if w.events().by_id(&event_id)?.is_some() && w.bulks().unfinished(&event_id)? {
            return Ok(None);
        }
        let whom = Whom::Event { id: event_id.clone() };
        let needles = w.personal().addresses(&event_id)?;
        let pseudonym = |email: &str| names.of(email);
        let erased = w.personal().erase(&Erasing { whom: &whom, names: &pseudonym, copy: false, now })?;
        // Whom Lectern enrolled is on Teams' list as well.
        let people = erased.registrants + erased.enrolments.max(erased.listed) + erased.externals;
        let report = ErasureReport {
            id: id.clone(),
            people: erased.registrants,
            enrolments: erased.enrolments,
            externals: erased.externals,
            listed: erased.listed,
            attended: erased.attended,
            cancelled_messages: erased.cancelled_messages,
            in_flight: erased.in_flight,
            ..ErasureReport::default()
        };
        let wanted = Wanted {
            email: None,
            externals: Vec::new(),
            event_id: Some(event_id.clone()),
            rows: Vec::new(),
            needles,
        };
        let new = NewErasure {
            id,
            pseudonym: None,
            event_id: Some(event_id.clone()),
            rows: Vec::new(),
            who: BY_ITSELF.into(),
            people,
            wanted: json!(wanted),
            report: json!(report),
        };
        w.erasures().begin(&new, now)?;
        let change = NewChange {
            who: BY_ITSELF.into(),
            event_id: Some(event_id),
            registrant_id: None,
            what: "people-erased".into(),
            detail: json!({"registrants": people}),
        };
        w.changes().record(&change, now)?;
        Ok::<_, PrivacyError>(Some(people))
    })
    .await
}

/// Whenever something is due, as long as the desk is open; it does not hold it open.
pub async fn watch(desk: Weak<Desk>) {
    loop {
        let Some(open) = desk.upgrade() else { return };
        let next = match run(&open).await {
            Ok(told) => told.next_at,
            // Another process is at it.
            Err(PrivacyError::Busy) => None,
            Err(error) => {
                tracing::warn!(%error, "people whose time is over could not be erased; tried again later");
                None
            }
        };
        let next = next.and_then(|at| at.parse::<jiff::Timestamp>().ok());
        let left = next.and_then(|at| Duration::try_from(at.duration_since(open.now())).ok());
        drop(open);
        tokio::time::sleep(left.unwrap_or(LOOK).clamp(Duration::from_secs(1), LOOK)).await;
    }
}
