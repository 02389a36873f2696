//! A list of 10,000 through the desk's own import (checked, folded, with tickets and planned confirmations), beside
//! parsing the same file and one raw transaction on the same tables, indexes and fsync. Prints one JSON object.
//!
//! `cargo run --release -p lectern-tests --example import_bench [people [runs]]`
#![allow(clippy::print_stdout)] // a bench prints what it found

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use lectern_core::desk::{Desk, DeskOptions, SandboxEndpoints};
use lectern_core::error::DeskError;
use lectern_core::profile::{KeyPlace, NewProfile, Profile, ProfileKind};
use lectern_core::registration::bulk::progress::untold;
use lectern_core::registration::import::{self, ImportChoices, ImportSource};
use lectern_core::{Chance, SystemClock};
use lectern_sandbox::{Options, Sandbox};
use lectern_store::events::NewEvent;
use lectern_store::{Store, StoreError};
use rusqlite::{Connection, params};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const FIRST: [&str; 12] =
    ["Ana", "Élodie", "Søren", "Łukasz", "Zoë", "José", "Ngọc", "Björn", "Fatima", "Grace", "Wei", "Priya"];
const LAST: [&str; 10] =
    ["Ångström", "Becker", "Çelik", "Dubois", "García", "Hansen", "Kowalska", "Müller", "Nguyễn", "Rossi"];
const EVENT: &str = "event";
const KEY: [u8; 32] = [7; 32];
const NOW: jiff::Timestamp = jiff::Timestamp::UNIX_EPOCH;

#[tokio::main]
async fn main() -> Outcome<()> {
    let mut given = std::env::args().skip(1).map(|number| number.parse::<usize>());
    let people = given.next().transpose()?.unwrap_or(10_000);
    let runs = given.next().transpose()?.unwrap_or(10);
    let sandbox = Sandbox::start(Options::default()).await?;
    let endpoints = SandboxEndpoints::discover(&sandbox.ready().control).await?;
    let folder = tempfile::tempdir()?;
    let list = folder.path().join("people.csv");
    std::fs::write(&list, csv_file(people))?;
    let (mut ours, mut raw) = (Vec::new(), Vec::new());
    // The first run warms the page cache and the allocator, and is not counted.
    for run in 0..=runs {
        let mine = through_the_desk(&folder.path().join(format!("profile-{run}")), &list, people, &endpoints)
            .await?;
        let theirs = straight(&folder.path().join(format!("raw-{run}.db")), &list, people)?;
        if run > 0 {
            ours.push(mine);
            raw.push(theirs);
        }
    }
    sandbox.stop().await;
    println!("{}", serde_json::json!({"people": people, "ours": ours, "raw": raw}));
    Ok(())
}

fn csv_file(people: usize) -> String {
    let mut text = String::from("Name,E-mail,Company\r\n");
    for n in 0..people {
        // As a file comes: in no order.
        let mixed = n.wrapping_mul(2_654_435_761) >> 7;
        let (first, last) = (FIRST[mixed % FIRST.len()], LAST[mixed / 31 % LAST.len()]);
        let company = if n % 3 == 0 { "\"Ødegård, Søn & Co\"" } else { "" };
        let line = format!("{first} {last},person.{mixed}.{n}@example.org,{company}\r\n");
        text.push_str(&line);
    }
    text
}

fn event() -> NewEvent {
    NewEvent {
        id: EVENT.into(),
        transaction_id: "transaction".into(),
        title: "Bench".into(),
        description: String::new(),
        start: NOW,
        end: jiff::Timestamp::MAX,
        zone: "UTC".into(),
        owner_id: None,
        organizer_name: None,
        organizer_email: None,
    }
}

/// Milliseconds of the use case that the window and the CLI call, on a profile made beforehand.
async fn through_the_desk(
    dir: &Path,
    list: &Path,
    people: usize,
    sandbox: &SandboxEndpoints,
) -> Outcome<f64> {
    let new = NewProfile {
        name: "Bench".into(),
        kind: ProfileKind::Sandbox,
        key_place: KeyPlace::Folder,
        registration: None,
    };
    let options = DeskOptions {
        profile: Profile::create(dir, new, Chance)?,
        passphrase: None,
        sandbox: Some(sandbox.clone()),
        clock: Arc::new(SystemClock),
        chance: Chance,
        browser: lectern_core::companion::browser::BrowserChoice::None,
    };
    let desk = Desk::open(options).await?;
    desk.write::<_, Failed, _>(|w| {
        w.events().insert(&event(), NOW)?;
        Ok(w.events().open_registration(EVENT, None, NOW)?)
    })
    .await?;
    let started = Instant::now();
    let source = ImportSource::File(list.to_owned());
    let report = import::run(&desk, EVENT, source, ImportChoices::default(), untold()).await?;
    let took = millis(started);
    assert_eq!(report.imported, people, "every row of the list is valid, so every row must be imported");
    Ok(took)
}

#[derive(Debug)]
struct Failed(String);

impl std::fmt::Display for Failed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Failed {}

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        Self(error.to_string())
    }
}

impl From<DeskError> for Failed {
    fn from(error: DeskError) -> Self {
        Self(error.to_string())
    }
}

/// Milliseconds of parsing and one transaction: no look at addresses, duplicates or names, codes that count up, nothing
/// sealed, nothing folded, no place in the order of names.
fn straight(path: &Path, list: &Path, people: usize) -> Outcome<f64> {
    Store::open(path, &KEY, NOW)?.write(|w| w.events().insert(&event(), NOW))?;
    let mut connection = Connection::open(path)?;
    let key = "07".repeat(KEY.len());
    connection.execute_batch(&format!(
        "PRAGMA key = \"x'{key}'\"; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
         PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536;"
    ))?;
    connection.query_row("SELECT count(*) FROM registrants", [], |row| row.get::<_, u32>(0))?;
    let started = Instant::now();
    let mut reader = csv::Reader::from_path(list)?;
    let rows = reader.records().collect::<Result<Vec<_>, _>>()?;
    insert(&mut connection, &rows)?;
    let took = millis(started);
    let count: u32 = connection.query_row("SELECT count(*) FROM messages", [], |row| row.get(0))?;
    assert_eq!(usize::try_from(count)?, people, "both ways must write the same rows");
    Ok(took)
}

fn insert(connection: &mut Connection, rows: &[csv::StringRecord]) -> rusqlite::Result<()> {
    let now = "1970-01-01T00:00:00.000Z";
    let transaction = connection.transaction()?;
    {
        let mut registrant = transaction.prepare(
            "INSERT INTO registrants (place, id, event_number, name, name_folded, email, email_normalized, company,
                 status, source, registered_at)
             VALUES (?1, ?2, 1, ?3, ?3, ?4, ?4, ?5, 'registered', 'import', ?6)",
        )?;
        let mut words = transaction.prepare("INSERT INTO registrant_words (rowid, words) VALUES (?1, ?2)")?;
        let mut ticket = transaction.prepare("INSERT INTO tickets VALUES (?1, ?2, ?3, ?4, NULL)")?;
        let mut message = transaction.prepare(
            "INSERT INTO messages (id, event_number, registrant_id, kind, dedupe, channel, state, operation_id,
                 planned_at, due_at, ready_at)
             VALUES (?1, 1, ?2, 'confirmation', '', 'acsEmail', 'planned', ?3, ?4, ?4, ?4)",
        )?;
        for (n, row) in (1_u64..).zip(rows) {
            let place = (1_i64 << 40) + n.cast_signed();
            let mixed = n.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            // Spread like random ones, so that the indexes get the same work.
            let id = |kind: u8| format!("{mixed:016x}-{kind:04x}-4000-8000");
            let hash = mixed.to_le_bytes().repeat(4);
            let company = Some(&row[2]).filter(|company| !company.is_empty());
            registrant.execute(params![place, id(1), &row[0], &row[1], company, now])?;
            words.execute(params![place, format!("{} {} {}", &row[0], &row[1], &row[2])])?;
            ticket.execute(params![id(1), [0x5a_u8; 56], hash, now])?;
            message.execute(params![id(2), id(1), id(3), now])?;
        }
    }
    transaction.commit()
}

fn millis(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1_000.0
}
