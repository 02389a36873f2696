//! The first 50 registrants by name and the number of matches, over 100,000, while a name is typed letter by letter:
//! through the store, and the same SQL straight in rusqlite, in one run on one machine. Prints one JSON object.
//!
//! `cargo run --release -p lectern-store --example search_bench [people [runs]]`
#![allow(clippy::print_stdout, clippy::disallowed_methods)] // a bench reads the clock and prints what it found

use std::path::Path;
use std::time::Instant;

use jiff::Timestamp;
use lectern_domain::registration::Source;
use lectern_store::events::NewEvent;
use lectern_store::registrants::NewRegistrant;
use lectern_store::{Store, StoreError};
use rusqlite::{Connection, params};
use serde_json::{Value, json};

const KEY: [u8; 32] = [7; 32];
const NOW: Timestamp = Timestamp::UNIX_EPOCH;
const FIRST: [&str; 24] = [
    "Ana", "Élodie", "Søren", "Łukasz", "Zoë", "José", "Maria", "Ngọc", "Björn", "Chiara", "Dmitri",
    "Fatima", "Grace", "Hana", "Ivan", "Jürgen", "Kofi", "Léa", "Noor", "Oğuz", "Priya", "Quentin", "Tomás",
    "Wei",
];
const LAST: [&str; 20] = [
    "Ångström",
    "Becker",
    "Çelik",
    "Dubois",
    "Eriksen",
    "Fontaine",
    "García",
    "Hansen",
    "Ivanova",
    "Jansen",
    "Kowalska",
    "López",
    "Müller",
    "Nguyễn",
    "Østergaard",
    "Petit",
    "Rossi",
    "Šimić",
    "Tanaka",
    "Weiß",
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut given = std::env::args().skip(1).map(|number| number.parse::<usize>());
    let people = given.next().transpose()?.unwrap_or(100_000);
    let runs = given.next().transpose()?.unwrap_or(10);
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("search.db");
    let store = Store::open(&path, &KEY, NOW)?;
    let rows: Vec<_> = (0..people).map(person).collect();
    store.write(|w| {
        event(w)?;
        w.registrants().insert_many("event", &rows, NOW)
    })?;
    let connection = raw(&path)?;
    let names = typed(FIRST.iter().chain(&LAST).chain(&["Ana Mü", "jos ga", "aa.2"]));
    let told = json!({
        "people": people,
        "names": compare(runs, &store, &connection, &names)?,
        // What every row has: the most matches that there can be.
        "domain": compare(runs, &store, &connection, &typed(&["example.org"]))?,
    });
    println!("{told}");
    Ok(())
}

fn person(n: usize) -> NewRegistrant {
    // Spread over all pairs first, then told apart by a middle name, as a big list of one country would be.
    let mixed = n.wrapping_mul(2_654_435_761) >> 7;
    let (first, last) = (FIRST[mixed % FIRST.len()], LAST[(mixed / 31) % LAST.len()]);
    let middle = (n / 26 % 26, n % 26);
    let letter = |at: usize| char::from(b'a' + u8::try_from(at).unwrap_or_default());
    let email = format!("{}{}.{n}@example.org", letter(middle.0), letter(middle.1));
    NewRegistrant {
        id: format!("{n:08x}-0000-4000-8000-{:012x}", mixed & 0xffff_ffff),
        name: format!("{first} {}{} {last}", letter(middle.0).to_ascii_uppercase(), letter(middle.1)),
        email_normalized: email.clone(),
        email,
        company: n.is_multiple_of(3).then(|| format!("{} & Søn", LAST[n % LAST.len()])),
        source: Source::Import,
        language: None,
    }
}

fn event(w: &lectern_store::Writer<'_>) -> Result<(), StoreError> {
    w.events().insert(
        &NewEvent {
            id: "event".into(),
            transaction_id: "transaction".into(),
            title: "Bench".into(),
            description: String::new(),
            start: NOW,
            end: Timestamp::MAX,
            zone: "UTC".into(),
            owner_id: None,
            organizer_name: None,
            organizer_email: None,
        },
        NOW,
    )
}

fn raw(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    let key = "07".repeat(KEY.len());
    connection.execute_batch(&format!(
        "PRAGMA key = \"x'{key}'\"; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
         PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536;"
    ))?;
    Ok(connection)
}

/// Everything a person types on the way to each of the texts, from the first letter on.
fn typed<'t>(texts: impl IntoIterator<Item = &'t &'t str>) -> Vec<String> {
    let mut queries = Vec::new();
    for text in texts {
        for (end, letter) in text.char_indices() {
            queries.push(text[..end + letter.len_utf8()].to_owned());
        }
    }
    queries
}

const COUNT: &str =
    "SELECT count(*) FROM registrant_words WHERE words MATCH ?1 AND rowid >= ?2 AND rowid < ?3";
const ROWS: &str = "SELECT r.id, r.name, r.email, r.company, r.status, r.source, r.registered_at,
        (SELECT m.state FROM messages m WHERE m.registrant_id = r.id AND m.kind = 'confirmation' LIMIT 1)
    FROM (SELECT rowid AS place FROM registrant_words WHERE words MATCH ?1 AND rowid >= ?2 AND rowid < ?3
          ORDER BY rowid LIMIT 50) s CROSS JOIN registrants r ON r.place = s.place ORDER BY s.place";

fn compare(
    runs: usize,
    store: &Store,
    connection: &Connection,
    queries: &[String],
) -> Result<Value, Box<dyn std::error::Error>> {
    let (mut ours, mut theirs) = (Times::default(), Times::default());
    // The first run warms both page caches, and is not counted.
    for run in 0..=runs {
        let (mut mine, mut raw) = (Vec::new(), Vec::new());
        for query in queries {
            let started = Instant::now();
            let page = store.read(|r| r.registrants().page("event", query, 0, 50))?;
            mine.push(millis(started));
            let expression = expression(query);
            let started = Instant::now();
            let (count, shown) = raw_search(connection, &expression)?;
            raw.push(millis(started));
            assert_eq!((page.matching, page.rows.len()), (count, shown), "{query:?}");
        }
        if run > 0 {
            ours.add(mine);
            theirs.add(raw);
        }
    }
    Ok(json!({"queries": queries.len(), "ours": ours.told(), "raw": theirs.told()}))
}

/// Folded beforehand by the store's own rule of one word or two; accents in the lists above fold to one letter each.
fn expression(query: &str) -> String {
    let folded = lectern_domain::person_name::fold(query);
    let words = folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| format!("\"{word}\"*")).collect::<Vec<_>>().join(" AND ")
}

fn raw_search(connection: &Connection, expression: &str) -> rusqlite::Result<(u32, usize)> {
    let (start, end) = (1_i64 << 40, 2_i64 << 40);
    let count = connection
        .prepare_cached(COUNT)?
        .query_row(params![expression, start, end], |row| row.get::<_, u32>(0))?;
    let mut statement = connection.prepare_cached(ROWS)?;
    let rows = statement.query_map(params![expression, start, end], |row| {
        let words: [String; 3] = [row.get(0)?, row.get(1)?, row.get(2)?];
        let more: (Option<String>, String, String, String) =
            (row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?);
        Ok((words, more, row.get::<_, Option<String>>(7)?))
    })?;
    Ok((count, rows.collect::<rusqlite::Result<Vec<_>>>()?.len()))
}

#[derive(Default)]
struct Times {
    medians: Vec<f64>,
    all: Vec<f64>,
}

impl Times {
    fn add(&mut self, run: Vec<f64>) {
        self.medians.push(percentile(&run, 50));
        self.all.extend(run);
    }

    fn told(&self) -> Value {
        let [p50, p99, worst] = [50, 99, 100].map(|percent| percentile(&self.all, percent));
        json!({"runMedians": self.medians, "p50": p50, "p99": p99, "worst": worst})
    }
}

fn percentile(times: &[f64], percent: usize) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get((sorted.len().max(1) - 1) * percent / 100).copied().unwrap_or_default()
}

fn millis(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1_000.0
}
