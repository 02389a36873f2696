//! Somebody with a desk: schedules, registers, sends.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use lectern_core::companion::browser::BrowserChoice;
use lectern_core::desk::{Desk, DeskOptions, SandboxEndpoints};
use lectern_core::messages::list::{self as outbox, MessagePage};
use lectern_core::messages::run::{self as sending, RunError, RunReport};
use lectern_core::profile::{KeyPlace, NewProfile, Profile, ProfileKind};
use lectern_core::registration::bulk::progress::untold;
use lectern_core::registration::import::{self, ImportChoices, ImportReport, ImportSource};
use lectern_core::registration::list::{self, ListFilter, RegistrantPage};
use lectern_core::registration::register::{self, AddOutcome, NewRegistrant};
use lectern_core::registration::{RegistrationError, open};
use lectern_core::scheduling::create::{self, CreateError, NewEvent};
use lectern_core::scheduling::{EventDetail, RegistrationMode};
use lectern_core::sign_in::{SignInProgress, device_code};
use lectern_core::{Chance, Clock, SystemClock};

use crate::Stage;

pub struct Organizer {
    pub desk: Desk,
    dir: PathBuf,
}

/// A form as somebody filled it in: a week from now, by this desk's clock.
pub fn draft(now: jiff::Timestamp, title: &str) -> NewEvent {
    let day = jiff::Timestamp::from_second((now.as_second() / 86_400 + 7) * 86_400).expect("a day");
    let date = day.strftime("%Y-%m-%d");
    NewEvent {
        title: title.to_owned(),
        description: "What is new, and what it means for you.".into(),
        start: format!("{date}T14:00"),
        end: format!("{date}T15:30"),
        zone: "Europe/Berlin".into(),
        fold: None,
        recurrence: None,
        setup: None,
        draft_id: Chance.uuid().to_string(),
    }
}

impl Organizer {
    /// At a desk of their own, signed in.
    pub async fn at(stage: &Stage) -> Self {
        let organizer = Self::arriving(stage, Arc::new(SystemClock)).await;
        organizer.sign_in().await;
        organizer
    }

    /// At a desk of their own that nobody has signed in at yet.
    pub async fn arriving(stage: &Stage, clock: Arc<dyn Clock>) -> Self {
        let dir = stage.path(&format!("desk-{}", Chance.uuid()));
        Self::profile(&dir);
        Self::back_at(stage, &dir, clock).await
    }

    /// A sandbox profile that keeps its key in its folder: a test touches nobody's keychain.
    pub fn profile(dir: &Path) -> Profile {
        let kind = ProfileKind::Sandbox;
        let new =
            NewProfile { name: "Journey".into(), kind, key_place: KeyPlace::Folder, registration: None };
        Profile::open_or_create(dir, new, Chance).expect("a profile")
    }

    /// At the desk whose profile is in `dir`, as after a restart.
    pub async fn back_at(stage: &Stage, dir: &Path, clock: Arc<dyn Clock>) -> Self {
        Self::with_browser(stage, dir, clock, BrowserChoice::None).await
    }

    /// At the desk in `dir`, with this for a browser.
    pub async fn with_browser(
        stage: &Stage,
        dir: &Path,
        clock: Arc<dyn Clock>,
        browser: BrowserChoice,
    ) -> Self {
        Self::elsewhere(stage.endpoints(), dir, clock, browser).await
    }

    /// At the desk in `dir`, with another way to the sandbox than its own: a wrong key, a wrong client id.
    pub async fn elsewhere(
        endpoints: SandboxEndpoints,
        dir: &Path,
        clock: Arc<dyn Clock>,
        browser: BrowserChoice,
    ) -> Self {
        let options = DeskOptions {
            profile: Profile::open(dir).expect("the profile"),
            passphrase: None,
            sandbox: Some(endpoints),
            clock,
            chance: Chance,
            browser,
        };
        Self { desk: Desk::open(options).await.expect("the desk opens"), dir: dir.to_owned() }
    }

    pub fn into_desk(self) -> Desk {
        self.desk
    }

    pub fn dir(&self) -> &Path {
        &self.dir
    }

    pub async fn sign_in(&self) {
        let (shown, flow) = device_code::start(&self.desk).await.expect("a device code");
        device_code::approve_in_sandbox(&self.desk, &shown.user_code).await.expect("approved");
        let end = device_code::wait(&self.desk, flow).await;
        assert!(matches!(end, SignInProgress::SignedIn { .. }), "the sign-in ended as {end:?}");
    }

    /// Somebody else of the tenant signs in at this desk.
    pub async fn sign_in_as(&self, stage: &Stage, user: &str) {
        let (shown, flow) = device_code::start(&self.desk).await.expect("a device code");
        let approve = format!("device-codes/{}/approve", shown.user_code);
        stage.order(&approve, serde_json::json!({"user": user})).await;
        let end = device_code::wait(&self.desk, flow).await;
        assert!(matches!(end, SignInProgress::SignedIn { .. }), "the sign-in of {user} ended as {end:?}");
    }

    pub fn draft(&self, title: &str) -> NewEvent {
        draft(self.desk.now(), title)
    }

    pub async fn try_schedule(&self, draft: &NewEvent) -> Result<EventDetail, CreateError> {
        create::create(&self.desk, draft.clone()).await
    }

    /// An event with open registration.
    pub async fn event(&self, title: &str, capacity: Option<u32>) -> String {
        let event = self.try_schedule(&self.draft(title)).await.expect("scheduled");
        let id = event.summary.id;
        open::open(&self.desk, &id, RegistrationMode::Own, capacity).await.expect("registration opens");
        id
    }

    /// Everything is registered by name and address alone.
    pub async fn add(&self, event: &str, name: &str, email: &str) -> Result<AddOutcome, RegistrationError> {
        let new = NewRegistrant { name: name.into(), email: email.into(), ..NewRegistrant::default() };
        register::add(&self.desk, event, new).await
    }

    /// So many people, one after the other: `guest1@example.org` and so on.
    pub async fn guests(&self, event: &str, count: usize) -> Vec<String> {
        let emails: Vec<String> = (1..=count).map(|n| format!("guest{n:02}@example.org")).collect();
        for email in &emails {
            let added = self.add(event, "A guest", email).await.expect("added");
            assert!(matches!(added, AddOutcome::Registered { .. }), "{email} is new: {added:?}");
        }
        emails
    }

    pub async fn import(&self, event: &str, csv: &str) -> Result<ImportReport, RegistrationError> {
        let source = ImportSource::Bytes(csv.as_bytes().to_vec());
        import::run(&self.desk, event, source, ImportChoices::default(), untold()).await
    }

    pub async fn list(&self, event: &str, query: &str) -> RegistrantPage {
        list::page(&self.desk, event, query, ListFilter::default(), 0, 500).await.expect("the list")
    }

    pub async fn try_send(&self) -> Result<RunReport, RunError> {
        sending::run(&self.desk, &|_| {}).await
    }

    pub async fn send(&self) -> RunReport {
        self.try_send().await.expect("sending ends well")
    }

    pub async fn outbox(&self, event: &str) -> MessagePage {
        outbox::page(&self.desk, event, None, 0, 500).await.expect("the outbox")
    }
}
