//! The terminal's contract: exit codes, the shape of what it prints, and what it never prints.

use std::time::Duration;

use lectern_tests::{Organizer, Running, Said, Stage, Terminal, judge};
use serde_json::{Value, json};
use tokio::task::JoinSet;

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().map(|object| object.keys().map(String::as_str).collect()).unwrap_or_default()
}

fn has(value: &Value, names: &[&str]) {
    for name in names {
        assert!(value.get(name).is_some(), "scripts read {name}: {value}");
    }
}

const CREATE: [&str; 9] = [
    "events",
    "create",
    "--title",
    "From the terminal",
    "--start",
    "2036-12-01T18:00",
    "--end",
    "2036-12-01T19:00",
    "--zone",
];

fn create(zone: &'static str) -> Vec<&'static str> {
    CREATE.into_iter().chain([zone]).collect()
}

/// Nothing secret in what was printed.
fn discreet(stage: &Stage, said: &Said, secrets: &[String]) {
    for secret in stage.secrets().iter().chain(secrets) {
        assert!(
            !said.out.contains(secret.as_str()) && !said.err.contains(secret.as_str()),
            "a secret was printed: {said:?}"
        );
    }
    for word in ["accesskey", "refresh_token", "Bearer "] {
        assert!(!said.out.contains(word) && !said.err.contains(word), "{word} was printed: {said:?}");
    }
}

async fn sign_in(stage: &Stage, terminal: &Terminal) {
    let mut running: Running = terminal.start(&["sign-in", "--device-code"]);
    let code = running.line().await;
    has(&code, &["event", "userCode", "verificationUri", "expiresIn", "interval"]);
    assert_eq!(code["event"], "code", "the code comes at once: {code}");
    stage
        .order(&format!("device-codes/{}/approve", code["userCode"].as_str().expect("a code")), json!({}))
        .await;
    let end = running.line().await;
    assert_eq!(end["event"], "signed-in", "{end}");
    assert!(end["account"]["username"].is_string(), "and says who: {end}");
    assert_eq!(running.end().await, Some(0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_whole_job_from_the_terminal() {
    let stage = Stage::with(json!({"deviceCodeInterval": 1})).await;
    Organizer::profile(&stage.path("desk"));
    let terminal = Terminal::at(&stage, &stage.path("desk"));
    assert_eq!(terminal.run(&create("Europe/Paris")).await.error(3)["code"], "signInNeeded");
    assert_eq!(
        terminal.run(&["events", "list"]).await.json()["events"],
        json!([]),
        "nothing is begun that nobody could finish"
    );
    sign_in(&stage, &terminal).await;
    let event = terminal.run(&create("Europe/Paris")).await.json();
    has(&event, &["id", "eventId", "meetingId", "joinUrl"]);
    assert_eq!(keys(&event).len(), 4, "{event}");
    let id = event["id"].as_str().expect("an id").to_owned();
    let shown = terminal.run(&["events", "show", &id]).await.json();
    assert_eq!((&shown["id"], &shown["zone"]), (&event["id"], &json!("Europe/Paris")));
    assert_eq!(terminal.run(&["events", "list"]).await.json()["events"][0]["id"], event["id"]);
    terminal.run(&["registration", "open", "--event", &id, "--mode", "own"]).await.json();
    people(&stage, &terminal, &id).await;
    let report = terminal.run(&["messages", "run"]).await;
    discreet(&stage, &report, &[]);
    assert_eq!(report.json(), json!({"sent": 2, "failed": 0, "waiting": 0, "ambiguous": 0}));
    let outbox = terminal.run(&["messages", "list", "--event", &id]).await.json();
    assert_eq!(outbox["counts"]["delivered"], 2);
    joining(&stage, &terminal, &event).await;
    let doctor = terminal.run(&["doctor"]).await;
    discreet(&stage, &doctor, &[]);
    assert_eq!(doctor.json()["ok"], true);
    let cancelled = terminal.run(&["events", "cancel", &id, "--comment", "Moved"]).await.json();
    assert_eq!(cancelled["state"], "cancelled");
    assert_eq!(terminal.run(&["sign-out"]).await.json(), json!({"signedOut": true}));
    stage.close("the whole job from the terminal").await;
}

/// What `events create` answers to these words beyond the usual ones.
async fn created(terminal: &Terminal, more: &[&str]) -> (Value, Option<bool>) {
    let words: Vec<&str> = create("Europe/Paris").into_iter().chain(more.iter().copied()).collect();
    let event = terminal.run(&words).await.json();
    (event["id"].clone(), event.get("existing").and_then(Value::as_bool))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_command_again_means_the_same_event() {
    let stage = Stage::with(json!({"repeatedTransactionId": "createsSecond"})).await;
    let organizer = Organizer::at(&stage).await;
    let terminal = Terminal::at(&stage, organizer.dir());
    drop(organizer);
    let words = create("Europe/Paris");
    let (one, two) = tokio::join!(terminal.run(&words), terminal.run(&words));
    let (first, twin) = (one.json()["id"].clone(), two.json()["id"].clone());
    assert_eq!(first, twin, "two at once make one event");
    let posts = || async { stage.calls("POST", "/me/events").await.len() };
    assert_eq!(posts().await, 1);
    assert_eq!(created(&terminal, &[]).await, (first.clone(), Some(true)), "and it says that it was there");
    let (other, existing) = created(&terminal, &["--description", "Another one"]).await;
    assert!(other != first && existing.is_none(), "other words are another event");
    let (second, existing) = created(&terminal, &["--new"]).await;
    assert!(second != first && existing.is_none(), "a second one is made by whoever asks for it");
    assert_eq!(created(&terminal, &[]).await, (first.clone(), Some(true)), "the first one is still meant");
    let both =
        [words.as_slice(), &["--new", "--request-id", "8b0e5f0c-3f0e-4a56-9a39-111111111111"]].concat();
    assert_eq!(
        terminal.run(&both).await.error(2)["code"],
        "invalid",
        "a name of one's own, or another event"
    );
    assert_eq!(posts().await, 3);

    let mut seen = vec![first, second];
    for round in 0..2 {
        for id in &seen {
            terminal.run(&["events", "cancel", id.as_str().expect("an id")]).await.json();
        }
        let (next, existing) = created(&terminal, &[]).await;
        assert!(
            !seen.contains(&next) && existing.is_none(),
            "round {round}: what was called off stands in nobody's way"
        );
        assert_eq!(
            created(&terminal, &[]).await,
            (next.clone(), Some(true)),
            "round {round}: and it is safe again"
        );
        seen.push(next);
    }
    assert_eq!(posts().await, 5);
    stage.close("the same command again").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_that_start_at_once_find_one_key() {
    let stage = Stage::open().await;
    for round in 0..4 {
        // A profile that was never opened: the first one in makes its key.
        let dir = stage.path(&format!("desk-{round}"));
        Organizer::profile(&dir);
        let terminal = Terminal::at(&stage, &dir);
        let mut starting = JoinSet::new();
        for _ in 0..8 {
            let terminal = terminal.clone();
            starting.spawn(async move { terminal.run(&["events", "list"]).await });
        }
        for said in starting.join_all().await {
            assert_eq!(said.json()["events"], json!([]), "round {round}: each opens the same store");
        }
    }
    assert!(stage.end().await.is_empty(), "opening a store asks nobody, so there is nothing to judge");
}

async fn people(stage: &Stage, terminal: &Terminal, id: &str) {
    let file = stage.path("people.csv");
    std::fs::write(&file, "Who,Mail,Firm\nAna Reyes,ana@example.org,F\nAna,ANA@example.org,\nNobody,,\n")
        .expect("the file");
    let file = file.to_str().expect("text");
    let import = ["registrants", "import", file, "--event", id, "--map", "email=Mail", "--map", "name=Who"];
    let dry: Vec<&str> = import.into_iter().chain(["--dry-run"]).collect();
    let preview = terminal.run(&dry).await.json();
    has(&preview, &["rows", "duplicates", "errors"]);
    assert_eq!(
        preview["imported"], 1,
        "a look tells what would be imported, in the report's own words: {preview}"
    );
    assert_eq!(
        terminal.run(&["registrants", "list", "--event", id]).await.json()["total"],
        0,
        "a dry run adds nobody"
    );
    let report = terminal.run(&import).await.json();
    assert_eq!(
        (&report["rows"], &report["imported"], &report["duplicates"]),
        (&json!(3), &json!(1), &json!(1)),
        "{report}"
    );
    has(&report["errors"][0], &["line", "column", "code", "message"]);
    let add = ["registrants", "add", "--event", id, "--name", "Ben", "--email", "ben@example.org"];
    let added = terminal.run(&add).await.json();
    assert_eq!(added["outcome"], "registered", "{added}");
    assert_eq!(terminal.run(&add).await.json()["outcome"], "duplicate");
    let registrant = added["registrant"]["id"].as_str().expect("an id");
    assert_eq!(
        terminal.run(&["registrants", "remove", "--event", id, registrant]).await.json(),
        json!({"removed": 1})
    );
    assert_eq!(terminal.run(&add).await.json()["outcome"], "registered", "who comes again is put back");
    let out = stage.path("out.csv");
    let exported =
        terminal.run(&["registrants", "export", "--event", id, out.to_str().expect("text")]).await.json();
    assert_eq!(exported["rows"], 2);
    relative(stage, terminal, id).await;
    let unknown = terminal.run(&["registrants", "remove", "--event", id, "nope"]).await;
    assert_eq!(unknown.error(6)["code"], "notFound", "a script must learn that nobody was removed");
    let found = terminal.run(&["registrants", "list", "--event", id, "--search", "rey"]).await.json();
    assert_eq!((&found["matching"], &found["total"]), (&json!(1), &json!(2)), "{found}");
}

/// As a person types them: names of files, not paths.
async fn relative(stage: &Stage, terminal: &Terminal, id: &str) {
    let home = stage.path("home");
    let exported = terminal.run(&["registrants", "export", "--event", id, "here.csv"]).await.json();
    assert_eq!(
        exported["rows"], 2,
        "a file in the folder one stands in is written and not called unwritable"
    );
    assert!(home.join("here.csv").exists());
    std::fs::write(home.join("late.csv"), format!("Name,Email\n{},no-address\n", "x".repeat(5_000)))
        .expect("the file");
    let import = ["registrants", "import", "late.csv", "--event", id];
    let look = terminal.run(&[&import[..], &["--dry-run"]].concat()).await;
    look.json();
    assert!(
        look.out.len() < 2_000,
        "a giant cell is shown by its beginning, not whole: {} bytes",
        look.out.len()
    );
    for _ in 0..2 {
        let report = terminal.run(&import).await.json();
        assert_eq!(
            report["rejectedFile"], "late.rejected.csv",
            "beside the list, and not twice when it is the same"
        );
    }
    std::fs::write(home.join("late.rejected.csv"), "somebody's corrections").expect("the file");
    let report = terminal.run(&import).await.json();
    assert_eq!(report["rejectedFile"], "late.rejected.2.csv", "{report}");
    let kept = std::fs::read_to_string(home.join("late.rejected.csv")).expect("the file");
    assert_eq!(kept, "somebody's corrections", "a list that somebody corrects is never written over");
}

async fn joining(stage: &Stage, terminal: &Terminal, event: &Value) {
    let url = event["joinUrl"].as_str().expect("a link");
    let quiet = terminal.run(&["join", url]).await;
    discreet(stage, &quiet, &[]);
    let joined = quiet.json();
    has(&joined, &["verdict", "kind", "cloud", "needs", "target", "open", "reason", "message"]);
    has(&joined, &["surface", "blockers", "userId", "endpoint", "expiresOn"]);
    assert_eq!((&joined["surface"], &joined["blockers"]), (&json!("window"), &json!([])), "{joined}");
    assert!(joined.get("token").is_none(), "a token lets its holder join: only when asked for");
    let shown = terminal.run(&["join", url, "--show-token"]).await.json();
    assert!(shown["token"].as_str().is_some_and(|token| token.len() > 40), "{}", keys(&shown).join(" "));
    let foreign = terminal.run(&["join", "https://teams.live.com/meet/9312345678901?p=abcDEF"]).await.json();
    assert_eq!((&foreign["surface"], &foreign["userId"]), (&Value::Null, &Value::Null), "{foreign}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_exit_code_means_one_thing() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let closed = organizer.try_schedule(&organizer.draft("Closed")).await.expect("scheduled").summary.id;
    let terminal = Terminal::at(&stage, organizer.dir());
    drop(organizer);
    assert_eq!(terminal.run(&["events", "nonsense"]).await.error(2)["code"], "invalid");
    assert_eq!(terminal.run(&create("Mars/Olympus")).await.error(2)["code"], "invalid");
    assert_eq!(
        terminal.run(&["registrants", "import", "/nowhere.csv", "--event", &closed]).await.error(2)["code"],
        "invalid"
    );
    let add = ["registrants", "add", "--event", &closed, "--name", "Ana", "--email", "ana@example.org"];
    assert_eq!(terminal.run(&add).await.error(4)["code"], "refused");
    for missing in [
        vec!["events", "show", "nope"],
        vec!["registration", "open", "--event", "nope"],
        vec!["registrants", "ticket", "nope"],
    ] {
        assert_eq!(terminal.run(&missing).await.error(6)["code"], "notFound", "{missing:?}");
    }
    for missing in ["registrants", "messages"] {
        let said = terminal.run(&[missing, "list", "--event", "nope"]).await;
        assert_eq!(
            said.error(6)["code"],
            "notFound",
            "an event that is not there is not an empty list: {missing}"
        );
    }
    stage.fault(json!({"route": "POST /me/events", "status": 500, "count": 3})).await;
    assert_eq!(terminal.run(&create("Europe/Paris")).await.error(5)["code"], "remote");
    stage.order("grants/revoke", json!({})).await;
    assert_eq!(terminal.run(&create("Europe/Paris")).await.error(3)["code"], "signInNeeded");
    let traffic = stage.end().await;
    let gone = tokio::time::timeout(Duration::from_secs(30), terminal.run(&["events", "list"]))
        .await
        .expect("no hanging");
    assert_eq!(gone.error(5)["code"], "offline", "a sandbox that has ended");
    judge("every exit code", &traffic).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_demo_proves_itself() {
    let home = tempfile::tempdir().expect("a folder");
    let own = Terminal::bare(home.path()).run(&["demo"]).await;
    demonstrated(&own);
    let stage = Stage::open().await;
    let named = Terminal::at(&stage, &stage.path("desk")).run(&["demo"]).await;
    demonstrated(&named);
    discreet(&stage, &named, &[]);
    assert_eq!(stage.mail().await.len(), 7, "the sandbox that was named has the mail");
    stage.close("the demo").await;
}

fn demonstrated(said: &Said) {
    let told = said.json();
    assert_eq!(told["ok"], true, "{told}");
    let steps = told["steps"].as_array().expect("steps");
    let names: Vec<&str> = steps.iter().filter_map(|step| step["name"].as_str()).collect();
    assert_eq!(
        names,
        ["sign-in", "schedule", "register", "confirm", "join", "leave", "page", "mail", "link", "let in"]
    );
    for step in steps {
        assert_eq!(step["ok"], true, "{step}");
        assert!(step["evidence"].as_str().is_some_and(|evidence| !evidence.is_empty()), "{step}");
    }
}
