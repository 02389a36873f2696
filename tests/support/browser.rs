//! A person's browser on the sandbox's sign-in page: it keeps the cookie it was given, answers the page's form, and
//! carries the answer back to the application.

use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::redirect::Policy;

/// A page as the person sees it.
#[derive(Debug)]
pub struct Page {
    pub status: u16,
    pub text: String,
}

pub struct Browser(reqwest::Client);

impl Browser {
    /// After the stage: it has brought the cryptography that every client needs.
    pub fn open() -> Self {
        // What is followed, and with which cookie, is what these journeys are about.
        let client = reqwest::Client::builder().redirect(Policy::none()).no_proxy().build();
        Self(client.expect("a browser"))
    }

    pub async fn visit(&self, address: &str) -> Page {
        page(self.0.get(address).send().await.expect("an answer")).await
    }

    /// Opens the sign-in page and presses a button of it; where the browser is sent with the answer.
    pub async fn decide(&self, address: &str, decision: &str) -> String {
        let shown = self.0.get(address).send().await.expect("the page");
        assert_eq!(shown.status(), 200, "a person can sign in at {address}");
        let cookie = shown.headers()[SET_COOKIE].to_str().expect("text").split(';').next().map(str::to_owned);
        let text = shown.text().await.expect("markup");
        let after = |mark: &str| {
            let rest = text.split(mark).nth(1).unwrap_or_else(|| panic!("{mark} in {text}"));
            rest.split('"').next().unwrap_or_default().to_owned()
        };
        let form = [("flow", after("name=\"flow\" value=\"")), ("decision", decision.to_owned())];
        let action = address.parse::<reqwest::Url>().and_then(|base| base.join(&after("action=\"")));
        let pressed = self.0.post(action.expect("where the form goes")).form(&form);
        let sent = pressed.header(COOKIE, cookie.expect("a cookie")).send().await.expect("an answer");
        assert_eq!(sent.status(), 302, "the browser goes back to the application");
        sent.headers()[LOCATION].to_str().expect("text").to_owned()
    }
}

async fn page(answer: reqwest::Response) -> Page {
    let status = answer.status().as_u16();
    Page { status, text: answer.text().await.expect("text") }
}
