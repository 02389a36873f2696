//! Many people of an event that a service decides about: removed, changed, imported and taken back, part by part, over a
//! service that goes away in between.

use lectern_core::desk::Desk;
use lectern_core::publishing::{show, sync};
use lectern_core::registration::RegistrationError;
use lectern_core::registration::bulk::chosen::Chosen;
use lectern_core::registration::bulk::edit::{self, BulkEdit};
use lectern_core::registration::bulk::list::list as changes;
use lectern_core::registration::bulk::progress::untold;
use lectern_core::registration::bulk::{BulkDone, removal, undo};
use lectern_core::registration::import::resume;
use lectern_core::registration::list::{self, ListFilter};
use lectern_core::registration::register::add;
use lectern_core::registration::settings::{self, RegistrationSettings};
use lectern_domain::bulk::BulkState;
use lectern_domain::registration::{RegistrantStatus, Rules};
use lectern_tests::Stage;

use crate::commanding::{Published, id_of, lines, newcomer, published};

fn everybody() -> Chosen {
    Chosen::Matching { query: String::new(), filter: ListFilter::default(), except: Vec::new() }
}

fn list_of(people: std::ops::Range<usize>) -> String {
    let rows: Vec<String> = people.map(|n| format!("Guest {n:05},guest{n:05}@example.org\n")).collect();
    format!("Name,Email\n{}", rows.concat())
}

/// How many stand so, at the desk and at the service.
async fn count(at: &Published, status: RegistrantStatus) -> (u32, u32) {
    let filter = || ListFilter { statuses: Some(vec![status]), ..ListFilter::default() };
    let of =
        async |desk: &Desk| list::page(desk, &at.event, "", filter(), 0, 1).await.expect("a list").matching;
    (of(at.desk()).await, of(&at.service).await)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_comes_in_parts_each_row_once_and_is_reported_as_on_any_list() {
    let stage = Stage::open().await;
    let at = published(&stage, Some(1_500)).await;
    let rules = Rules { waitlist: true, ..Rules::default() };
    let wanted = RegistrationSettings { capacity: Some(1_500), rules };
    settings::set(at.desk(), &at.event, wanted).await.expect("set");
    add(at.desk(), &at.event, newcomer("Ana")).await.expect("an answer");
    let csv = format!("{}Ana,ana@contoso.example\nNobody,nonsense\n", list_of(0..2_300));
    let report = at.organizer.import(&at.event, &csv).await.expect("imported");
    assert_eq!((report.rows, report.imported, report.duplicates, report.error_count), (2_302, 2_300, 1, 1));
    assert_eq!(
        count(&at, RegistrantStatus::Registered).await,
        (1_500, 1_500),
        "the service counts the places"
    );
    assert_eq!(count(&at, RegistrantStatus::Waitlisted).await, (801, 801));
    let again = at.organizer.import(&at.event, &csv).await.expect("imported");
    assert_eq!((again.imported, again.duplicates, again.bulk_id), (0, 2_301, None), "nobody comes twice");

    let id = report.bulk_id.expect("it can be taken back");
    let undone = undo::undo(at.desk(), &at.event, Some(id), None, untold()).await.expect("undone");
    assert_eq!((undone.people, undone.left), (2_300, 0), "{undone:?}");
    assert_eq!(lines(at.desk(), &at.event).await, ["Ana Registered"], "nobody had been written to");
    assert_eq!(lines(&at.service, &at.event).await, ["Ana Registered"]);
    at.goes_away().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_import_that_the_network_cuts_off_is_gone_on_with() {
    let stage = Stage::open().await;
    let at = published(&stage, None).await;
    at.organizer.import(&at.event, &list_of(0..1_000)).await.expect("imported");
    at.goes_away().await;
    let csv = list_of(500..2_500);
    let cut = at.organizer.import(&at.event, &csv).await.expect_err("there is no service");
    assert!(matches!(cut, RegistrationError::CutOff { there: 0, all: 2_000, .. }), "{cut}");
    let left = changes(at.desk(), &at.event).await.expect("a list").swap_remove(0);
    assert!(left.interrupted, "its file is kept: {left:?}");
    at.comes_back().await;
    let report = resume::resume(at.desk(), &left.id, untold()).await.expect("gone on with");
    assert_eq!((report.imported, report.duplicates), (1_500, 500));
    assert_eq!(count(&at, RegistrantStatus::Registered).await, (2_500, 2_500));
    at.goes_away().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_are_changed_and_removed_in_parts_and_taken_back_exactly() {
    let stage = Stage::open().await;
    let at = published(&stage, None).await;
    let (desk, event) = (at.desk(), at.event.as_str());
    at.organizer.import(event, &list_of(0..1_200)).await.expect("imported");
    let wanted = BulkEdit { company: Some("Fabrikam".into()), names: None };
    let edited = edit::edit(desk, event, everybody(), wanted, untold()).await.expect("changed");
    assert_eq!((edited.people, edited.left.len()), (1_200, 0));
    let company = async |desk: &Desk| {
        list::page(desk, event, "", ListFilter::default(), 1_199, 1).await.expect("a list").rows[0]
            .company
            .clone()
    };
    assert_eq!(company(&at.service).await.as_deref(), Some("Fabrikam"));
    assert_eq!(company(desk).await.as_deref(), Some("Fabrikam"));
    let undone = undo::undo(desk, event, edited.id, None, untold()).await.expect("undone");
    assert_eq!((undone.people, undone.left), (1_200, 0));
    assert_eq!((company(desk).await, company(&at.service).await), (None, None));

    // One is off it at the service already, and this desk has not heard.
    let first = id_of(desk, event, "Guest 00000").await;
    let off = serde_json::json!({"type": "remove", "people": [first]});
    at.carry_out("past-the-desk", off).await.expect("an answer");
    let BulkDone { id, people, left } =
        removal::remove(desk, event, everybody(), untold()).await.expect("removed");
    assert_eq!(people, 1_199);
    assert_eq!((left.len(), left[0].id.as_str()), (1, first.as_str()), "named, with the reason: {left:?}");
    assert_eq!(count(&at, RegistrantStatus::Registered).await, (0, 0));
    let undone = undo::undo(desk, event, id, None, untold()).await.expect("undone");
    assert_eq!((undone.people, undone.left), (1_199, 0), "who was off it before stays off it");
    assert_eq!(count(&at, RegistrantStatus::Registered).await, (1_199, 1_199));
    at.goes_away().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_the_service_a_change_of_many_waits_and_is_finished_by_itself() {
    let stage = Stage::open().await;
    let at = published(&stage, None).await;
    let (desk, event) = (at.desk(), at.event.as_str());
    at.organizer.import(event, &list_of(0..1_200)).await.expect("imported");
    at.goes_away().await;
    let waits = removal::remove(desk, event, everybody(), untold()).await.expect_err("nobody decides");
    assert!(matches!(waits, RegistrationError::Waits), "{waits}");
    let waiting = changes(desk, event).await.expect("a list").swap_remove(0);
    assert!(waiting.waits && !waiting.interrupted, "it is not cut off, it waits: {waiting:?}");
    let shown = show::published(desk, event).await.expect("asked").expect("published");
    let what: Vec<_> = shown.waiting.iter().map(|queued| queued.what.as_str()).collect();
    assert_eq!(what, ["Remove 1000 people", "Remove 200 people"]);

    at.comes_back().await;
    sync::sync(desk, event).await.expect("up to date");
    let done = changes(desk, event).await.expect("a list").swap_remove(0);
    assert_eq!((done.state, done.people, done.waits), (BulkState::Done, 1_200, false));
    let undone = undo::undo(desk, event, Some(done.id), None, untold()).await.expect("undone");
    assert_eq!(undone.people, 1_200);
    assert_eq!(count(&at, RegistrantStatus::Registered).await, (1_200, 1_200));
    at.goes_away().await;
}
