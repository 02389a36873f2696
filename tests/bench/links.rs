//! What reading a link costs, beside `url::Url::parse` on the same links; and whether a hostile one costs more by the
//! byte when it is long. Prints one JSON object, times in nanoseconds.
//!
//! `cargo run --release -p lectern-tests --example links_bench [runs]`
#![allow(clippy::print_stdout)] // a bench prints what it found

use std::hint::black_box;
use std::time::Instant;

use lectern_domain::deep_link;
use lectern_domain::join_link::{MAX_BYTES, decide, explain, redact};
use serde_json::{Value, json};
use url::Url;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const CORPORA: [&str; 2] = [
    include_str!("../../src-tauri/crates/domain/tests/fixtures/join-links.json"),
    include_str!("../../src-tauri/crates/domain/tests/fixtures/strange-links.json"),
];
/// What is refused for its length alone would flatter us.
const LONGEST: usize = 2048;
const SHORT: usize = 1024;
const LONG: usize = 64 * 1024;

fn main() -> Outcome<()> {
    let runs = std::env::args().nth(1).map_or(Ok(10), |number| number.parse())?;
    let links = links()?;
    let (mut ours, mut url) = (Vec::new(), Vec::new());
    // The first run warms the caches and is not counted.
    for run in 0..=runs {
        let mine = each(&links, 200, |link| drop(black_box(decide(link, None))));
        let theirs = each(&links, 200, |link| drop(black_box(Url::parse(link))));
        if run > 0 {
            ours.push(mine);
            url.push(theirs);
        }
    }
    let hostile: Vec<Value> = SHAPES.iter().map(|(name, shape)| measure(name, *shape, runs)).collect();
    println!("{}", json!({"links": links.len(), "ours": ours, "url": url, "hostile": hostile}));
    Ok(())
}

fn links() -> Outcome<Vec<String>> {
    let mut links = Vec::new();
    for corpus in CORPORA {
        let corpus: Value = serde_json::from_str(corpus)?;
        let rows = corpus["rows"].as_array().ok_or("a corpus without rows")?;
        links.extend(rows.iter().filter_map(|row| row["url"].as_str()).map(str::to_owned));
    }
    links.retain(|link| !link.is_empty() && link.len() <= LONGEST);
    assert!(links.len() > 200, "the corpora are whole: {}", links.len());
    Ok(links)
}

/// Nanoseconds a link.
fn each(links: &[String], rounds: u32, read: impl Fn(&str)) -> f64 {
    let started = Instant::now();
    for _ in 0..rounds {
        for link in links {
            read(black_box(link));
        }
    }
    let all = f64::from(rounds) * f64::from(u32::try_from(links.len()).unwrap_or(u32::MAX));
    started.elapsed().as_secs_f64() * 1e9 / all
}

type Shape = fn(usize) -> String;

/// Ways to make a reader do the same work again and again.
const SHAPES: [(&str, Shape); 12] = [
    ("plain", |size| filled("https://teams.microsoft.com/meet/2345678901234?x=", "a", size)),
    ("digits", |size| filled("https://teams.microsoft.com/meet/", "7", size)),
    ("ampersands", |size| filled("https://teams.microsoft.com/meet/1?", "&amp;", size)),
    ("escaped ampersands", |size| filled("https://teams.microsoft.com/meet/1?&", "amp;", size)),
    ("parameters", |size| filled("https://teams.microsoft.com/meet/1?", "p&p=&", size)),
    ("wrappers", |size| filled("", "https://a.safelinks.protection.outlook.com/?url=", size)),
    ("encoded marks", |size| {
        filled("https://teams.microsoft.com/dl/launcher/launcher.html?url=", "%253F", size)
    }),
    ("percent signs", |size| filled("https://teams.microsoft.com/meet/1?p=", "%25", size)),
    ("host", |size| filled("https://", "ü", size)),
    ("punycode", |size| filled("https://xn--", "a9", size)),
    ("path", |size| filled("https://teams.microsoft.com/", "../a/", size)),
    ("braces", |size| {
        filled("https://teams.microsoft.com/l/meetup-join/19:a@thread.v2/0?context=", "{\"a\":", size)
    }),
];

fn filled(start: &str, again: &str, size: usize) -> String {
    let mut link = start.to_owned();
    while link.len() + again.len() <= size {
        link.push_str(again);
    }
    link
}

/// Nanoseconds a byte of one shape: short, as long as is read at all, and far longer.
fn measure(name: &str, shape: Shape, runs: usize) -> Value {
    let of = |size: usize, read: &dyn Fn(&str)| -> Vec<f64> {
        let link = [shape(size)];
        let bytes = f64::from(u32::try_from(link[0].len()).unwrap_or(u32::MAX));
        // The same number of bytes in each, so that each is measured as well as the others.
        let rounds = u32::try_from((4 << 20) / size).unwrap_or(1);
        (0..=runs).map(|_| each(&link, rounds, read) / bytes).skip(1).collect()
    };
    let read = |link: &str| {
        drop(black_box(explain(link, None)));
        drop(black_box(deep_link::parse(link, "lectern")));
    };
    let log = |link: &str| drop(black_box(redact(link)));
    json!({
        "name": name,
        "read": {"short": of(SHORT, &read), "longest": of(MAX_BYTES, &read), "long": of(LONG, &read)},
        "redact": {"short": of(SHORT, &log), "long": of(LONG, &log)},
    })
}
