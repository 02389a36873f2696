//! Several accounts on one machine, each with a sandbox (a tenant, a cloud) of its own, at the same time: nothing of one
//! is ever seen at, sent by or removed with another.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use lectern_core::profile::{KeyPlace, Profile, ProfileKind};
use lectern_core::profiles::add::{self, NewAccount};
use lectern_core::profiles::list::{self, KnownProfile};
use lectern_core::profiles::under_way::{UnderWay, under_way};
use lectern_core::profiles::{ProfilesError, Shelf, chosen, lost, remove, rename};
use lectern_core::scheduling;
use lectern_core::sign_in::sign_out;
use lectern_core::{Chance, Clock as _, SystemClock};
use lectern_tests::{Organizer, Stage, Terminal};
use serde_json::{Value, json};

fn shelf(home: &Path) -> Shelf {
    Shelf::new(home.join("data"), ProfileKind::Sandbox)
}

/// As the window adds one: in a folder named by chance.
fn added(shelf: &Shelf, name: Option<&str>) -> Profile {
    let name = name.map(str::to_owned);
    add::add(shelf, NewAccount { name, registration: None, key_place: KeyPlace::Folder }, Chance)
        .expect("added")
}

/// Signed in there.
async fn at(stage: &Stage, profile: &Profile) -> Organizer {
    let organizer = Organizer::back_at(stage, profile.dir(), Arc::new(SystemClock)).await;
    organizer.sign_in().await;
    organizer
}

async fn titles(organizer: &Organizer) -> Vec<String> {
    let all = scheduling::list::all(&organizer.desk).await.expect("the list");
    all.into_iter().map(|event| event.title).collect()
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(dir) else { return Vec::new() };
    let each = entries.flatten().map(|entry| entry.path());
    each.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

fn holds(path: &Path, word: &str) -> bool {
    std::fs::read(path).is_ok_and(|bytes| bytes.windows(word.len()).any(|part| part == word.as_bytes()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_accounts_of_two_clouds_work_at_the_same_time_and_never_mix() {
    let (here, there) = (Stage::open().await, Stage::with(json!({"cloud": "usGovL4"})).await);
    let home = tempfile::tempdir().expect("a home");
    let shelf = shelf(home.path());
    let (one, other) = (added(&shelf, None), added(&shelf, Some("Behörde")));
    let (contoso, agency) = tokio::join!(at(&here, &one), at(&there, &other));

    let work = async |organizer: &Organizer, title: &str| {
        let event = organizer.event(title, None).await;
        let guests = organizer.guests(&event, 3).await;
        assert_eq!(organizer.send().await.sent, 3, "{title}: each sends its own");
        guests
    };
    let (mut guests, mut others) =
        tokio::join!(work(&contoso, "Quarterly at Contoso"), work(&agency, "Briefing at the agency"));
    guests.sort();
    others.sort();
    assert_eq!(titles(&contoso).await, ["Quarterly at Contoso"], "one account's desk shows its own events");
    assert_eq!(titles(&agency).await, ["Briefing at the agency"]);
    assert_eq!(
        (here.recipients().await, there.recipients().await),
        (guests, others),
        "mail goes by its own service"
    );
    for (stage, own, strange) in [
        (&here, "Quarterly at Contoso", "Briefing at the agency"),
        (&there, "Briefing at the agency", "Quarterly at Contoso"),
    ] {
        let refused = stage.traffic().await.iter().filter(|call| call.status() == 401).count();
        assert_eq!(refused, 0, "a sandbox knows its own tokens only, and was shown no other");
        let traffic =
            Value::from(stage.traffic().await.into_iter().map(|call| call.0).collect::<Vec<_>>()).to_string();
        assert!(
            traffic.contains(own) && !traffic.contains(strange),
            "{strange} was told to the wrong service"
        );
    }

    let known = list::all(&shelf, &[], Some(one.dir()));
    let row =
        |id: &Profile| known.iter().find(|row| row.id == id.id().to_string()).expect("on the list").clone();
    let (first, second) = (row(&one), row(&other));
    assert!(first.open && !second.open);
    assert!(!first.twice, "the same address in two sandboxes is two accounts");
    assert_eq!(second.title, "Behörde", "a name that was given");
    assert_ne!(first.cloud_title, second.cloud_title, "each says its cloud: {known:?}");
    for row in [&first, &second] {
        let account = row.account.as_ref().expect("whose it is");
        assert!(account.signed_in && account.username.contains('@') && row.last_used.is_some(), "{row:?}");
    }
    here.close("one account of two").await;
    there.close("the other account").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_is_signed_out_or_revoked_and_the_other_works_on() {
    let (here, there) = (Stage::open().await, Stage::open().await);
    let home = tempfile::tempdir().expect("a home");
    let shelf = shelf(home.path());
    let (one, other) = (added(&shelf, None), added(&shelf, None));
    let (left, stays) = (at(&here, &one).await, at(&there, &other).await);
    let event = stays.event("Goes on", None).await;
    sign_out::sign_out(&left.desk).await.expect("signed out");
    left.try_schedule(&left.draft("Nobody's")).await.expect_err("nobody is signed in there");
    stays.guests(&event, 2).await;
    assert_eq!(stays.send().await.sent, 2, "the other account knows nothing of it");
    let signed_in = |profile: &Profile| -> Option<bool> {
        let known: KnownProfile = list::all(&shelf, &[], None)
            .into_iter()
            .find(|row| row.dir == profile.dir().display().to_string())?;
        Some(known.account?.signed_in)
    };
    assert_eq!(signed_in(&one), Some(false), "it is still told whose it is");
    assert_eq!(signed_in(&other), Some(true));
    left.sign_in().await;
    assert_eq!(signed_in(&one), Some(true));
    let event = left.event("Revoked", None).await;
    left.guests(&event, 1).await;
    here.order("grants/revoke", json!({})).await;
    left.try_send().await.expect_err("the grant is gone");
    assert_eq!(signed_in(&one), Some(false), "the list says that somebody has to sign in");
    assert_eq!(signed_in(&other), Some(true));
    stays.event("Still there", None).await;
    here.close("signed out").await;
    there.close("the other one").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_removed_leaves_nothing_and_takes_nothing_along() {
    let (here, there) = (Stage::open().await, Stage::open().await);
    let home = tempfile::tempdir().expect("a home");
    let shelf = shelf(home.path());
    let (one, other) = (added(&shelf, None), added(&shelf, None));
    let (goes, stays) = (at(&here, &one).await, at(&there, &other).await);
    let event = goes.event("To be forgotten", None).await;
    goes.guests(&event, 4).await;
    stays.event("Stays", None).await;
    let dir = one.dir().to_owned();

    assert!(
        matches!(remove::remove(&shelf, &[], &one), Err(ProfilesError::InUse)),
        "nothing is taken from under a desk"
    );
    let told = lost::lost(&one, None, Chance, SystemClock.now()).expect("looked into");
    let counts = told.counts.expect("its key is at hand");
    assert_eq!((counts.events, counts.people, counts.unsent), (1, 4, 4), "what is lost is said first");
    drop(goes);
    // What a crash leaves of a file that is being written, and of a copy before a migration.
    std::fs::write(dir.join("profile.new4711"), "{").expect("written");
    std::fs::write(dir.join("lectern.db.before-0007"), "x").expect("written");
    let removed = remove::when_closed(&shelf, &[], &one).expect("removed");
    assert_eq!(removed.left, Vec::<PathBuf>::new());
    assert!(!dir.exists(), "not even an empty folder");
    for path in files(home.path()) {
        for word in ["To be forgotten", "guest01@example.org", &removed.id] {
            assert!(!holds(&path, word), "{} still holds {word}", path.display());
        }
    }
    assert_eq!(titles(&stays).await, ["Stays"], "the other account lost nothing");
    assert_eq!(list::all(&shelf, &[], None).len(), 1);
    here.close("the removed account").await;
    there.close("the one that stays").await;
}

#[tokio::test]
async fn what_is_not_lecterns_is_never_removed() {
    let home = tempfile::tempdir().expect("a home");
    let shelf = shelf(home.path());
    let stage = Stage::open().await;
    // Somebody's own folder, named by --profile.
    let dir = home.path().join("Documents");
    std::fs::create_dir_all(dir.join("photos")).expect("a folder");
    for (name, text) in
        [("thesis.odt", "years of work"), ("Cargo.lock", "[[package]]"), ("photos/cat.jpg", "cat")]
    {
        std::fs::write(dir.join(name), text).expect("written");
    }
    let profile = Organizer::profile(&dir);
    drop(at(&stage, &profile).await);
    let elsewhere = [dir.clone()];
    let removed = remove::when_closed(&shelf, &elsewhere, &profile).expect("removed");
    assert_eq!(removed.left.len(), 3, "told: {:?}", removed.left);
    let mut left: Vec<PathBuf> = files(&dir);
    left.sort();
    assert_eq!(left, [dir.join("Cargo.lock"), dir.join("photos/cat.jpg"), dir.join("thesis.odt")]);

    // A folder copied by hand has the same key as the one that it was copied from.
    let one = added(&shelf, None);
    let copy = home.path().join("data/profiles/a-copy");
    std::fs::create_dir_all(&copy).expect("a folder");
    std::fs::copy(one.dir().join("profile.json"), copy.join("profile.json")).expect("copied");
    assert!(
        matches!(remove::remove(&shelf, &[], &one), Err(ProfilesError::Copied(..))),
        "it would lock the other"
    );
    assert!(one.dir().join("profile.json").exists(), "nothing was changed");
    stage.close("a folder of somebody's own").await;
}

#[tokio::test]
async fn the_window_and_the_terminal_each_remember_their_own() {
    let home = tempfile::tempdir().expect("a home");
    let shelf = shelf(home.path());
    assert_eq!(chosen::window(&shelf), shelf.first(), "before there is any");
    let first = Organizer::profile(&shelf.first());
    let (one, other) = (added(&shelf, Some("One")), added(&shelf, Some("Other")));
    chosen::opened_in_window(&shelf, one.dir()).expect("kept");
    assert_eq!(chosen::window(&shelf), one.dir(), "the next start opens what was open last");
    assert_eq!(chosen::terminal(&shelf), first.dir(), "a script does not follow what somebody looks at");
    chosen::choose(&shelf, &other).expect("kept");
    assert_eq!(
        (chosen::window(&shelf), chosen::terminal(&shelf)),
        (other.dir().to_owned(), other.dir().to_owned())
    );
    remove::remove(&shelf, &[], &other).expect("removed");
    assert_eq!(chosen::window(&shelf), first.dir(), "a window opens another that is there");
    assert_eq!(
        chosen::terminal(&shelf),
        other.dir(),
        "a script is told that it is missing, and acts for nobody else"
    );
    let written = home.path().join("data/chosen.json");
    std::fs::write(&written, r#"{"window":"../../etc","terminal":"/root"}"#).expect("edited");
    assert_eq!(
        (chosen::window(&shelf), chosen::terminal(&shelf)),
        (shelf.first(), shelf.first()),
        "it leads nowhere else"
    );
    std::fs::write(&written, "{").expect("damaged");
    assert_eq!(chosen::window(&shelf), shelf.first());
}

#[tokio::test]
async fn an_account_that_was_begun_and_left_is_taken_up_and_a_new_name_moves_nothing() {
    let home = tempfile::tempdir().expect("a home");
    let shelf = shelf(home.path());
    let stage = Stage::open().await;
    Organizer::profile(&shelf.first());
    let begun = add::begin(&shelf, None, Chance).expect("begun");
    assert_eq!(add::begin(&shelf, None, Chance).expect("again"), begun, "no heap of empty accounts");
    let organizer = at(&stage, &Profile::open(&begun).expect("made")).await;
    assert_ne!(add::begin(&shelf, None, Chance).expect("one more"), begun, "somebody is at home there now");
    rename::rename(&begun, "../../Ventas").expect("only a name");
    let shown = lectern_core::session::state(&organizer.desk).await.expect("the state");
    assert_eq!(shown.profile.name, "../../Ventas", "an open desk is called by its new name");
    let again = list::named(&shelf, &[], "../../ventas").expect("found by it");
    assert_eq!(again.dir(), begun);
    assert!(matches!(list::named(&shelf, &[], "nobody"), Err(ProfilesError::Unknown(_))));
    stage.close("begun and left").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_under_way_is_told_before_the_desk_is_closed() {
    let stage = Stage::open().await;
    let organizer = Arc::new(Organizer::at(&stage).await);
    assert_eq!(under_way(&organizer.desk, true).await, [], "a quiet desk may be left");
    let event = organizer.event("Sending", None).await;
    organizer.guests(&event, 2).await;
    stage.fault(json!({"route": "POST /emails:send", "delayMs": 1500})).await;
    let sending = tokio::spawn({
        let organizer = Arc::clone(&organizer);
        async move { organizer.send().await }
    });
    stage.until_held().await;
    assert_eq!(under_way(&organizer.desk, true).await, [UnderWay::Sending]);
    assert_eq!(sending.await.expect("sent").sent, 2);
    assert_eq!(under_way(&organizer.desk, true).await, [], "and when it is done, it is done");
    stage.close("under way").await;
}

#[tokio::test]
async fn the_terminal_keeps_several_and_asks_before_it_removes() {
    let (here, there) = (Stage::open().await, Stage::open().await);
    let home = here.path("home");
    let terminal = |stage: &Stage| Terminal::bare(&home).on(stage);
    let one = terminal(&here).run(&["profile", "add", "--name", "One"]).await.json();
    let other = terminal(&there).run(&["profile", "add", "--name", "Other"]).await.json();
    let all = terminal(&here).run(&["profile", "list"]).await.json();
    let names: Vec<&str> =
        all["profiles"].as_array().expect("a list").iter().filter_map(|row| row["title"].as_str()).collect();
    assert_eq!(names, ["One", "Other"]);
    terminal(&there).run(&["profile", "use", "other"]).await.json();
    let doctor = terminal(&there).run(&["events", "list"]).await.json();
    assert!(doctor.is_object() || doctor.is_array(), "it opens the chosen one: {doctor}");
    let all = terminal(&there).run(&["profile", "list"]).await.json();
    let chosen =
        all["profiles"].as_array().expect("a list").iter().find(|row| row["chosen"] == true).expect("one");
    assert_eq!(chosen["id"], other["id"]);
    terminal(&here).run(&["profile", "rename", "One", "Eins"]).await.json();
    let id = one["id"].as_str().expect("an id");
    let asked = terminal(&here).run(&["profile", "remove", id]).await.error(2);
    assert!(
        asked["message"].as_str().is_some_and(|text| text.contains("0 events")),
        "what is lost is said: {asked}"
    );
    terminal(&here).run(&["profile", "remove", id, "--yes"]).await.json();
    assert!(!Path::new(one["dir"].as_str().expect("a folder")).exists());
    assert_eq!(
        terminal(&here).run(&["profile", "remove", id, "--yes"]).await.error(6)["code"],
        json!("notFound")
    );
    terminal(&there).run(&["profile", "remove", "Other", "--yes"]).await.json();
    here.end().await;
    there.end().await;
}
