//! Up to twenty requests in one. <https://learn.microsoft.com/graph/json-batching>

use super::error::ServiceError;
use super::{GraphError, UserGraph};
use crate::transport::{Request, TransportError};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// Graph refuses more in one batch; Outlook works on four of them at a time.
pub const MAX_BATCH: usize = 20;

/// One request inside a batch.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BatchRequest {
    /// Unique in the batch, without regard to case.
    pub id: String,
    /// `GET`, `POST`, `PATCH`, `PUT` or `DELETE`.
    pub method: String,
    /// Relative to `/v1.0`, e.g. `/me/events/{id}`, encoded already.
    pub url: String,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
    /// Ids to wait for: none, the same one for all, or all in a row.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub depends_on: Vec<String>,
}

impl BatchRequest {
    pub fn get(id: impl Into<String>, url: impl Into<String>) -> Self {
        Self::new(id, "GET", url)
    }

    pub fn delete(id: impl Into<String>, url: impl Into<String>) -> Self {
        Self::new(id, "DELETE", url)
    }

    /// A POST without content has `{}`: Graph wants a body and its type on each.
    pub fn post(id: impl Into<String>, url: impl Into<String>, body: Value) -> Self {
        Self::new(id, "POST", url).with_body(body)
    }

    pub fn patch(id: impl Into<String>, url: impl Into<String>, body: Value) -> Self {
        Self::new(id, "PATCH", url).with_body(body)
    }

    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.insert(name.to_owned(), value.to_owned());
        self
    }

    fn new(id: impl Into<String>, method: &str, url: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            method: method.to_owned(),
            url: url.into(),
            headers: BTreeMap::new(),
            body: None,
            depends_on: Vec::new(),
        }
    }

    fn with_body(mut self, body: Value) -> Self {
        self.body = Some(if body.is_null() { json!({}) } else { body });
        self.header("Content-Type", "application/json")
    }
}

/// One answer inside a batch.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct BatchAnswer {
    pub id: String,
    pub status: u16,
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// JSON, or a string in base64 for anything else.
    #[serde(default)]
    pub body: Value,
}

impl BatchAnswer {
    /// How long this one request must wait: each is throttled on its own, although the batch as a whole is a 200.
    pub fn retry_after(&self) -> Option<Duration> {
        let value = self.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("retry-after"))?.1;
        value.trim().parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
    }

    /// The body, or the refusal that came instead.
    ///
    /// # Errors
    /// [`GraphError::Service`] as if the request had been sent alone; 424 where one it depends on failed.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, GraphError> {
        self.check()?;
        let value = serde_path_to_error::deserialize(&self.body);
        Ok(value.map_err(|error| TransportError::malformed(self.status, &error))?)
    }

    /// Whether it worked, for a request whose answer has no body.
    ///
    /// # Errors
    /// As [`BatchAnswer::json`].
    pub fn check(&self) -> Result<(), GraphError> {
        if (200..300).contains(&self.status) {
            return Ok(());
        }
        Err(ServiceError::from_parts(self.status, &self.body, self.retry_after()).into())
    }
}

#[derive(Deserialize)]
struct Answers {
    responses: Vec<BatchAnswer>,
}

impl UserGraph<'_> {
    /// Sends up to [`MAX_BATCH`] requests at once; the answers come in the order of the requests. There is no
    /// all-or-nothing: look at each.
    ///
    /// `POST /$batch`; permissions are those of the requests inside.
    ///
    /// # Errors
    /// [`GraphError::Batch`] for a batch that Graph would refuse, or an answer that leaves requests out.
    pub async fn batch(self, requests: Vec<BatchRequest>) -> Result<Vec<BatchAnswer>, GraphError> {
        check(&requests)?;
        let request = Request::post(self.graph.url("/$batch")?).json(&json!({ "requests": requests }))?;
        let answers: Answers = self.read(request).await?;
        in_order(&requests, answers.responses)
    }
}

fn check(requests: &[BatchRequest]) -> Result<(), GraphError> {
    let ids: BTreeSet<_> = requests.iter().map(|request| request.id.to_ascii_lowercase()).collect();
    match requests.len() {
        0 => Err(GraphError::Batch { reason: "it is empty" }),
        count if count > MAX_BATCH => Err(GraphError::Batch { reason: "it has more than twenty requests" }),
        count if count != ids.len() => Err(GraphError::Batch { reason: "an id is there twice" }),
        _ => Ok(()),
    }
}

fn in_order(requests: &[BatchRequest], answers: Vec<BatchAnswer>) -> Result<Vec<BatchAnswer>, GraphError> {
    let mut by_id: BTreeMap<_, _> =
        answers.into_iter().map(|answer| (answer.id.to_ascii_lowercase(), answer)).collect();
    let found = requests.iter().map(|request| by_id.remove(&request.id.to_ascii_lowercase()));
    found.collect::<Option<_>>().ok_or(GraphError::Transport(TransportError::Malformed {
        status: 200,
        path: "responses".to_owned(),
        reason: "a request has no answer".to_owned(),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gets(count: usize) -> Vec<BatchRequest> {
        (0..count).map(|n| BatchRequest::get(n.to_string(), "/me")).collect()
    }

    #[test]
    fn what_graph_refuses_is_not_sent() {
        assert!(check(&gets(20)).is_ok());
        assert!(check(&gets(21)).is_err() && check(&[]).is_err());
        let twice = [BatchRequest::get("a", "/me"), BatchRequest::get("A", "/me")];
        assert!(check(&twice).is_err(), "ids are compared without regard to case");
    }

    #[test]
    fn answers_are_matched_by_id_and_judged_one_by_one() {
        let answers: Answers = serde_json::from_value(json!({"responses": [
            {"id": "1", "status": 429, "headers": {"Retry-After": "2.5"},
             "body": {"error": {"code": "TooManyRequests", "message": "m"}}},
            {"id": "0", "status": 200, "body": {"id": "u"}},
        ]}))
        .expect("as documented");
        let answers = in_order(&gets(2), answers.responses).expect("all are answered");
        assert_eq!(
            answers[0].json::<Value>().expect("a 200")["id"],
            "u",
            "another's answer would go to the wrong event"
        );
        let refusal = answers[1].json::<Value>().expect_err("a 429 inside a 200");
        assert_eq!(
            refusal.retry_after(),
            Some(Duration::from_millis(2500)),
            "an inner refusal is easily overlooked"
        );
        assert!(refusal.throttled());
        assert!(in_order(&gets(3), answers).is_err(), "a missing answer must not pass for success");
    }

    #[test]
    fn a_bodiless_post_still_has_a_body() {
        let post = serde_json::to_value(BatchRequest::post("1", "/me/x", Value::Null)).expect("plain data");
        assert_eq!(post["body"], json!({}));
        assert_eq!(post["headers"]["Content-Type"], "application/json", "Graph refuses a body of no type");
    }
}
