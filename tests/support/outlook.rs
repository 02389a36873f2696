//! Another program of the same account: Outlook, Teams, or whatever else writes on this calendar. It shares nothing with
//! the desk: it signs in by itself and says what it wants in Graph's own JSON.

use reqwest::Method;
use serde_json::{Value, json};

use crate::Stage;

pub struct Outlook {
    client: reqwest::Client,
    graph: String,
    token: String,
}

const SCOPES: &str = "openid offline_access User.Read Calendars.ReadWrite OnlineMeetings.ReadWrite";

impl Outlook {
    pub async fn at(stage: &Stage) -> Self {
        let endpoints = stage.endpoints();
        let client = reqwest::Client::builder().no_proxy().build().expect("a client");
        let form = async |path: &str, fields: &[(&str, &str)]| -> Value {
            let url = format!(
                "{}/organizations/oauth2/v2.0/{path}",
                endpoints.entra.as_str().trim_end_matches('/')
            );
            let sent = client.post(url).form(fields).send().await.expect("an answer");
            serde_json::from_str(&sent.text().await.expect("text")).expect("JSON")
        };
        let id = endpoints.client_id.as_str();
        let code = form("devicecode", &[("client_id", id), ("scope", SCOPES)]).await;
        let typed = code["user_code"].as_str().expect("a code");
        stage.order(&format!("device-codes/{typed}/approve"), json!({})).await;
        let grant = "urn:ietf:params:oauth:grant-type:device_code";
        let device = code["device_code"].as_str().expect("a code");
        let tokens =
            form("token", &[("client_id", id), ("grant_type", grant), ("device_code", device)]).await;
        let token =
            tokens["access_token"].as_str().unwrap_or_else(|| panic!("signed in: {tokens}")).to_owned();
        Self { graph: format!("{}/v1.0", endpoints.graph.as_str().trim_end_matches('/')), client, token }
    }

    /// The answer, whatever it is. `path` is relative to the version, or a whole link that Graph has given.
    pub async fn ask(&self, method: Method, path: &str, body: Option<&Value>) -> (u16, Value) {
        let url = if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.graph) };
        let mut request = self.client.request(method, url).bearer_auth(&self.token);
        request = request.header("Prefer", "IdType=\"ImmutableId\", odata.maxpagesize=200");
        if let Some(body) = body {
            request = request.header("Content-Type", "application/json").body(body.to_string());
        }
        let answer = request.send().await.expect("an answer");
        let status = answer.status().as_u16();
        (status, serde_json::from_str(&answer.text().await.expect("text")).unwrap_or(Value::Null))
    }

    pub async fn get(&self, path: &str) -> Value {
        self.done(Method::GET, path, None).await
    }

    /// An event with a Teams meeting; `more` has its times, and whatever else is to be so. Its answer.
    pub async fn makes(&self, more: Value) -> Value {
        let mut event = json!({
            "subject": "Made in Outlook",
            "isOnlineMeeting": true,
            "onlineMeetingProvider": "teamsForBusiness",
        });
        if let (Some(event), Value::Object(more)) = (event.as_object_mut(), more) {
            event.extend(more);
        }
        self.done(Method::POST, "/me/events", Some(&event)).await
    }

    pub async fn changes(&self, id: &str, change: Value) -> Value {
        self.done(Method::PATCH, &format!("/me/events/{id}"), Some(&change)).await
    }

    pub async fn deletes(&self, id: &str) {
        self.done(Method::DELETE, &format!("/me/events/{id}"), None).await;
    }

    async fn done(&self, method: Method, path: &str, body: Option<&Value>) -> Value {
        let (status, answer) = self.ask(method.clone(), path, body).await;
        assert!((200..300).contains(&status), "{method} {path} was refused with {status}: {answer}");
        answer
    }
}

/// A wall-clock reading in a zone, as Graph has it.
pub fn clock(local: &str, zone: &str) -> Value {
    json!({"dateTime": local, "timeZone": zone})
}
