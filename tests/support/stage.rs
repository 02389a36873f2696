//! A sandbox of its own for each journey, and what its control door tells.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use lectern_core::desk::SandboxEndpoints;
use lectern_microsoft::transport::{Request, Transport, TransportOptions};
use lectern_sandbox::{Options, Sandbox, Switches};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::judge;

/// Longer than any journey waits for one thing on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);

pub struct Stage {
    sandbox: Sandbox,
    endpoints: SandboxEndpoints,
    door: Transport,
    folder: TempDir,
}

/// One exchange, as the control door shows it.
#[derive(Debug, Clone)]
pub struct Call(pub Value);

impl Call {
    pub fn is(&self, method: &str, path: &str) -> bool {
        self.0["method"] == method && self.path().ends_with(path)
    }

    pub fn path(&self) -> &str {
        self.0["path"].as_str().unwrap_or_default()
    }

    pub fn status(&self) -> u64 {
        self.0["status"].as_u64().unwrap_or_default()
    }

    pub fn asked(&self) -> &Value {
        &self.0["requestBody"]
    }

    pub fn answered(&self) -> &Value {
        &self.0["responseBody"]
    }
}

/// The defaults, but that a device code may be asked about at once: nobody has to type it here.
pub fn switches(changes: Value) -> Switches {
    let mut all = json!(Switches { device_code_interval: 0, ..Switches::default() });
    if let (Value::Object(all), Value::Object(changes)) = (&mut all, changes) {
        all.extend(changes);
    }
    serde_json::from_value(all).expect("known switches")
}

impl Stage {
    pub async fn open() -> Self {
        Self::with(json!({})).await
    }

    /// With these switches instead of the defaults.
    pub async fn with(changes: Value) -> Self {
        let options = Options { switches: Some(switches(changes)), ..Options::default() };
        let sandbox = Sandbox::start(options).await.expect("the sandbox starts");
        let endpoints = SandboxEndpoints::discover(&sandbox.ready().control).await.expect("the door answers");
        let door = Transport::new(TransportOptions::default()).expect("a client");
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self { sandbox, endpoints, door, folder }
    }

    pub fn control(&self) -> &str {
        &self.sandbox.ready().control
    }

    pub fn endpoints(&self) -> SandboxEndpoints {
        self.endpoints.clone()
    }

    /// What is secret of this sandbox: neither may ever be printed.
    pub fn secrets(&self) -> Vec<String> {
        let connection = &self.sandbox.ready().acs_connection_string;
        let key = connection.split("accesskey=").nth(1).unwrap_or_default();
        assert!(!key.is_empty(), "the connection string holds a key");
        vec![key.to_owned()]
    }

    /// A place for files of this journey; it goes with the stage.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Tells the control door to do something.
    pub async fn order(&self, path: &str, body: Value) -> Value {
        let url = self.endpoints.control(path).parse().expect("an address");
        let request = Request::post(url).json(&body).expect("JSON");
        let answer = self.door.send(&request).await.expect("the control door answers");
        assert!(answer.is_success(), "the control door refused {path} {body}: {}", answer.status);
        answer.json().expect("JSON")
    }

    /// Plans a failure, as in `{"route": "POST /emails:send", "status": 429}`.
    pub async fn fault(&self, fault: Value) {
        self.order("faults", fault).await;
    }

    /// Plans none any more.
    pub async fn no_faults(&self) {
        let url = self.endpoints.control("faults").parse().expect("an address");
        let request = Request::new(reqwest::Method::DELETE, url);
        let answer = self.door.send(&request).await.expect("the control door answers");
        assert!(answer.is_success(), "{}", answer.status);
    }

    /// How many planned failures have met nobody yet.
    pub async fn faults_left(&self) -> usize {
        self.ask("faults").await.as_array().map_or(0, Vec::len)
    }

    async fn ask(&self, path: &str) -> Value {
        self.endpoints.ask(path).await.expect("the control door answers")
    }

    pub async fn traffic(&self) -> Vec<Call> {
        self.traffic_after(0).await
    }

    pub async fn traffic_after(&self, n: u64) -> Vec<Call> {
        match self.ask(&format!("traffic?after={n}")).await {
            Value::Array(all) => all.into_iter().map(Call).collect(),
            other => panic!("the traffic is a list, not {other}"),
        }
    }

    /// The number of the latest exchange.
    pub async fn mark(&self) -> u64 {
        self.traffic().await.last().map_or(0, |call| call.0["n"].as_u64().unwrap_or_default())
    }

    pub async fn calls(&self, method: &str, path: &str) -> Vec<Call> {
        self.traffic().await.into_iter().filter(|call| call.is(method, path)).collect()
    }

    /// The ids of all events that were ever put on the calendar under this transaction id. One must be all there is.
    pub async fn events_of(&self, title: &str) -> Vec<String> {
        let posts = self.calls("POST", "/me/events").await;
        let made = posts.iter().filter(|call| call.status() == 201 && call.asked()["subject"] == title);
        let mut ids: Vec<String> = made.map(|call| call.answered()["id"].to_string()).collect();
        ids.sort();
        ids.dedup();
        ids
    }

    pub async fn mail(&self) -> Vec<Value> {
        self.ask("mail").await.as_array().cloned().unwrap_or_default()
    }

    /// Who got mail, each as often as they got one, in alphabetical order.
    pub async fn recipients(&self) -> Vec<String> {
        let mut to: Vec<String> =
            self.mail().await.iter().map(|mail| mail["to"].as_str().unwrap_or_default().to_owned()).collect();
        to.sort();
        to
    }

    /// Waits until the planned failures have met their requests: who comes after them is being held.
    pub async fn until_held(&self) {
        let began = Instant::now();
        while self.faults_left().await > 0 {
            assert!(began.elapsed() < PATIENCE, "no request came for the planned failure");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Waits until an exchange after `n` is of this kind.
    pub async fn until_seen(&self, n: u64, method: &str, path: &str) {
        let began = Instant::now();
        while !self.traffic_after(n).await.iter().any(|call| call.is(method, path)) {
            assert!(began.elapsed() < PATIENCE, "nobody asked {method} {path}");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// The end of a journey: its traffic goes before the judge.
    pub async fn close(self, journey: &str) {
        let traffic = self.end().await;
        judge(journey, &traffic).await;
    }

    /// The end of a part of a journey; who takes the traffic brings it before the judge.
    pub async fn end(self) -> Vec<Call> {
        let traffic = self.traffic().await;
        self.sandbox.stop().await;
        traffic
    }
}
