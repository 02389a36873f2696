//! Somebody is erased: from every table, and from the pages of the file; and what counts stays.

use std::collections::BTreeSet;

use lectern_domain::event::{Audience, EnrolmentState, EventKind};
use lectern_domain::message::MessageState;
use lectern_domain::registration::{Answer, Answers, RegistrantStatus};
use lectern_store::bulks::{NewBulk, Touched};
use lectern_store::changes::NewChange;
use lectern_store::enrolments::NewEnrolment;
use lectern_store::personal::{Erased, Erasing, Whom};
use lectern_store::registrants::{Entry, NewRegistrant};
use lectern_store::tickets::NewTicket;
use lectern_store::virtual_events::{NewVirtualEvent, VirtualEventWords};
use lectern_store::virtual_registrations::ListedRegistration;
use lectern_store::{CopyFate, StoreError};
use serde_json::json;

use crate::fixture::{Bench, KEY, at, bench_with, confirmation, event, person, unproven};

/// Every column of the schema: what erasing takes out of it, and what of a person's row may stay. Whoever adds a column
/// decides here: does it tell who somebody is? Then erasing has to reach it (`table/personal`).
const COLUMNS: &[(&str, &str, &str)] = &[
    // Of who somebody is, an answer tells the id on the list alone.
    ("answered_commands", "", "id event_number device_id command_hash answer answered_at"),
    (
        "accounts",
        "",
        "id user_id tenant_id username display_name refresh_token_sealed access_tokens_sealed needs_sign_in signed_in_at",
    ),
    ("acs_identities", "", "id join_id created_at deleted_at"),
    (
        "bulk_changes",
        "title file choices",
        "number id event_number kind state people began_at ended_at undone_at file_hash",
    ),
    ("bulk_people", "bulk_number registrant_id before", ""),
    (
        "calendar_entries",
        "",
        "owner_id graph_id kind series_id transaction_id title start_utc end_utc zone recurrence adoptable seen_round",
    ),
    (
        "calendar_rounds",
        "",
        "owner_id window_start window_end round full_round next_link delta_link synced_at not_before",
    ),
    ("changes", "detail", "id at who event_id registrant_id what"),
    ("erasures", "wanted", "number id pseudonym event_id of_rows who people began_at ended_at report"),
    ("event_allowed", "", "event_number chat camera microphone reactions"),
    ("event_dial_in", "", "event_number conference_id toll_numbers toll_free_numbers more_numbers_url"),
    ("event_elsewhere", "", "id event_number noticed_at edited_at fields seen_at"),
    ("event_moves", "", "id event_number moved_at start_utc end_utc zone message"),
    ("event_retentions", "", "event_id days set_at"),
    (
        "events",
        "",
        "number id transaction_id title description start_utc end_utc zone state graph_event_id ical_uid change_key meeting_id join_url web_link organizer_name organizer_email problem ics_sequence created_at updated_at cancelled_at cancel_comment owner_id adopted recurrence series_id setup tell_at",
    ),
    ("external_registrants", "name join_url", "number event_number id service_id removed_at created_at"),
    ("external_registrations", "", "event_number opened_at closed_at"),
    (
        "messages",
        "problem",
        "number id event_number registrant_id kind dedupe channel state operation_id planned_at due_at ready_at attempts claimed_at claim_owner lease_until accepted_at finished_at skip_reason was_start was_end was_zone",
    ),
    ("made_passes", "identity_id token_sealed made_at until", ""),
    (
        "pass_grants",
        "",
        "number at event_number registrant_id identity_id source until key_hash first used_at ended_at",
    ),
    (
        "published_events",
        "",
        "event_number service slug url state page epoch cursor told published_at synced_at problem publication device over_at anew",
    ),
    ("ended_publications", "", "publication event_number ended_at"),
    ("publication_attempts", "", "event_number publication"),
    ("unheard_people", "", "registrant_id event_number"),
    ("feed_rows", "", "seq event_number registrant_id"),
    ("queued_commands", "number id event_number command made_at refused_at message publication", ""),
    (
        "publications",
        "",
        "event_number slug state page device_id published_at updated_at publication opened_at",
    ),
    ("registrant_answers", "registrant_id answers answered_at", ""),
    ("registrant_counts", "", "event_number listed registered waitlisted offered pending rejected"),
    ("registrant_sayings", "event_number question_id said registrant_id", ""),
    ("registrant_tags", "event_number tag registrant_id", ""),
    (
        "registrants",
        "place name name_folded email email_normalized company note group_name tagged",
        "language id event_number status source registered_at cancelled_at guest_of queue_number offer_until hosts erased_at",
    ),
    ("registrations", "", "event_number mode capacity opened_at rules"),
    ("request_limits", "", "application kind most changed_at not_before"),
    ("requests_made", "", "number application kind at count"),
    ("schema_history", "", "version applied_at"),
    ("sent_elsewhere", "", "event_number since"),
    ("service_devices", "", "id name role key_hash version paired_at seen_at revoked_at"),
    ("service_pairing_codes", "", "code_hash role made_at until device_id"),
    ("settings", "", "key value"),
    ("ticket_identities", "ticket_hash id keep_until", ""),
    ("ticket_joins", "join_id identity_id token_at", ""),
    ("tickets", "registrant_id code_sealed code_hash issued_at revoked_at", ""),
    (
        "unproven",
        "id event_number email email_normalized form language code_hash code_sealed made_at until ready_at attempts",
        "",
    ),
    (
        "virtual_enrolments",
        "first_name last_name email email_key join_url registration_id problem answers",
        "number id event_number state not_before created_at updated_at",
    ),
    ("virtual_event_parts", "value", "event_number part read_at"),
    ("virtual_registration_readings", "", "event_number round began_at next_link read_at"),
    (
        "virtual_registrations",
        "id first_name last_name email email_key words user_id answers",
        "number event_number status source enrolment_id registered_at cancelled_at erased seen_round",
    ),
    (
        "virtual_events",
        "",
        "number id kind tag title description start_utc end_utc zone audience attendee_mail state graph_id tagged owner_id organizer_name organizer_email problem created_at updated_at cancelled_at adopted co_organized setup",
    ),
    ("virtual_offer_rounds", "", "owner_id read_at not_before"),
    (
        "virtual_offers",
        "",
        "owner_id graph_id kind title start_utc end_utc zone state co_organized organizer tag",
    ),
];

/// What tells who she is, in any table.
const NEEDLES: [&str; 7] = ["nilüfer", "nilufer", "özgür", "ozgur", "peanuts", "wheelchair", "secretjoin"];
const EMAIL: &str = "nilufer.ozgur@example.org";

fn pseudonym(email: &str) -> String {
    format!("erased-{:016x}", email.bytes().fold(7_u64, |sum, byte| sum.wrapping_mul(31) + u64::from(byte)))
}

fn whom() -> Whom {
    Whom::Person { email: EMAIL.into(), externals: vec!["external one".into()] }
}

pub fn erase(bench: &Bench, whom: &Whom) -> Erased {
    let erasing = Erasing { whom, names: &pseudonym, copy: false, now: at(100) };
    bench.store.write(|w| w.personal().erase(&erasing)).expect("erased")
}

/// Somebody in every table that can hold her, and somebody else who stays.
pub fn full() -> Bench {
    let bench = bench_with("e1");
    bench.store.write(|w| w.events().insert(&event("e2"), at(0))).expect("another event");
    let company = Some("Özgür & Söhne".into());
    let host = NewRegistrant { id: "hers".into(), company, ..person("Nilüfer Özgür", EMAIL) };
    let (host_id, other) = (host.id.clone(), person("Somebody Else", "nilu@example.org"));
    bench.register("e1", &[host.clone(), other.clone()]);
    bench.register("e2", &[NewRegistrant { id: "in e2".into(), ..host.clone() }]);
    let guest = NewRegistrant {
        id: "guest".into(),
        name: "Nilüfer's guest".into(),
        email_normalized: format!("{EMAIL}#1"),
        ..host.clone()
    };
    let entry = Entry { status: RegistrantStatus::Registered, guest_of: Some(host_id.clone()) };
    bench.store.write(|w| w.registrants().insert_as("e1", &[guest], &entry, at(1))).expect("a guest");
    let answers: Answers = [
        ("q1".to_owned(), Answer::Text { value: "Allergic to peanuts".into() }),
        ("q2".to_owned(), Answer::Consent { value: true, text: "You may photograph my wheelchair".into() }),
    ]
    .into();
    bench
        .store
        .write(|w| {
            w.answers().set("e1", &host_id, &answers, at(1))?;
            w.tags().put("e1", &host_id, "wheelchair")?;
            w.registrants().set_note(&host_id, "Nilüfer eats no peanuts")?;
            w.registrants().set_group(&host_id, Some("Özgür"))?;
            let ticket = |id: &str, byte| NewTicket {
                registrant_id: id.into(),
                code_sealed: if byte == 1 { b"sealed peanuts".to_vec() } else { b"sealed".to_vec() },
                code_hash: [byte; 32],
            };
            w.tickets().issue_many(&[ticket(&host_id, 1), ticket(&other.id, 2)], at(1))?;
            w.ticket_identities().put(&[1; 32], "8:acs:hers", at(90_000))?;
            w.ticket_identities().put(&[2; 32], "8:acs:other", at(90_000))?;
            w.messages().plan_many("e1", &[confirmation(&host_id), confirmation(&other.id)], at(1))?;
            w.changes().record(&change(&host_id), at(2))?;
            bulk(w, &host_id)?;
            w.unproven().add(&unproven("e1", EMAIL))?;
            w.external_registrants().opened("e1", at(1))?;
            w.external_registrants().insert("e1", "external one", "Nilüfer Özgür", at(1))?;
            w.external_registrants().told("e1", "external one", "x", Some("https://secretjoin"))?;
            webinar(w)
        })
        .expect("all of it");
    bench
}

fn change(id: &str) -> NewChange {
    NewChange {
        who: "desk".into(),
        event_id: Some("e1".into()),
        registrant_id: Some(id.into()),
        what: "tagged".into(),
        detail: json!({"tag": "wheelchair", "now": "registered", "before": "waitlisted"}),
    }
}

fn bulk(w: &lectern_store::Writer<'_>, id: &str) -> Result<(), StoreError> {
    let new = |id: &str, title: &str, kind| NewBulk {
        id: id.into(),
        event_id: "e1".into(),
        kind,
        title: title.into(),
        file: None,
    };
    w.bulks().begin(&new("b1", "“nilufer oz”", lectern_domain::bulk::BulkKind::Edit), at(2))?;
    let before = json!({"name": ["Nilüfer", "Nilüfer Özgür"], "company": [null, null]}).to_string();
    w.bulks().touch("b1", &[Touched { registrant_id: id.into(), before: Some(before) }])?;
    w.bulks().finish("b1", 1, at(2))?;
    w.bulks().begin(&new("b2", "people.csv", lectern_domain::bulk::BulkKind::Import), at(2))?;
    w.bulks().finish("b2", 1, at(2))
}

fn webinar(w: &lectern_store::Writer<'_>) -> Result<(), StoreError> {
    let words = VirtualEventWords {
        title: "Webinar".into(),
        description: String::new(),
        start: at(10),
        end: at(20),
        zone: "UTC".into(),
        audience: Audience::Everyone,
    };
    let new = NewVirtualEvent {
        id: "v1".into(),
        kind: EventKind::Webinar,
        tag: "t".into(),
        words,
        attendee_mail: false,
        owner_id: None,
        organizer_name: None,
        organizer_email: None,
    };
    w.virtual_events().insert(&new, at(1))?;
    for (id, email) in [("n1", EMAIL), ("n2", "nilu@example.org")] {
        let person = NewEnrolment {
            id: id.into(),
            first_name: if email == EMAIL { "Nilüfer" } else { "Some" }.into(),
            last_name: if email == EMAIL { "Özgür" } else { "Body" }.into(),
            email: email.into(),
            email_key: email.into(),
            answers: json!([{"question": "Diet?", "value": if email == EMAIL { "No peanuts" } else { "" }}])
                .to_string(),
        };
        w.enrolments().insert("v1", &person, at(1))?;
    }
    let round = w.virtual_registrations().begin("v1", at(2))?;
    let listed =
        [("g-nilüfer", "Nilüfer", EMAIL), ("g2", "Some", "nilu@example.org")].map(|(id, name, email)| {
            ListedRegistration {
                id: id.into(),
                first_name: name.into(),
                last_name: if email == EMAIL { "Özgür" } else { "Body" }.into(),
                email: email.into(),
                email_key: email.into(),
                user_id: (email == EMAIL).then(|| "user of Özgür".into()),
                status: RegistrantStatus::Registered,
                external_id: (email == EMAIL).then(|| "n1".into()),
                registered_at: Some(at(1)),
                cancelled_at: None,
                answers:
                    json!([{"question": "Diet?", "said": if email == EMAIL { "No peanuts" } else { "" }}])
                        .to_string(),
                erased: false,
            }
        });
    w.virtual_registrations().keep("v1", round, &listed, None)?;
    w.virtual_registrations().finish("v1", round, at(3))?;
    w.enrolments().listed("n1", "r-nilüfer", EnrolmentState::Enrolled, at(2))?;
    w.enrolments().join_url("n1", "https://secretjoin", at(2))?;
    let attendance = json!({"reports": [], "readAt": null, "people": [
        {"name": "Nilüfer Özgür", "email": "Nilufer.Ozgur@Example.org", "seconds": 60},
        {"name": "Some Body", "email": "nilu@example.org", "seconds": 61},
    ]});
    w.virtual_events().set_part("v1", "attendance", &attendance, at(3))
}

#[test]
fn a_column_that_nobody_decided_about_is_found() {
    let bench = bench_with("e1");
    let raw = raw(&bench.path);
    let mut statement = raw
        .prepare(
            "SELECT m.name, c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c
             WHERE m.type = 'table' AND m.name NOT LIKE 'registrant\\_words%' ESCAPE '\\' AND m.name NOT LIKE 'sqlite%'",
        )
        .expect("the schema");
    let there: BTreeSet<(String, String)> = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .expect("its columns")
        .map(|row| row.expect("a row"))
        .collect();
    let decided: BTreeSet<(String, String)> = COLUMNS
        .iter()
        .flat_map(|(table, erased, kept)| {
            let columns = erased.split_whitespace().chain(kept.split_whitespace());
            columns.map(|column| ((*table).to_owned(), column.to_owned()))
        })
        .collect();
    let undecided: Vec<_> = there.difference(&decided).collect();
    assert!(
        undecided.is_empty(),
        "does it tell who somebody is? Then table/personal has to erase it; then list it here: {undecided:?}"
    );
    let gone: Vec<_> = decided.difference(&there).collect();
    assert!(gone.is_empty(), "listed and not there: {gone:?}");
}

#[test]
fn nothing_in_any_table_tells_who_she_was() {
    let bench = full();
    let before = found(&bench);
    for table in [
        "registrants",
        "registrant_answers",
        "registrant_sayings",
        "registrant_tags",
        "tickets",
        "changes",
        "bulk_changes",
        "bulk_people",
        "external_registrants",
        "virtual_enrolments",
        "virtual_registrations",
        "virtual_event_parts",
        "unproven",
    ] {
        assert!(
            before.iter().any(|(name, ..)| name == table),
            "the test has to put her into {table}: {before:?}"
        );
    }
    let erased = erase(&bench, &whom());
    assert_eq!(
        (erased.registrants, erased.enrolments, erased.externals, erased.attended, erased.cancelled_messages),
        (3, 1, 1, 1, 1),
        "she and her guest in one event, she in another"
    );
    assert_eq!((erased.listed, erased.unproven), (1, 1), "and on Teams' list, and a form of hers");
    assert_eq!(found(&bench), [], "whatever is left tells who she was");
    assert_eq!(bench.store.check().expect("it reads"), Vec::<String>::new());
    assert!(!erase(&bench, &whom()).any(), "nobody is erased twice");
}

#[test]
fn what_counts_stays_and_nobody_else_is_touched() {
    let bench = full();
    let registered = || bench.store.read(|r| r.registrants().count_registered("e1")).expect("a count");
    let before = registered();
    erase(&bench, &whom());
    assert_eq!(registered(), before, "the figures of an event do not change with it");
    assert_eq!(bench.names("e1", ""), {
        let code = &pseudonym(EMAIL)[7..13];
        vec![format!("Erased person {code}"), format!("Erased person {code}#1"), "Somebody Else".to_owned()]
    });
    assert_eq!(bench.names("e1", "nil"), ["Somebody Else"], "nobody finds her by her name any more");
    assert_eq!(bench.names("e1", "erased").len(), 2, "and everybody finds who was erased");
    let other = bench
        .store
        .read(|r| r.registrants().by_email("e1", "nilu@example.org"))
        .expect("a read")
        .expect("she is there");
    let messages = bench.store.read(|r| r.messages().of_registrant(&other.id)).expect("a read");
    assert_eq!(messages[0].state, MessageState::Planned, "somebody else's message leaves");
    let hers = bench.store.read(|r| r.registrants().by_email("e1", &pseudonym(EMAIL))).expect("a read");
    let hers =
        hers.expect("she is still found by the pseudonym of her address: a list is often imported again");
    let told = bench.store.read(|r| r.changes().of_registrant(&hers.id)).expect("a read");
    assert_eq!(
        told[0].detail,
        json!({"now": "registered", "before": "waitlisted"}),
        "that it happened stays"
    );
    let identities =
        |now| bench.store.read(move |r| r.ticket_identities().over(now, now, 9)).expect("a read");
    assert_eq!(identities(at(200)), ["8:acs:hers"], "her guest identity is due to be deleted at the service");
    let more = [lectern_store::messages::NewMessage {
        id: "m".into(),
        operation_id: "o".into(),
        dedupe: "d".into(),
        ..confirmation(&hers.id)
    }];
    let planned = bench.store.write(|w| w.messages().plan_many("e1", &more, at(3))).expect("no error");
    assert_eq!(planned, 0, "nobody writes to somebody who was erased");
}

#[test]
fn who_comes_again_and_is_erased_again_stands_twice() {
    let bench = full();
    erase(&bench, &whom());
    let again = NewRegistrant { id: "again".into(), ..person("Nilüfer", EMAIL) };
    bench.register("e1", &[again]);
    assert_eq!(erase(&bench, &whom()).registrants, 1, "the one who came again");
    assert_eq!(found(&bench), []);
}

#[test]
fn an_events_people_go_all_at_once() {
    let bench = full();
    let erased = erase(&bench, &Whom::Event { id: "e1".into() });
    assert_eq!((erased.registrants, erased.externals), (3, 1));
    assert_eq!(bench.names("e1", "").len(), 3, "the figures stay");
    assert_eq!(bench.names("e1", "some"), Vec::<String>::new());
    assert_eq!(bench.names("e2", "nil"), ["Nilüfer Özgür"], "another event has its own time");
    assert_eq!(bench.store.read(|r| r.personal().count("e1")).expect("a count"), 0);
    let webinar = erase(&bench, &Whom::Event { id: "v1".into() });
    assert_eq!((webinar.enrolments, webinar.attended), (2, 2));
    assert_eq!(bench.store.read(|r| r.personal().count("v1")).expect("a count"), 0);
    let many: Vec<_> = (0..3_000).map(|n| person(&format!("P {n}"), &format!("p{n}@example.org"))).collect();
    bench.register("e1", &many);
    assert_eq!(erase(&bench, &Whom::Event { id: "e1".into() }).registrants, 3_000);
    assert_eq!(bench.names("e1", "erased").len(), 1_000, "as many as a page has");
    // A reader that was there before keeps its own idea of the word index until it reads it again.
    let bench = bench.reopen();
    assert_eq!(bench.store.check().expect("it reads"), Vec::<String>::new());
}

#[test]
fn copies_lose_her_too_and_half_made_ones_go() {
    let bench = full();
    let folder = bench.folder.path();
    let (copy, other) = (folder.join("desk.db.before-11"), folder.join("desk.db.before-9"));
    bench.store.backup_to(&copy).expect("a copy");
    std::fs::write(folder.join("desk.db.before-11.unfinished"), b"half").expect("what a crash leaves");
    std::fs::write(&other, vec![7_u8; 8_192]).expect("a file under another key");
    let erasing = Erasing { whom: &whom(), names: &pseudonym, copy: true, now: at(100) };
    let fates: Vec<CopyFate> = bench
        .store
        .copies()
        .expect("a folder")
        .iter()
        .map(|path| bench.store.erase_in_copy(path, &erasing).expect("an answer"))
        .collect();
    assert_eq!(fates, [CopyFate::Rewritten, CopyFate::Removed, CopyFate::Unreadable]);
    assert_eq!(
        bench.store.erase_in_copy(&copy, &erasing).expect("an answer"),
        CopyFate::Untouched,
        "nothing is done twice"
    );
    let opened = lectern_store::Store::open(&copy, &KEY, at(0)).expect("still a way back");
    assert_eq!(opened.read(|r| r.events().list()).expect("a list").len(), 2);
    assert_eq!(opened.read(|r| r.registrants().page("e1", "nilufer", 0, 9)).expect("a page").matching, 0);
}

/// Table, column, needle: everywhere that she is found.
fn found(bench: &Bench) -> Vec<(String, String, &'static str)> {
    let raw = raw(&bench.path);
    let mut found = Vec::new();
    for (table, ..) in COLUMNS {
        let mut statement = raw.prepare(&format!("SELECT * FROM {table}")).expect("the table");
        let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut rows = statement.query([]).expect("its rows");
        while let Some(row) = rows.next().expect("a row") {
            for (place, column) in names.iter().enumerate() {
                let value: rusqlite::types::Value = row.get(place).expect("a value");
                let text = match value {
                    rusqlite::types::Value::Text(text) => text,
                    rusqlite::types::Value::Blob(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
                    _ => continue,
                };
                for needle in NEEDLES {
                    if text.to_lowercase().contains(needle) {
                        found.push(((*table).to_owned(), column.clone(), needle));
                    }
                }
            }
        }
    }
    found
}

fn raw(path: &std::path::Path) -> rusqlite::Connection {
    let connection = rusqlite::Connection::open(path).expect("the file opens");
    let key = "07".repeat(KEY.len());
    connection.execute_batch(&format!("PRAGMA key = \"x'{key}'\"")).expect("the key is taken");
    connection
}
