//! Two real desks at one real service, each over a network of its own that cuts, delays, doubles and reorders what is said:
//! they publish, change, go offline and begin again, visitors register meanwhile, and all of it ends in one truth.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::sync::Arc;

use lectern_core::SystemClock;
use lectern_core::desk::Desk;
use lectern_core::messages::list as outbox;
use lectern_core::messages::run as sending;
use lectern_core::publishing::{publish, show, sync, unpublish};
use lectern_core::registration::bulk::chosen::Chosen;
use lectern_core::registration::bulk::edit::{self, BulkEdit};
use lectern_core::registration::bulk::list::list as changes;
use lectern_core::registration::bulk::progress::untold;
use lectern_core::registration::bulk::removal;
use lectern_core::registration::import::resume;
use lectern_core::registration::list::{self, ListFilter, RegistrantRow};
use lectern_core::registration::register::{AddOutcome, NewRegistrant, add};
use lectern_core::registration::settings::{self, RegistrationSettings};
use lectern_core::registration::{RegistrationError, label, person, remove, ticket};
use lectern_core::services::service_desk;
use lectern_core::serving::pairing as offering;
use lectern_core::serving::publication::PageLook;
use lectern_domain::device::DeviceRole;
use lectern_domain::registration::{RegistrantStatus, Rules};
use lectern_service::Running;
use lectern_service::config::Config;
use lectern_tests::{Dice, Organizer, Stage, Visitor, Wire};

const SEEDS: std::ops::Range<u64> = 0..6;
const STEPS: usize = 80;
const TRIES: usize = 60;

/// As whoever works on them wants them in the end.
#[derive(Default)]
struct Wanted {
    /// The one desk that changes them; `None`: they came by the page.
    owner: Option<usize>,
    listed: bool,
    note: String,
    /// How often a note was written.
    notes: usize,
    tags: BTreeSet<String>,
    group: Option<String>,
    company: Option<String>,
}

struct World {
    stage: Stage,
    service: Arc<Desk>,
    running: Option<Running>,
    address: SocketAddr,
    desks: [Organizer; 2],
    wires: [Wire; 2],
    event: String,
    capacity: u32,
    dice: Dice,
    wanted: BTreeMap<String, Wanted>,
    /// Imports that were cut off, and whose they are.
    cut: Vec<(usize, String)>,
}

async fn rows(desk: &Desk, event: &str) -> Vec<RegistrantRow> {
    list::page(desk, event, "", ListFilter::default(), 0, 500).await.expect("a list").rows
}

async fn serve(service: &Arc<Desk>, listen: SocketAddr) -> Running {
    let config = Config { listen, registrations_a_minute: 1_000_000, ..Config::default() };
    lectern_service::start(Arc::clone(service), config).await.expect("it serves")
}

/// It was done, or waits; nobody is told that it failed.
fn went<T: std::fmt::Debug>(result: Result<T, RegistrationError>) {
    if let Err(error) = result {
        let waits = matches!(error, RegistrationError::Waits | RegistrationError::Follows);
        assert!(waits, "on such a wire what is wanted waits, and nothing else: {error:?}");
    }
}

fn email(name: &str) -> String {
    format!("{}@contoso.example", name.to_lowercase().replace(' ', ""))
}

impl World {
    async fn open(seed: u64) -> Self {
        let stage = Stage::open().await;
        let service = Arc::new(Organizer::arriving(&stage, Arc::new(SystemClock)).await.desk);
        let running = serve(&service, ([127, 0, 0, 1], 0).into()).await;
        let address = running.address;
        let desks = [Organizer::at(&stage).await, Organizer::at(&stage).await];
        let wires = [Wire::to(address).await, Wire::to(address).await];
        for ((desk, wire), name) in desks.iter().zip(&wires).zip(["Studio", "Front desk"]) {
            let code = offering::offer(&service, DeviceRole::Owner).await.expect("a code").code.grouped();
            service_desk::pair(&desk.desk, &wire.origin, &code, Some(name)).await.expect("paired");
        }
        let (dice, capacity) = (Dice::of(seed), 6);
        let event = desks[0].event("Open day", Some(capacity)).await;
        let (wanted, cut, running) = (BTreeMap::new(), Vec::new(), Some(running));
        Self { stage, service, running, address, desks, wires, event, capacity, dice, wanted, cut }
    }

    fn desk(&self, at: usize) -> &Desk {
        &self.desks[at].desk
    }

    fn turn_bad(&mut self) {
        for wire in &self.wires {
            let seed = self.dice.below(1 << 30);
            wire.turns_bad(Dice::of(u64::try_from(seed).expect("a number")));
        }
    }

    /// Gone on with until it is there, and the other desk has heard of it.
    async fn publish(&mut self) {
        settings::set(self.desk(0), &self.event, self.places()).await.expect("set");
        for _ in 0..3 {
            let name = self.newcomer(Some(0));
            self.desks[0].add(&self.event, &name, &email(&name)).await.expect("added");
        }
        self.turn_bad();
        for _ in 0..TRIES {
            // Whatever keeps either from the service, it goes on the next time.
            let look = PageLook::default();
            let published = publish::publish(self.desk(0), &self.event, "open-day", &look).await;
            drop(sync::sync_all(self.desk(1)).await);
            let known = show::published(self.desk(1), &self.event).await.expect("asked");
            if published.is_ok() && known.is_some() {
                return;
            }
        }
        panic!("it never got there");
    }

    /// Whoever finds no place waits for one.
    fn places(&self) -> RegistrationSettings {
        let rules = Rules { waitlist: true, ..Rules::default() };
        RegistrationSettings { capacity: Some(self.capacity), rules }
    }

    fn newcomer(&mut self, owner: Option<usize>) -> String {
        let name = format!("Guest {:02}", self.wanted.len());
        self.wanted.insert(name.clone(), Wanted { owner, listed: true, ..Wanted::default() });
        name
    }

    /// Up to three of those whom this desk has on its list and `fit` says: names and ids.
    async fn some(&mut self, at: usize, fit: impl Fn(&Wanted) -> bool) -> (Vec<String>, Vec<String>) {
        let known = rows(self.desk(at), &self.event).await.into_iter();
        let mut known: Vec<_> = known.filter(|row| fit(&self.wanted[&row.name])).collect();
        let mut chosen = (Vec::new(), Vec::new());
        for _ in 0..=self.dice.below(3) {
            if !known.is_empty() {
                let row = known.swap_remove(self.dice.below(known.len()));
                chosen.0.push(row.name);
                chosen.1.push(row.id);
            }
        }
        chosen
    }

    fn change(&mut self, names: &[String], change: impl Fn(&mut Wanted)) {
        for name in names {
            change(self.wanted.get_mut(name).expect("somebody"));
        }
    }

    async fn step(&mut self) {
        let at = self.dice.below(2);
        match self.dice.below(20) {
            0..=2 => self.adds(at).await,
            3..=5 => self.labels(at).await,
            6..=8 => self.removes_or_restores(at).await,
            9 | 10 => self.changes_many(at).await,
            11 => self.imports(at).await,
            12 => self.widens().await,
            13 | 14 => self.visitor_comes().await,
            15 => {
                self.desks[at] =
                    Organizer::back_at(&self.stage, self.desks[at].dir(), Arc::new(SystemClock)).await;
            }
            17 => self.service_restarts().await,
            16 => {
                let down = self.dice.below(2) == 0;
                self.wires[at].goes_down(down);
            }
            // Whatever keeps it from the service, it goes on the next time.
            _ => drop(sync::sync_all(self.desk(at)).await.expect("looked at")),
        }
        let placed = |row: &RegistrantRow| {
            matches!(row.status, RegistrantStatus::Registered | RegistrantStatus::Offered)
        };
        let taken = rows(&self.service, &self.event).await.iter().filter(|row| placed(row)).count();
        assert!(taken <= self.capacity as usize, "{taken} on {} places", self.capacity);
    }

    async fn service_restarts(&mut self) {
        let (Some(running), at) = (self.running.take(), self.address) else { return };
        running.stop().await;
        self.running = Some(serve(&self.service, at).await);
    }

    async fn adds(&mut self, at: usize) {
        let name = self.newcomer(Some(at));
        let new = NewRegistrant { email: email(&name), name, ..NewRegistrant::default() };
        let added = add(self.desk(at), &self.event, new).await;
        let refused = matches!(added, Ok(AddOutcome::Full | AddOutcome::Refused { .. }));
        assert!(!refused, "whoever comes late waits: {added:?}");
        went(added);
    }

    async fn labels(&mut self, at: usize) {
        let (names, ids) = self.some(at, |wanted| wanted.owner == Some(at)).await;
        let ([name, ..], [id, ..]) = (&names[..], &ids[..]) else { return };
        match self.dice.below(4) {
            0 | 1 => {
                let note = format!("Word {} of {name}", self.wanted[name].notes);
                went(label::note(self.desk(at), &self.event, id, &note).await);
                self.change(&names[..1], |wanted| {
                    wanted.note.clone_from(&note);
                    wanted.notes += 1;
                });
            }
            2 => {
                let (tag, on) = (format!("crew-{at}"), self.dice.below(2) == 0);
                went(label::tag(self.desk(at), &self.event, ids, &tag, on).await);
                self.change(&names, |wanted| {
                    if on {
                        wanted.tags.insert(tag.clone())
                    } else {
                        wanted.tags.remove(&tag)
                    };
                });
            }
            _ => {
                let group = (self.dice.below(3) > 0).then(|| format!("Table {at}"));
                went(label::group(self.desk(at), &self.event, ids, group.as_deref()).await);
                self.change(&names, |wanted| wanted.group.clone_from(&group));
            }
        }
    }

    async fn removes_or_restores(&mut self, at: usize) {
        let listed = self.dice.below(3) > 0;
        let (names, ids) = self.some(at, |wanted| wanted.owner == Some(at) && wanted.listed == listed).await;
        if ids.is_empty() {
            return;
        }
        if listed {
            went(remove::remove(self.desk(at), &self.event, ids).await);
        } else {
            went(remove::restore(self.desk(at), &self.event, ids).await);
        }
        self.change(&names, |wanted| wanted.listed = !listed);
    }

    async fn changes_many(&mut self, at: usize) {
        let removes = self.dice.below(3) == 0;
        let (names, ids) =
            self.some(at, |wanted| wanted.owner == Some(at) && (wanted.listed || !removes)).await;
        let chosen = Chosen::These { ids };
        if removes {
            went(removal::remove(self.desk(at), &self.event, chosen, untold()).await);
            return self.change(&names, |wanted| wanted.listed = false);
        }
        let company = ["Fabrikam", "Contoso"][self.dice.below(2)];
        let wish = BulkEdit { company: Some(company.into()), names: None };
        went(edit::edit(self.desk(at), &self.event, chosen, wish, untold()).await);
        self.change(&names, |wanted| wanted.company = Some(company.into()));
    }

    /// A new one, or one that was cut off.
    async fn imports(&mut self, at: usize) {
        if let Some(nth) = self.cut.iter().position(|(whose, _)| *whose == at) {
            let (_, bulk) = self.cut.swap_remove(nth);
            if resume::resume(self.desk(at), &bulk, untold()).await.is_err() {
                self.cut.push((at, bulk));
            }
            return;
        }
        let names: Vec<String> = (0..3).map(|_| self.newcomer(Some(at))).collect();
        let lines: Vec<String> = names.iter().map(|name| format!("{name},{}\n", email(name))).collect();
        let imported = self.desks[at].import(&self.event, &format!("Name,Email\n{}", lines.concat())).await;
        match imported {
            Ok(report) => assert_eq!((report.imported, report.error_count), (3, 0), "{report:?}"),
            Err(RegistrationError::CutOff { .. }) => {
                let all = changes(self.desk(at), &self.event).await.expect("a list");
                let left = all.into_iter().find(|change| change.interrupted).expect("its file is kept");
                self.cut.push((at, left.id));
            }
            Err(error) => panic!("{error:?}"),
        }
    }

    async fn widens(&mut self) {
        self.capacity += 1;
        went(settings::set(self.desk(0), &self.event, self.places()).await);
    }

    async fn visitor_comes(&mut self) {
        let name = self.newcomer(None);
        let visitor = Visitor::plain(&format!("http://{}", self.address));
        let answer = visitor.form("/e/open-day", &[("name", &name), ("email", &email(&name))]).await;
        assert_eq!(answer.expect("their network is good").status, 303);
    }

    /// With a good network, until nothing waits.
    async fn settle(&mut self) {
        for wire in &self.wires {
            wire.is_mended().await;
        }
        for (at, bulk) in std::mem::take(&mut self.cut) {
            let report = resume::resume(self.desk(at), &bulk, untold()).await.expect("gone on with");
            // Who came by it before it was cut off may have been taken off the list since.
            assert!(report.errors.iter().all(|error| error.code == "removed"), "{report:?}");
        }
        for _ in 0..2 {
            for at in [0, 1] {
                sync::sync_all(self.desk(at)).await.expect("up to date");
            }
        }
        for at in [0, 1] {
            let shown = show::published(self.desk(at), &self.event).await.expect("asked").expect("published");
            assert_eq!((shown.waiting, shown.problem), (vec![], None), "desk {at}: all was answered");
            assert_eq!(planned(self.desk(at), &self.event).await, 0, "a desk sends nothing");
        }
    }

    /// Everything that is known of everybody.
    async fn told(&self, desk: &Desk) -> Vec<String> {
        let mut told = Vec::new();
        for row in rows(desk, &self.event).await {
            let code = ticket::show(desk, &row.id).await.ok().map(|ticket| ticket.code);
            let person = person::show(desk, &row.id).await.expect("a person");
            let mut history: Vec<_> = person.history.iter().map(|done| done.what.clone()).collect();
            history.sort();
            let RegistrantRow { id, name, email, status, company, group, tags, position, .. } = row;
            told.push(format!(
                "{name} <{email}> {id} {status:?} {position:?} {company:?} {group:?} {tags:?} {:?} {code:?} {history:?}",
                person.note
            ));
        }
        told
    }

    /// Each change that anybody made is there, once.
    async fn check_wanted(&self) {
        let rows = rows(&self.service, &self.event).await;
        let names: Vec<&String> = rows.iter().map(|row| &row.name).collect();
        assert_eq!(names, self.wanted.keys().collect::<Vec<_>>(), "everybody, and nobody twice");
        for row in rows {
            let (wanted, name) = (&self.wanted[&row.name], &row.name);
            assert_eq!(row.status != RegistrantStatus::Cancelled, wanted.listed, "{row:?}");
            assert_eq!((&row.group, &row.company), (&wanted.group, &wanted.company), "{name}");
            assert_eq!(row.tags.into_iter().collect::<BTreeSet<_>>(), wanted.tags, "{name}");
            let person = person::show(&self.service, &row.id).await.expect("a person");
            assert_eq!(person.note, wanted.note, "{name}: the last word counts");
            let noted = person.history.iter().filter(|done| done.what == "noted").count();
            assert_eq!(noted, wanted.notes, "{name}: each was written once");
        }
    }
}

async fn planned(desk: &Desk, event: &str) -> u32 {
    outbox::page(desk, event, None, 0, 1).await.expect("the outbox").counts.planned
}

/// Shown where a test fails.
#[expect(clippy::print_stdout, reason = "a failed test shows it")]
fn say(what: &str, seed: u64) {
    println!("{what} of seed {seed:#x}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_desks_on_a_bad_wire_end_in_one_truth() {
    for seed in SEEDS {
        let mut world = Box::pin(World::open(seed)).await;
        Box::pin(world.publish()).await;
        for step in 0..STEPS {
            say(&format!("step {step}"), seed);
            Box::pin(world.step()).await;
        }
        say("the end", seed);
        Box::pin(world.settle()).await;
        Box::pin(world.check_wanted()).await;
        let truth = world.told(&world.service).await;
        assert_eq!(world.told(world.desk(0)).await, truth, "the desk that published it");
        assert_eq!(world.told(world.desk(1)).await, truth, "the other desk");

        // And back, over the same network.
        let to_say = planned(&world.service, &world.event).await;
        world.turn_bad();
        let mut tries = 0;
        while let Err(error) = unpublish::unpublish(world.desk(0), &world.event).await {
            tries += 1;
            assert!(tries < TRIES, "it never came back: {error}");
        }
        assert_eq!(world.told(world.desk(0)).await, truth, "whole");
        assert_eq!(planned(world.desk(0), &world.event).await, to_say, "and what is to be said is said here");
        let there = sending::run(&world.service, &|_| {}).await.expect("a run");
        let here = world.desks[0].send().await;
        assert_eq!((there.sent, here.sent + here.waiting), (0, to_say), "by one side");
        if let Some(running) = world.running.take() {
            running.stop().await;
        }
    }
}
