//! "What is on my calendar?" By delta, page by page: each page is on the disk, with the link to the next one, before the
//! one after it is kept, so that a round that is killed goes on where it was. While a page is written the next one is
//! already on its way.

use jiff::{SignedDuration, Timestamp};
use lectern_domain::event::EventState;
use lectern_microsoft::graph::{Change, DeltaLink, DeltaPage, DeltaStart, NextLink, Preferences, Progress};
use lectern_store::calendar::RoundRecord;
use serde::Serialize;
use ts_rs::TS;

use super::own::{self, Doubt, Found};
use super::{CalendarView, entry, window};
use crate::desk::{Desk, GraphFailure, remote};
use crate::error::DeskError;
use crate::locks::Lock;
use crate::messages::telling::Teller;
use crate::scheduling::create;

/// What a reading brought.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct SyncReport {
    /// Pages that were read; 0: what is known is new enough.
    pub pages: u32,
    /// Entries that were new, changed or gone.
    pub entries: u32,
    /// Events of ours that were changed or cancelled elsewhere.
    pub elsewhere: Vec<String>,
    pub calendar: CalendarView,
}

/// Whoever asks unprompted (the window, by its timer) is answered from here for so long.
const FRESH: SignedDuration = SignedDuration::from_mins(3);
/// Where the service asks for a pause without saying how long.
const PAUSE: f64 = 60.0;
/// Entries a page, where the service honours it.
const PAGE: u32 = 200;
/// No honest calendar has more pages.
const MOST_PAGES: u32 = 1_000;

/// With `force` also when the last reading is new. One reading at a time over all processes of a profile: whoever
/// waited for another's takes what that one brought.
pub async fn sync(desk: &Desk, force: bool) -> Result<SyncReport, DeskError> {
    let asked = desk.now();
    let owner = create::signed_in(desk).await?.user_id;
    let _lock = Lock::wait(desk.profile(), "calendar").await?;
    let wanted = owner.clone();
    let kept = desk.read(move |r| r.calendar().round(&wanted)).await?;
    if let Some(until) = kept.as_ref().and_then(|kept| kept.not_before).filter(|until| *until > asked) {
        if force {
            let retry_after = Some(until.duration_since(asked).as_secs_f64().ceil());
            return Err(DeskError::Throttled { service: "Microsoft Graph", retry_after });
        }
        return reported(desk, Reading::default()).await;
    }
    if kept.as_ref().is_some_and(|kept| is_fresh(kept, asked, force)) {
        return reported(desk, Reading::default()).await;
    }
    let mut reading = Reading::default();
    let round = window::begin(&owner, kept, asked);
    match read(desk, round, &mut reading).await {
        Ok(()) => reported(desk, reading).await,
        Err(error) => {
            if let DeskError::Throttled { retry_after, .. } = &error {
                pause(desk, &owner, retry_after.unwrap_or(PAUSE)).await?;
            }
            Err(error)
        }
    }
}

fn is_fresh(kept: &RoundRecord, asked: Timestamp, force: bool) -> bool {
    let Some(synced) = kept.synced_at.filter(|_| kept.delta_link.is_some()) else { return false };
    synced > asked || (!force && asked.duration_since(synced) < FRESH)
}

async fn pause(desk: &Desk, owner: &str, seconds: f64) -> Result<(), DeskError> {
    let wait = SignedDuration::try_from_secs_f64(seconds.clamp(1.0, 86_400.0)).unwrap_or(FRESH);
    let (owner, until) = (owner.to_owned(), desk.now().saturating_add(wait).unwrap_or(Timestamp::MAX));
    desk.write(move |w| Ok(w.calendar().pause(&owner, until)?)).await
}

#[derive(Default)]
struct Reading {
    pages: u32,
    entries: u32,
    elsewhere: Vec<String>,
}

async fn reported(desk: &Desk, reading: Reading) -> Result<SyncReport, DeskError> {
    let Reading { pages, entries, elsewhere } = reading;
    Ok(SyncReport { pages, entries, elsewhere, calendar: super::show(desk).await? })
}

/// Why a page did not come.
enum NoPage {
    /// The service forgot how far we are: everything has to be read again.
    Forgotten(DeskError),
    Failed(DeskError),
}

async fn read(desk: &Desk, mut round: RoundRecord, reading: &mut Reading) -> Result<(), DeskError> {
    let mut resynced = false;
    let mut page = fetch(desk, &round).await;
    loop {
        let DeltaPage { changes, progress } = match page {
            Ok(page) => page,
            // Once: a service that forgets what it has just said is not asked for ever.
            Err(NoPage::Forgotten(_)) if !resynced => {
                resynced = true;
                round = window::whole(&round.owner_id, Some(&round), desk.now());
                page = fetch(desk, &round).await;
                continue;
            }
            Err(NoPage::Forgotten(error) | NoPage::Failed(error)) => return Err(error),
        };
        reading.pages += 1;
        match progress {
            Progress::Done(link) => {
                round.next_link = None;
                round.delta_link = Some(link.as_str().to_owned());
                (round.synced_at, round.not_before) = (Some(desk.now()), None);
                return keep(desk, &round, changes, reading).await;
            }
            Progress::More(link) => {
                let link = Some(link.as_str().to_owned());
                if round.next_link == link || reading.pages >= MOST_PAGES {
                    return Err(endless());
                }
                (round.next_link, round.delta_link) = (link, None);
                let (kept, next) = tokio::join!(keep(desk, &round, changes, reading), fetch(desk, &round));
                kept?;
                page = next;
            }
        }
    }
}

fn endless() -> DeskError {
    DeskError::Remote { service: "Microsoft Graph", message: "the calendar's pages have no end.".to_owned() }
}

async fn fetch(desk: &Desk, round: &RoundRecord) -> Result<DeltaPage, NoPage> {
    let start = match (&round.next_link, &round.delta_link) {
        (Some(link), _) => DeltaStart::Next(NextLink::new(link)),
        (None, Some(link)) => DeltaStart::Link(DeltaLink::new(link)),
        (None, None) => DeltaStart::Window { start: round.window_start, end: round.window_end },
    };
    // The links do not carry them: the same on every page.
    let preferences = Preferences { page_size: Some(PAGE), ..own::in_utc() };
    let page = desk
        .graph(|graph, token| {
            let (start, preferences) = (&start, preferences.clone());
            async move {
                graph.as_user(&token).events().preferring(preferences).calendar_view_delta(start).await
            }
        })
        .await;
    page.map_err(|failure| match failure {
        GraphFailure::Graph(error) if error.resync_required() => NoPage::Forgotten(remote(&error)),
        failure => NoPage::Failed(failure.into()),
    })
}

/// One transaction: what the page says, what came of our own events, and where the reading stands now.
async fn keep(
    desk: &Desk,
    round: &RoundRecord,
    changes: Vec<Change>,
    reading: &mut Reading,
) -> Result<(), DeskError> {
    let doubts = doubts(desk, round, &changes).await?;
    // Nobody changes an event here between what the calendar says of it and our taking it down.
    let _lock = if doubts.is_empty() { None } else { Some(Lock::wait(desk.profile(), "scheduling").await?) };
    let mut answers: Vec<(String, Found)> = Vec::new();
    for doubt in &doubts {
        if let Some(found) = own::ask(desk, doubt).await? {
            answers.push((doubt.id.clone(), found));
        }
    }
    reading.entries += u32::try_from(changes.len()).unwrap_or(u32::MAX);
    let differ = answers.iter().filter(|(_, found)| !matches!(found, Found::Same { .. }));
    reading.elsewhere.extend(differ.map(|(id, _)| id.clone()));
    let teller = Teller::of(desk).await?;
    let (round, now) = (round.clone(), desk.now());
    desk.write(move |w| {
        let owner = &round.owner_id;
        for change in &changes {
            match change {
                Change::Removed { id } => w.calendar().remove(owner, id)?,
                Change::Kept(event) => match entry::record(event) {
                    Some(entry) => w.calendar().put(owner, round.round, &entry)?,
                    None => w.calendar().remove(owner, &event.id)?,
                },
            }
        }
        for (id, found) in answers {
            own::keep(w, teller, &id, found, now)?;
        }
        let mut round = round.clone();
        if round.delta_link.is_some() && round.full {
            w.calendar().sweep(&round.owner_id, round.round)?;
            round.full = false;
        }
        Ok::<_, DeskError>(w.calendar().set_round(&round)?)
    })
    .await
}

/// Those of ours that the page says something new of; at the end of a full round also those that it should have named
/// and did not.
async fn doubts(desk: &Desk, round: &RoundRecord, changes: &[Change]) -> Result<Vec<Doubt>, DeskError> {
    let (wanted, last) = (round.clone(), round.full && round.delta_link.is_some());
    let (ours, missing) = desk
        .read(move |r| {
            let mut ours = r.events().list()?;
            ours.retain(|record| own::is_followed(record, &wanted.owner_id));
            let missing = if last {
                r.calendar().missing(
                    &wanted.owner_id,
                    wanted.round,
                    wanted.window_start,
                    wanted.window_end,
                )?
            } else {
                Vec::new()
            };
            Ok((ours, missing))
        })
        .await?;
    let mut doubts = own::doubts(&ours, changes);
    let named = |graph_id: &str| {
        changes.iter().any(|change| matches!(change, Change::Kept(event) if event.id == graph_id))
    };
    for record in ours.iter().filter(|record| record.state == EventState::Scheduled) {
        let unnamed = missing.contains(&record.id)
            && record.graph_event_id.as_deref().is_some_and(|graph_id| !named(graph_id));
        if unnamed && !doubts.iter().any(|doubt| doubt.id == record.id) {
            doubts.push(Doubt { id: record.id.clone(), removed: true });
        }
    }
    Ok(doubts)
}
