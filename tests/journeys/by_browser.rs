//! Sign-in in the system's browser: authorization code with PKCE, back over a loopback address.

use std::collections::HashMap;
use std::sync::Arc;

use lectern_core::SystemClock;
use lectern_core::sign_in::{SignInProgress, account, browser};
use lectern_tests::{Browser, Organizer, Stage, Terminal};
use reqwest::Url;

async fn arriving(stage: &Stage) -> Organizer {
    Organizer::arriving(stage, Arc::new(SystemClock)).await
}

fn fields(address: &str) -> HashMap<String, String> {
    Url::parse(address).expect("an address").query_pairs().into_owned().collect()
}

#[tokio::test]
async fn who_accepts_in_the_browser_is_signed_in() {
    let stage = Stage::open().await;
    let organizer = arriving(&stage).await;
    let flow = browser::start(&organizer.desk).await.expect("a page to open");
    let address = flow.address().to_owned();
    let asked = fields(&address);
    assert_eq!(asked["response_type"], "code");
    assert_eq!(asked["code_challenge_method"], "S256", "a stolen code is worth nothing without its verifier");
    let redirect = asked["redirect_uri"].clone();
    assert!(redirect.starts_with("http://localhost:"), "Entra knows this address with any port: {redirect}");
    let (end, ()) = tokio::join!(browser::wait(&organizer.desk, flow), async {
        let person = Browser::open();
        assert_eq!(person.visit(&format!("{redirect}/favicon.ico")).await.status, 404);
        let foreign = person.visit(&format!("{redirect}/?code=theirs&state=theirs")).await;
        assert_eq!(foreign.status, 400, "an answer to no question of ours signs nobody in: {}", foreign.text);
        let back = person.decide(&address, "approve").await;
        assert!(back.starts_with(&redirect), "{back}");
        assert_eq!(fields(&back)["state"], asked["state"]);
        let last = person.visit(&back).await;
        assert!(last.status == 200 && last.text.contains("signed in"), "the person is told: {}", last.text);
    });
    let SignInProgress::SignedIn { account } = end else { panic!("signed in, not {end:?}") };
    let current = account::current(&organizer.desk).await.expect("the store").expect("somebody");
    assert_eq!(current.username, account.username);
    let redeemed = stage.calls("POST", "/oauth2/v2.0/token").await;
    assert_eq!(redeemed.len(), 1, "one code, one try; the foreign one was never brought to Entra");
    let sent = redeemed[0].asked().to_string();
    assert!(sent.contains("authorization_code") && sent.contains("code_verifier"), "{sent}");
    organizer.event("By browser", None).await;
    assert_eq!(stage.events_of("By browser").await.len(), 1, "the tokens are good for the work");
    let dir = organizer.dir().to_owned();
    drop(organizer);
    let again = Organizer::back_at(&stage, &dir, Arc::new(SystemClock)).await;
    again.event("After a restart", None).await;
    assert_eq!(stage.events_of("After a restart").await.len(), 1, "and they were kept");
    stage.close("a sign-in by browser").await;
}

#[tokio::test]
async fn who_cancels_in_the_browser_is_not_asked_again() {
    let stage = Stage::open().await;
    let organizer = arriving(&stage).await;
    let flow = browser::start(&organizer.desk).await.expect("a page to open");
    let address = flow.address().to_owned();
    let (end, ()) = tokio::join!(browser::wait(&organizer.desk, flow), async {
        let person = Browser::open();
        let back = person.decide(&address, "deny").await;
        let last = person.visit(&back).await;
        assert!(last.text.contains("not completed"), "the page must not claim a sign-in: {}", last.text);
    });
    assert!(matches!(end, SignInProgress::Declined), "declined is an answer, not a failure: {end:?}");
    assert!(account::current(&organizer.desk).await.expect("the store").is_none());
    assert!(stage.calls("POST", "/oauth2/v2.0/token").await.is_empty(), "there is nothing to redeem");
    stage.close("a sign-in declined in the browser").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_terminal_says_which_page_to_open() {
    let stage = Stage::open().await;
    let dir = stage.path("desk");
    Organizer::profile(&dir);
    let terminal = Terminal::at(&stage, &dir);
    let mut running = terminal.start(&["sign-in", "--browser"]);
    let first = running.line().await;
    assert_eq!(first["event"], "browser", "the address comes at once: {first}");
    let person = Browser::open();
    let back = person.decide(first["address"].as_str().expect("an address"), "approve").await;
    person.visit(&back).await;
    let last = running.line().await;
    assert_eq!(last["event"], "signed-in", "{last}");
    assert_eq!(running.end().await, Some(0));
    assert_eq!(terminal.run(&["doctor"]).await.json()["ok"], true, "and everything works");
    stage.close("a sign-in by browser from the terminal").await;
}
