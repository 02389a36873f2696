//! A sandbox of its own for each test, and a plain HTTP client.

use std::sync::Once;

use lectern_sandbox::{Options, Sandbox};
use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use serde_json::{Value, json};

pub const DEVICE_GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";
pub const SCOPE: &str =
    "openid profile offline_access User.Read Calendars.ReadWrite OnlineMeetings.ReadWrite";

pub struct Desk {
    pub sandbox: Sandbox,
    pub http: Client,
}

/// An answer, read.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: Value,
}

impl Answer {
    pub async fn read(response: Response) -> Self {
        let status = response.status().as_u16();
        let text = response.text().await.expect("the sandbox sends whole bodies");
        let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
        Self { status, body }
    }

    pub fn text(&self, name: &str) -> String {
        self.body[name].as_str().unwrap_or_else(|| panic!("{name} is a string in {}", self.body)).to_owned()
    }
}

/// A client that follows no redirect and keeps no connection, so that a cut shows.
pub fn client() -> Client {
    static PROVIDER: Once = Once::new();
    PROVIDER.call_once(|| {
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
    Client::builder().redirect(Policy::none()).no_proxy().build().expect("a client without settings")
}

impl Desk {
    pub async fn open() -> Self {
        Self::with(Options::default()).await
    }

    pub async fn with(options: Options) -> Self {
        Self { sandbox: Sandbox::start(options).await.expect("the sandbox starts"), http: client() }
    }

    pub fn entra(&self, path: &str) -> String {
        format!("{}{path}", self.sandbox.ready().entra)
    }

    pub async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let sent = self.http.post(self.entra(path)).form(fields).send().await;
        Answer::read(sent.expect("Entra answers")).await
    }

    pub async fn token(&self, fields: &[(&str, &str)]) -> Answer {
        self.form("/organizations/oauth2/v2.0/token", fields).await
    }

    pub async fn control(&self, path: &str, body: Value) -> Answer {
        let url = format!("{}{path}", self.sandbox.ready().control);
        Answer::read(self.http.post(url).json(&body).send().await.expect("the control door answers")).await
    }

    pub async fn look(&self, path: &str) -> Value {
        let url = format!("{}{path}", self.sandbox.ready().control);
        Answer::read(self.http.get(url).send().await.expect("the control door answers")).await.body
    }

    pub async fn start_device_code(&self, scope: &str) -> Answer {
        let client_id = self.sandbox.ready().client_id.clone();
        let started = self
            .form("/organizations/oauth2/v2.0/devicecode", &[("client_id", &client_id), ("scope", scope)])
            .await;
        assert_eq!(started.status, 200, "a device code must be given: {}", started.body);
        started
    }

    pub async fn poll(&self, device_code: &str) -> Answer {
        let client_id = self.sandbox.ready().client_id.clone();
        let fields = [("grant_type", DEVICE_GRANT), ("client_id", &*client_id), ("device_code", device_code)];
        self.token(&fields).await
    }

    /// Signs in by device code; `extra` fields go with the poll.
    pub async fn sign_in(&self, scope: &str, extra: &[(&str, &str)]) -> Answer {
        let started = self.start_device_code(scope).await;
        let approved =
            self.control(&format!("/device-codes/{}/approve", started.text("user_code")), json!({})).await;
        assert_eq!(approved.status, 200, "the control door approves: {}", approved.body);
        let (client_id, device_code) = (self.sandbox.ready().client_id.clone(), started.text("device_code"));
        let mut fields =
            vec![("grant_type", DEVICE_GRANT), ("client_id", &*client_id), ("device_code", &*device_code)];
        fields.extend_from_slice(extra);
        let tokens = self.token(&fields).await;
        assert_eq!(tokens.status, 200, "an approved code gives tokens: {}", tokens.body);
        tokens
    }

    pub async fn refresh(&self, refresh_token: &str, extra: &[(&str, &str)]) -> Answer {
        let client_id = self.sandbox.ready().client_id.clone();
        let mut fields = vec![
            ("grant_type", "refresh_token"),
            ("client_id", &*client_id),
            ("refresh_token", refresh_token),
        ];
        fields.extend_from_slice(extra);
        self.token(&fields).await
    }
}

/// The claims of a JWT, unchecked.
pub fn claims(token: &str) -> Value {
    use base64::Engine;
    let part = token.split('.').nth(1).expect("a JWT has three parts");
    let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(part).expect("url-safe base64");
    serde_json::from_slice(&bytes).expect("claims are JSON")
}
