//! Webinars and town halls that others run with us, that were made in Teams, or that are like another one.

use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::scheduling::{draft, template};
use lectern_core::virtual_events::create::{self, NewVirtualEvent};
use lectern_core::virtual_events::invited::{self, InvitedChange};
use lectern_core::virtual_events::presenter_details::{self, PresenterChange};
use lectern_core::virtual_events::presenters::{self, NewPresenter};
use lectern_core::virtual_events::questions::{self, Answer, NewQuestion, Predefined};
use lectern_core::virtual_events::setup::VirtualSetup;
use lectern_core::virtual_events::{
    Audience, EventKind, VirtualEventDetail, VirtualEventError, VirtualEventState, adopt, cancel,
    co_organizers, colleagues, duplicate, edit, list, offers, publish, refresh, setup,
};
use lectern_tests::{Organizer, Stage, Terminal};
use serde_json::{Value, json};

use crate::webinars::{agreed, at_teams, form, unlimited, webinar};

/// Of the sandbox's tenant.
const ANA: &str = "2e7b91d4-05c3-4a8f-8d6e-91f4b72c03a5";
const PRIYA: &str = "49a6d2b3-7ef0-4c95-9b18-f3c7410e85d6";

/// What somebody makes in Teams; its id there.
async fn made_in_teams(stage: &Stage, organizer: &Organizer, title: &str, more: Value) -> String {
    let NewVirtualEvent { start, end, .. } = form(organizer, EventKind::Webinar, title);
    let at = |local: &str| json!({"dateTime": format!("{local}:00"), "timeZone": "W. Europe Standard Time"});
    let mut event = json!({
        "displayName": title, "startDateTime": at(&start), "endDateTime": at(&end), "audience": "organization",
        "description": {"contentType": "html", "content": "<p>Made <b>in Teams</b>.</p>"},
    });
    let mut order = json!({"kind": "webinar", "event": {}});
    for (name, value) in more.as_object().expect("an object") {
        let at = if order.get(name).is_some() || ["organizer", "publish"].contains(&name.as_str()) {
            &mut order
        } else {
            &mut event
        };
        at[name] = value.clone();
    }
    order["event"] = event;
    stage.order("virtual-events", order).await["id"].as_str().expect("an id").to_owned()
}

async fn offered(organizer: &Organizer) -> Vec<String> {
    let found = offers::look(&organizer.desk, true).await.expect("asked");
    let mut titles: Vec<_> = found.offers.into_iter().map(|offer| offer.title).collect();
    titles.sort();
    titles
}

#[tokio::test]
async fn what_is_made_in_teams_is_offered_and_taken_over_once() {
    let mut switches = unlimited();
    switches["virtualEventPageSize"] = json!(1);
    let stage = agreed(switches).await;
    let organizer = Organizer::at(&stage).await;
    let desk = &organizer.desk;
    let quiet = offers::look(desk, false).await.expect("from the store");
    assert!(quiet.read_at.is_none(), "nobody asked for webinars, so Teams is not asked either");
    let one = made_in_teams(&stage, &organizer, "Made \u{202e}in Teams 🎉", json!({"publish": true})).await;
    made_in_teams(&stage, &organizer, "A hall", json!({"kind": "townhall"})).await;
    let off = made_in_teams(&stage, &organizer, "Called off", json!({})).await;
    stage.order(&format!("virtual-events/{off}/change"), json!({"status": "canceled"})).await;
    made_in_teams(&stage, &organizer, "Ben's own", json!({"organizer": "ana.reyes"})).await;
    let ours = webinar(&organizer, "Made here").await;
    let seen = offered(&organizer).await;
    // The seeded one is Ana's, and this account's to run with her.
    assert_eq!(
        seen,
        ["A hall", "Made \u{202e}in Teams 🎉", "Meet the speakers: Contoso Summit"],
        "neither ours, nor what is called off, nor anybody else's"
    );
    let event = adopt::adopt(desk, EventKind::Webinar, &one).await.expect("taken over");
    assert_eq!(event.summary.state, VirtualEventState::Published);
    assert_eq!((event.audience, event.description.as_str()), (Audience::Organization, "Made in Teams."));
    assert_eq!((event.summary.zone.as_str(), event.adopted), ("Europe/Berlin", true));
    assert!(event.page.is_some_and(|page| page.url.is_some()), "its page is there to share");
    assert!(event.sessions.iter().any(|one| one.join_url.is_some()), "{:?}", event.sessions);
    let again = adopt::adopt(desk, EventKind::Webinar, &one).await.expect("safe to repeat");
    assert_eq!(again.summary.id, event.summary.id, "one event in Teams is one here");
    assert_eq!(
        adopt::adopt(desk, EventKind::Webinar, ours.event_id.as_deref().expect("an id"))
            .await
            .expect("ours")
            .summary
            .id,
        ours.summary.id
    );
    assert!(!offered(&organizer).await.iter().any(|title| title.contains("in Teams")), "no offer any more");
    let gone = adopt::adopt(desk, EventKind::Webinar, &off).await.expect_err("called off");
    assert!(matches!(gone, VirtualEventError::CancelledInTeams), "{gone}");
    let told = list::all(desk).await.expect("listed");
    assert_eq!(told.len(), 2, "{told:?}");
    // It is ours to run from now on: changed in Teams, changed here, called off.
    stage.order(&format!("virtual-events/{one}/change"), json!({"displayName": "Renamed in Teams"})).await;
    let fresh = refresh::refresh(desk, &event.summary.id, true).await.expect("read");
    assert_eq!(fresh.summary.title, "Renamed in Teams");
    cancel::cancel(desk, &event.summary.id).await.expect("called off");
    assert_eq!(at_teams(&stage, "Renamed in Teams").await, ["canceled"]);
    assert_eq!(create::resume(desk).await.expect("resumed"), 0, "nothing of it is left to do");
    stage.close("what is made in Teams").await;
}

#[tokio::test]
async fn taking_over_writes_nothing_to_teams_and_survives_a_lost_answer() {
    let stage = agreed(unlimited()).await;
    let organizer = Organizer::at(&stage).await;
    let id = made_in_teams(&stage, &organizer, "Untouched", json!({})).await;
    let mark = stage.mark().await;
    stage
        .fault(json!({"route": "GET /solutions/virtualEvents/webinars/{id}/presenters", "status": 500}))
        .await;
    let event = adopt::adopt(&organizer.desk, EventKind::Webinar, &id).await.expect("its people come later");
    assert_eq!(event.summary.state, VirtualEventState::Draft);
    let wrote = stage.traffic_after(mark).await;
    assert!(
        wrote.iter().all(|call| call.0["method"] == "GET" || !call.path().contains("virtualEvents")),
        "nothing of what somebody made is touched"
    );
    presenters::read(&organizer.desk, &event.summary.id).await.expect("asked again");
    let nothing = "11111111-2222-4333-8444-555555555555@7d1f0f3c-52c8-4a5e-9d8b-4e2a6c1b9f10";
    let gone = adopt::adopt(&organizer.desk, EventKind::Webinar, nothing).await.expect_err("not there");
    assert_eq!(CommandError::from(gone).code, ErrorCode::NotFound);
    stage.close("taking over").await;
}

#[tokio::test]
async fn what_we_run_with_somebody_is_theirs_to_publish() {
    let stage = agreed(unlimited()).await;
    let organizer = Organizer::at(&stage).await;
    let account = "1f0c8a62-94d7-4e1b-b3a5-7c26d0e9f841";
    let more = json!({"organizer": "ana.reyes", "coOrganizers": [{"id": account}]});
    let id = made_in_teams(&stage, &organizer, "With Ana", more).await;
    let desk = &organizer.desk;
    let found = offers::look(desk, true).await.expect("asked");
    let offer = found.offers.iter().find(|offer| offer.id == id).expect("offered");
    assert!(offer.co_organized && offer.organizer.as_deref() == Some("Ana Reyes"), "{offer:?}");
    let event = adopt::adopt(desk, EventKind::Webinar, &id).await.expect("taken over");
    assert!(event.co_organized && event.summary.organizer == "Ana Reyes", "{event:?}");
    let mark = stage.mark().await;
    for error in [
        publish::publish(desk, &event.summary.id).await.expect_err("Ana's"),
        cancel::cancel(desk, &event.summary.id).await.expect_err("Ana's"),
    ] {
        assert!(error.to_string().contains("Ana Reyes"), "it says whose it is: {error}");
    }
    assert!(stage.traffic_after(mark).await.is_empty(), "what can only be refused is not asked for");
    let change = edit::VirtualEventChange { title: Some("Ours".into()), ..Default::default() };
    edit::edit(desk, &event.summary.id, change).await.expect("a co-organizer may change it");
    assert_eq!(at_teams(&stage, "Ours").await, ["draft"]);
    let hers = made_in_teams(&stage, &organizer, "Hers alone", json!({"organizer": "ana.reyes"})).await;
    let error = adopt::adopt(desk, EventKind::Webinar, &hers).await.expect_err("not ours");
    assert!(matches!(error, VirtualEventError::GoneInTeams | VirtualEventError::NotYours(_)), "{error}");
    stage.close("run together").await;
}

#[tokio::test]
async fn a_missing_consent_stays_quiet_until_somebody_asks() {
    let stage = Stage::with(unlimited()).await;
    let organizer = Organizer::at(&stage).await;
    let mark = stage.mark().await;
    offers::look(&organizer.desk, false).await.expect("from the store");
    assert!(stage.traffic_after(mark).await.is_empty(), "most desks never hold the permission");
    let error = CommandError::from(offers::look(&organizer.desk, true).await.expect_err("nobody agreed"));
    assert_eq!(error.code, ErrorCode::ConsentNeeded, "{error}");
    stage.close("offers without consent").await;
}

#[tokio::test]
async fn a_pause_that_teams_asks_for_is_kept() {
    let stage = agreed(unlimited()).await;
    let organizer = Organizer::at(&stage).await;
    made_in_teams(&stage, &organizer, "Waits", json!({})).await;
    let route = "GET /solutions/virtualEvents/webinars/getByUserRole(role='coOrganizer')";
    stage.fault(json!({"route": route, "status": 429, "retryAfter": 3600})).await;
    let error = CommandError::from(offers::look(&organizer.desk, true).await.expect_err("too many"));
    assert_eq!(error.code, ErrorCode::Throttled, "{error}");
    let mark = stage.mark().await;
    let view = offers::look(&organizer.desk, false).await.expect("from the store");
    assert!(view.waits_until.is_some() && stage.traffic_after(mark).await.is_empty(), "{view:?}");
    stage.close("a pause of the offers").await;
}

#[tokio::test]
async fn co_organizers_come_and_go_one_by_one() {
    let stage = agreed(unlimited()).await;
    let organizer = Organizer::at(&stage).await;
    let desk = &organizer.desk;
    let id = webinar(&organizer, "Together").await.summary.id;
    let nobody = co_organizers::add(desk, &id, "Priya Raman").await.expect_err("nobody has named her");
    assert!(matches!(nobody, VirtualEventError::Field { field: "who", .. }), "{nobody}");
    assert!(nobody.to_string().contains("Entra"), "it says where to find the id: {nobody}");
    let member = NewPresenter { user_id: Some(PRIYA.into()), ..NewPresenter::default() };
    presenters::add(desk, &id, member.clone()).await.expect("a member");
    presenters::add(desk, &id, member).await.expect("safe to repeat");
    let known = colleagues::known(desk).await.expect("read");
    assert_eq!(known[0].name.as_deref(), Some("Priya Raman"), "Teams has named her: {known:?}");
    let email = known[0].email.clone().expect("with an address");
    let event = co_organizers::add(desk, &id, &email.to_uppercase()).await.expect("by address");
    assert_eq!(event.co_organizers[0].id, PRIYA, "{:?}", event.co_organizers);
    stage.fault(json!({"route": "PATCH /solutions/virtualEvents/webinars/{id}", "when": "after"})).await;
    let event = co_organizers::add(desk, &id, ANA).await.expect("a lost answer is no refusal");
    assert_eq!(event.co_organizers.len(), 2, "{:?}", event.co_organizers);
    let event = co_organizers::remove(desk, &id, PRIYA).await.expect("taken off");
    let names: Vec<_> = event.co_organizers.iter().filter_map(|one| one.name.as_deref()).collect();
    assert_eq!(names, ["Ana Reyes"]);
    co_organizers::remove(desk, &id, PRIYA).await.expect("safe to repeat");
    let own = "1f0c8a62-94d7-4e1b-b3a5-7c26d0e9f841";
    assert!(co_organizers::add(desk, &id, own).await.is_err(), "one runs one's own event already");
    let kept = list::one(desk, &id).await.expect("kept");
    assert_eq!(kept.co_organizers.len(), 1, "shown without the network as well");
    stage.close("co-organizers one by one").await;
}

#[tokio::test]
async fn how_a_presenter_is_introduced_is_changed_where_they_stand() {
    for answer in ["merges", "replaces"] {
        let mut switches = unlimited();
        switches["presenterDetailsPatch"] = json!(answer);
        let stage = agreed(switches).await;
        let organizer = Organizer::at(&stage).await;
        let desk = &organizer.desk;
        let id = webinar(&organizer, "Introduced").await.summary.id;
        let guest = NewPresenter {
            name: Some("Dr. Mina Okonkwo".into()),
            email: Some("mina@example.org".into()),
            company: Some("Contoso".into()),
            bio: Some("Says it plainly.".into()),
            ..NewPresenter::default()
        };
        let added = presenters::add(desk, &id, guest).await.expect("a guest");
        let mina = added.presenters[0].id.clone();
        let change = |company: &str| PresenterChange { company: Some(company.into()), ..Default::default() };
        stage
            .fault(json!({"route": "PATCH /solutions/virtualEvents/webinars/{id}/presenters/{id}", "when": "after"}))
            .await;
        let event =
            presenter_details::change(desk, &id, &mina, change("<b>Fabrikam</b>")).await.expect("changed");
        let now = &event.presenters[0];
        assert_eq!(
            (now.id.as_str(), now.company.as_deref(), now.bio.as_deref()),
            (mina.as_str(), Some("<b>Fabrikam</b>"), Some("Says it plainly.")),
            "{answer}: the same presenter, and nothing else of them is lost"
        );
        let mark = stage.mark().await;
        presenter_details::change(desk, &id, &mina, change("<b>Fabrikam</b>")).await.expect("safe to repeat");
        assert!(stage.traffic_after(mark).await.iter().all(|call| call.0["method"] == "GET"), "{answer}");
        let gone = PresenterChange { bio: Some(String::new()), ..Default::default() };
        let event = presenter_details::change(desk, &id, &mina, gone).await.expect("taken away");
        assert_eq!((event.presenters[0].bio.as_deref(), event.presenters.len()), (None, 1), "{answer}");
        let link = PresenterChange { linked_in: Some("javascript:alert(1)".into()), ..Default::default() };
        let error = presenter_details::change(desk, &id, &mina, link).await.expect_err("no address");
        assert!(matches!(error, VirtualEventError::Field { field: "linkedIn", .. }), "{error}");
        assert!(presenter_details::change(desk, &id, "nobody", change("X")).await.is_err());
        stage.close("a presenter's details").await;
    }
}

fn whole(with_people: bool, setup: Option<VirtualSetup>) -> Option<VirtualSetup> {
    setup.map(|setup| VirtualSetup { with_people, ..setup })
}

/// Of a draft that was begun, as the window sends it.
async fn created(
    organizer: &Organizer,
    id: &str,
    with_people: bool,
) -> Result<VirtualEventDetail, VirtualEventError> {
    create::create(&organizer.desk, typed(organizer, id, with_people).await).await
}

async fn typed(organizer: &Organizer, id: &str, with_people: bool) -> NewVirtualEvent {
    let next = draft::load(&organizer.desk, Some(id.to_owned())).await.expect("kept");
    let words = next.draft.expect("typed in");
    let setup = whole(with_people, words.setup.and_then(|setup| setup.webinar));
    NewVirtualEvent {
        kind: words.kind.expect("no meeting"),
        title: words.title,
        description: words.description,
        start: words.start,
        end: words.end,
        zone: words.zone,
        fold: None,
        audience: words.audience.expect("kept"),
        attendee_mail: setup.as_ref().is_some_and(|setup| setup.attendee_mail),
        setup,
        draft_id: next.id,
    }
}

/// A webinar with questions and people.
async fn full(organizer: &Organizer, title: &str) -> String {
    let desk = &organizer.desk;
    let id = webinar(organizer, title).await.summary.id;
    let own = NewQuestion::Custom {
        text: "Which track?".into(),
        answer: Answer::SingleChoice,
        choices: vec!["Red".into(), "Blue".into()],
        required: true,
    };
    for question in [NewQuestion::Predefined { label: Predefined::JobTitle }, own] {
        questions::add(desk, &id, question).await.expect("asked");
    }
    let guest = NewPresenter {
        name: Some("Mina".into()),
        email: Some("mina@example.org".into()),
        job_title: Some("CTO".into()),
        ..NewPresenter::default()
    };
    presenters::add(desk, &id, guest).await.expect("a guest");
    co_organizers::add(desk, &id, ANA).await.expect("Ana");
    id
}

#[tokio::test]
async fn a_copy_has_the_questions_and_people_only_where_that_is_wished() {
    let stage = agreed(unlimited()).await;
    let organizer = Organizer::at(&stage).await;
    let desk = &organizer.desk;
    let id = full(&organizer, "Monthly").await;
    let copy = duplicate::duplicate(desk, &id).await.expect("a draft");
    assert_eq!(at_teams(&stage, "Monthly").await, ["draft"], "nothing is made before it is pressed");
    let new = typed(&organizer, &copy.id, false).await;
    let alone = create::create(desk, new.clone()).await.expect("made");
    assert_eq!((alone.questions.len(), alone.problem.as_deref()), (2, None), "{alone:?}");
    assert!(alone.presenters.is_empty() && alone.co_organizers.is_empty(), "nobody is written to unasked");
    let again = create::create(desk, new).await.expect("pressed twice");
    assert_eq!((again.summary.id, again.questions.len()), (alone.summary.id, 2), "it is one event");
    let second = duplicate::duplicate(desk, &id).await.expect("a draft");
    // The second question's answer is lost; it is looked for, and not asked twice.
    let route = "POST /solutions/virtualEvents/webinars/{id}/registrationConfiguration/questions";
    stage.fault(json!({"route": route, "when": "after"})).await;
    let event = created(&organizer, &second.id, true).await.expect("made");
    assert_eq!(event.questions.len(), 2, "{:?}", event.questions);
    assert_eq!(event.presenters[0].job_title.as_deref(), Some("CTO"));
    assert_eq!(event.co_organizers[0].id, ANA);
    assert_eq!(event.problem, None);
    stage.close("a copy of a webinar").await;
}

#[tokio::test]
async fn what_stops_a_copy_half_way_is_taken_up_and_given_once() {
    let stage = agreed(unlimited()).await;
    let organizer = Organizer::at(&stage).await;
    let desk = &organizer.desk;
    let id = full(&organizer, "Half").await;
    let copy = duplicate::duplicate(desk, &id).await.expect("a draft");
    let route = "POST /solutions/virtualEvents/webinars/{id}/presenters";
    stage.fault(json!({"route": route, "status": 429, "retryAfter": 3600})).await;
    let event = created(&organizer, &copy.id, true).await.expect("the event itself is made");
    assert!(event.setting_up, "{event:?}");
    let problem = event.problem.expect("it says so");
    assert!(problem.contains("Half") && problem.contains("Try again"), "{problem}");
    assert!(
        setup::seen(desk, &event.summary.id).await.expect("shown").problem.is_some(),
        "it is still to do"
    );
    assert_eq!(create::resume(desk).await.expect("resumed"), 1);
    let done = list::one(desk, &event.summary.id).await.expect("kept");
    assert_eq!((done.setting_up, done.problem), (false, None));
    assert_eq!(
        (done.presenters.len(), done.questions.len(), done.co_organizers.len()),
        (1, 2, 1),
        "each once"
    );
    // Somebody has left the organization: told once, and not tried for ever.
    let copy = duplicate::duplicate(desk, &id).await.expect("a draft");
    stage.fault(json!({"route": route, "status": 400})).await;
    let event = created(&organizer, &copy.id, true).await.expect("made");
    let problem = event.problem.expect("it says so");
    assert!(problem.contains("the presenter Mina") && !event.setting_up, "{problem}");
    let read = setup::seen(desk, &event.summary.id).await.expect("read");
    assert_eq!(read.problem, None);
    stage.close("a copy half way").await;
}

#[tokio::test]
async fn a_template_of_a_webinar_makes_webinars() {
    let stage = agreed(unlimited()).await;
    let organizer = Organizer::at(&stage).await;
    let desk = &organizer.desk;
    let id = full(&organizer, "Series of talks").await;
    let nameless = duplicate::save_template(desk, &id, "  ").await.expect_err("no name");
    assert!(matches!(nameless, VirtualEventError::Field { field: "name", .. }), "{nameless}");
    let kept = duplicate::save_template(desk, &id, "Talk").await.expect("kept");
    duplicate::save_template(desk, &id, "talk").await.expect("replaced");
    assert_eq!(template::list(desk).await.expect("read").len(), 1);
    cancel::cancel(desk, &id).await.expect("called off");
    let all = template::list(desk).await.expect("read");
    assert_eq!(
        (all[0].kind, all[0].clock.as_str(), all[0].minutes),
        (Some(EventKind::Webinar), kept.clock.as_str(), 90)
    );
    let next = template::begin(desk, &all[0].id).await.expect("a draft");
    let event = created(&organizer, &next.id, false).await.expect("made");
    assert_eq!((event.summary.kind, event.questions.len()), (EventKind::Webinar, 2));
    assert_eq!(event.summary.title, "Series of talks");
    stage.close("a template of a webinar").await;
}

#[tokio::test]
async fn a_town_hall_can_be_for_the_invited_alone() {
    let stage = agreed(unlimited()).await;
    let organizer = Organizer::at(&stage).await;
    let desk = &organizer.desk;
    let open = create::create(desk, form(&organizer, EventKind::TownHall, "Open")).await.expect("a draft");
    let only = InvitedChange { only: Some(true), ..InvitedChange::default() };
    let error = invited::change(desk, &open.summary.id, only.clone()).await.expect_err("open to everyone");
    assert!(matches!(error, VirtualEventError::Field { field: "only", .. }), "{error}");
    let own =
        NewVirtualEvent { audience: Audience::Organization, ..form(&organizer, EventKind::TownHall, "Own") };
    let id = create::create(desk, own).await.expect("a draft").summary.id;
    invited::change(desk, &id, only).await.expect("only the invited");
    stage.fault(json!({"route": "PATCH /solutions/virtualEvents/townhalls/{id}", "when": "after"})).await;
    let add = InvitedChange { add: vec![ANA.into(), PRIYA.into()], ..InvitedChange::default() };
    let event = invited::change(desk, &id, add.clone()).await.expect("a lost answer is no refusal");
    let told = event.invited.expect("told");
    let names: Vec<_> = told.people.iter().filter_map(|one| one.name.as_deref()).collect();
    assert_eq!((told.only, names), (true, vec!["Ana Reyes", "Priya Raman"]));
    let mark = stage.mark().await;
    invited::change(desk, &id, add).await.expect("safe to repeat");
    assert!(stage.traffic_after(mark).await.iter().all(|call| call.0["method"] == "GET"));
    let everyone = edit::VirtualEventChange { audience: Some(Audience::Everyone), ..Default::default() };
    let error = edit::edit(desk, &id, everyone).await.expect_err("it would be refused");
    assert!(matches!(error, VirtualEventError::Field { field: "audience", .. }), "{error}");
    let change = InvitedChange { only: Some(false), remove: vec![ANA.into()], ..InvitedChange::default() };
    let event = invited::change(desk, &id, change).await.expect("everybody again");
    assert!(event.invited.is_some_and(|told| !told.only && told.people.len() == 1));
    let copy = duplicate::duplicate(desk, &id).await.expect("a draft");
    let copied = created(&organizer, &copy.id, true).await.expect("made");
    assert_eq!(copied.invited.expect("told").people[0].id, PRIYA);
    let none =
        invited::change(desk, &webinar(&organizer, "W").await.summary.id, InvitedChange::default()).await;
    assert!(matches!(none, Err(VirtualEventError::OnlyForTownHalls(_))));
    stage.close("a town hall for the invited").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_terminal_takes_over_copies_and_names_people() {
    let stage = agreed(unlimited()).await;
    let organizer = Organizer::at(&stage).await;
    let terminal = Terminal::at(&stage, organizer.dir());
    let there = made_in_teams(&stage, &organizer, "From Teams", json!({})).await;
    let told = terminal.run(&["webinars", "offers"]).await.json();
    assert!(
        told["offers"].as_array().expect("a list").iter().any(|offer| offer["id"] == json!(there)),
        "{told}"
    );
    assert_eq!(terminal.run(&["town-halls", "offers", "--kept"]).await.json()["offers"], json!([]));
    let id =
        terminal.run(&["webinars", "adopt", &there]).await.json()["id"].as_str().expect("an id").to_owned();
    assert_eq!(terminal.run(&["webinars", "adopt", &there]).await.json()["id"], json!(id), "safe to repeat");
    let told = terminal.run(&["webinars", "co-organizers", &id, "--add", ANA]).await.json();
    assert_eq!(told["coOrganizers"][0]["name"], "Ana Reyes");
    let told = terminal.run(&["webinars", "co-organizers", &id, "--remove", ANA]).await.json();
    assert_eq!(told["coOrganizers"], json!([]));
    terminal.run(&["webinars", "co-organizers", &id, "--add", "Nobody"]).await.error(2);
    let add = ["webinars", "presenters", "add", &id, "--name", "Mina", "--email", "mina@example.org"];
    let mina = terminal.run(&add).await.json()["presenters"][0]["id"].as_str().expect("an id").to_owned();
    let told =
        terminal.run(&["webinars", "presenters", "edit", &id, &mina, "--company", "Contoso"]).await.json();
    assert_eq!(told["presenters"][0]["company"], "Contoso", "{told}");
    terminal.run(&["webinars", "presenters", "edit", &id, &mina]).await.error(2);
    let copy = terminal.run(&["webinars", "duplicate", &id, "--with-people"]).await.json();
    assert_eq!((&copy["presenters"][0]["name"], &copy["state"]), (&json!("Mina"), &json!("draft")), "{copy}");
    let kept = terminal.run(&["webinars", "template", "save", &id, "--name", "T"]).await.json();
    let template = kept["id"].as_str().expect("an id");
    let listed = terminal.run(&["town-halls", "template", "list"]).await.json();
    assert_eq!(listed["templates"], json!([]), "each kind has its own");
    terminal.run(&["events", "template", "use", template]).await.error(2);
    let made =
        terminal.run(&["webinars", "template", "use", template, "--start", "2099-12-01T18:00"]).await.json();
    assert_eq!(made["presenters"], json!([]), "nobody is written to unasked: {made}");
    terminal.run(&["webinars", "invited", &id, "--only"]).await.error(4);
    stage.close("the terminal's copies").await;
}
