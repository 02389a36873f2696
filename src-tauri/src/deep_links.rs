//! What arrives from outside: a link from the system, from a second start, or from the organizer's own window. It is
//! shown on the join page and nothing more: the person presses Join.

use lectern_domain::deep_link;
use tauri::{AppHandle, Emitter, Manager, Runtime};

use crate::compose::Slot;
use crate::windows;

/// The first argument that is a well-formed link of this profile's scheme; everything else in `args` is left alone.
pub fn in_arguments<'a>(args: impl IntoIterator<Item = &'a String>, scheme: &str) -> Option<String> {
    args.into_iter().find(|arg| deep_link::parse(arg, scheme).is_ok()).cloned()
}

/// A link handed over by the system or a second start.
pub fn arrived<R: Runtime>(app: &AppHandle<R>, link: &str) {
    let scheme = app.state::<Slot>().scheme();
    match deep_link::parse(link, scheme) {
        Ok(_) => show(app, link.to_owned()),
        Err(error) => tracing::warn!(%error, "a link from outside was refused"),
    }
}

/// Puts what should be joined before the person, in the attendee's window.
pub fn show<R: Runtime>(app: &AppHandle<R>, input: String) {
    app.state::<Slot>().put_pending_link(input.clone());
    let shown = windows::open(app, windows::ATTENDEE)
        .and_then(|_| app.emit_to(windows::ATTENDEE, "join-link", input));
    if let Err(error) = shown {
        tracing::error!(%error, "the join window did not open");
    }
}
