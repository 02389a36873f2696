//! The trusted service itself, in front of a desk, on loopback; and visitors who speak to it as rudely as they like.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use lectern_core::desk::Desk;
use lectern_service::Running;
use lectern_service::config::Config;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

pub struct Served {
    pub desk: Arc<Desk>,
    pub running: Running,
    client: reqwest::Client,
}

/// What came back, whole.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("JSON, not {error}: {self:?}"))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The problem, once it is one by RFC 9457 and of this status.
    pub fn problem(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{self:?}");
        assert_eq!(self.header("content-type"), "application/problem+json", "{self:?}");
        let told = self.json();
        assert_eq!(told["status"], status, "the body says the same: {told}");
        for name in ["type", "title", "detail", "code"] {
            assert!(told[name].is_string(), "{name} is there: {told}");
        }
        told
    }
}

impl Served {
    /// On any port of this machine.
    pub async fn on(desk: Arc<Desk>) -> Self {
        Self::with(desk, Config::default()).await
    }

    /// As `config` says, on any port of this machine.
    pub async fn with(desk: Arc<Desk>, config: Config) -> Self {
        let config = Config { listen: SocketAddr::from(([127, 0, 0, 1], 0)), ..config };
        let running = lectern_service::start(Arc::clone(&desk), config).await.expect("the service starts");
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
        let client = client.build().expect("a client");
        Self { desk, running, client }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.running.address)
    }

    /// One question with these headers; `None`: nobody answered.
    pub async fn asked(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<reqwest::Body>,
    ) -> Option<Answer> {
        let method = method.parse().expect("a method");
        let mut request = self.client.request(method, self.url(path)).body(body);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.send().await.ok()?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Some(Answer { status, headers, text: response.text().await.unwrap_or_default() })
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.asked("GET", path, &[], "").await.expect("an answer")
    }

    /// What it has counted, as Prometheus reads it.
    pub async fn counted(&self) -> String {
        let at = self.running.metrics.expect("an address of its own");
        let answer = self.client.get(format!("http://{at}/metrics")).send().await.expect("an answer");
        answer.text().await.expect("text")
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        let headers = [("content-type", "application/json")];
        self.asked("POST", path, &headers, body.to_string()).await.expect("an answer")
    }

    /// Sends this a piece at a time, with pauses, and then waits for the end of the connection: what came back.
    pub async fn trickled(&self, pieces: impl IntoIterator<Item = Vec<u8>>, pause: Duration) -> String {
        let mut stream = TcpStream::connect(self.running.address).await.expect("connected");
        let mut told = Vec::new();
        for piece in pieces {
            if stream.write_all(&piece).await.is_err() {
                break;
            }
            let mut some = [0; 4096];
            match tokio::time::timeout(pause, stream.read(&mut some)).await {
                Err(_) => {}
                Ok(Ok(count)) if count > 0 => told.extend_from_slice(&some[..count]),
                Ok(_) => break,
            }
        }
        // Whoever was cut off reads no more; that is an end too.
        drop(stream.read_to_end(&mut told).await);
        String::from_utf8_lossy(&told).into_owned()
    }

    pub async fn stop(self) -> Arc<Desk> {
        self.running.stop().await;
        self.desk
    }
}
