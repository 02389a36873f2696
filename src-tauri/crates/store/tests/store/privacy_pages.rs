//! The bytes: what SQLite had written over, moved or deleted may still lie in a page. Each page of the file is opened
//! here by hand, as SQLCipher 4 writes them (AES-256-CBC, 4,096 bytes, the last 80 of them vector and checksum), and
//! looked into.

use std::path::Path;

use aes::Aes256;
use aes::cipher::{BlockCipherDecrypt as _, KeyInit as _};
use lectern_store::personal::Whom;

use crate::fixture::{KEY, person};
use crate::privacy::{erase, full};

const PAGE: usize = 4_096;
const RESERVED: usize = 80;
const BLOCK: usize = 16;

/// All that the file holds, live or not.
fn opened(path: &Path) -> Vec<u8> {
    let file = std::fs::read(path).expect("the file");
    assert_eq!(file.len() % PAGE, 0, "whole pages");
    let cipher = Aes256::new((&KEY).into());
    let mut plain = Vec::with_capacity(file.len());
    for (number, page) in file.chunks(PAGE).enumerate() {
        // The first begins with the file's salt.
        let begin = if number == 0 { BLOCK } else { 0 };
        let end = PAGE - RESERVED;
        let mut before: [u8; BLOCK] = page[end..end + BLOCK].try_into().expect("the vector");
        for block in page[begin..end].chunks(BLOCK) {
            let sealed: [u8; BLOCK] = block.try_into().expect("a block");
            let mut open = sealed.into();
            cipher.decrypt_block(&mut open);
            plain.extend(open.iter().zip(before).map(|(byte, mask)| byte ^ mask));
            before = sealed;
        }
    }
    plain
}

fn holds(bytes: &[u8], needle: &str) -> bool {
    bytes.windows(needle.len()).any(|window| window.eq_ignore_ascii_case(needle.as_bytes()))
}

#[test]
fn no_page_of_the_file_tells_who_she_was() {
    let bench = full();
    // Enough people that pages are split, moved and left behind.
    let many: Vec<_> =
        (0..3_000).map(|n| person(&format!("Guest {n:04}"), &format!("g{n}@example.org"))).collect();
    bench.register("e1", &many);
    assert!(bench.store.purge().expect("nobody else reads"), "alone");
    let before = opened(&bench.path);
    for needle in ["Guest 0007", "ozgur", "peanuts", "wheelchair"] {
        assert!(holds(&before, needle), "the pages are opened right: {needle}");
    }
    erase(
        &bench,
        &Whom::Person { email: "nilufer.ozgur@example.org".into(), externals: vec!["external one".into()] },
    );
    assert!(bench.store.purge().expect("nobody else reads"), "alone");
    let after = opened(&bench.path);
    for needle in ["nilüfer", "nilufer", "ozgur", "Özgür", "özgür", "peanuts", "wheelchair", "secretjoin"]
    {
        assert!(!holds(&after, needle), "{needle} still lies in a page of the file");
    }
    assert!(holds(&after, "Guest 0007") && holds(&after, "nilu@example.org"), "everybody else is there");
    let log = std::fs::metadata(bench.path.with_extension("db-wal")).map_or(0, |log| log.len());
    assert_eq!(log, 0, "the log holds what the file held before");
}
