//! Any text as a deep link of ours.
#![no_main]

#[path = "../../../src-tauri/crates/domain/tests/domain/link_invariants.rs"]
mod link_invariants;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    link_invariants::of_a_deep_link(&String::from_utf8_lossy(data));
});
