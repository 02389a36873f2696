//! `lectern demo`: the whole job on a sandbox. What it claims, it reads from the sandbox's control door, never from
//! our own store.

mod evidence;
mod page;
mod visitor;

use std::process::ExitCode;
use std::sync::Arc;

use lectern_core::companion::browser::BrowserChoice;
use lectern_core::desk::{Desk, DeskOptions, SandboxEndpoints};
use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::join::offers::WebviewAbilities;
use lectern_core::join::prepare::{self, JoinRequest};
use lectern_core::join::start;
use lectern_core::messages::run as sending;
use lectern_core::profile::{KeyPlace, NewProfile, Profile, ProfileKind};
use lectern_core::registration::bulk::progress::untold;
use lectern_core::registration::import::{self, ImportChoices, ImportSource};
use lectern_core::registration::open;
use lectern_core::scheduling::create::{self, NewEvent};
use lectern_core::scheduling::{EventDetail, RegistrationMode};
use lectern_core::sign_in::{SignInProgress, device_code};
use lectern_core::{Chance, SystemClock, session};
use lectern_domain::join_link::JoinTarget;
use lectern_sandbox::{Options, Sandbox};
use serde::Serialize;

use crate::opening::Where;
use crate::output::{Output, REMOTE, line};
use evidence::Door;
use page::Service;

/// Eight people, among them what lists really hold: an accent, a comma in quotes, the same person twice, no address.
const PEOPLE: &str = "\u{feff}Full name;E-mail;Company\r\n\
    Ana Reyes;ana.reyes@fabrikam.example;Fabrikam\r\n\
    Bj\u{f8}rn \u{d8}deg\u{e5}rd;bjorn@nordtek.example;Nordtek\r\n\
    \"Dubois, Chlo\u{e9}\";chloe.dubois@litware.example;Litware\r\n\
    \u{6797} \u{7f8e}\u{54b2};m.hayashi@tailspin.example;Tailspin\r\n\
    Ana Reyes;ANA.REYES@fabrikam.example;Fabrikam\r\n\
    <b>Mallory</b>;mallory@example.org;=1+1\r\n\
    Nobody;;Nowhere\r\n\
    Zo\u{eb} Adams;zoe@wingtip.example;Wingtip\r\n";
/// Who of them must hear of it, each once.
const INVITED: [(&str, &str); 6] = [
    ("ana.reyes@fabrikam.example", "Ana Reyes"),
    ("bjorn@nordtek.example", "Bj\u{f8}rn \u{d8}deg\u{e5}rd"),
    ("chloe.dubois@litware.example", "Dubois, Chlo\u{e9}"),
    ("m.hayashi@tailspin.example", "\u{6797} \u{7f8e}\u{54b2}"),
    ("mallory@example.org", "<b>Mallory</b>"),
    ("zoe@wingtip.example", "Zo\u{eb} Adams"),
];

#[derive(Serialize)]
struct Step {
    name: &'static str,
    ok: bool,
    evidence: String,
}

#[derive(Serialize)]
struct Told {
    ok: bool,
    steps: Vec<Step>,
}

impl Told {
    fn step(&mut self, output: Output, name: &'static str, found: evidence::Found) {
        let (ok, evidence) = (found.is_ok(), found.unwrap_or_else(|problem| problem));
        if !output.json {
            line(&format!("{}  {name:<10} {evidence}", if ok { "ok  " } else { "FAIL" }));
        }
        self.ok &= ok;
        self.steps.push(Step { name, ok, evidence });
    }
}

pub async fn run(at: &Where, output: Output) -> Result<ExitCode, CommandError> {
    let own = match &at.sandbox {
        Some(_) => None,
        None => {
            Some(Sandbox::start(Options::default()).await.map_err(|error| session::sandbox_failed(&error))?)
        }
    };
    let control = at.sandbox.clone().or_else(|| own.as_ref().map(|own| own.ready().control.clone()));
    let endpoints = SandboxEndpoints::discover(&control.unwrap_or_default()).await?;
    let (dir, temporary) = match &at.profile {
        Some(dir) => (dir.clone(), false),
        None => (std::env::temp_dir().join(format!("lectern-demo-{}", Chance.uuid())), true),
    };
    let told = Box::pin(whole_job(endpoints, &dir, output)).await;
    if temporary {
        drop(std::fs::remove_dir_all(&dir));
    }
    if let Some(own) = own {
        own.stop().await;
    }
    let told = told?;
    output.result(&told, |told| {
        if told.ok { "The whole job works.".into() } else { "Not everything worked.".into() }
    });
    // As any answer of a service that does not fit: the request was right.
    Ok(if told.ok { ExitCode::SUCCESS } else { ExitCode::from(REMOTE) })
}

async fn whole_job(
    endpoints: SandboxEndpoints,
    dir: &std::path::Path,
    output: Output,
) -> Result<Told, CommandError> {
    let door = Door::at(endpoints.clone()).await?;
    let desk = open_desk(endpoints.clone(), dir, "Demo").await?;
    let mut told = Told { ok: true, steps: Vec::new() };
    let mut step = |name, found| told.step(output, name, found);
    sign_in(&desk).await?;
    step("sign-in", door.signed_in().await?);
    let event = schedule(&desk).await?;
    step("schedule", door.scheduled(event.summary.join_url.as_deref()).await?);
    open::open(&desk, &event.summary.id, RegistrationMode::Own, Some(250)).await?;
    let source = ImportSource::Bytes(PEOPLE.as_bytes().to_vec());
    import::run(&desk, &event.summary.id, source, ImportChoices::default(), untold()).await?;
    sending::run(&desk, &|_| {}).await?;
    // A list that Lectern keeps itself is seen from outside by whom it writes to.
    step("register", door.registered(&INVITED).await?);
    step("confirm", door.confirmed(INVITED.len()).await?);
    let joined = join(&desk, &door).await?;
    step("join", door.joined(&joined).await?);
    start::leave(&desk, &joined.join_id).await?;
    step("leave", door.left(&joined).await?);
    let service = Service::start(endpoints.clone(), &dir.join("service")).await?;
    let shown = Box::pin(with_a_page(&service, &desk, endpoints, dir, &mut step)).await;
    service.stop().await;
    shown?;
    Ok(told)
}

/// The same from the other side: somebody nobody invited finds the page.
async fn with_a_page(
    service: &Service,
    desk: &Desk,
    endpoints: SandboxEndpoints,
    dir: &std::path::Path,
    step: &mut (dyn FnMut(&'static str, evidence::Found) + Send),
) -> Result<(), CommandError> {
    let door = Door::at(endpoints.clone()).await?;
    let event = service.publish(desk).await?;
    step("page", service.registered(desk, &event).await?);
    let (link, found) = service.mailed(&door).await?;
    step("mail", found);
    let (link, found) = service.led(&link).await?;
    step("link", found);
    let joined = service.let_in(endpoints, &dir.join("visitor"), link).await?;
    step("let in", door.joined(&joined).await?);
    Ok(())
}

async fn open_desk(
    endpoints: SandboxEndpoints,
    dir: &std::path::Path,
    name: &str,
) -> Result<Desk, CommandError> {
    let kind = ProfileKind::Sandbox;
    let new = NewProfile { name: name.into(), kind, key_place: KeyPlace::Folder, registration: None };
    let profile = Profile::open_or_create(dir, new, Chance)?;
    let options = DeskOptions {
        profile,
        passphrase: None,
        sandbox: Some(endpoints),
        clock: Arc::new(SystemClock),
        chance: Chance,
        browser: BrowserChoice::None,
    };
    Ok(Desk::open(options).await?)
}

async fn sign_in(desk: &Desk) -> Result<(), CommandError> {
    let (shown, flow) = device_code::start(desk).await?;
    device_code::approve_in_sandbox(desk, &shown.user_code).await?;
    match device_code::wait(desk, flow).await {
        SignInProgress::SignedIn { .. } => Ok(()),
        SignInProgress::Failed { error } => Err(error),
        other => Err(CommandError::new(ErrorCode::Refused, format!("the sign-in ended as {other:?}"))),
    }
}

async fn schedule(desk: &Desk) -> Result<EventDetail, CommandError> {
    let day = desk.now().as_second() / 86_400 + 7;
    let date = jiff::Timestamp::from_second(day * 86_400).map_err(|error| session::stopped(&error))?;
    let date = date.strftime("%Y-%m-%d");
    let new = NewEvent {
        title: "Autumn Product Briefing".into(),
        description: "What is new, and what it means for you.".into(),
        start: format!("{date}T14:00"),
        end: format!("{date}T15:30"),
        zone: "Europe/Berlin".into(),
        fold: None,
        recurrence: None,
        setup: None,
        draft_id: Chance.uuid().to_string(),
    };
    Ok(create::create(desk, new).await?)
}

/// A join that was started, as the evidence needs it.
pub struct Joined {
    pub join_id: String,
    pub user_id: String,
    pub meeting_link: String,
}

impl Joined {
    async fn start(desk: &Desk, join_id: String, name: &str) -> Result<Self, CommandError> {
        let credentials = start::start(desk, &join_id, name).await?;
        let meeting_link = match &credentials.locator {
            JoinTarget::MeetingLink { meeting_link } => meeting_link.clone(),
            other @ JoinTarget::MeetingId { .. } => format!("{other:?}"),
        };
        Ok(Self { join_id, user_id: credentials.user_id, meeting_link })
    }
}

/// Joins by the link in a mail that the sandbox took, as its reader would.
async fn join(desk: &Desk, door: &Door) -> Result<Joined, CommandError> {
    let link = door.link_from_mail("ana.reyes@fabrikam.example").await?;
    let abilities = WebviewAbilities { secure_context: true, rtc: false, get_user_media: false };
    let request = JoinRequest {
        input: link,
        passcode: None,
        abilities: Some(abilities),
        confirmed_service: None,
        separate: prepare::Separate::Never,
    };
    let view = prepare::prepare(desk, request).await?;
    let name = view.display_name.clone().unwrap_or_default();
    Joined::start(desk, view.join_id, &name).await
}
