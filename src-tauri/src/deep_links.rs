//! What arrives from outside: a link from the system, from a second start, or from the organizer's own window. It is
//! shown on the join page and nothing more: the person presses Join.

use lectern_domain::deep_link;
use tauri::{AppHandle, Emitter, Manager, Runtime};

use crate::compose::Slot;
use crate::windows;

/// The first argument that gives itself out as a link of this profile's scheme. A malformed one is shown too, with what
/// is wrong with it; everything else in `args` is left alone.
pub fn in_arguments<'a>(args: impl IntoIterator<Item = &'a String>, scheme: &str) -> Option<String> {
    args.into_iter().find(|arg| deep_link::claims(arg, scheme)).map(|arg| bounded(arg))
}

/// A link handed over by the system or a second start.
pub fn arrived<R: Runtime>(app: &AppHandle<R>, link: &str) {
    if deep_link::claims(link, app.state::<Slot>().scheme()) {
        show(app, bounded(link));
    } else {
        tracing::warn!("a link of another scheme was left alone");
    }
}

/// Just too long is as wrong as far too long, and no page has to carry megabytes.
fn bounded(link: &str) -> String {
    let mut end = link.len().min(deep_link::MAX_BYTES + 4);
    while !link.is_char_boundary(end) {
        end -= 1;
    }
    link[..end].to_owned()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn found(args: &[&str]) -> Option<String> {
        in_arguments(&args.iter().map(|&arg| arg.to_owned()).collect::<Vec<_>>(), "lectern")
    }

    #[test]
    fn a_malformed_link_is_shown_and_what_is_no_link_is_not() {
        let damaged = "LECTERN://join?ticket=1&ticket=2";
        assert_eq!(found(&["--flag", damaged]).as_deref(), Some(damaged), "else nobody learns what is wrong");
        for stray in
            ["--lectern://join", "https://example.com/", "lectern-sandbox://join?ticket=1", "lectern", ""]
        {
            assert_eq!(found(&[stray]), None, "{stray} is no link of this profile's");
        }
        let long = format!("lectern://join?link={}", "é".repeat(deep_link::MAX_BYTES));
        let cut = found(&[&long]).expect("it is a link");
        assert!(
            cut.len() > deep_link::MAX_BYTES && cut.len() < long.len(),
            "cut, and still refused as too long"
        );
        assert_eq!(deep_link::parse(&cut, "lectern"), Err(deep_link::DeepLinkError::TooLong));
    }
}
