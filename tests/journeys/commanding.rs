//! Every change that a desk can make to an event that a service decides about: carried out once, answered the same again,
//! waiting in order while the service is away, and refused with a reason.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lectern_core::SystemClock;
use lectern_core::desk::Desk;
use lectern_core::publishing::{publish, show, sync};
use lectern_core::registration::decide::{Decision, decide};
use lectern_core::registration::list::{self, ListFilter};
use lectern_core::registration::register::{NewRegistrant, add};
use lectern_core::registration::settings::RegistrationSettings;
use lectern_core::registration::{
    RegistrationError, change, label, person as people, queue, remove, settings, transfer,
};
use lectern_core::services::service_desk;
use lectern_core::serving::commands::{self, Answered, Outcome, Sent};
use lectern_core::serving::devices::Device;
use lectern_core::serving::publication::PageLook;
use lectern_core::serving::{ServingError, listed, pairing as offering};
use lectern_domain::device::DeviceRole;
use lectern_domain::registration::Rules;
use lectern_service::Running;
use lectern_service::config::Config;
use lectern_tests::{Organizer, Stage, Wire};
use serde_json::{Value, json};

pub(crate) struct Published {
    pub service: Arc<Desk>,
    running: Mutex<Option<Running>>,
    port: u16,
    pub organizer: Organizer,
    pub event: String,
    pub device: Device,
}

async fn serve(desk: &Arc<Desk>, port: u16) -> Running {
    let config = Config { listen: ([127, 0, 0, 1], port).into(), ..Config::default() };
    lectern_service::start(Arc::clone(desk), config).await.expect("it serves")
}

pub(crate) async fn published(stage: &Stage, capacity: Option<u32>) -> Published {
    let service = Arc::new(Organizer::arriving(stage, Arc::new(SystemClock)).await.desk);
    let running = serve(&service, 0).await;
    let origin = running.origin.clone();
    published_at(stage, capacity, (service, running), &origin).await
}

/// The desk reaches the service over this wire, and nobody else does.
pub(crate) async fn published_over_a_wire(stage: &Stage, capacity: Option<u32>) -> (Published, Wire) {
    let service = Arc::new(Organizer::arriving(stage, Arc::new(SystemClock)).await.desk);
    let running = serve(&service, 0).await;
    let wire = Wire::to(running.address).await;
    (published_at(stage, capacity, (service, running), &wire.origin).await, wire)
}

async fn published_at(
    stage: &Stage,
    capacity: Option<u32>,
    (service, running): (Arc<Desk>, Running),
    origin: &str,
) -> Published {
    let organizer = Organizer::at(stage).await;
    let code = offering::offer(&service, DeviceRole::Owner).await.expect("a code").code.grouped();
    let paired = service_desk::pair(&organizer.desk, origin, &code, Some("Studio")).await;
    let id = paired.expect("paired").device_id;
    let device = Device { id, name: "Studio".into(), role: DeviceRole::Owner };
    let event = organizer.event("Open day", capacity).await;
    publish::publish(&organizer.desk, &event, "open-day", &PageLook::default()).await.expect("published");
    let (port, running) = (running.address.port(), Mutex::new(Some(running)));
    Published { service, running, port, organizer, event, device }
}

impl Published {
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub fn desk(&self) -> &Desk {
        &self.organizer.desk
    }

    fn running(&self) -> MutexGuard<'_, Option<Running>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub async fn goes_away(&self) {
        let running = self.running().take();
        running.expect("it serves").stop().await;
    }

    /// At the same address.
    pub async fn comes_back(&self) {
        let running = serve(&self.service, self.port).await;
        *self.running() = Some(running);
    }

    pub async fn carry_out(&self, id: &str, command: Value) -> Result<Answered, ServingError> {
        let publication = self.publication().await;
        let sent = json!({"id": id, "madeAt": "2026-01-01T00:00:00Z", "publication": publication, "command": command});
        let sent: Sent = serde_json::from_value(sent).expect("a command");
        commands::carry_out(&self.service, &self.device, &self.event, sent).await
    }

    /// The id of what is published now.
    async fn publication(&self) -> String {
        let all = listed::events(&self.service, &self.device).await.expect("a list");
        all.into_iter().find(|one| one.id == self.event).expect("it is published").handed.publication
    }
}

pub(crate) async fn lines(desk: &Desk, event: &str) -> Vec<String> {
    let page = list::page(desk, event, "", ListFilter::default(), 0, 50).await.expect("a list");
    page.rows.into_iter().map(|row| format!("{} {:?}", row.name, row.status)).collect()
}

/// By name; a name that nobody has stands for an id that nobody has.
pub(crate) async fn id_of(desk: &Desk, event: &str, name: &str) -> String {
    let page = list::page(desk, event, name, ListFilter::default(), 0, 50).await.expect("a list");
    let found = page.rows.into_iter().find(|row| row.name == name);
    found.map_or_else(|| name.to_owned(), |row| row.id)
}

pub(crate) fn newcomer(name: &str) -> NewRegistrant {
    let email = format!("{}@contoso.example", name.to_lowercase());
    NewRegistrant { name: name.into(), email, ..NewRegistrant::default() }
}

/// A command with the names in it that stand for ids, its outcome, and the whole list after it, in brief; "": as before.
type Step = (Value, Outcome, &'static str);

/// "AR BW": Ana is registered, Ben waits.
async fn brief(desk: &Desk, event: &str) -> String {
    let letter = |status: &str| match status {
        "Rejected" => 'J',
        other => other.chars().next().unwrap_or_default(),
    };
    let short = |line: &String| {
        let (name, status) = line.split_once(' ').unwrap_or_default();
        format!("{}{}", &name[..1], letter(status))
    };
    lines(desk, event).await.iter().map(short).collect::<Vec<_>>().join(" ")
}

fn add_of(name: &str) -> Value {
    json!({"type": "add", "person": newcomer(name)})
}

fn of_many(what: &str, people: &[&str]) -> Value {
    json!({"type": what, "people": people})
}

fn rules_of(capacity: u32, approval: bool) -> Value {
    let rules = json!({"approval": approval, "waitlist": true, "offerMinutes": 60});
    json!({"type": "settings", "settings": {"capacity": capacity, "rules": rules}})
}

fn every_kind() -> Vec<Step> {
    use Outcome::{Accepted, Duplicate, Pending, Refused, Waitlisted};
    let decided = |decision: &str| json!({"type": "decide", "people": ["Fay"], "decision": decision});
    let tag = |people: &[&str], on: bool| json!({"type": "tag", "people": people, "tag": "crew", "on": on});
    let closed = json!({"closes": "2026-01-02T09:00", "zone": "Europe/Berlin"});
    let closed = json!({"capacity": 3, "rules": {"waitlist": true, "window": closed}});
    vec![
        (rules_of(2, false), Accepted, ""),
        (add_of("Ana"), Accepted, "AR"),
        (add_of("Ben"), Accepted, "AR BR"),
        (add_of("Cem"), Waitlisted, "AR BR CW"),
        (add_of("Dana"), Waitlisted, "AR BR CW DW"),
        (add_of("Ana"), Duplicate, ""),
        (json!({"type": "promote", "person": "Dana"}), Accepted, ""),
        (of_many("remove", &["Ana"]), Accepted, "AC BR CW DO"),
        (json!({"type": "takeOffer", "person": "Dana"}), Accepted, "AC BR CW DR"),
        (of_many("restore", &["Ana"]), Accepted, "AW BR CW DR"),
        (json!({"type": "transfer", "person": "Ben", "to": newcomer("Eva")}), Accepted, "AW BC CW DR ER"),
        (rules_of(3, true), Accepted, "AW BC CO DR ER"),
        (add_of("Fay"), Pending, "AW BC CO DR ER FP"),
        (decided("reject"), Accepted, "AW BC CO DR ER FJ"),
        (decided("reconsider"), Accepted, "AW BC CO DR ER FP"),
        (decided("approve"), Accepted, "AW BC CO DR ER FW"),
        (json!({"type": "note", "person": "Eva", "note": "  Brings the keys.  "}), Accepted, ""),
        (tag(&["Eva", "Dana"], true), Accepted, ""),
        (tag(&["Dana"], false), Accepted, ""),
        (json!({"type": "group", "people": ["Eva", "Fay"], "group": "Table 4"}), Accepted, ""),
        (json!({"type": "group", "people": ["Fay"], "group": null}), Accepted, ""),
        (json!({"type": "settings", "settings": closed}), Accepted, ""),
        (add_of("Gus"), Refused, ""),
    ]
}

/// The names in it become ids.
async fn meant(at: &Published, mut command: Value) -> Value {
    if let Some(name) = command["person"].as_str().map(str::to_owned) {
        command["person"] = json!(id_of(&at.service, &at.event, &name).await);
    }
    if let Some(names) = command["people"].as_array().cloned() {
        let mut ids = Vec::new();
        for name in &names {
            ids.push(id_of(&at.service, &at.event, name.as_str().unwrap_or_default()).await);
        }
        command["people"] = json!(ids);
    }
    command
}

#[tokio::test]
async fn every_kind_is_carried_out_once_and_the_same_again_gets_the_same_answer() {
    let stage = Stage::open().await;
    let at = published(&stage, None).await;
    let mut before = String::new();
    for (nth, (command, outcome, then)) in every_kind().into_iter().enumerate() {
        let (id, command) = (format!("command-{nth}"), meant(&at, command).await);
        let first = at.carry_out(&id, command.clone()).await.expect("an answer");
        assert_eq!(first.outcome, outcome, "{command}: {first:?}");
        let after = brief(&at.service, &at.event).await;
        assert_eq!(after, if then.is_empty() { before } else { then.to_owned() }, "{command}");
        let again = at.carry_out(&id, command.clone()).await.expect("an answer");
        assert_eq!(again, Answered { repeated: true, ..first }, "{command}");
        assert_eq!(brief(&at.service, &at.event).await, after, "{command} changes nothing twice");
        let other = at.carry_out(&id, json!({"type": "add", "person": newcomer("Zoe")})).await;
        assert!(matches!(other, Err(ServingError::OtherCommand)), "an id is one command's: {other:?}");
        before = after;
    }
    sync::sync(at.desk(), &at.event).await.expect("up to date");
    assert_eq!(brief(at.desk(), &at.event).await, before, "the desk follows");
    let eva = people::show(at.desk(), &id_of(at.desk(), &at.event, "Eva").await).await.expect("Eva");
    assert_eq!((eva.note.as_str(), eva.registrant.group.as_deref()), ("Brings the keys.", Some("Table 4")));
    assert_eq!(eva.registrant.tags, ["crew"]);
    let done: Vec<_> = eva.history.iter().map(|row| (row.who.as_str(), row.what.as_str())).collect();
    for what in ["received", "noted", "tagged", "grouped"] {
        assert!(done.contains(&("Studio", what)), "who did what there is seen here: {done:?}");
    }
    sync::sync(at.desk(), &at.event).await.expect("up to date");
    let again = people::show(at.desk(), &eva.registrant.id).await.expect("Eva");
    assert_eq!(again.history.len(), eva.history.len(), "and comes once");
    let fay = people::show(at.desk(), &id_of(at.desk(), &at.event, "Fay").await).await.expect("Fay");
    assert_eq!(fay.registrant.group, None);
    at.goes_away().await;
}

const WAITING: [&str; 12] = [
    "Call somebody before their turn",
    "Remove one person",
    "Accept an offered place",
    "Put back one person",
    "Give a place to Eva",
    "Reconsider one person",
    "Write a note",
    "Tag 2 people as “crew”",
    "Put one person into “Table 4”",
    "Change who gets in",
    "Change who gets in",
    "Add Fay",
];

/// Two of them wait.
async fn four_for_two(stage: &Stage) -> (Published, [String; 4]) {
    let at = published(stage, Some(2)).await;
    let (desk, event) = (at.desk(), at.event.as_str());
    let rules = Rules { waitlist: true, offer_minutes: Some(60), ..Rules::default() };
    settings::set(desk, event, RegistrationSettings { capacity: Some(2), rules }).await.expect("set");
    for name in ["Ana", "Ben", "Cem", "Dana"] {
        add(desk, event, newcomer(name)).await.expect("an answer");
    }
    let ids = [
        id_of(desk, event, "Ana").await,
        id_of(desk, event, "Ben").await,
        id_of(desk, event, "Cem").await,
        id_of(desk, event, "Dana").await,
    ];
    (at, ids)
}

#[tokio::test]
async fn without_the_service_every_kind_waits_in_its_order_and_is_answered_later() {
    let stage = Stage::open().await;
    let (at, [ana, ben, cem, dana]) = Box::pin(four_for_two(&stage)).await;
    let (desk, event) = (at.desk(), at.event.as_str());
    let before = lines(desk, event).await;
    at.goes_away().await;

    let waits = |error: Option<RegistrationError>| {
        assert!(matches!(error, Some(RegistrationError::Waits)), "{error:?}");
    };
    waits(queue::promote(desk, event, &dana).await.err());
    waits(remove::remove(desk, event, vec![ana.clone()]).await.err());
    waits(queue::take_offer(desk, event, &dana).await.err());
    waits(remove::restore(desk, event, vec![ana.clone()]).await.err());
    waits(transfer::transfer(desk, event, &ben, newcomer("Eva")).await.err());
    waits(decide(desk, event, vec![cem.clone()], Decision::Reconsider).await.err());
    waits(label::note(desk, event, &cem, "Asks for a seat in front.").await.err());
    waits(label::tag(desk, event, vec![cem.clone(), dana.clone()], "crew", true).await.err());
    waits(label::group(desk, event, vec![cem.clone()], Some("Table 4")).await.err());
    let larger =
        RegistrationSettings { capacity: Some(3), ..settings::show(desk, event).await.expect("shown") };
    waits(settings::set(desk, event, larger).await.err());
    change::change(desk, event, Some(4)).await.expect_err("the places, too, are the service's");
    waits(add(desk, event, newcomer("Fay")).await.err());
    assert_eq!(lines(desk, event).await, before, "nothing is decided here");
    let shown = show::published(desk, event).await.expect("asked").expect("published");
    let waiting: Vec<_> = shown.waiting.iter().map(|queued| queued.what.as_str()).collect();
    assert_eq!(waiting, WAITING);

    at.comes_back().await;
    let shown = sync::sync(desk, event).await.expect("up to date");
    assert_eq!(shown.waiting, [], "each was answered");
    let after = lines(desk, event).await;
    assert_eq!(after, lines(&at.service, event).await, "one truth");
    let wanted = [
        "Ana Offered",
        "Ben Cancelled",
        "Cem PendingApproval",
        "Dana Registered",
        "Eva Registered",
        "Fay Registered",
    ];
    assert_eq!(after, wanted);
    let cem = people::show(desk, &cem).await.expect("Cem");
    assert_eq!((cem.note.as_str(), cem.registrant.tags.len()), ("Asks for a seat in front.", 1));
    at.goes_away().await;
}

#[tokio::test]
async fn what_the_service_refuses_says_why_and_changes_nothing() {
    let stage = Stage::open().await;
    let at = published(&stage, Some(1)).await;
    for name in ["Ana", "Ben"] {
        add(at.desk(), &at.event, newcomer(name)).await.expect("an answer");
    }
    let long = "x".repeat(5_001);
    let table = [
        (add_of("Ben"), "no place left"),
        (json!({"type": "add", "person": {"name": "", "email": "x@contoso.example"}}), "name"),
        (json!({"type": "remove", "people": ["Nobody"]}), "not on this list"),
        (json!({"type": "takeOffer", "person": "Nobody"}), "no such person"),
        (json!({"type": "promote", "person": "Ana"}), "isn't on the waitlist"),
        (json!({"type": "transfer", "person": "Nobody", "to": newcomer("Eva")}), "no such person"),
        (json!({"type": "transfer", "person": "Ana", "to": newcomer("Ana")}), "on the list already"),
        (json!({"type": "note", "person": "Ana", "note": long}), "at most 5000 characters"),
        (json!({"type": "note", "person": "Nobody", "note": "x"}), "no such person"),
        (json!({"type": "tag", "people": ["Ana"], "tag": " ", "on": true}), "needs a word"),
        (json!({"type": "tag", "people": ["Nobody"], "tag": "crew", "on": true}), "no such person"),
        (json!({"type": "group", "people": ["Ana"], "group": "x".repeat(61)}), "at most 60 characters"),
        (json!({"type": "settings", "settings": {"capacity": 1, "rules": {"guests": 1_000}}}), "guests"),
    ];
    let before = lines(&at.service, &at.event).await;
    for (nth, (command, why)) in table.into_iter().enumerate() {
        let command = meant(&at, command).await;
        let id = format!("refused-{nth}");
        let answered = at.carry_out(&id, command.clone()).await.expect("an answer");
        assert_eq!(answered.outcome, Outcome::Refused, "{command}: {answered:?}");
        let message = answered.message.clone().unwrap_or_default();
        assert!(message.contains(why), "{command}: {message}");
        let again = at.carry_out(&id, command.clone()).await.expect("an answer");
        assert_eq!(again, Answered { repeated: true, ..answered }, "{command}");
        assert_eq!(lines(&at.service, &at.event).await, before, "{command}");
    }
    let ana = id_of(at.desk(), &at.event, "Ana").await;
    let refused = label::tag(at.desk(), &at.event, vec!["nobody".into()], "crew", true).await;
    assert!(
        matches!(refused, Err(RegistrationError::ByService { .. })),
        "said at the desk as well: {refused:?}"
    );
    let decided = decide(at.desk(), &at.event, vec![ana], Decision::Approve).await.expect("an answer");
    assert_eq!(decided.unchanged.len(), 1, "who can't be decided about is named");
    at.goes_away().await;
}
