//! What the terminal answers where something is missing, waits or is wrong: in the exit code, in JSON and in words.

use lectern_core::scheduling::cancel;
use lectern_tests::{Organizer, Stage, Terminal};
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_doctor_without_a_patient_asks_for_the_sign_in() {
    let stage = Stage::open().await;
    Organizer::profile(&stage.path("desk"));
    let terminal = Terminal::at(&stage, &stage.path("desk"));
    let said = terminal.run(&["doctor"]).await;
    assert_eq!(said.code, Some(3), "what helps is to sign in: {said:?}");
    let told: Value = serde_json::from_str(&said.out).expect("the checks are told all the same");
    assert_eq!(told["ok"], false);
    stage.close("a doctor without a patient").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sandbox_is_for_this_machine_alone() {
    let home = tempfile::tempdir().expect("a folder");
    let said = Terminal::bare(home.path()).run(&["sandbox", "--listen", "0.0.0.0:0"]).await;
    let told = said.error(2);
    assert!(
        told["message"].as_str().is_some_and(|text| text.contains("127.0.0.1")),
        "it says what would do: {told}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_sandbox_writes_down_is_for_its_owner_alone_and_whole() {
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("ready.json");
    let name = file.to_str().expect("a path");
    let running = Terminal::bare(home.path()).start(&["sandbox", "--ready-file", name]);
    let began = std::time::Instant::now();
    while !file.exists() {
        assert!(began.elapsed() < std::time::Duration::from_mins(1), "it serves soon");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let mode = std::os::unix::fs::PermissionsExt::mode(&file.metadata().expect("its rights").permissions());
    assert_eq!(mode & 0o777, 0o600, "the control door's address and a key are in it");
    let ready: Value = serde_json::from_slice(&std::fs::read(&file).expect("the file")).expect("whole JSON");
    for key in ["entra", "graph", "acs", "control", "clientId", "tenantId", "acsConnectionString", "sender"] {
        assert!(ready[key].is_string(), "{key}: {ready}");
    }
    assert!(ready.get("ca").is_some_and(Value::is_null), "no authority over plain HTTP: {ready}");
    running.kill().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_profile_and_a_sandbox_must_fit() {
    let stage = Stage::open().await;
    let dir = stage.path("desk");
    Organizer::profile(&dir);
    let dir = dir.to_str().expect("a path");
    let word = stage.path("word");
    std::fs::write(&word, "five words that nobody guesses").expect("written");
    let word = word.to_str().expect("a path");
    let real = stage.path("real");
    let real = real.to_str().expect("a path");
    let bare = Terminal::bare(&stage.path("home"));
    let tenant = ["--tenant", "contoso.com", "--client-id", "535fb089-9ff3-47b6-9bfb-4f1264799865"];
    let made = [&["--profile", real, "--passphrase-file", word, "profile", "--passphrase"], &tenant[..]];
    assert_eq!(bare.run(&made.concat()).await.json()["changed"], false);
    let control = stage.control().to_owned();
    for (what, words) in [
        ("a real profile at a sandbox", vec!["--profile", real, "--sandbox", &control, "events", "list"]),
        ("a sandbox’s profile without one", vec!["--profile", dir, "events", "list"]),
        ("another machine", vec!["--profile", dir, "--sandbox", "http://192.0.2.7:4/x", "events", "list"]),
        ("no address", vec!["--profile", dir, "--sandbox", "nonsense", "events", "list"]),
    ] {
        let told = bare.run(&words).await.error(2);
        assert_eq!(told["code"], "invalid", "{what}: {told}");
    }
    assert!(stage.end().await.is_empty(), "and nobody was asked anything");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_import_tells_a_script_of_every_row_and_names_the_columns_there_are() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Many errors", None).await;
    let rows: Vec<String> = (0..450).map(|n| format!("Guest {n},nobody{n}@")).collect();
    let file = stage.path("people.csv");
    std::fs::write(&file, format!("Name,Mail\n{}\nAna,ana@example.org\n", rows.join("\n"))).expect("written");
    let file = file.to_str().expect("a path");
    let terminal = Terminal::at(&stage, organizer.dir());
    let wrong = ["registrants", "import", file, "--event", &event, "--map", "email=E-Mail"];
    let told = terminal.run(&wrong).await.error(2);
    assert!(told["message"].as_str().is_some_and(|text| text.contains("\"Name\", \"Mail\"")), "{told}");
    for look in [&["--dry-run"][..], &[]] {
        let words = [&["registrants", "import", file, "--event", &event][..], look].concat();
        let told = terminal.run(&words).await.json();
        assert_eq!((&told["rows"], &told["imported"]), (&json!(451), &json!(1)), "{look:?}");
        assert_eq!(told["errors"].as_array().map(Vec::len), Some(450), "{look:?}: no row without a word");
    }
    stage.close("many errors").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_not_on_the_list_is_named_and_the_others_go() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Removal", None).await;
    organizer.guests(&event, 2).await;
    let ids: Vec<String> = organizer.list(&event, "").await.rows.into_iter().map(|row| row.id).collect();
    let terminal = Terminal::at(&stage, organizer.dir());
    let words = ["registrants", "remove", "--event", &event, "nope", &ids[0], "neither"];
    let said = terminal.run(&words).await;
    let told = said.error(6);
    for name in ["nope", "neither", "The others are removed"] {
        assert!(told["message"].as_str().is_some_and(|text| text.contains(name)), "{name}: {told}");
    }
    let result: Value = serde_json::from_str(&said.out).expect("and the result");
    assert_eq!(result, json!({"removed": 1, "unknown": ["nope", "neither"]}));
    let none = terminal.run(&["registrants", "remove", "--event", &event, "nope", "neither"]).await.error(6);
    assert!(none["message"].as_str().is_some_and(|text| text.contains("nope, neither")), "{none}");
    let left = terminal.run(&["events", "show", &event]).await.json();
    assert_eq!(left["registered"], 1, "one was named, one is gone");
    stage.close("a removal").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_waits_says_why_and_until_when() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Waits", None).await;
    organizer.guests(&event, 2).await;
    let terminal = Terminal::at(&stage, organizer.dir());
    stage.fault(json!({"route": "POST /emails:send", "status": 429, "retryAfter": 3600})).await;
    let report = terminal.run(&["messages", "run"]).await.json();
    assert_eq!((&report["sent"], &report["waiting"]), (&json!(0), &json!(2)), "{report}");
    assert!(
        report["problem"].is_string() && report["nextAt"].is_string(),
        "a script must know when: {report}"
    );
    stage.close("what waits").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_read_the_time_of_the_event_and_what_became_of_it() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let (kept, gone) = (organizer.event("Kept", None).await, organizer.event("Gone", None).await);
    cancel::cancel(&organizer.desk, &gone, "").await.expect("cancelled");
    let terminal = Terminal::at(&stage, organizer.dir());
    let said = terminal.run_plain(&["events", "list"]).await;
    let line = |id: &str| said.out.lines().find(|line| line.contains(id)).expect("listed").to_owned();
    assert!(line(&kept).contains("14:00\u{2013}15:30 (Europe/Berlin)"), "not in UTC: {said:?}");
    assert!(line(&gone).contains("[cancelled]") && !line(&kept).contains('['), "{said:?}");
    stage.close("a plain list").await;
}
