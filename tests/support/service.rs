//! The trusted service itself, on this machine, on a profile of its own.

use std::net::SocketAddr;
use std::sync::Arc;

use lectern_core::Clock;
use lectern_core::desk::Desk;
use lectern_core::registration::bulk::progress::untold;
use lectern_core::registration::import::{self, ImportChoices, ImportSource};
use lectern_core::registration::list::{self, ListFilter};
use lectern_core::registration::register::{self, AddOutcome, NewRegistrant};
use lectern_core::registration::{open, ticket};
use lectern_core::scheduling::{RegistrationMode, create};
use lectern_core::serving::publication::{self, PageLook};
use lectern_service::Running;
use lectern_service::config::Config;
use serde_json::Value;

use crate::{Organizer, Stage};

pub struct Service {
    pub desk: Arc<Desk>,
    /// `http://localhost:port`
    pub origin: String,
    /// `None`: it does not listen.
    running: Option<Running>,
    http: reqwest::Client,
}

/// What somebody without Lectern sees: a status, the headers and the text.
pub struct Seen {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub text: String,
}

impl Seen {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// Where it leads on, from this service's root; empty: nowhere.
    pub fn to(&self) -> &str {
        self.headers.get("location").and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    pub fn retry_after(&self) -> Option<u64> {
        self.headers.get("retry-after").and_then(|value| value.to_str().ok()?.parse().ok())
    }
}

impl Service {
    /// On a profile of its own, whose account is signed in.
    pub async fn start(stage: &Stage, clock: Arc<dyn Clock>) -> Self {
        let organizer = Organizer::arriving(stage, clock).await;
        organizer.sign_in().await;
        Self::on(Arc::new(organizer.into_desk())).await
    }

    /// As [`Self::start`], with nobody at its door: a journey opens one itself.
    pub async fn without_a_door(stage: &Stage, clock: Arc<dyn Clock>) -> Self {
        let organizer = Organizer::arriving(stage, clock).await;
        organizer.sign_in().await;
        Self::of(Arc::new(organizer.into_desk()))
    }

    /// A desk as the service has it; nobody listens.
    pub fn of(desk: Arc<Desk>) -> Self {
        Self { desk, origin: String::new(), running: None, http: client() }
    }

    pub async fn on(desk: Arc<Desk>) -> Self {
        let listen = "127.0.0.1:0".parse().expect("an address");
        let name = "Contoso Events".into();
        // Everybody comes from this machine.
        let config = Config { listen, name, registrations_a_minute: 1_000_000, ..Config::default() };
        let running = lectern_service::start(Arc::clone(&desk), config).await.expect("the service starts");
        Self { desk, origin: running.origin.clone(), running: Some(running), http: client() }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.running.as_ref().expect("it listens").address
    }

    /// `localhost:port`
    pub fn host(&self) -> &str {
        self.origin.split_once("://").map_or("", |(_, host)| host)
    }

    pub async fn stop(self) {
        if let Some(running) = self.running {
            running.stop().await;
        }
    }

    /// An event of this service that begins so many minutes from now and lasts an hour, open to visitors.
    pub async fn event(&self, title: &str, minutes: i64) -> String {
        let mut draft = crate::draft(self.desk.now(), title);
        let local = |minutes: i64| {
            let at = self.desk.now().as_second() / 60 + minutes;
            let at = jiff::Timestamp::from_second(at * 60).expect("a time");
            at.strftime("%Y-%m-%dT%H:%M").to_string()
        };
        (draft.start, draft.end, draft.zone) = (local(minutes), local(minutes + 60), "UTC".into());
        let event = create::create(&self.desk, draft).await.expect("scheduled");
        let id = event.summary.id;
        open::open(&self.desk, &id, RegistrationMode::Own, None).await.expect("open");
        let plain = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '-' };
        let slug: String = title.to_lowercase().chars().map(plain).collect();
        let slug = slug.trim_matches('-').to_owned();
        publication::open_here(&self.desk, &id, &slug, &PageLook::default()).await.expect("published");
        id
    }

    /// Registers somebody: their id, and their ticket's code.
    pub async fn ticket(&self, event: &str, name: &str, email: &str) -> (String, String) {
        let new = NewRegistrant { name: name.into(), email: email.into(), ..NewRegistrant::default() };
        let added = register::add(&self.desk, event, new).await.expect("added");
        let AddOutcome::Registered { registrant, .. } = added else { panic!("{email} is new: {added:?}") };
        let shown = ticket::show(&self.desk, &registrant.id).await.expect("a ticket");
        (registrant.id, shown.code.replace('-', ""))
    }

    /// So many people with a ticket each: their codes, by name.
    pub async fn crowd(&self, event: &str, count: usize) -> Vec<String> {
        let rows: Vec<String> = (0..count).map(|n| format!("Guest {n:06},guest{n}@example.org")).collect();
        let source = ImportSource::Bytes(format!("Name,Email\n{}\n", rows.join("\n")).into_bytes());
        import::run(&self.desk, event, source, ImportChoices::default(), untold()).await.expect("imported");
        let mut codes = Vec::with_capacity(count);
        while codes.len() < count {
            let offset = u32::try_from(codes.len()).expect("a list");
            let page = list::page(&self.desk, event, "", ListFilter::default(), offset, 500).await;
            for row in &page.expect("the list").rows {
                let shown = ticket::show(&self.desk, &row.id).await.expect("a ticket");
                codes.push(shown.code.replace('-', ""));
            }
        }
        codes
    }

    /// The code of a registered person's ticket.
    pub async fn code(&self, registrant_id: &str) -> String {
        let shown = ticket::show(&self.desk, registrant_id).await.expect("a ticket");
        shown.code.replace('-', "")
    }

    /// The code that opens a person's page, whether or not they have a ticket.
    pub async fn page_code(&self, registrant_id: &str) -> String {
        lectern_core::serving::pages::code::of(&self.desk, registrant_id)
            .await
            .expect("read")
            .expect("a code")
    }

    /// As a browser posts a form.
    pub async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Seen {
        let request = self.http.post(format!("{}{path}", self.origin)).form(fields);
        seen(request.send().await.expect("an answer")).await
    }

    /// The deep link of a mail that names this service.
    pub fn link(&self, code: &str) -> String {
        let origin = self.origin.replace(':', "%3A").replace('/', "%2F");
        format!("lectern-sandbox://join?ticket={code}&service={origin}")
    }

    pub async fn get(&self, path: &str) -> Seen {
        self.get_with(path, "").await
    }

    pub async fn get_with(&self, path: &str, languages: &str) -> Seen {
        let request = self.http.get(format!("{}{path}", self.origin)).header("accept-language", languages);
        seen(request.send().await.expect("an answer")).await
    }

    /// As a paired desk.
    pub async fn get_as(&self, path: &str, key: &str) -> Seen {
        let request = self.http.get(format!("{}{path}", self.origin)).bearer_auth(key);
        seen(request.send().await.expect("an answer")).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Seen {
        let request = self.http.post(format!("{}{path}", self.origin)).json(body);
        seen(request.send().await.expect("an answer")).await
    }
}

/// It follows nobody: where an answer leads on is looked at.
fn client() -> reqwest::Client {
    let redirect = reqwest::redirect::Policy::none();
    reqwest::Client::builder().no_proxy().redirect(redirect).build().expect("a client")
}

async fn seen(answer: reqwest::Response) -> Seen {
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    Seen { status, headers, text: answer.text().await.expect("a body") }
}
