//! A real profile from its first start, without a network: configured, given services, and brought back from its
//! recovery key. Under a passphrase, so that it runs where there is no keychain.

#[path = "real_profile/calls.rs"]
mod calls;

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;

use lectern_core::companion::browser::BrowserChoice;
use lectern_core::desk::{Desk, DeskOptions};
use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::join::offers::WebviewAbilities;
use lectern_core::join::prepare::{self, JoinRequest, JoinView, PrepareError, Surface};
use lectern_core::messages::channel::Security;
use lectern_core::profile::{
    CloudName, KeyPlace, NewProfile, Profile, ProfileKind, Registration, configure, passphrase, recovery,
};
use lectern_core::services::channel::{SmtpChoice, use_acs_email, use_smtp};
use lectern_core::services::{acs_connection, show, test_mail};
use lectern_core::session::{self, KeychainStatus};
use lectern_core::virtual_events::create::NewVirtualEvent;
use lectern_core::virtual_events::{self, Audience, EventKind};
use lectern_core::{Chance, Clock as _, SystemClock};
use lectern_domain::secret::Secret;
use tempfile::TempDir;

const WORD: &str = "five words that nobody guesses";
const CONNECTION: &str = "endpoint=https://contoso.communication.azure.com/;accesskey=c2VjcmV0LWtleQ==";

fn secret(text: &str) -> Secret<String> {
    Secret::new(text.to_owned())
}

async fn open(dir: &Path, word: &str) -> Result<Desk, CommandError> {
    open_with(dir, word, BrowserChoice::None).await
}

/// On a machine with this for a browser.
async fn open_with(dir: &Path, word: &str, browser: BrowserChoice) -> Result<Desk, CommandError> {
    let options = DeskOptions {
        profile: Profile::open(dir)?,
        passphrase: Some(secret(word)),
        sandbox: None,
        clock: Arc::new(SystemClock),
        chance: Chance,
        browser,
    };
    Ok(Desk::open(options).await?)
}

async fn first_start() -> (TempDir, Desk) {
    let dir = tempfile::tempdir().expect("a temporary folder");
    passphrase::create(dir.path(), ProfileKind::Real, None, &secret(WORD), Chance).expect("makes a profile");
    let desk = open(dir.path(), WORD).await.expect("opens without an app registration");
    (dir, desk)
}

fn registration(tenant: &str) -> Registration {
    Registration {
        cloud: CloudName::Global,
        tenant: tenant.into(),
        client_id: "535fb089-9ff3-47b6-9bfb-4f1264799865".into(),
    }
}

#[tokio::test]
async fn the_first_start_asks_for_an_app_registration_and_keeps_it() {
    let (dir, desk) = first_start().await;
    let state = session::state(&desk).await.expect("a state");
    assert!(
        state.open && !state.configured,
        "the window must ask for the registration, and nothing else yet"
    );
    let refused: CommandError =
        configure::configure(&desk, &registration("not a tenant")).await.expect_err("refused").into();
    assert_eq!(refused.field.as_deref(), Some("tenant"));
    configure::configure(&desk, &registration("Contoso.com")).await.expect("keeps it");
    drop(desk);
    let again = open(dir.path(), WORD).await.expect("opens again");
    assert!(session::state(&again).await.expect("a state").configured, "it must survive a restart");
    assert_eq!(again.profile().registration().map(|r| r.tenant.as_str()), Some("contoso.com"));
}

#[tokio::test]
async fn a_cloud_without_webinars_offers_none_and_asks_nobody() {
    for cloud in [CloudName::UsGovL4, CloudName::UsGovL5, CloudName::China] {
        let (dir, desk) = first_start().await;
        configure::configure(&desk, &Registration { cloud, ..registration("contoso.com") })
            .await
            .expect("kept");
        drop(desk);
        let desk = open(dir.path(), WORD).await.expect("opens");
        assert!(!virtual_events::list::offered(&desk), "{cloud:?}: what a cloud lacks is not offered");
        let new = NewVirtualEvent {
            kind: EventKind::Webinar,
            title: "Nowhere".into(),
            description: String::new(),
            start: "2099-12-01T18:00".into(),
            end: "2099-12-01T19:00".into(),
            zone: "Europe/Paris".into(),
            fold: None,
            audience: Audience::Everyone,
            attendee_mail: true,
            setup: None,
            draft_id: Chance.uuid().to_string(),
        };
        let error: CommandError =
            virtual_events::create::create(&desk, new).await.expect_err("there are none").into();
        assert_eq!(error.code, ErrorCode::Refused, "{cloud:?}: told at once, no network was there: {error}");
        assert!(error.message.contains("meeting"), "{cloud:?}: it says what there is instead: {error}");
        assert!(virtual_events::list::all(&desk).await.expect("a list").is_empty(), "{cloud:?}");
    }
    let (_dir, desk) = first_start().await;
    assert!(virtual_events::list::offered(&desk), "before anybody said which cloud it is");
}

#[tokio::test]
async fn a_shut_profile_says_what_it_needs() {
    let (dir, desk) = first_start().await;
    drop(desk);
    let profile = Profile::open(dir.path()).expect("a profile");
    let wrong = open(dir.path(), "not these five words").await.err().expect("a wrong passphrase");
    let state = session::shut_state(ProfileKind::Real, Some(&profile), &wrong).expect("a face for it");
    assert_eq!(state.keychain, KeychainStatus::Passphrase, "the window must ask for the passphrase");
    assert!(
        !state.open && !state.passphrase_offered,
        "a profile with data is never given a second passphrase"
    );
    let absent = CommandError::new(ErrorCode::KeychainAbsent, "no keychain");
    let fresh = session::shut_state(ProfileKind::Real, None, &absent).expect("a face for it");
    assert!(
        fresh.passphrase_offered,
        "a new profile may be put under a passphrase where there is no keychain"
    );
    assert!(
        !session::shut_state(ProfileKind::Real, Some(&profile), &absent).expect("a face").passphrase_offered,
        "an older profile's key is in the keychain that is missing, and no passphrase brings it back"
    );
}

#[tokio::test]
async fn the_resources_key_goes_in_and_is_never_shown() {
    let (dir, desk) = first_start().await;
    let refused: CommandError =
        acs_connection::set(&desk, secret("endpoint=https://x;accesskey=")).await.expect_err("no key").into();
    assert_eq!(refused.field.as_deref(), Some("connection"));
    let loopback = secret("endpoint=http://127.0.0.1:4003/;accesskey=c2VjcmV0");
    assert!(acs_connection::set(&desk, loopback).await.is_err(), "a real profile must never use a sandbox");
    assert!(use_acs_email(&desk, "DoNotReply@contoso.com").await.is_err(), "no ACS Email without a resource");

    acs_connection::set(&desk, secret(&format!(" {CONNECTION}\n"))).await.expect("kept");
    use_acs_email(&desk, "DoNotReply@contoso.com").await.expect("a channel");
    let told = serde_json::to_string(&show(&desk).await.expect("shown")).expect("JSON");
    assert!(told.contains("contoso.communication.azure.com") && !told.contains("c2VjcmV0"), "{told}");
    drop(desk);
    let again = open(dir.path(), WORD).await.expect("opens again");
    assert!(show(&again).await.expect("shown").acs_endpoint.is_some(), "the key must survive a restart");
    acs_connection::remove(&again).await.expect("removed");
    assert!(show(&again).await.expect("shown").acs_endpoint.is_none(), "and be gone at once when removed");
}

fn choice(host: &str, port: u16, security: Security, username: Option<&str>) -> SmtpChoice {
    let username = username.map(str::to_owned);
    SmtpChoice { host: host.into(), port, security, username, sender: "events@contoso.com".into() }
}

async fn refused_field(desk: &Desk, choice: SmtpChoice, password: Option<&str>) -> Option<String> {
    let error: CommandError =
        use_smtp(desk, &choice, password.map(secret)).await.expect_err("must be refused").into();
    error.field
}

#[tokio::test]
async fn a_mail_server_is_taken_with_its_password_or_refused_with_the_field() {
    let (_dir, desk) = first_start().await;
    let user = Some("events");
    let named = |host, security, user| choice(host, 587, security, user);
    assert_eq!(
        refused_field(&desk, named("smtp.contoso.com", Security::None, None), None).await.as_deref(),
        Some("security"),
        "names and addresses of guests must not cross a network in the clear"
    );
    let nowhere = named("not a host", Security::Tls, None);
    assert_eq!(refused_field(&desk, nowhere, None).await.as_deref(), Some("host"));
    let wordless = named("smtp.contoso.com", Security::StartTls, user);
    assert_eq!(refused_field(&desk, wordless.clone(), None).await.as_deref(), Some("password"));
    use_smtp(&desk, &wordless, Some(secret("s3cret"))).await.expect("kept with its password");
    use_smtp(&desk, &choice("smtp.contoso.com", 465, Security::Tls, user), None)
        .await
        .expect("the password stays");
    assert_eq!(
        refused_field(&desk, named("smtp.elsewhere.example", Security::Tls, user), None).await.as_deref(),
        Some("password"),
        "a kept password must never travel to another server"
    );
    let told = serde_json::to_string(&show(&desk).await.expect("shown")).expect("JSON");
    assert!(told.contains("\"hasPassword\":true") && !told.contains("s3cret"), "{told}");
    use_smtp(&desk, &named("smtp.contoso.com", Security::Tls, None), None).await.expect("without a user");
    assert!(
        !show(&desk).await.expect("shown").smtp.expect("a server").has_password,
        "and its password is gone"
    );
}

/// Takes one mail as a relay would and gives back what it was told.
fn relay() -> (u16, std::thread::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let heard = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        let mut lines = BufReader::new(stream.try_clone().expect("a second handle"));
        let (mut heard, mut in_text) = (String::new(), false);
        stream.write_all(b"220 relay\r\n").expect("greets");
        loop {
            let mut line = String::new();
            if lines.read_line(&mut line).expect("a line") == 0 {
                return heard;
            }
            heard.push_str(&line);
            let answer: &[u8] = match line.trim_end() {
                "." if in_text => {
                    in_text = false;
                    b"250 taken\r\n"
                }
                _ if in_text => continue,
                "DATA" => {
                    in_text = true;
                    b"354 go on\r\n"
                }
                "QUIT" => b"221 bye\r\n",
                _ => b"250 ok\r\n",
            };
            stream.write_all(answer).expect("answers");
        }
    });
    (port, heard)
}

#[tokio::test]
async fn a_test_mail_goes_by_the_chosen_server() {
    let (_dir, desk) = first_start().await;
    let nothing: CommandError = test_mail::send(&desk, None).await.expect_err("no channel yet").into();
    assert_eq!(nothing.code, ErrorCode::Refused, "{nothing:?}");
    let (port, heard) = relay();
    use_smtp(&desk, &choice("127.0.0.1", port, Security::None, None), None).await.expect("a local relay");
    let nobody: CommandError = test_mail::send(&desk, None).await.expect_err("nobody is signed in").into();
    assert_eq!(nobody.field.as_deref(), Some("to"));
    let sent = test_mail::send(&desk, Some("me@contoso.com")).await.expect("sent");
    assert!(sent.delivered);
    drop(desk);
    let heard = heard.join().expect("the relay ends");
    assert!(heard.contains("RCPT TO:<me@contoso.com>"), "{heard}");
    assert!(heard.contains("Subject: Lectern can send mail"), "{heard}");
    assert!(
        !heard.contains("text/calendar"),
        "a test is no event: no calendar file may land on a calendar: {heard}"
    );
}

#[tokio::test]
async fn the_recovery_key_is_shown_until_noted_and_brings_the_data_back() {
    let (dir, desk) = first_start().await;
    assert!(session::state(&desk).await.expect("a state").recovery_key_due);
    let key = recovery::show(&desk).await.expect("shown").groups.join("-");
    recovery::noted(&desk).await.expect("noted");
    assert!(recovery::show(&desk).await.is_err(), "once noted it must never be shown again");
    configure::configure(&desk, &registration("contoso.com")).await.expect("something to come back");
    drop(desk);

    let (other_dir, other) = first_start().await;
    let other_key = recovery::show(&other).await.expect("shown").groups.join("-");
    drop((other, other_dir));
    let recover = |key: &str, word: &str| {
        recovery::recover(dir.path(), &secret(key), Some(&secret(word)), Chance, SystemClock.now())
    };
    let wrong: CommandError =
        recover(&other_key, "five new words for this").expect_err("another's key").into();
    assert_eq!(wrong.code, ErrorCode::Refused, "another profile's key must be told as such: {wrong:?}");
    assert!(open(dir.path(), WORD).await.is_ok(), "a failed recovery must change nothing");

    recover(&key.to_lowercase(), "five new words for this").expect("recovers");
    assert!(open(dir.path(), WORD).await.is_err(), "the old passphrase is gone");
    let desk = open(dir.path(), "five new words for this").await.expect("opens under the new passphrase");
    assert!(
        !session::state(&desk).await.expect("a state").recovery_key_due,
        "its settings must be its own again"
    );
}

#[tokio::test]
async fn a_sandbox_profile_takes_no_passphrase_and_no_recovery() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let new = NewProfile {
        name: "Sandbox".into(),
        kind: ProfileKind::Sandbox,
        key_place: KeyPlace::Folder,
        registration: None,
    };
    Profile::create(dir.path(), new, Chance).expect("a sandbox profile");
    let key = secret("0000-0000-0000-0000-0000-0000-0000-0000-0000-0000-0000-0000-0000-0000");
    let error = recovery::recover(dir.path(), &key, None, Chance, SystemClock.now()).expect_err("refused");
    assert!(error.to_string().contains("sandbox"), "{error}");
}

const MEETING: &str = "https://teams.microsoft.com/meet/29384756102938?p=Zk3Vb9Qw";
const ABLE: WebviewAbilities = WebviewAbilities { secure_context: true, rtc: true, get_user_media: true };

async fn decide(
    desk: &Desk,
    input: &str,
    abilities: Option<WebviewAbilities>,
) -> Result<JoinView, PrepareError> {
    prepare::prepare(
        desk,
        JoinRequest {
            input: input.into(),
            passcode: None,
            abilities,
            confirmed_service: None,
            separate: prepare::Separate::Never,
        },
    )
    .await
}

/// What stands in the way of a meeting that could be joined here, by what can be told of the webview.
async fn in_the_way(desk: &Desk, abilities: Option<WebviewAbilities>) -> Vec<&'static str> {
    let view = decide(desk, MEETING, abilities).await.expect("decided");
    let codes: Vec<_> = view.blockers.iter().map(|blocker| blocker.code).collect();
    assert!(!view.simulated, "a real profile's call is never a play");
    assert!(view.can_open_teams, "Teams is one click away, whatever stands in the way");
    assert_eq!(
        view.surface,
        codes.is_empty().then_some(Surface::Window),
        "a way is offered or blocked: {codes:?}"
    );
    assert!(
        view.blockers.first().is_none_or(|blocker| view.message.ends_with(&blocker.message)),
        "the reason is said, not only coded: {}",
        view.message
    );
    codes
}

#[tokio::test]
async fn the_join_decision_names_what_stands_in_the_way_of_a_real_call() {
    let (_dir, desk) = first_start().await;
    assert_eq!(
        in_the_way(&desk, Some(ABLE)).await,
        ["no-token"],
        "without a key there is no pass, however able the webview is"
    );
    assert_eq!(
        in_the_way(&desk, None).await,
        ["no-token", "window-only"],
        "every reason is told, not the first"
    );
    acs_connection::set(&desk, secret(CONNECTION)).await.expect("a key");
    assert_eq!(
        in_the_way(&desk, None).await,
        ["window-only"],
        "a terminal cannot look into a webview, and must not promise what it cannot know"
    );
    let insecure = WebviewAbilities { secure_context: false, ..ABLE };
    assert_eq!(in_the_way(&desk, Some(insecure)).await, ["insecure-context"]);
    let debian = WebviewAbilities { rtc: false, get_user_media: false, ..ABLE };
    assert_eq!(in_the_way(&desk, Some(debian)).await, ["no-webrtc"], "the cause, not what follows from it");
    let deaf = WebviewAbilities { get_user_media: false, ..ABLE };
    assert_eq!(in_the_way(&desk, Some(deaf)).await, ["no-devices"]);
    assert!(
        in_the_way(&desk, Some(ABLE)).await.is_empty(),
        "with a key and an able webview it is joined here"
    );
}

async fn turned_away(desk: &Desk, link: &str) -> CommandError {
    decide(desk, link, Some(ABLE)).await.expect_err("another profile's link").into()
}

#[tokio::test]
async fn a_link_of_the_other_kind_of_profile_is_turned_away_with_the_way_to_its_own() {
    let ticket = "join?ticket=0123456789ABCDEFGHJKMNPQRS";
    let (_dir, real) = first_start().await;
    for scheme in ["lectern-sandbox", "Lectern-Sandbox"] {
        let told = turned_away(&real, &format!("{scheme}://{ticket}")).await;
        assert_eq!(told.code, ErrorCode::Invalid, "trying again does not help");
        assert_eq!(
            told.message,
            "This link belongs to a sandbox (lectern-sandbox://); this is a real profile. Open it in the sandbox that it \
             comes from: start Lectern with --explore."
        );
    }
    let own: CommandError =
        decide(&real, &format!("lectern://{ticket}"), Some(ABLE)).await.expect_err("nobody's ticket").into();
    assert_eq!(own.code, ErrorCode::NotFound, "its own scheme is looked up: {own}");
}
