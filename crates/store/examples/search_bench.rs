//! The store's two hot paths beside the same SQL straight in rusqlite, in one run on one machine:
//!
//! 1. the first 50 registrants by name and the number of matches, over 100,000, while a name is typed letter by letter;
//! 2. 10,000 registrants with tickets and planned confirmations in one transaction.
//!
//! `cargo run --release -p lectern-store --example search_bench [people]`
#![allow(clippy::print_stdout, clippy::disallowed_methods)] // a bench reads the clock and prints what it found

use std::path::Path;
use std::time::Instant;

use jiff::Timestamp;
use lectern_domain::message::{ChannelKind, MessageKind};
use lectern_domain::registration::Source;
use lectern_store::events::NewEvent;
use lectern_store::messages::NewMessage;
use lectern_store::registrants::NewRegistrant;
use lectern_store::tickets::NewTicket;
use lectern_store::{Store, StoreError};
use rusqlite::{Connection, params};

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
    let people: usize = std::env::args().nth(1).map_or(Ok(100_000), |count| count.parse())?;
    let folder = tempfile::tempdir()?;
    search(&folder.path().join("search.db"), people)?;
    for round in 1..=5 {
        import(folder.path(), round, 10_000)?;
    }
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

fn search(path: &Path, people: usize) -> Result<(), Box<dyn std::error::Error>> {
    let store = Store::open(path, &KEY, NOW)?;
    let rows: Vec<_> = (0..people).map(person).collect();
    let started = Instant::now();
    store.write(|w| {
        event(w)?;
        w.registrants().insert_many("event", &rows, NOW)
    })?;
    println!("{people} people registered in {:.0} ms", millis(started));
    let connection = raw(path)?;
    let names = typed(FIRST.iter().chain(&LAST).chain(&["Ana Mü", "jos ga", "aa.2"]));
    compare("names", &store, &connection, &names)?;
    compare("everybody's domain", &store, &connection, &typed(&["example.org"]))
}

fn compare(
    what: &str,
    store: &Store,
    connection: &Connection,
    queries: &[String],
) -> Result<(), Box<dyn std::error::Error>> {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for round in 0..11 {
        for query in queries {
            let started = Instant::now();
            let page = store.read(|r| r.registrants().page("event", query, 0, 50))?;
            let mine = millis(started);
            let expression = expression(query);
            let started = Instant::now();
            let (count, shown) = raw_search(connection, &expression)?;
            let raw = millis(started);
            assert_eq!((page.matching, page.rows.len()), (count, shown), "{query:?}");
            // The first round warms both page caches.
            if round > 0 {
                ours.push(mine);
                theirs.push(raw);
            }
        }
    }
    let (ours, theirs) = (Spread::of(ours), Spread::of(theirs));
    println!("search for {what}, store: {ours}\nsearch for {what}, raw:   {theirs}");
    println!("search for {what}, ratio: p50 {:.2}, p99 {:.2}", ours.p50 / theirs.p50, ours.p99 / theirs.p99);
    Ok(())
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

fn import(folder: &Path, round: usize, people: usize) -> Result<(), Box<dyn std::error::Error>> {
    let rows: Vec<_> = (0..people).map(person).collect();
    let tickets: Vec<_> = rows.iter().enumerate().map(|(n, row)| ticket(n, row)).collect();
    let messages: Vec<_> = rows.iter().map(message).collect();
    let store = Store::open(&folder.join(format!("ours-{round}.db")), &KEY, NOW)?;
    store.write(event)?;
    let started = Instant::now();
    store.write(|w| {
        w.registrants().insert_many("event", &rows, NOW)?;
        w.tickets().issue_many(&tickets, NOW)?;
        w.messages().plan_many("event", &messages, NOW)
    })?;
    let ours = millis(started);

    let path = folder.join(format!("raw-{round}.db"));
    Store::open(&path, &KEY, NOW)?.write(event)?;
    let mut connection = raw(&path)?;
    let started = Instant::now();
    raw_import(&mut connection, &rows, &tickets, &messages)?;
    let theirs = millis(started);
    println!(
        "import of {people}: store {ours:.0} ms, raw {theirs:.0} ms, ratio {:.2} (without parsing)",
        ours / theirs
    );
    Ok(())
}

fn ticket(n: usize, row: &NewRegistrant) -> NewTicket {
    let mut code_hash = [0; 32];
    for (at, byte) in n.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_le_bytes().iter().cycle().take(32).enumerate()
    {
        code_hash[at] = *byte;
    }
    NewTicket { registrant_id: row.id.clone(), code_sealed: vec![0x5a; 56], code_hash }
}

fn message(row: &NewRegistrant) -> NewMessage {
    NewMessage {
        id: format!("m{}", row.id),
        registrant_id: row.id.clone(),
        kind: MessageKind::Confirmation,
        channel: ChannelKind::AcsEmail,
        operation_id: format!("o{}", row.id),
        dedupe: String::new(),
        due_at: NOW,
    }
}

/// The rows as they come, with no look at duplicates, no folding and no place in any order.
fn raw_import(
    connection: &mut Connection,
    rows: &[NewRegistrant],
    tickets: &[NewTicket],
    messages: &[NewMessage],
) -> rusqlite::Result<()> {
    let now = "1970-01-01T00:00:00.000Z";
    let transaction = connection.transaction()?;
    {
        let mut registrant = transaction.prepare(
            "INSERT INTO registrants VALUES (?1, ?2, 1, ?3, ?3, ?4, ?4, ?5, 'registered', 'import', ?6, NULL)",
        )?;
        let mut words = transaction.prepare("INSERT INTO registrant_words (rowid, words) VALUES (?1, ?2)")?;
        let mut ticket = transaction.prepare("INSERT INTO tickets VALUES (?1, ?2, ?3, ?4, NULL)")?;
        let mut message = transaction.prepare(
            "INSERT INTO messages (id, event_number, registrant_id, kind, dedupe, channel, state, operation_id,
                 planned_at, due_at, ready_at)
             VALUES (?1, 1, ?2, 'confirmation', '', 'acsEmail', 'planned', ?3, ?4, ?4, ?4)",
        )?;
        for (place, row) in ((1_i64 << 40) + 1..).zip(rows) {
            registrant.execute(params![place, row.id, row.name, row.email, row.company, now])?;
            words.execute(params![place, format!("{} {}", row.name, row.email)])?;
        }
        for row in tickets {
            ticket.execute(params![row.registrant_id, row.code_sealed, row.code_hash, now])?;
        }
        for row in messages {
            message.execute(params![row.id, row.registrant_id, row.operation_id, now])?;
        }
    }
    transaction.commit()
}

struct Spread {
    p50: f64,
    p99: f64,
    worst: f64,
}

impl Spread {
    fn of(mut times: Vec<f64>) -> Self {
        times.sort_by(f64::total_cmp);
        let at = |percent: usize| times[(times.len() - 1) * percent / 100];
        Self { p50: at(50), p99: at(99), worst: at(100) }
    }
}

impl std::fmt::Display for Spread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "p50 {:.2} ms, p99 {:.2} ms, worst {:.2} ms", self.p50, self.p99, self.worst)
    }
}

fn millis(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1_000.0
}
