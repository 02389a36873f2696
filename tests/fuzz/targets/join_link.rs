//! Any text as a link, and behind a line break a passcode beside it.
#![no_main]

#[path = "../../../src-tauri/crates/domain/tests/domain/link_invariants.rs"]
#[allow(dead_code, reason = "the other target uses the rest")]
mod link_invariants;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    match text.split_once('\n') {
        Some((link, passcode)) => link_invariants::of_a_link(link, Some(passcode)),
        None => link_invariants::of_a_link(&text, None),
    }
});
