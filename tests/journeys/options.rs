//! A meeting's options, and what takes them along: copies and templates; and drafts, as many as one likes.

use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::scheduling::draft::{self, EventDraft};
use lectern_core::scheduling::options::{self, MeetingOptions, OptionValues, OptionsChange, RolePerson};
use lectern_core::scheduling::{create, duplicate, list, template};
use lectern_tests::{Call, Organizer, Stage, Terminal};
use serde_json::{Value, json};

const ANA: &str = "ana.reyes@contosoevents.onmicrosoft.com";

async fn patches(stage: &Stage) -> Vec<Call> {
    let all = stage.traffic().await.into_iter();
    all.filter(|call| call.0["method"] == "PATCH" && call.path().contains("/onlineMeetings/")).collect()
}

fn person(upn: &str, role: &str) -> RolePerson {
    RolePerson { upn: upn.into(), role: role.into() }
}

async fn shown(organizer: &Organizer, id: &str) -> MeetingOptions {
    options::show(&organizer.desk, id).await.expect("asked of Teams")
}

fn some_options() -> OptionValues {
    OptionValues {
        lobby: Some("everyone".into()),
        chat: Some("limited".into()),
        mic: Some(false),
        people: Some(vec![person(ANA, "coorganizer"), person("guest@fabrikam.example", "presenter")]),
        ..OptionValues::default()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn options_are_changed_one_by_one_and_people_as_a_whole_list() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let id = organizer.event("Options", None).await;
    let first = shown(&organizer, &id).await;
    assert_eq!(first.values.presenters.as_deref(), Some("organizer"), "as it was made");
    assert_eq!(first.passcode_required, Some(true));
    let before = patches(&stage).await.len();
    let after = options::change(&organizer.desk, &id, some_options()).await.expect("changed");
    assert_eq!((after.values.lobby.as_deref(), after.values.mic), (Some("everyone"), Some(false)));
    options::change(&organizer.desk, &id, some_options()).await.expect("the same again");
    let sent = patches(&stage).await;
    assert_eq!(sent.len(), before + 1, "what stands there is not sent again");
    let asked = sent.last().expect("one").asked();
    assert!(asked.get("joinMeetingIdSettings").is_none(), "only Teams can change it");
    assert!(asked.get("allowedPresenters").is_none(), "nobody touched it: {asked}");

    let by_role = OptionValues { presenters: Some("roleIsPresenter".into()), ..OptionValues::default() };
    options::change(&organizer.desk, &id, by_role).await.expect("with the list that it needs");
    let asked = patches(&stage).await.last().expect("one").asked().clone();
    assert_eq!(asked["participants"]["attendees"].as_array().map(Vec::len), Some(2), "{asked}");

    let fewer = OptionValues { people: Some(vec![person(ANA, "presenter")]), ..OptionValues::default() };
    let now = options::change(&organizer.desk, &id, fewer).await.expect("the list is replaced");
    assert_eq!(now.values.people, Some(vec![person(ANA, "presenter")]));
    let typo = OptionValues { people: Some(vec![person("ana", "presenter")]), ..OptionValues::default() };
    let error = CommandError::from(options::change(&organizer.desk, &id, typo).await.expect_err("no name"));
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::Invalid, Some("people")));
    stage.close("options").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_set_in_teams_meanwhile_is_not_written_over_unasked() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let id = organizer.event("Options", None).await;
    let terminal = Terminal::at(&stage, organizer.dir());
    let told = terminal.run(&["events", "options", &id]).await;
    let seen = stage.path("seen.json");
    std::fs::write(&seen, &told.out).expect("kept by a script");
    let shown = shown(&organizer, &id).await.values;
    let theirs = json!({"lobbyBypassSettings": {"scope": "invited"}, "allowMeetingChat": "disabled"});
    stage.order("meetings/options", json!({"subject": "Options", "options": theirs})).await;
    let before = patches(&stage).await.len();
    let lobby = |word: &str| OptionValues { lobby: Some(word.into()), ..OptionValues::default() };
    let mine =
        |values: OptionValues, overwrite| OptionsChange { values, shown: Some(shown.clone()), overwrite };
    let refused = options::change(&organizer.desk, &id, mine(lobby("everyone"), false)).await;
    let told = CommandError::from(refused.expect_err("somebody was quicker"));
    assert_eq!(told.code, ErrorCode::Conflict, "{told}");
    assert!(told.message.contains("Who comes in without waiting is now: invited."), "{told}");
    let seen = seen.to_string_lossy().into_owned();
    let words = ["events", "options", &id, "--lobby", "everyone", "--seen", &seen];
    assert_eq!(terminal.run(&words).await.error(4)["code"], "conflict");
    assert_eq!(patches(&stage).await.len(), before, "nothing was sent");
    options::change(&organizer.desk, &id, mine(lobby("invited"), false)).await.expect("both want the same");
    let mic = OptionValues { mic: Some(false), ..OptionValues::default() };
    let now = options::change(&organizer.desk, &id, mine(mic, false)).await.expect("nobody else touched it");
    assert_eq!(
        (now.values.lobby.as_deref(), now.values.chat.as_deref(), now.values.mic),
        (Some("invited"), Some("disabled"), Some(false)),
        "theirs stays"
    );
    let over = terminal.run(&[&words[..], &["--overwrite"]].concat()).await.json();
    assert_eq!(
        (&over["lobby"], &over["chat"]),
        (&json!("everyone"), &json!("disabled")),
        "over it when asked"
    );
    std::fs::write(&seen, "no answer").expect("a file");
    assert_eq!(terminal.run(&words).await.error(2)["code"], "invalid");
    stage.close("options set elsewhere").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_and_a_template_bring_options_and_registration_but_no_people() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let id = organizer.event("Briefing", Some(40)).await;
    organizer.guests(&id, 2).await;
    options::change(&organizer.desk, &id, some_options()).await.expect("changed");
    let kept = template::save(&organizer.desk, &id, "  Monthly   briefing ").await.expect("kept");
    assert_eq!((kept.name.as_str(), kept.clock.as_str(), kept.minutes), ("Monthly briefing", "14:00", 90));
    let copy = duplicate::duplicate(&organizer.desk, &id).await.expect("a draft");
    let from = template::begin(&organizer.desk, &kept.id).await.expect("a draft");
    assert!(stage.events_of("Briefing").await.len() == 1, "nothing is made before it is asked for");
    for next in [copy, from] {
        let words = next.draft.expect("words");
        assert!(words.start.ends_with("T14:00") && words.end.ends_with("T15:30"), "{words:?}");
        let EventDraft { title, description, start, end, zone, recurrence, setup, .. } = words;
        let new = create::NewEvent {
            title,
            description,
            start,
            end,
            zone,
            fold: None,
            recurrence,
            setup,
            draft_id: next.id.clone(),
        };
        // A crash between the calendar and Teams must not lose what was meant.
        stage.fault(json!({"route": "GET /me/onlineMeetings", "status": 400})).await;
        organizer.try_schedule(&new).await.expect_err("left half made");
        let made = organizer.try_schedule(&new).await.expect("it goes on");
        assert_eq!((made.summary.capacity, made.summary.registered), (Some(40), 0), "no people are copied");
        assert!(made.summary.registration_open);
        let now = shown(&organizer, &made.summary.id).await.values;
        assert_eq!(
            (now.lobby.as_deref(), now.chat.as_deref(), now.mic),
            (Some("everyone"), Some("limited"), Some(false))
        );
        assert_eq!(now.people.map(|people| people.len()), Some(2), "those who help do come along");
    }
    template::remove(&organizer.desk, &kept.id).await.expect("removed");
    assert!(template::list(&organizer.desk).await.expect("a list").is_empty());
    stage.close("copies and templates").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_drafts_are_kept_side_by_side() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let words = |title: &str| {
        let new = organizer.draft(title);
        let (title, description) = (new.title, new.description);
        EventDraft {
            title,
            description,
            start: new.start,
            end: new.end,
            zone: new.zone,
            kind: None,
            audience: None,
            recurrence: None,
            setup: None,
        }
    };
    let first = draft::load(&organizer.desk, None).await.expect("fresh").id;
    draft::save(&organizer.desk, &first, Some(words("First"))).await.expect("kept");
    let second = draft::begin(&organizer.desk, None).await.expect("another").id;
    assert_ne!(first, second, "what was typed in the first stays");
    assert_eq!(
        draft::begin(&organizer.desk, None).await.expect("untouched").id,
        second,
        "an empty one is taken again"
    );
    draft::save(&organizer.desk, &second, Some(words("Second"))).await.expect("kept");
    draft::save(&organizer.desk, &first, Some(words("First, later"))).await.expect("kept");
    let titles = |drafts: Vec<draft::NextEvent>| -> Vec<String> {
        drafts.into_iter().filter_map(|next| next.draft).map(|words| words.title).collect()
    };
    assert_eq!(titles(draft::list(&organizer.desk).await.expect("a list")), ["First, later", "Second"]);
    assert_eq!(draft::load(&organizer.desk, None).await.expect("the latest").id, first);
    let found = draft::load(&organizer.desk, Some(second.clone())).await.expect("by its name");
    assert_eq!(found.draft.map(|words| words.title).as_deref(), Some("Second"));
    let mut new = organizer.draft("Second");
    new.draft_id.clone_from(&second);
    organizer.try_schedule(&new).await.expect("it becomes an event");
    assert_eq!(
        titles(draft::list(&organizer.desk).await.expect("a list")),
        ["First, later"],
        "and is no draft any more"
    );
    stage.close("drafts").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_terminal_sets_options_copies_and_keeps_templates() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let id = organizer.event("Options", Some(5)).await;
    let terminal = Terminal::at(&stage, organizer.dir());
    let set = ["events", "options", &id, "--lobby", "everyone", "--mic", "off", "--co-organizer", ANA];
    let told = terminal.run(&set).await.json();
    assert_eq!((&told["lobby"], &told["mic"]), (&json!("everyone"), &json!(false)), "{told}");
    assert_eq!(told["people"][0], json!({"upn": ANA, "role": "coorganizer"}));
    let copy = terminal.run(&["events", "duplicate", &id]).await.json();
    assert_ne!(copy["id"].as_str(), Some(id.as_str()));
    let kept = terminal.run(&["events", "template", "save", "--event", &id, "--name", "Mine"]).await.json();
    let start = organizer.draft("").start.replace("T14:00", "T09:15");
    let template = kept["id"].as_str().expect("an id").to_owned();
    let made = terminal.run(&["events", "template", "use", &template, "--start", &start]).await.json();
    let event = list::one(&organizer.desk, made["id"].as_str().expect("an id")).await.expect("made");
    assert_eq!(event.summary.capacity, Some(5));
    let listed: Value = terminal.run(&["events", "template", "list"]).await.json();
    assert_eq!(listed["templates"][0]["name"], "Mine");
    terminal.run(&["events", "template", "remove", &template]).await.json();
    stage.close("the terminal's options").await;
}
