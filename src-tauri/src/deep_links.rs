//! What arrives from outside: a link from the system, from a second start, or from the organizer's own window. It is
//! shown on the join page and nothing more: the person presses Join.

use lectern_core::join::arrivals::Arrivals;
use tauri::{AppHandle, Emitter, Manager, Runtime};

use crate::{arguments, windows};

/// Puts what should be joined before the person, in the attendee's window. One of another profile is told there as such.
pub fn show<R: Runtime>(app: &AppHandle<R>, input: &str) {
    if app.state::<Arrivals>().put(input) {
        open(app);
    }
}

/// A link that the system hands to the running program itself. Documents come the same way, and are none.
pub fn handed_over<R: Runtime>(app: &AppHandle<R>, link: &str) {
    if arguments::of_link(link).is_some() {
        show(app, link);
    }
}

/// Opens the window that takes what waits; one that is open is told to.
pub fn open<R: Runtime>(app: &AppHandle<R>) {
    let shown =
        windows::open(app, windows::ATTENDEE).and_then(|_| app.emit_to(windows::ATTENDEE, "join-link", ()));
    if let Err(error) = shown {
        tracing::error!(%error, "the join window did not open");
    }
}

/// Another account's desk stands behind the windows: what the join window has decided was decided at the one before.
pub fn decide_anew<R: Runtime>(app: &AppHandle<R>) {
    if let Err(error) = app.emit_to(windows::ATTENDEE, "account", ()) {
        tracing::error!(%error, "the join window did not hear of the other account");
    }
}
