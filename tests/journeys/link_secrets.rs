//! Whatever lets somebody in: told in words, and kept out of the record of the traffic.

use lectern_core::error::CommandError;
use lectern_core::join::explain;
use lectern_core::join::offers::WebviewAbilities;
use lectern_core::join::prepare::{JoinRequest, Separate};
use lectern_domain::join_link::{SecretPart, Wrapper, decide};
use lectern_tests::{Attendee, Organizer, Stage};
use serde_json::json;

const ABLE: WebviewAbilities = WebviewAbilities { secure_context: true, rtc: true, get_user_media: true };

fn asked(input: &str) -> JoinRequest {
    JoinRequest {
        input: input.to_owned(),
        passcode: None,
        abilities: Some(ABLE),
        confirmed_service: None,
        separate: Separate::Never,
    }
}

/// The part of a link that nobody may read, as it is and as a link inside another has it.
fn secrets(link: &str) -> Vec<String> {
    let (_, secret) = link.split_once("?context=").or_else(|| link.split_once("?p=")).expect("a secret");
    let once = secret.replace('%', "%25");
    vec![secret.to_owned(), once.replace('%', "%25"), once]
}

#[tokio::test]
async fn the_record_of_the_traffic_lets_nobody_in() {
    for form in ["long", "short"] {
        let stage = Stage::with(json!({"joinUrlForm": form})).await;
        let organizer = Organizer::at(&stage).await;
        let event = organizer.try_schedule(&organizer.draft("Behind doors")).await.expect("scheduled");
        organizer.guests(&organizer.event("Registered", None).await, 1).await;
        organizer.send().await;
        let mail = Attendee::reading_mail(&stage, "guest01@example.org").await;
        let ticket = mail.lectern_link().split_once("ticket=").expect("a ticket").1.to_owned();
        let mut hidden = vec![ticket];
        for link in [event.summary.join_url.expect("a link"), mail.links()[0].clone()] {
            hidden.extend(secrets(&link));
        }
        let traffic = stage.traffic().await;
        let record = traffic.iter().map(|call| call.0.to_string()).collect::<String>();
        for secret in hidden {
            assert!(!record.contains(&secret), "{form}: who reads the record would be let in by {secret}");
        }
        assert!(record.contains("teams.microsoft.com"), "{form}: what was asked for stays readable");
        stage.close("links in the record").await;
    }
}

#[tokio::test]
async fn a_link_is_explained_in_the_words_of_its_decision_and_asks_nobody() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let before = stage.traffic().await.len();
    let wrapped = "<https://nam06.safelinks.protection.outlook.com/?url=https%3A%2F%2Fteams.microsoft.com%2Fmeet%2F1%3Fp%3DS3cret9>";
    let view = explain::explain(&organizer.desk, &asked(wrapped));
    assert!(view.here, "a key and a webview that can: {view:?}");
    assert_eq!(view.message, decide(wrapped, None).message, "as the terminal says it");
    assert_eq!(
        (view.host.as_deref(), view.wrappers),
        (Some("teams.microsoft.com"), vec![Wrapper::SafeLinks])
    );
    assert_eq!(view.secrets, [SecretPart::Passcode]);
    let clean = view.clean.expect("it can be opened");
    assert_eq!(clean.whole, "https://teams.microsoft.com/meet/1?p=S3cret9");
    assert!(!clean.hidden.contains("S3cret9"), "hidden until the person asks");

    let forged =
        explain::explain(&organizer.desk, &asked("https://teams.micros\u{43e}ft.com/meet/1?p=S3cret9"));
    assert!(!forged.here && forged.clean.is_none(), "{forged:?}");
    assert_eq!(forged.host.as_deref(), Some("teams.xn--microsft-sbh.com"), "the host that it really is");

    let other = explain::explain(&organizer.desk, &asked("lectern://join?ticket=01ARZ3NDEKTSV4RRFFQ69G5FAV"));
    assert!(!other.here && other.message.contains("belongs to a real profile"), "{other:?}");
    assert_eq!(stage.traffic().await.len(), before, "nothing is fetched to explain a link");
    stage.close("a link explained").await;
}

/// Links are pasted with what a mail program puts around them.
#[tokio::test]
async fn a_ticket_in_brackets_is_the_same_ticket() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    organizer.guests(&organizer.event("In brackets", None).await, 1).await;
    organizer.send().await;
    let link = Attendee::reading_mail(&stage, "guest01@example.org").await.lectern_link();
    for input in [format!("<{link}>"), format!("\u{feff}{link}\u{200e}\n")] {
        let view = Attendee::follow(&organizer.desk, &input).await.expect("known");
        assert_eq!(view.event.expect("its event").title, "In brackets", "else Join would lead nowhere");
    }
    let torn = format!("{link}&S3cretPasscode9");
    let error = Attendee::follow(&organizer.desk, &torn).await.expect_err("damaged");
    let told = CommandError::from(error).message;
    assert!(told.contains("damaged") && !told.contains("S3cret"), "no message repeats a link's rest: {told}");
    stage.close("a ticket in brackets").await;
}
