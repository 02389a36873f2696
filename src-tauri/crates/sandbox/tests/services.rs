//! A signed-in client of Graph, and a client of the resource that signs with its key: written from the
//! documentation, apart from the sandbox's own code and from our clients.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use lectern_sandbox::Options;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::desk::{Desk, SCOPE};

/// An answer with its headers.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    pub body: Value,
}

impl Reply {
    async fn of(request: RequestBuilder) -> Self {
        let response = request.send().await.expect("the service answers");
        let status = response.status().as_u16();
        let headers = response
            .headers()
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned()))
            .collect();
        let text = response.text().await.expect("whole bodies");
        let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
        Self { status, headers, body }
    }

    pub fn code(&self) -> &str {
        self.body["error"]["code"].as_str().unwrap_or_default()
    }

    pub fn text(&self, name: &str) -> String {
        self.body[name].as_str().unwrap_or_else(|| panic!("{name} is a string in {}", self.body)).to_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

pub struct Services {
    pub desk: Desk,
    pub token: String,
}

impl Services {
    pub async fn open() -> Self {
        // The seeded calendar lies around the day of the start: the tests' windows are on that calendar for ever.
        let now = "2026-11-23T12:00:00Z".parse().expect("an instant");
        Self::with(Options { now: Some(now), ..Options::default() }, SCOPE).await
    }

    pub async fn with(options: Options, scope: &str) -> Self {
        let desk = Desk::with(options).await;
        let token = desk.sign_in(scope, &[]).await.text("access_token");
        Self { desk, token }
    }

    pub async fn switch(&self, switches: Value) {
        let set = self.desk.control("/switches", switches).await;
        assert_eq!(set.status, 200, "the switch is known: {}", set.body);
    }

    /// A token of another seeded user.
    pub async fn token_of(&self, user: &str, scope: &str) -> String {
        let started = self.desk.start_device_code(scope).await;
        let path = format!("/device-codes/{}/approve", started.text("user_code"));
        self.desk.control(&path, json!({ "user": user })).await;
        self.desk.poll(&started.text("device_code")).await.text("access_token")
    }

    pub fn graph_url(&self, path: &str) -> String {
        if path.starts_with("http") {
            return path.to_owned();
        }
        let version = if path.starts_with("/beta") || path.starts_with("/v") { "" } else { "/v1.0" };
        format!("{}{version}{path}", self.desk.sandbox.ready().graph)
    }

    pub async fn graph(&self, method: &str, path: &str, body: Option<Value>) -> Reply {
        self.graph_with(method, path, &[], body).await
    }

    pub async fn graph_with(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<Value>,
    ) -> Reply {
        let method: Method = method.parse().expect("a method");
        let mut request = self.desk.http.request(method, self.graph_url(path));
        if !headers.iter().any(|(name, _)| *name == "authorization") {
            request = request.bearer_auth(&self.token);
        }
        for (name, value) in headers.iter().filter(|(_, value)| !value.is_empty()) {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        Reply::of(request).await
    }

    pub async fn new_event(&self, body: Value) -> Reply {
        let made = self.graph("POST", "/me/events", Some(body)).await;
        assert_eq!(made.status, 201, "the event is made: {}", made.body);
        made
    }

    /// A call on the resource, signed as the documentation says.
    pub async fn acs(&self, method: &str, target: &str, body: Option<Value>) -> Reply {
        self.acs_with(method, target, &[], body).await
    }

    pub async fn acs_with(
        &self,
        method: &str,
        target: &str,
        headers: &[(&str, &str)],
        body: Option<Value>,
    ) -> Reply {
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        let connection = self.desk.sandbox.ready().acs_connection_string.clone();
        let (endpoint, key) = connection["endpoint=".len()..].split_once(";accesskey=").expect("two parts");
        let endpoint = endpoint.trim_end_matches('/');
        let host = endpoint.split("//").nth(1).expect("a host");
        let now = self.desk.look("/clock").await["now"].as_str().expect("a time").to_owned();
        let now: jiff::Timestamp = now.parse().expect("an instant");
        let date = now.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
        let hash = STANDARD.encode(Sha256::digest(&body));
        let text = format!("{method}\n{target}\n{date};{host};{hash}");
        let key = STANDARD.decode(key).expect("a base64 key");
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("any key length");
        mac.update(text.as_bytes());
        let signature = STANDARD.encode(mac.finalize().into_bytes());
        let authorization =
            format!("HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature={signature}");
        let mut all = BTreeMap::from([
            ("x-ms-date", date.as_str()),
            ("x-ms-content-sha256", hash.as_str()),
            ("authorization", authorization.as_str()),
        ]);
        if !body.is_empty() {
            all.insert("content-type", "application/json");
        }
        all.extend(headers.iter().copied());
        let method: Method = method.parse().expect("a method");
        let mut request = self.desk.http.request(method, format!("{endpoint}{target}"));
        for (name, value) in all.into_iter().filter(|(_, value)| !value.is_empty()) {
            request = request.header(name, value);
        }
        Reply::of(request.body(body)).await
    }
}

/// What a schedule form posts.
pub fn event(transaction: Option<&str>) -> Value {
    let mut event = json!({
        "subject": "Product briefing",
        "body": {"contentType": "HTML", "content": "<p>Bring questions.</p>"},
        "start": {"dateTime": "2026-12-01T18:00:00", "timeZone": "Europe/Paris"},
        "end": {"dateTime": "2026-12-01T19:00:00", "timeZone": "Europe/Paris"},
        "isOnlineMeeting": true,
        "onlineMeetingProvider": "teamsForBusiness",
    });
    if let Some(id) = transaction {
        event["transactionId"] = json!(id);
    }
    event
}

/// A mail as an outbox posts it.
pub fn mail(to: &[&str]) -> Value {
    let to: Vec<Value> = to.iter().map(|address| json!({ "address": address })).collect();
    json!({
        "senderAddress": "donotreply@contosoevents.example",
        "content": {"subject": "You are in", "plainText": "See you there.", "html": "<p>See you there.</p>"},
        "recipients": {"to": to},
        "attachments": [{"name": "event.ics", "contentType": "text/calendar", "contentInBase64": "QkVHSU4="}],
    })
}

/// Percent-encodes everything but unreserved characters.
pub fn encode(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}
