//! This computer: its keychain, its disk, its clock, its window.

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::Path;
use std::sync::Arc;

use super::run::Window;
use super::{Check, CheckAbout, Subject};
use crate::desk::{Desk, blocking};
use crate::error::ErrorCode;
use crate::profile::KeyPlace;
use crate::wrong_clock;

const fn of(id: &'static str, title: &'static str, meaning: &'static str) -> Subject {
    Subject { id, about: CheckAbout::Computer, title, meaning }
}

const KEYCHAIN: Subject = of(
    "keychain",
    "Keychain",
    "It holds the key of this profile’s data, and passwords and keys of services.",
);
const STORE: Subject =
    of("store", "Data on this machine", "Events, lists and planned messages; encrypted on the disk.");
pub(super) const CLOCK: Subject =
    of("clock", "Clock", "A clock that is off makes every signature worthless, and reminders late.");
const WINDOW: Subject = of("window", "Calls in this window", "Joining a meeting without leaving Lectern.");
const BROWSER: Subject =
    of("browser", "Browser for calls", "Where this window can’t make calls, an installed browser does.");

/// What a page of every SQLite file begins with that is not encrypted.
const PLAIN: &[u8; 16] = b"SQLite format 3\0";
/// Less than this, and nothing can be worked with.
const ROOM: usize = 4 * 1024 * 1024;

pub(super) async fn keychain(desk: &Desk) -> Check {
    let (keychain, entry) = (Arc::clone(desk.keychain()), desk.profile().entry("doctor"));
    let proven = match blocking(move || keychain.prove(&entry)).await {
        Ok(Ok(())) => None,
        Ok(Err(error)) => Some((error.code(), error.to_string())),
        Err(error) => Some((ErrorCode::Internal, error.to_string())),
    };
    if let Some((code, told)) = proven {
        let reason = match code {
            ErrorCode::KeychainLocked => "locked",
            ErrorCode::KeychainAbsent => "absent",
            _ => "refused",
        };
        return KEYCHAIN
            .failed(reason, told)
            .fix("Unlock the system’s keychain (on Linux: log in to the desktop session, or install gnome-keyring or KWallet), then look again.");
    }
    match desk.profile().key_place() {
        KeyPlace::Keychain => KEYCHAIN
            .ok("This profile's key is in the system's keychain; a trial entry was written, read and deleted."),
        KeyPlace::Passphrase => KEYCHAIN.ok("This profile's key is under your passphrase."),
        KeyPlace::Folder => KEYCHAIN
            .warning(
                "folder",
                "This sandbox keeps its key in its own folder, because no keychain was open when it was made.",
            )
            .fix("Nothing to do for a sandbox. A real profile needs a keychain or a passphrase."),
    }
}

pub(super) async fn store(desk: &Desk) -> Check {
    const FREE: &str =
        "Make room on the disk that holds Lectern’s folder, and see that this user may write there.";
    let events = match desk.read(|r| r.events().list()).await {
        Ok(events) => events.len(),
        Err(error) => {
            return STORE.failed("unreadable", error.to_string()).fix("Close other copies of Lectern that use this profile, and start it again; nothing is deleted.");
        }
    };
    let (file, folder) = (desk.profile().store_path(), desk.profile().dir().to_owned());
    let looked = blocking(move || (is_plain(&file), has_room(&folder))).await;
    match looked {
        Ok((Ok(false), Ok(()))) => STORE.ok(match events {
            1 => "Encrypted, readable and writable; one event.".to_owned(),
            _ => format!("Encrypted, readable and writable; {events} events."),
        }),
        Ok((Ok(true), _)) => STORE
            .failed("notEncrypted", "The file of this profile’s data is not encrypted.")
            .fix("Make a new profile; a plain file in this place was not made by Lectern."),
        Ok((Err(error), _) | (_, Err(error))) => {
            STORE.failed("disk", format!("The disk can’t be used: {error}.")).fix(FREE)
        }
        Err(error) => STORE.failed("disk", error.to_string()).fix(FREE),
    }
}

fn is_plain(file: &Path) -> io::Result<bool> {
    let mut first = [0; PLAIN.len()];
    File::open(file)?.read_exact(&mut first)?;
    Ok(first == *PLAIN)
}

/// By writing it: what a system says of its free space is not what this user may have of it.
fn has_room(folder: &Path) -> io::Result<()> {
    let path = folder.join("doctor.tmp");
    let written = File::create(&path).and_then(|mut file| {
        file.write_all(&vec![0x5a; ROOM])?;
        file.sync_all()
    });
    // A file that was never made can't be removed.
    drop(std::fs::remove_file(&path));
    written
}

/// Compared with the sign-in's own, which asks for no sign-in.
pub(super) async fn clock(desk: &Desk) -> Check {
    const MEND: &str = "Let this computer set its clock by the network, and look again.";
    let Some(entra) = desk.entra() else {
        return CLOCK.skipped("There is no app registration yet, so nobody was asked for the time.");
    };
    match entra.directory().await {
        Ok(directory) => match directory.clock_behind {
            Some(behind) => match wrong_clock::in_words(behind) {
                Some(told) => CLOCK.failed("wrongClock", told).fix(MEND),
                None => CLOCK.ok("It agrees with Microsoft’s to within five minutes."),
            },
            None => CLOCK.unknown("The answer had no date to compare with.").fix(MEND),
        },
        Err(_) => CLOCK.skipped("The sign-in service gave no answer to compare with; see App registration."),
    }
}

pub(super) fn window(desk: &Desk, window: Option<&Window>) -> Check {
    let Some(Window { abilities, version }) = window else {
        return WINDOW.skipped("Only a window can tell; in a terminal there is none.");
    };
    let version = version.as_ref().map_or_else(String::new, |version| format!(" (version {version})"));
    let lacks = if !abilities.secure_context {
        "is not a secure page"
    } else if !abilities.rtc {
        "has no WebRTC"
    } else if !abilities.get_user_media {
        "can’t use microphone and camera"
    } else {
        return WINDOW.ok(format!("This webview{version} can make calls."));
    };
    let detail = format!("This webview{version} {lacks}.");
    match desk.browser.find() {
        Some(browser) => WINDOW.ok(format!("{detail} {} makes calls, in a window of its own.", browser.name)),
        None => WINDOW.warning("noWebRtc", detail).fix(
            "Install Chrome, Edge or Chromium for calls outside Teams; until then meetings open in Teams.",
        ),
    }
}

pub(super) fn browser(desk: &Desk, window: Option<&Window>) -> Check {
    let able = window.is_some_and(|window| {
        let can = window.abilities;
        can.secure_context && can.rtc && can.get_user_media
    });
    match desk.browser.find() {
        Some(browser) => BROWSER.ok(format!("{} is installed.", browser.name)),
        None if able => BROWSER.ok("None is installed, and none is needed: this window makes calls itself."),
        None if desk.sandbox().is_some() => {
            BROWSER.skipped("None was found. A sandbox needs none: its calls are simulated.")
        }
        None => BROWSER
            .warning("noBrowser", "No Chrome, Edge or Chromium was found.")
            .fix("Install one of them, or name it in LECTERN_BROWSER; until then meetings open in Teams."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_file_is_told_from_an_encrypted_one_and_a_folder_without_room_is_found() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("lectern.db");
        std::fs::write(&file, b"SQLite format 3\0and so on").expect("written");
        assert!(is_plain(&file).expect("read"), "whoever finds the laptop could read it");
        std::fs::write(&file, [7; 64]).expect("written");
        assert!(!is_plain(&file).expect("read"));
        assert!(is_plain(&folder.path().join("none")).is_err(), "no file is no encrypted file");
        has_room(folder.path()).expect("room");
        assert_eq!(std::fs::read_dir(folder.path()).expect("read").count(), 1, "nothing is left behind");
        assert!(has_room(&folder.path().join("gone")).is_err(), "nowhere to write is told");
    }
}
