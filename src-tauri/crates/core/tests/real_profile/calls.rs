//! Where a real call would run, told before Join: in this window, in an installed browser, or in Teams only. Each row of
//! the decision (ARCHITECTURE.md, "Before Join") that a sandbox cannot meet is met here, where calls are not simulated.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use lectern_core::companion::browser::BrowserChoice;
use lectern_core::desk::Desk;
use lectern_core::doctor::CheckStatus;
use lectern_core::join::checks::CheckedThing;
use lectern_core::join::explain;
use lectern_core::join::offers::WebviewAbilities;
use lectern_core::join::prepare::{self, JoinRequest, JoinView, Separate, Surface};
use lectern_core::join::reach;
use lectern_core::profile::{CloudName, Registration, configure};
use lectern_core::services::acs_connection;
use lectern_domain::join_link::Needs;
use tempfile::TempDir;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpListener;
use url::Url;

use super::{ABLE, CONNECTION, MEETING, WORD, first_start, open_with, registration, secret};

/// Debian's webview.
const DEBIAN: WebviewAbilities = WebviewAbilities { rtc: false, get_user_media: false, ..ABLE };
const INSECURE: WebviewAbilities = WebviewAbilities { secure_context: false, ..ABLE };
const DEAF: WebviewAbilities = WebviewAbilities { get_user_media: false, ..ABLE };
const GOV_CONNECTION: &str = "endpoint=https://agency.communication.azure.us/;accesskey=c2VjcmV0LWtleQ==";
const OIDS: &str = "context=%7B%22Tid%22%3A%2200000000-0000-0000-0000-000000000001%22%2C%22Oid%22%3A%2200000000-0000-0000-0000-000000000002%22%7D";

/// A real profile on a machine with this browser. It is only looked for here, and never started.
async fn desk_with(browser: Option<&str>) -> (TempDir, Desk, PathBuf) {
    let (dir, first) = first_start().await;
    drop(first);
    let program = dir.path().join(browser.unwrap_or("none"));
    let choice = match browser {
        Some(_) => {
            std::fs::write(&program, "").expect("an installed browser");
            BrowserChoice::Program(program.clone())
        }
        None => BrowserChoice::None,
    };
    let desk = open_with(dir.path(), WORD, choice).await.expect("opens");
    (dir, desk, program)
}

async fn with_key(desk: &Desk) {
    acs_connection::set(desk, secret(CONNECTION)).await.expect("a key");
}

fn asked(input: &str, abilities: Option<WebviewAbilities>, separate: Separate) -> JoinRequest {
    JoinRequest { input: input.into(), passcode: None, abilities, confirmed_service: None, separate }
}

/// As the desktop window asks.
async fn decide(desk: &Desk, input: &str, abilities: WebviewAbilities) -> JoinView {
    prepare::prepare(desk, asked(input, Some(abilities), Separate::IfNeeded)).await.expect("decided")
}

fn codes(view: &JoinView) -> Vec<&'static str> {
    view.blockers.iter().map(|blocker| blocker.code).collect()
}

/// What a person reads in a row; it must be there, once.
fn row(view: &JoinView, about: CheckedThing) -> (CheckStatus, &str) {
    let mut found = view.checks.iter().filter(|check| check.about == about);
    let row = found.next().unwrap_or_else(|| panic!("no row {about:?}: {:?}", view.checks));
    assert!(found.next().is_none(), "one row for each thing: {:?}", view.checks);
    (row.status, &row.message)
}

#[tokio::test]
async fn where_the_webview_makes_no_calls_an_installed_browser_does() {
    let (_dir, desk, program) = desk_with(Some("google-chrome")).await;
    with_key(&desk).await;
    for lacking in [DEBIAN, INSECURE, DEAF] {
        let view = decide(&desk, MEETING, lacking).await;
        assert_eq!(
            (view.surface, view.companion),
            (Some(Surface::Companion), Some("Google Chrome")),
            "{lacking:?}"
        );
        assert!(
            view.blockers.is_empty() && view.message.contains("can be joined here"),
            "{lacking:?}: {view:?}"
        );
        assert_eq!(
            row(&view, CheckedThing::Machine),
            (CheckStatus::Ok, "Google Chrome makes the call, in a window of its own."),
            "{lacking:?}"
        );
        assert!(view.checks.iter().all(|check| check.status != CheckStatus::Failed), "{:?}", view.checks);
        assert!(
            view.offers.iter().any(|offer| offer.available),
            "what one will have there is promised: {view:?}"
        );
        assert!(view.can_open_teams && view.terms_needed && !view.simulated);
        let told = explain::explain(&desk, &asked(MEETING, Some(lacking), Separate::IfNeeded));
        assert!(told.here && told.further.is_empty(), "the explanation of the link agrees: {told:?}");
    }
    let here = decide(&desk, MEETING, ABLE).await;
    assert_eq!(
        (here.surface, here.companion),
        (Some(Surface::Window), Some("Google Chrome")),
        "it can be wished for"
    );
    assert_eq!(row(&here, CheckedThing::Machine), (CheckStatus::Ok, "This window can make calls."));
    let wished =
        prepare::prepare(&desk, asked(MEETING, Some(ABLE), Separate::Wished)).await.expect("decided");
    assert_eq!(wished.surface, Some(Surface::Companion));
    let terminal = prepare::prepare(&desk, asked(MEETING, None, Separate::IfNeeded)).await.expect("decided");
    assert_eq!(terminal.surface, Some(Surface::Companion), "a browser needs no webview to be looked into");

    std::fs::remove_file(program).expect("uninstalled");
    let gone = decide(&desk, MEETING, DEBIAN).await;
    assert_eq!((codes(&gone), gone.surface), (vec!["no-webrtc"], None), "it is looked for each time");
}

#[tokio::test]
async fn a_browser_is_no_pass() {
    let (_dir, desk, _) = desk_with(Some("chromium")).await;
    let view = decide(&desk, MEETING, DEBIAN).await;
    assert_eq!((codes(&view), view.surface, view.companion), (vec!["no-token"], None, None));
    assert_eq!(row(&view, CheckedThing::Machine).0, CheckStatus::Ok, "the machine is not to blame");
    let (status, words) = row(&view, CheckedThing::Token);
    assert!(status == CheckStatus::Failed && words.contains("key") && words.contains("Teams"), "{words}");
    assert!(
        view.can_open_teams && view.offers.iter().all(|offer| !offer.available),
        "nothing is promised: {view:?}"
    );
}

#[tokio::test]
async fn without_any_browser_it_says_which_to_install_and_offers_teams() {
    let (_dir, desk, _) = desk_with(None).await;
    with_key(&desk).await;
    for (lacking, code, word) in [
        (DEBIAN, "no-webrtc", "Install Chromium, Google Chrome or Microsoft Edge"),
        (INSECURE, "insecure-context", "not a secure one"),
        (DEAF, "no-devices", "camera or a microphone"),
    ] {
        let view = decide(&desk, MEETING, lacking).await;
        assert_eq!((codes(&view), view.surface), (vec![code], None));
        let (status, words) = row(&view, CheckedThing::Machine);
        assert!(status == CheckStatus::Failed && words.contains(word), "{code}: {words}");
        assert!(
            view.message.contains(word) && view.can_open_teams,
            "said, and Teams offered: {}",
            view.message
        );
        assert_eq!(row(&view, CheckedThing::Token).0, CheckStatus::Ok, "the pass is not to blame");
        assert_eq!(row(&view, CheckedThing::Link).0, CheckStatus::Ok, "nor the link");
    }
    let terminal = prepare::prepare(&desk, asked(MEETING, None, Separate::IfNeeded)).await.expect("decided");
    assert_eq!(
        row(&terminal, CheckedThing::Machine).0,
        CheckStatus::Skipped,
        "not known is not said to fail"
    );
}

/// Answers whoever asks with a refusal, which is an answer too.
async fn answering_host() -> Url {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = format!("http://{}/", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            drop(
                stream
                    .write_all(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
                    .await,
            );
        }
    });
    Url::parse(&address).expect("an address")
}

/// A port that was somebody's and is nobody's now.
async fn closed_host() -> Url {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    Url::parse(&format!("http://{}/", listener.local_addr().expect("an address"))).expect("an address")
}

#[tokio::test]
async fn the_networks_row_says_whether_calls_get_through() {
    let (_dir, desk, _) = desk_with(None).await;
    let (one, two, closed, closed_too) =
        (answering_host().await, answering_host().await, closed_host().await, closed_host().await);
    let all = reach::answering(&desk, vec![one.clone(), two.clone()]).await;
    assert_eq!((all.about, all.status), (CheckedThing::Network, CheckStatus::Ok), "{}", all.message);
    let some = reach::answering(&desk, vec![one, two, closed.clone()]).await;
    assert_eq!(some.status, CheckStatus::Warning, "the call may still come about");
    assert!(
        some.message.contains(closed.authority()),
        "the network's keeper needs the name: {}",
        some.message
    );
    let none = reach::answering(&desk, vec![closed.clone(), closed_too.clone()]).await;
    assert_eq!(none.status, CheckStatus::Failed);
    assert!(none.message.contains("firewall or proxy"), "what may be wrong: {}", none.message);
    let again =
        tokio::time::timeout(Duration::from_millis(50), reach::answering(&desk, vec![closed, closed_too]));
    assert_eq!(again.await.expect("an answer is kept for a minute"), none);
}

fn agency() -> Registration {
    Registration { cloud: CloudName::UsGovL4, ..registration("agency.us") }
}

#[tokio::test]
async fn a_meeting_of_gcc_high_is_joined_by_a_resource_of_gcc_high() {
    let gov = format!("https://gov.teams.microsoft.us/l/meetup-join/19%3ameeting_x%40thread.v2/0?{OIDS}");
    let short = "https://gov.teams.microsoft.us/meet/29384756102938";
    let (dir, desk, _) = desk_with(None).await;
    with_key(&desk).await;
    let worldwide = decide(&desk, &gov, ABLE).await;
    assert_eq!(
        (codes(&worldwide), worldwide.surface),
        (vec!["cloud"], None),
        "a worldwide resource does not reach it"
    );
    assert_eq!(worldwide.needs, Some(Needs::GcchResource));
    let (status, words) = row(&worldwide, CheckedThing::Cloud);
    assert!(
        status == CheckStatus::Failed && words.contains("only with a communication resource of that cloud"),
        "{words}"
    );
    assert_eq!(row(&worldwide, CheckedThing::Token).0, CheckStatus::Ok, "the pass is not to blame");
    assert!(worldwide.can_open_teams, "Teams is one click away");

    configure::configure(&desk, &agency()).await.expect("an agency's profile");
    drop(desk);
    let desk = open_with(dir.path(), WORD, BrowserChoice::None).await.expect("opens");
    acs_connection::set(&desk, secret(GOV_CONNECTION)).await.expect("the agency's key");
    let view = decide(&desk, &gov, ABLE).await;
    assert_eq!((codes(&view), view.surface, view.needs), (vec![], Some(Surface::Window), None), "{view:?}");
    assert_eq!(
        row(&view, CheckedThing::Cloud),
        (CheckStatus::Ok, "Microsoft’s cloud for US government, GCC High.")
    );
    assert!(view.message.contains("can be joined here"), "{}", view.message);
    assert!(prepare::target(&desk, &view.join_id).is_some(), "and there is what the calling SDK is given");
    assert_eq!(decide(&desk, short, ABLE).await.needs, Some(Needs::Passcode), "which may still be asked for");
    let told = explain::explain(&desk, &asked(&gov, Some(ABLE), Separate::IfNeeded));
    assert!(told.here, "the explanation agrees: {told:?}");

    let elsewhere = decide(&desk, MEETING, ABLE).await;
    assert_eq!(
        (codes(&elsewhere), elsewhere.surface),
        (vec!["cloud"], None),
        "and it reaches no other cloud's"
    );
    let (status, words) = row(&elsewhere, CheckedThing::Cloud);
    assert!(status == CheckStatus::Failed && words.contains("another of Microsoft’s clouds"), "{words}");
}

/// The pictures of the decision show what the core says, word for word. `LECTERN_WRITE_DECISIONS=1` writes them anew.
#[tokio::test]
async fn the_pictures_show_the_cores_own_decisions() {
    let long = |host: &str, thread: &str| format!("https://{host}/l/meetup-join/19%3a{thread}/0?{OIDS}");
    let live = format!(
        "https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0?{}",
        OIDS.replace("%7D", "%2C%22IsBroadcastMeeting%22%3Atrue%7D")
    );
    let page = "https://events.teams.microsoft.com/event/00000000-0000-0000-0000-000000000001@00000000-0000-0000-0000-000000000002";
    let meeting = MEETING.to_owned();
    let (_bare_dir, bare, _) = desk_with(None).await;
    let (_dir, desk, _) = desk_with(None).await;
    with_key(&desk).await;
    let (_chromium_dir, chromium, _) = desk_with(Some("chromium")).await;
    with_key(&chromium).await;
    let (_gov_dir, gov, _) = desk_with(None).await;
    acs_connection::set(&gov, secret(GOV_CONNECTION)).await.expect("the agency's key");
    let gov_link = long("gov.teams.microsoft.us", "meeting_x%40thread.v2");
    let cases = [
        ("meeting", &desk, meeting.clone(), ABLE),
        ("number", &desk, "234 567 890 123 4".to_owned(), ABLE),
        ("channel", &desk, long("teams.microsoft.com", "x%40thread.tacv2"), ABLE),
        ("webinar", &desk, page.to_owned(), ABLE),
        ("liveEvent", &desk, live, ABLE),
        ("consumer", &desk, "https://teams.live.com/meet/9345678901234?p=abcDEF".to_owned(), ABLE),
        ("gcch", &desk, gov_link.clone(), ABLE),
        ("gcchHere", &gov, gov_link, ABLE),
        ("otherCloud", &gov, meeting.clone(), ABLE),
        ("dod", &desk, long("dod.teams.microsoft.us", "meeting_x%40thread.v2"), ABLE),
        ("china", &desk, long("teams.microsoftonline.cn", "meeting_x%40thread.v2"), ABLE),
        ("refuse", &desk, "https://teams.micros0ft.example/meet/2345678901234".to_owned(), ABLE),
        ("noPass", &bare, meeting.clone(), ABLE),
        ("insecure", &desk, meeting.clone(), INSECURE),
        ("noWebrtc", &desk, meeting.clone(), DEBIAN),
        ("noDevices", &desk, meeting.clone(), DEAF),
        ("nothing", &bare, meeting.clone(), DEBIAN),
        ("companion", &chromium, meeting, DEBIAN),
    ];
    let mut written = String::from(
        "// The core's own decisions, written by src-tauri/crates/core/tests/real_profile/calls.rs and compared there.\n\
         import type { JoinView } from \"../../src/bindings/core\";\n\n\
         export const DECISIONS: Readonly<Record<string, JoinView>> = {\n",
    );
    for (name, desk, link, abilities) in cases {
        let view = JoinView { join_id: name.to_owned(), ..decide(desk, &link, abilities).await };
        let json = serde_json::to_string(&view).expect("JSON");
        writeln!(written, "  {name}: {json},").expect("written");
    }
    written.push_str("};\n");
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../ui/test/join-looks/decisions.ts");
    if std::env::var_os("LECTERN_WRITE_DECISIONS").is_some() {
        std::fs::write(&file, &written).expect("written");
    }
    let kept = std::fs::read_to_string(&file).expect("the decisions of the pictures");
    assert_eq!(kept, written, "write them anew, and look at the pictures");
}
