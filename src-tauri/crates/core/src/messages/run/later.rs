//! "It goes on by itself." What a run had to put off is tried again when its wait is over, as long as the desk is open.

use std::sync::Weak;
use std::sync::atomic::Ordering;
use std::time::Duration;

use jiff::Timestamp;

use super::{RunError, Told, limits, run};
use crate::desk::Desk;
use crate::error::DeskError;

/// A clock that was set, or a computer that slept, is noticed after this long.
const LOOK: Duration = Duration::from_secs(30);
/// What a channel took and has not told the end of is asked for after this long; as is whoever else is sending.
const MEANWHILE: Duration = Duration::from_mins(1);

/// Until nothing that was tried waits any more, somebody stops sending, or a person is needed. It begins nothing: what
/// nobody has ever sent is left to its organizer, until a run goes on anyway. It ends with the desk, which it does not
/// hold open while it waits; a second one of the same desk ends at once.
pub async fn go_on(desk: Weak<Desk>, after_a_run: bool, told: Told<'_>) {
    if desk.upgrade().is_none_or(|open| open.going_on.swap(true, Ordering::Relaxed)) {
        return;
    }
    watch(&desk, after_a_run, told).await;
    if let Some(open) = desk.upgrade() {
        open.going_on.store(false, Ordering::Relaxed);
    }
}

async fn watch(desk: &Weak<Desk>, after_a_run: bool, told: Told<'_>) {
    let (mut ran, mut not_before) = (after_a_run, None);
    loop {
        let Some(open) = desk.upgrade() else { return };
        if open.stop_sending.load(Ordering::Relaxed) {
            return;
        }
        let Ok(Some(due)) = next(&open, ran).await else { return };
        let now = open.now();
        let due = not_before.map_or(due, |floor: Timestamp| floor.max(due));
        if due > now {
            let left = Duration::try_from(due.duration_since(now)).unwrap_or(LOOK);
            drop(open);
            tokio::time::sleep(left.min(LOOK)).await;
            continue;
        }
        match run(&open, told).await {
            Ok(_) | Err(RunError::Elsewhere) => {
                not_before = Some(limits::later(open.now(), MEANWHILE));
                ran = true;
            }
            Err(error) => {
                tracing::info!(%error, "sending waits for a person");
                return;
            }
        }
    }
}

/// When there is something to go on with; `None`: nothing waits. What a crash left on its way is for whoever sends next.
async fn next(desk: &Desk, ran: bool) -> Result<Option<Timestamp>, DeskError> {
    let (put_off, counts) =
        desk.read(|r| Ok((r.messages().next_put_off()?, r.messages().counts_of_all()?))).await?;
    Ok(put_off.map(|(at, _)| at).or_else(|| (ran && counts.sending > 0).then(|| desk.now())))
}
