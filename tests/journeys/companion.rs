//! The call's own window, seen from its server: one page is let in, once, to one join, whatever else knocks. The browser
//! is a script that does nothing; the test is the page.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use lectern_core::companion::browser::BrowserChoice;
use lectern_core::companion::{
    self, CompanionEnd, CompanionError, CompanionPhase, CompanionView, Host, Invitation, PageFile, Steer,
};
use lectern_core::desk::Desk;
use lectern_core::error::ErrorCode;
use lectern_core::{Chance, SystemClock};
use lectern_tests::{Attendee, Organizer, Stage, TrustedService};
use reqwest::{Client, Method, Response, StatusCode};
use serde_json::{Value, json};

const PAGE: &str = "<!doctype html><html><head><title>Lectern</title></head><body></body></html>";

/// A desk with a guest's link, whose browser writes down how it was started and then waits to be ended.
pub(super) struct Room {
    pub desk: Arc<Desk>,
    pub link: String,
    started: PathBuf,
    data: PathBuf,
    opened: Arc<std::sync::Mutex<Vec<String>>>,
}

impl Room {
    pub async fn at(stage: &Stage) -> Self {
        let started = stage.path("started");
        let program = stage.path("chromium");
        let script = format!(
            "#!/bin/sh\nprintf '%s\\n' \"$$\" \"$@\" > {0}.new && mv {0}.new {0}\nexec sleep 600\n",
            started.display()
        );
        Self::with(stage, &program, &script, started).await
    }

    pub async fn with(stage: &Stage, program: &Path, script: &str, started: PathBuf) -> Self {
        std::fs::write(program, script).expect("the browser's stand-in");
        std::fs::set_permissions(program, std::fs::Permissions::from_mode(0o755)).expect("it can be run");
        let dir = stage.path(&format!("desk-{}", Chance.uuid()));
        Organizer::profile(&dir);
        let choice = BrowserChoice::Program(program.to_owned());
        let organizer = Organizer::with_browser(stage, &dir, Arc::new(SystemClock), choice).await;
        organizer.sign_in().await;
        let event = organizer.event("In a window of its own", None).await;
        organizer.guests(&event, 1).await;
        organizer.send().await;
        let link = Attendee::reading_mail(stage, "guest01@example.org").await.lectern_link();
        let desk = Arc::new(organizer.into_desk());
        Self { desk, link, started, data: dir.join("companion"), opened: Arc::default() }
    }

    fn host(&self) -> Host {
        let opened = Arc::clone(&self.opened);
        Host {
            files: Arc::new(|path| {
                let (bytes, kind) = match path {
                    "companion.html" => (PAGE, "text/html"),
                    "companion/part.js" => ("0", "text/javascript"),
                    _ => return None,
                };
                Some(PageFile { bytes: bytes.into(), content_type: kind.into() })
            }),
            open: Arc::new(move |address| {
                opened.lock().expect("not poisoned").push(address);
                Ok(())
            }),
            downloads: self.data.with_file_name("downloads"),
        }
    }

    pub async fn open(&self, input: &str) -> Result<CompanionView, CompanionError> {
        self.invited(input, None, false).await
    }

    /// From a window that fills the screen, as a kiosk's does, or from one that does not.
    pub async fn open_from(&self, input: &str, full_screen: bool) -> Result<CompanionView, CompanionError> {
        self.invited(input, None, full_screen).await
    }

    /// `join`: as the desktop window has decided it.
    pub async fn take_over(
        &self,
        input: &str,
        join: Option<(&str, &TrustedService)>,
    ) -> Result<CompanionView, CompanionError> {
        self.invited(input, join, false).await
    }

    async fn invited(
        &self,
        input: &str,
        join: Option<(&str, &TrustedService)>,
        full_screen: bool,
    ) -> Result<CompanionView, CompanionError> {
        let invitation = Invitation {
            input: input.to_owned(),
            passcode: None,
            confirmed_service: join.map(|(_, service)| service.host().to_owned()),
            join_id: join.map(|(id, _)| id.to_owned()),
            full_screen,
        };
        companion::open(&self.desk, invitation, self.host()).await
    }

    /// As the browser was started: its process, and its arguments.
    pub async fn started(&self) -> (u32, Vec<String>) {
        for _ in 0..200 {
            if let Ok(text) = std::fs::read_to_string(&self.started) {
                std::fs::remove_file(&self.started).expect("read once");
                let mut lines = text.lines().map(str::to_owned);
                let process = lines.next().and_then(|line| line.parse().ok()).expect("its process");
                return (process, lines.collect());
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("the browser was not started");
    }

    /// Opened, and its page let in.
    pub async fn page(&self) -> (u32, Page) {
        let first = self.open(&self.link).await.expect("opened");
        assert_eq!(first.phase, CompanionPhase::Opening);
        self.entered().await
    }

    pub async fn entered(&self) -> (u32, Page) {
        let (process, arguments) = self.started().await;
        let address = arguments.iter().find_map(|one| one.strip_prefix("--app=")).expect("an address");
        (process, Page::enter(address).await)
    }

    async fn phase(&self) -> CompanionPhase {
        companion::current(&self.desk).await.expect("one was opened").phase
    }

    pub async fn until(&self, wanted: CompanionPhase) -> CompanionView {
        let mut view = companion::watched(&self.desk).await.expect("one was opened");
        let found =
            tokio::time::timeout(Duration::from_secs(20), view.wait_for(|view| view.phase == wanted)).await;
        let Ok(found) = found else { panic!("waited for {wanted:?}, it is {:?}", self.phase().await) };
        found.expect("it is there").clone()
    }

    /// Nothing of a companion is left on the disk.
    pub async fn cleared(&self) {
        for _ in 0..200 {
            let left = std::fs::read_dir(&self.data).map_or(0, |found| found.flatten().count());
            if left == 0 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the browser's data outlived the call: {}", self.data.display());
    }
}

fn runs(process: u32) -> bool {
    // One that ended and was not waited for has no command line any more.
    std::fs::read(format!("/proc/{process}/cmdline")).is_ok_and(|line| !line.is_empty())
}

/// The page, as a browser would send its requests.
pub(super) struct Page {
    client: Client,
    origin: String,
    bearer: String,
}

impl Page {
    async fn enter(address: &str) -> Self {
        let client = Client::builder().no_proxy().build().expect("a client");
        let html = client.get(address).send().await.expect("answered");
        assert_eq!(html.status(), StatusCode::OK, "the key opens the page");
        let html = html.text().await.expect("a page");
        let (_, rest) = html.split_once("lectern-session\" content=\"").expect("its session");
        let bearer = rest.split('"').next().expect("quoted").to_owned();
        let origin = address.split("/?").next().expect("an origin").to_owned();
        Self { client, origin, bearer }
    }

    async fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], body: &Value) -> Response {
        let mut asked = self.client.request(method, format!("{}{path}", self.origin));
        for (name, value) in headers {
            asked = asked.header(*name, *value);
        }
        asked.json(body).send().await.expect("answered")
    }

    async fn ask(&self, command: &str, body: Value) -> Response {
        let bearer = format!("Bearer {}", self.bearer);
        let headers = [("origin", self.origin.as_str()), ("authorization", &bearer)];
        self.send(Method::POST, &format!("/api/{}", command.replace('|', "/")), &headers, &body).await
    }

    pub async fn told(&self, command: &str, body: Value) -> Value {
        let answer = self.ask(command, body).await;
        assert_eq!(answer.status(), StatusCode::OK, "{command}");
        answer.json().await.expect("JSON")
    }

    pub async fn prepared(&self) -> Value {
        let abilities = json!({"secureContext": true, "rtc": true, "getUserMedia": true});
        self.told(
            "joining|prepare_join",
            json!({"input": "ignored", "abilities": abilities, "passcode": null}),
        )
        .await
    }

    pub async fn report(&self, phase: &str) {
        self.told("companion|report", json!({"phase": phase, "muted": phase == "inCall", "end": null})).await;
    }
}

#[tokio::test]
async fn a_call_in_a_window_of_its_own_from_the_click_to_the_end() {
    let stage = Stage::open().await;
    let room = Room::at(&stage).await;
    let (process, page) = room.page().await;
    let place = page.told("companion|place", json!({})).await;
    assert_eq!(place["input"], room.link.as_str());
    assert!(place["sandbox"].is_string(), "its window says that nothing is real: {place}");
    let view = page.prepared().await;
    assert_eq!(
        (&view["surface"], &view["companion"]),
        (&json!("window"), &Value::Null),
        "here it is: {view}"
    );
    page.report("preJoin").await;
    assert_eq!(room.phase().await, CompanionPhase::PreJoin);
    page.told("companion|remember", json!({"choices": {"lectern.join.name": "Ana"}})).await;
    let start = json!({"joinId": view["joinId"], "displayName": "Ana"});
    let pass = page.told("joining|start_join", start).await;
    let token = pass["token"].as_str().expect("a token").to_owned();
    for phase in ["joining", "lobby", "inCall"] {
        page.report(phase).await;
    }
    let now = room.until(CompanionPhase::InCall).await;
    assert_eq!(now.muted, Some(true));
    let listening = page.told("companion|listen", json!({"after": null})).await;
    companion::steer(&room.desk, Steer::Unmute).await.expect("there is a call");
    companion::steer(&room.desk, Steer::Leave).await.expect("there is a call");
    let heard = page.told("companion|listen", json!({"after": listening["after"]})).await;
    assert_eq!(
        heard["steers"],
        json!(["unmute", "leave"]),
        "in order, and what was asked before is not lost"
    );
    for folder in [room.data.clone(), room.data.parent().expect("the profile").to_owned()] {
        assert!(!holds(&folder, token.as_bytes()), "no token is written to {}", folder.display());
    }
    let line = std::fs::read(format!("/proc/{process}/cmdline")).expect("its command line");
    assert!(
        !contains(&line, token.as_bytes()) && !contains(&line, page.bearer.as_bytes()),
        "nor shown to other processes"
    );
    let end = json!({"phase": "left", "muted": null, "end": {"code": 0, "subCode": 0}});
    page.told("companion|report", end).await;
    let over = room.until(CompanionPhase::Left).await;
    assert_eq!(over.end, Some(CompanionEnd { code: Some(0), sub_code: Some(0) }));
    room.cleared().await;
    assert!(!runs(process), "the browser ends with the call");
    let revoked =
        stage.traffic().await.into_iter().filter(|call| call.path().ends_with(":revokeAccessTokens"));
    assert_eq!(revoked.count(), 1, "its pass is taken back");
    assert!(page.client.get(&page.origin).send().await.is_err(), "the server is gone");
    let (_, again) = room.page().await;
    let place = again.told("companion|place", json!({})).await;
    assert_eq!(place["choices"]["lectern.join.name"], "Ana", "the person is not asked for everything again");
    companion::close(&room.desk).await;
    room.cleared().await;
    stage.close("a window of its own").await;
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}

fn holds(folder: &Path, part: &[u8]) -> bool {
    std::fs::read_dir(folder).into_iter().flatten().flatten().any(|entry| {
        let path = entry.path();
        if path.is_dir() {
            holds(&path, part)
        } else {
            std::fs::read(&path).is_ok_and(|text| contains(&text, part))
        }
    })
}

/// A browser was started for the room's link: the address it was given, as any other program could see it.
async fn address_of(room: &Room) -> String {
    room.open(&room.link).await.expect("opened");
    let (_, arguments) = room.started().await;
    arguments.iter().find_map(|one| one.strip_prefix("--app=")).expect("an address").to_owned()
}

fn stranger() -> Client {
    Client::builder().no_proxy().build().expect("a client")
}

#[tokio::test]
async fn its_key_works_once_and_only_for_a_page_of_its_own() {
    let stage = Stage::open().await;
    let room = Room::at(&stage).await;
    let address = address_of(&room).await;
    let stranger = stranger();
    let port = address.split(':').next_back().and_then(|rest| rest.split('/').next()).expect("a port");
    for (host, site) in [
        ("localhost:1", "none"),
        ("evil.example", "none"),
        (&format!("127.0.0.1:{port}"), "none"),
        (&format!("localhost:{port}"), "cross-site"),
    ] {
        let answer = stranger.get(&address).header("host", host).header("sec-fetch-site", site).send().await;
        let status = answer.expect("answered").status();
        assert_eq!(status, StatusCode::FORBIDDEN, "{host} {site}: and the key is not burned by it");
    }
    let page = Page::enter(&address).await;
    let again = stranger.get(&address).send().await.expect("answered");
    assert_eq!(again.status(), StatusCode::FORBIDDEN, "the key works once");
    let policy = again.headers()["content-security-policy"].to_str().expect("text").to_owned();
    assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'self'"), "{policy}");
    let second = again.text().await.expect("a page");
    assert!(!second.contains(&page.bearer), "whoever comes second learns nothing");
    let bare = stranger.get(&page.origin).send().await.expect("answered").text().await.expect("a page");
    assert_eq!(bare, PAGE, "without the key: the page, and no session");
    for path in [
        "/index.html",
        "/companion.html",
        "/companion/..%2findex.html",
        "/companion/%2e%2e/index.html",
        "/companion/part.js/",
        "/.git/config",
        "/companion/",
    ] {
        let answer = stranger.get(format!("{}{path}", page.origin)).send().await.expect("answered");
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
    }
    companion::close(&room.desk).await;
    room.cleared().await;
    stage.close("its key").await;
}

#[tokio::test]
async fn its_session_is_bound_to_its_origin() {
    let stage = Stage::open().await;
    let room = Room::at(&stage).await;
    let page = Page::enter(&address_of(&room).await).await;
    let bearer = format!("Bearer {}", page.bearer);
    let (own, ours, guessed) = (
        ("origin", page.origin.as_str()),
        ("authorization", bearer.as_str()),
        ("authorization", "Bearer guessed"),
    );
    let (evil, frame) = (("origin", "http://evil.example"), ("origin", "null"));
    let refused = [
        (Method::POST, vec![own], 401, "no session"),
        (Method::POST, vec![own, guessed], 401, "another session"),
        (Method::POST, vec![ours], 403, "no origin"),
        (Method::POST, vec![evil, ours], 403, "another site's page"),
        (Method::POST, vec![frame, ours], 403, "a file or a sandboxed frame"),
        (Method::GET, vec![ours], 405, "commands are posted"),
        (Method::PUT, vec![own, ours], 405, "nothing else is known"),
        (Method::OPTIONS, vec![evil], 405, "no other site is invited"),
    ];
    for (method, headers, status, why) in refused {
        let answer = page.send(method, "/api/companion/place", &headers, &json!({})).await;
        assert_eq!(answer.status().as_u16(), status, "{why}");
        let shared = answer.headers().contains_key("access-control-allow-origin");
        assert!(!shared, "{why}: no other page may read an answer");
    }
    companion::close(&room.desk).await;
    room.cleared().await;
    stage.close("its session").await;
}

#[tokio::test]
async fn through_it_one_join_can_be_made_and_nothing_else() {
    let stage = Stage::open().await;
    let room = Room::at(&stage).await;
    let page = Page::enter(&address_of(&room).await).await;
    for command in [
        "registration|registrants",
        "overview|events_page",
        "session|state",
        "session|sign_out",
        "windows|open_join_window",
        "companion|open_companion",
        "x|..%2f",
        "messages|run_messages",
    ] {
        let answer = page.ask(command, json!({"eventId": "1"})).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{command}: one join, and no more");
    }
    let large = json!({"choices": {"x": "x".repeat(100_000)}});
    assert_eq!(page.ask("companion|remember", large).await.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let elsewhere = page.ask("joining|start_join", json!({"joinId": "another", "displayName": "Ana"})).await;
    let status = elsewhere.status();
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "joins of other windows are not its own");
    assert_eq!(elsewhere.json::<Value>().await.expect("told")["code"], json!(ErrorCode::NotFound));
    for phase in ["crashed", "notOpened", "opening"] {
        page.report(phase).await;
        assert_eq!(room.phase().await, CompanionPhase::Opening, "{phase}: not for the page to say");
    }
    companion::close(&room.desk).await;
    room.cleared().await;
    stage.close("one join").await;
}

#[tokio::test]
async fn opened_twice_it_is_one_and_a_call_is_not_cut_for_another_link() {
    let stage = Stage::open().await;
    let room = Room::at(&stage).await;
    let (first, page) = room.page().await;
    page.report("preJoin").await;
    let same = room.open(&room.link).await.expect("the one that is there");
    assert_eq!(same.phase, CompanionPhase::PreJoin);
    assert!(!room.started.exists(), "no second browser");
    let other = "https://teams.microsoft.com/meet/2345678901234?p=abcDEF";
    room.open(other).await.expect("nothing is lost before there is a call");
    let (second, arguments) = room.started().await;
    assert!(!runs(first) && runs(second), "the first window went for the second");
    let address = arguments.iter().find_map(|one| one.strip_prefix("--app=")).expect("an address");
    let page = Page::enter(address).await;
    page.report("inCall").await;
    let refused = room.open(&room.link).await.expect_err("a call is not cut");
    assert!(matches!(refused, CompanionError::InCall) && runs(second), "{refused}");
    companion::close(&room.desk).await;
    assert!(!runs(second));
    let (third, page) = room.page().await;
    page.told("companion|leaving", json!({})).await;
    room.until(CompanionPhase::Closed).await;
    room.cleared().await;
    assert!(!runs(third), "a page that said goodbye and did not come back was closed");
    stage.close("opened twice").await;
}

#[tokio::test]
async fn a_browser_that_is_killed_is_told_by_what_was_lost() {
    let stage = Stage::open().await;
    let room = Room::at(&stage).await;
    for (phase, told) in [
        (None, CompanionPhase::NotOpened),
        (Some("preJoin"), CompanionPhase::Closed),
        (Some("lobby"), CompanionPhase::Crashed),
        (Some("inCall"), CompanionPhase::Crashed),
    ] {
        let process = match phase {
            None => {
                room.open(&room.link).await.expect("opened");
                room.started().await.0
            }
            Some(phase) => {
                let (process, page) = room.page().await;
                let view = page.prepared().await;
                page.told("joining|start_join", json!({"joinId": view["joinId"], "displayName": "Ana"}))
                    .await;
                page.report(phase).await;
                process
            }
        };
        let killed = std::process::Command::new("kill").args(["-9", &process.to_string()]).status();
        assert!(killed.expect("kill runs").success());
        room.until(told).await;
        room.cleared().await;
    }
    let revoked =
        stage.traffic().await.into_iter().filter(|call| call.path().ends_with(":revokeAccessTokens"));
    assert_eq!(revoked.count(), 3, "whoever was thrown out leaves no pass behind");
    stage.close("killed browsers").await;
}
