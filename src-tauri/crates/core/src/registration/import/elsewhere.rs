//! A list into an event that a service decides about: a part at a time, each answered before the next. Cut off anywhere it
//! is gone on with from the kept file: who is there by this import already counts as new and comes once.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use lectern_domain::bulk::BulkKind;
use lectern_domain::csv_import::{ImportRow, RowError};
use lectern_store::bulks::Touched;
use lectern_store::changes::NewChange;

use super::forgotten;
use crate::desk::Desk;
use crate::history;
use crate::publishing::{ask, sync};
use crate::registration::RegistrationError;
use crate::registration::bulk;
use crate::registration::bulk::part::{Part, PartRow, RowDone};
use crate::registration::bulk::progress::{BulkPhase, Steps};
use crate::registration::foresee;
use crate::registration::register::Registrar;
use crate::serving::commands::{Command, MANY, Outcome};

/// What became of a row.
pub(super) enum Settled {
    New,
    /// On the list already.
    Known,
    Left(RowError),
}

/// `None`: nobody but this desk decides.
pub(super) async fn register(
    desk: &Desk,
    event: &str,
    (bulk_id, title): (&str, &str),
    rows: &[ImportRow],
    steps: &Arc<Steps>,
) -> Result<Option<Vec<Settled>>, RegistrationError> {
    if !ask::decides(desk, event).await? {
        return Ok(None);
    }
    bulk::elsewhere::by_service(desk, bulk_id).await?;
    let phase = steps.begin(BulkPhase::Writing, rows.len(), 1);
    let mut settled = Vec::with_capacity(rows.len());
    let count = rows.len().div_ceil(MANY);
    for (nth, part) in (1..).zip(rows.chunks(MANY)) {
        if desk.stop_bulk.load(Ordering::Relaxed) {
            Box::pin(taken_back(desk, event, bulk_id, steps)).await?;
            return Err(RegistrationError::Stopped);
        }
        let of = Part { bulk: bulk_id.to_owned(), title: title.to_owned(), last: nth == count };
        let command = Command::ImportMany { part: of, rows: part.iter().map(told).collect() };
        let answered = match Box::pin(sync::at_once(desk, event, &command)).await {
            Ok(answered) => answered,
            Err(error) => {
                let (there, all) = (settled.len(), rows.len());
                return Err(RegistrationError::CutOff { there, all, why: error.to_string() });
            }
        };
        if answered.outcome == Outcome::Refused {
            let message = answered.message.unwrap_or_else(|| "The service refused it.".into());
            let refused = RegistrationError::ByService { field: None, message };
            forgotten(desk, bulk_id).await?;
            return Err(refused);
        }
        let done: Vec<RowDone> = answered.read();
        write_down(desk, bulk_id, &done).await?;
        settled.extend(part.iter().zip(done).map(|(row, done)| settle(row.line, done)));
        for _ in part {
            phase.step();
        }
    }
    ended(desk, event, bulk_id).await?;
    Ok(Some(settled))
}

fn told(row: &ImportRow) -> PartRow {
    PartRow {
        line: row.line,
        name: row.name.clone(),
        email: row.email.as_str().to_owned(),
        company: row.company.clone(),
        answers: row.answers.clone(),
    }
}

fn settle(line: u64, done: RowDone) -> Settled {
    match done {
        RowDone::New { .. } => Settled::New,
        RowDone::Known => Settled::Known,
        RowDone::Left { code, message } => {
            Settled::Left(RowError { line, column: None, code: foresee::code(&code), message })
        }
    }
}

/// Whom it brought, so far.
async fn write_down(desk: &Desk, bulk_id: &str, done: &[RowDone]) -> Result<(), RegistrationError> {
    let new = done.iter().filter_map(|done| match done {
        RowDone::New { id } => Some(Touched { registrant_id: id.clone(), before: None }),
        _ => None,
    });
    let (bulk, new) = (bulk_id.to_owned(), new.collect::<Vec<_>>());
    desk.write(move |w| Ok(w.bulks().touch(&bulk, &new)?)).await
}

async fn ended(desk: &Desk, event: &str, bulk_id: &str) -> Result<(), RegistrationError> {
    let registrar = Registrar::of(desk).await?;
    let (event, bulk, now) = (event.to_owned(), bulk_id.to_owned(), desk.now());
    desk.write(move |w| {
        let people = w.bulks().people(&bulk)?.len();
        w.bulks().finish(&bulk, people, now)?;
        let done = history::of_bulk(&event, "imported", &bulk, people);
        Ok(w.changes().record(&NewChange { who: registrar.who().to_owned(), ..done }, now)?)
    })
    .await
}

/// Stopped: whoever came by it goes again, here as on any list.
async fn taken_back(
    desk: &Desk,
    event: &str,
    bulk_id: &str,
    steps: &Arc<Steps>,
) -> Result<(), RegistrationError> {
    forgotten(desk, bulk_id).await?;
    let bulk = bulk_id.to_owned();
    let done = desk.read(move |r| r.bulks().by_id(&bulk)).await?;
    // Of whom nothing was asked yet, nothing is left.
    let Some(done) = done.filter(|done| done.kind == BulkKind::Import && done.event_id == event) else {
        return Ok(());
    };
    desk.stop_bulk.store(false, Ordering::Relaxed);
    bulk::elsewhere::undo(desk, &done, steps).await.map(drop)
}
