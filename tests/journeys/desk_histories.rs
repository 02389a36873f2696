//! A thousand random histories of two desks at one service, against a model: commands wait, go in order, are lost on
//! their way back, come twice and late; each desk reads the feed in parts that are cut off and come again.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use lectern_core::SystemClock;
use lectern_core::desk::Desk;
use lectern_core::publishing::publish;
use lectern_core::registration::register::NewRegistrant;
use lectern_core::services::service_desk;
use lectern_core::serving::commands::{self, Answered, Command, Outcome, Sent};
use lectern_core::serving::devices::Device;
use lectern_core::serving::handed::FeedLine;
use lectern_core::serving::publication::PageLook;
use lectern_core::serving::{listed, pairing as offering, publishing};
use lectern_domain::device::DeviceRole;
use lectern_domain::registration::RegistrantStatus;
use lectern_service::config::Config;
use lectern_tests::{Dice, Organizer, Stage};

const HISTORIES: u64 = 1_000;
const SEED: u64 = 0x1ec7_e211;
const PLACES: usize = 2;
const PEOPLE: [&str; 4] = ["ana", "ben", "cem", "dana"];

#[derive(Default)]
struct Follower {
    waiting: VecDeque<(Sent, usize, bool)>,
    cursor: i64,
    /// Ids, by whether they are on the list.
    copy: BTreeMap<String, bool>,
}

struct World {
    service: Arc<Desk>,
    device: Device,
    event: String,
    publication: String,
    dice: Dice,
    desks: [Follower; 2],
    /// Who is on the list.
    model: BTreeSet<usize>,
    ids: BTreeMap<usize, String>,
    answered: Vec<(Sent, Answered)>,
    next: usize,
}

impl World {
    /// One desk wants something.
    fn wish(&mut self) {
        let (desk, who) = (self.dice.below(2), self.dice.below(4));
        let add = self.dice.below(2) == 0;
        let command = match self.ids.get(&who) {
            Some(id) if !add => Command::Remove { people: vec![id.clone()] },
            _ => {
                let (name, email) = (PEOPLE[who].to_owned(), format!("{}@contoso.example", PEOPLE[who]));
                Command::Add { person: NewRegistrant { name, email, ..NewRegistrant::default() } }
            }
        };
        let added = matches!(command, Command::Add { .. });
        self.next += 1;
        let (id, publication) = (format!("wish-{}", self.next), self.publication.clone());
        let sent = Sent { id, made_at: self.service.now(), publication, command };
        self.desks[desk].waiting.push_back((sent, who, added));
    }

    async fn told(&self, sent: &Sent) -> Answered {
        let told = commands::carry_out(&self.service, &self.device, &self.event, sent.clone()).await;
        told.expect("an answer")
    }

    /// The first that waits arrives; its answer may be lost, and then it waits on.
    async fn deliver(&mut self, desk: usize, lose: bool) {
        let Some((sent, who, added)) = self.desks[desk].waiting.front().cloned() else { return };
        let answered = self.told(&sent).await;
        if !answered.repeated {
            let here = self.model.contains(&who);
            let expected = match (added, here) {
                (true, true) => Outcome::Duplicate,
                (true, false) if self.model.len() < PLACES => Outcome::Accepted,
                (true, false) => Outcome::Refused,
                (false, _) => Outcome::Accepted,
            };
            assert_eq!(answered.outcome, expected, "{added} {who}: {answered:?}");
            match (added, expected) {
                (true, Outcome::Accepted) => {
                    self.model.insert(who);
                }
                (false, _) => {
                    self.model.remove(&who);
                }
                _ => {}
            }
            if let (true, Some(id)) = (added, &answered.registrant_id) {
                self.ids.insert(who, id.clone());
            }
            self.answered.push((sent, answered));
        }
        if !lose {
            self.desks[desk].waiting.pop_front();
        }
    }

    /// A copy of what was answered long ago arrives now.
    async fn late(&mut self) {
        if self.answered.is_empty() {
            return;
        }
        let (sent, before) = self.answered[self.dice.below(self.answered.len())].clone();
        let again = self.told(&sent).await;
        assert_eq!(again, Answered { repeated: true, ..before }, "the same answer, and nothing else");
    }

    /// A part of the feed, from where this desk is; cut off, it is as if it had not been asked for.
    async fn follow(&mut self, desk: usize, limit: Option<u32>, cut: bool) {
        let from = self.desks[desk].cursor;
        let lines = publishing::feed(&self.service, &self.event, from, limit).await.expect("a part");
        if cut {
            return;
        }
        let follower = &mut self.desks[desk];
        for line in lines {
            match line {
                FeedLine::Person { person, .. } => {
                    follower.copy.insert(person.id, person.status == RegistrantStatus::Registered);
                }
                FeedLine::Gone { id, .. } => {
                    follower.copy.remove(&id);
                }
                FeedLine::Registration { .. } => {}
                FeedLine::End { cursor, .. } => follower.cursor = cursor,
            }
        }
    }

    async fn history(&mut self) {
        for _ in 0..6 {
            let desk = self.dice.below(2);
            match self.dice.below(8) {
                0..=3 => self.wish(),
                4 => self.deliver(desk, true).await,
                5 => self.deliver(desk, false).await,
                6 => self.late().await,
                _ => {
                    let cut = self.dice.below(3) == 0;
                    self.follow(desk, Some(2), cut).await;
                }
            }
        }
        for desk in 0..2 {
            while !self.desks[desk].waiting.is_empty() {
                self.deliver(desk, false).await;
            }
        }
        for desk in 0..2 {
            self.follow(desk, None, false).await;
            let truth: BTreeSet<&String> = self.model.iter().map(|who| &self.ids[who]).collect();
            let copy = self.desks[desk].copy.iter().filter(|(_, listed)| **listed).map(|(id, _)| id);
            assert_eq!(copy.collect::<BTreeSet<_>>(), truth, "desk {desk}: one truth");
        }
        self.answered.clear();
    }
}

#[tokio::test]
async fn a_thousand_histories_of_two_desks_end_in_one_truth() {
    let stage = Stage::open().await;
    let service = Arc::new(Organizer::arriving(&stage, Arc::new(SystemClock)).await.desk);
    let config = Config { listen: ([127, 0, 0, 1], 0).into(), ..Config::default() };
    let running = lectern_service::start(Arc::clone(&service), config).await.expect("it serves");
    let organizer = Organizer::at(&stage).await;
    let role = DeviceRole::Owner;
    let code = offering::offer(&service, role).await.expect("a code").code.grouped();
    let paired = service_desk::pair(&organizer.desk, &running.origin, &code, Some("Studio")).await;
    let device = Device { id: paired.expect("paired").device_id, name: "Studio".into(), role };
    let places = u32::try_from(PLACES).expect("few");
    let event = organizer.event("Open day", Some(places)).await;
    publish::publish(&organizer.desk, &event, "open-day", &PageLook::default()).await.expect("published");
    let publication = listed::events(&service, &device).await.expect("a list").remove(0).handed.publication;
    let mut world = World {
        service,
        device,
        event,
        publication,
        dice: Dice::of(SEED),
        desks: <[Follower; 2]>::default(),
        model: BTreeSet::new(),
        ids: BTreeMap::new(),
        answered: Vec::new(),
        next: 0,
    };
    for number in 0..HISTORIES {
        println_seed(number);
        world.history().await;
    }
    running.stop().await;
}

/// Shown where a test fails: all histories before it belong to it.
#[expect(clippy::print_stdout, reason = "a failed test shows it")]
fn println_seed(number: u64) {
    println!("history {number} of seed {SEED:#x}");
}
