//! Somebody who speaks to a service that runs as a program of its own.

use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::Answer;

#[derive(Clone)]
pub struct Visitor {
    origin: String,
    client: reqwest::Client,
}

impl Visitor {
    pub fn plain(origin: &str) -> Self {
        Self { origin: origin.to_owned(), client: builder().build().expect("a client") }
    }

    /// Trusts this certificate and no other.
    pub fn trusting(origin: &str, pem: &str) -> Self {
        let certificate = reqwest::Certificate::from_pem(pem.as_bytes()).expect("a certificate");
        let client = builder().tls_certs_only([certificate]).build().expect("a client");
        Self { origin: origin.to_owned(), client }
    }

    /// Over connections of their own.
    #[must_use]
    pub fn fresh(&self) -> Self {
        Self::plain(&self.origin)
    }

    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// `None`: nobody answered.
    pub async fn get(&self, path: &str, key: Option<&str>) -> Option<Answer> {
        self.answered(self.client.get(format!("{}{path}", self.origin)), key).await
    }

    /// `None`: nobody answered.
    pub async fn post(&self, path: &str, key: Option<&str>, body: &Value) -> Option<Answer> {
        self.answered(self.client.post(format!("{}{path}", self.origin)).json(body), key).await
    }

    /// As a browser posts a form. `None`: nobody answered.
    pub async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Option<Answer> {
        self.answered(self.client.post(format!("{}{path}", self.origin)).form(fields), None).await
    }

    async fn answered(&self, request: reqwest::RequestBuilder, key: Option<&str>) -> Option<Answer> {
        let request = key.iter().fold(request, reqwest::RequestBuilder::bearer_auth);
        let response = request.send().await.ok()?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Some(Answer { status, headers, text: response.text().await.unwrap_or_default() })
    }

    /// Posts the half of this, and the rest after a pause: all that came back.
    pub async fn hesitated(self, path: &'static str, key: String, body: String, pause: Duration) -> String {
        let host = self.origin.trim_start_matches("http://");
        let mut stream = TcpStream::connect(host).await.expect("connected");
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {key}\r\nConnection: close\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        let (first, rest) = body.split_at(body.len() / 2);
        stream.write_all(format!("{head}{first}").as_bytes()).await.expect("written");
        tokio::time::sleep(pause).await;
        drop(stream.write_all(rest.as_bytes()).await);
        let mut told = Vec::new();
        drop(stream.read_to_end(&mut told).await);
        String::from_utf8_lossy(&told).into_owned()
    }
}

fn builder() -> reqwest::ClientBuilder {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none())
}
