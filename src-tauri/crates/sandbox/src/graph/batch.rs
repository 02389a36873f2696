//! `POST /v1.0/$batch` (and beta's): up to twenty requests through the same handlers, each with its own answer.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use super::refusal::{Outcome, Refusal};
use crate::faults::When;
use crate::traffic::Service;
use crate::wire::{Call, Content, Reply};
use crate::world::World;

const MOST: usize = 20;

/// One inner request.
#[derive(Debug)]
struct Part {
    /// In lower case: ids compare without regard to case.
    key: String,
    id: String,
    call: Call,
    after: Vec<String>,
}

pub(crate) fn answer(world: &mut World, call: &Call) -> Outcome<Reply> {
    if call.method != Method::POST {
        return Err(Refusal::method_not_allowed());
    }
    let body: Value = serde_json::from_slice(&call.body).map_err(|_| Refusal::unreadable_payload())?;
    let object = body.as_object().ok_or_else(Refusal::unreadable_payload)?;
    if let Some(name) = object.keys().find(|name| *name != "requests") {
        return Err(invalid(&format!("Invalid batch payload format: unknown property '{name}'.")));
    }
    let requests = object.get("requests").and_then(Value::as_array);
    let requests = requests.ok_or_else(|| invalid("Invalid batch payload format."))?;
    if requests.is_empty() {
        return Err(invalid("Invalid batch payload format: 'requests' must not be empty."));
    }
    if requests.len() > MOST {
        return Err(invalid(&format!("Number of batch request steps exceeds the maximum value of {MOST}.")));
    }
    let parts = requests.iter().map(|request| part(request, call)).collect::<Outcome<Vec<_>>>()?;
    check_order(&parts)?;
    Ok(Reply::json(StatusCode::OK, json!({"responses": run(world, &parts)})))
}

fn part(request: &Value, outer: &Call) -> Outcome<Part> {
    let object = request.as_object().ok_or_else(|| invalid("Invalid batch payload format."))?;
    let known = ["id", "method", "url", "headers", "body", "dependsOn"];
    if let Some(name) = object.keys().find(|name| !known.contains(&name.as_str())) {
        return Err(invalid(&format!("Invalid batch payload format: unknown property '{name}'.")));
    }
    let text = |name: &str| object.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    let id = text("id").ok_or_else(|| invalid("Request Id is missing or empty."))?.to_owned();
    let url = text("url").ok_or_else(|| invalid("Request url is missing or empty."))?;
    let method = text("method").map(str::to_ascii_uppercase).and_then(|name| name.parse::<Method>().ok());
    let method = method.ok_or_else(|| invalid("Request method is missing or not known."))?;
    // An absolute address is no fault of the batch: that one request meets "Resource not found for the segment
    // 'https:'" (msgraph-sdk-python#1015).
    let url = url.trim_start_matches('/');
    if url.split(['?', '/']).next() == Some("$batch") {
        return Err(invalid("A batch must not hold another batch."));
    }
    let mut headers = headers(object.get("headers"))?;
    let body = object.get("body").filter(|body| !body.is_null());
    check_content(&id, &method, body, headers.contains_key("content-type"))?;
    if let Some(token) = outer.headers.get("authorization").filter(|_| !headers.contains_key("authorization"))
    {
        headers.insert("authorization", token.clone());
    }
    let (path, query) = url.split_once('?').map_or((url, None), |(path, query)| (path, Some(query)));
    let version = outer.path.split('/').nth(1).unwrap_or("v1.0");
    let after = object.get("dependsOn").and_then(Value::as_array).cloned().unwrap_or_default();
    Ok(Part {
        key: id.to_ascii_lowercase(),
        id,
        call: Call {
            method,
            path: format!("/{version}/{path}"),
            raw_query: query.map(str::to_owned),
            headers,
            body: bytes(body)?,
        },
        after: after.iter().filter_map(Value::as_str).map(str::to_ascii_lowercase).collect(),
    })
}

/// A body has its type, and a POST has both, `{}` where there is nothing to say; the batch is refused as a whole. The
/// words are the service's own (msgraph-sdk-dotnet#2628 of 2024, ms-365-mcp-server#677 of 2026).
fn check_content(id: &str, method: &Method, body: Option<&Value>, typed: bool) -> Outcome<()> {
    if *method == Method::POST && body.is_none() {
        return Err(invalid(&format!(
            "Write request id : {id} does not contain Content-Type header or body."
        )));
    }
    if body.is_some() && !typed {
        return Err(invalid(&format!(
            "Write request with id '{id}' does not contain a Content-Type header."
        )));
    }
    Ok(())
}

fn headers(given: Option<&Value>) -> Outcome<HeaderMap> {
    let mut headers = HeaderMap::new();
    for (name, value) in given.and_then(Value::as_object).into_iter().flatten() {
        let name = name.parse::<HeaderName>().ok();
        let value = value.as_str().and_then(|value| HeaderValue::from_str(value).ok());
        let (Some(name), Some(value)) = (name, value) else {
            return Err(invalid("Request headers are not valid."));
        };
        headers.insert(name, value);
    }
    Ok(headers)
}

/// An object as it is; a string is the base64 of the body.
fn bytes(body: Option<&Value>) -> Outcome<Bytes> {
    match body {
        None => Ok(Bytes::new()),
        Some(Value::String(text)) => STANDARD
            .decode(text)
            .map(Bytes::from)
            .map_err(|_| invalid("Request body is neither an object nor base64.")),
        Some(value) => Ok(Bytes::from(value.to_string())),
    }
}

/// Ids are unique and dependencies are all parallel, all serial, or all on the same one.
fn check_order(parts: &[Part]) -> Outcome<()> {
    for (at, part) in parts.iter().enumerate() {
        let earlier = || parts[..at].iter().map(|other| &other.key);
        if earlier().any(|key| *key == part.key) {
            return Err(invalid(&format!("Request Id {} has to be unique in a batch.", part.id)));
        }
        if let Some(unknown) = part.after.iter().find(|wanted| !earlier().any(|key| key == *wanted)) {
            return Err(invalid(&format!(
                "Invalid batch dependency: request {} depends on '{unknown}', which does not come before it.",
                part.id
            )));
        }
    }
    let parallel = parts.iter().all(|part| part.after.is_empty());
    let serial = parts.windows(2).all(|pair| pair[1].after == [pair[0].key.clone()]);
    let first = parts.first().map(|part| part.key.clone()).unwrap_or_default();
    let on_one = parts.iter().skip(1).all(|part| part.after == [first.clone()]);
    if parallel || serial || on_one {
        return Ok(());
    }
    Err(invalid(
        "Invalid batch dependency: requests must be all parallel, all serial, or all depend on the same one.",
    ))
}

fn run(world: &mut World, parts: &[Part]) -> Vec<Value> {
    let mut statuses: BTreeMap<&str, u16> = BTreeMap::new();
    let mut answers = Vec::with_capacity(parts.len());
    for part in parts {
        let failed =
            part.after.iter().any(|wanted| statuses.get(wanted.as_str()).is_none_or(|status| *status >= 400));
        let (status, headers, body) =
            if failed { failed_dependency(world, &part.call) } else { inner(world, &part.call) };
        statuses.insert(&part.key, status);
        let mut answer = json!({"id": part.id, "status": status, "headers": headers});
        if let Some(body) = body {
            answer["body"] = body;
        }
        answers.push(answer);
    }
    answers
}

type Inner = (u16, Map<String, Value>, Option<Value>);

fn inner(world: &mut World, call: &Call) -> Inner {
    // A fault that is planned for a route meets it inside a batch too; no connection is there to be cut.
    let fault = world.take_fault(Service::Graph, call.method.as_str(), &call.path);
    if let Some(fault) = fault
        && fault.when == When::Before
    {
        let status = fault.status.unwrap_or(503);
        let refusal = Refusal::new(
            StatusCode::from_u16(status).unwrap_or(StatusCode::SERVICE_UNAVAILABLE),
            fault.code.as_deref().unwrap_or(if status == 429 {
                "TooManyRequests"
            } else {
                "ServiceUnavailable"
            }),
            "Please retry again later.",
        );
        let refusal = match fault.retry_after {
            Some(seconds) => refusal.with("retry-after", seconds.to_string()),
            None => refusal,
        };
        let stamp = super::Stamp::of(call, world.now());
        return parts_of(super::stamped(refusal.reply(&stamp), &stamp));
    }
    parts_of(super::answer(world, call))
}

fn failed_dependency(world: &World, call: &Call) -> Inner {
    let refusal = Refusal::new(
        StatusCode::FAILED_DEPENDENCY,
        "FailedDependency",
        "The request was not run: one that it depends on has failed.",
    );
    parts_of(refusal.reply(&super::Stamp::of(call, world.now())))
}

fn parts_of(reply: Reply) -> Inner {
    let shown = ["retry-after", "location", "etag", "preference-applied", "www-authenticate"];
    let mut headers = Map::new();
    for (name, value) in &reply.headers {
        if shown.contains(name) {
            headers.insert(title(name), json!(value));
        }
    }
    let body = match reply.content {
        Content::Json(body) => {
            headers.insert("Content-Type".to_owned(), json!("application/json"));
            Some(body)
        }
        Content::Text(text) => {
            headers.insert("Content-Type".to_owned(), json!("text/plain"));
            Some(json!(text))
        }
        Content::Empty => None,
    };
    (reply.status.as_u16(), headers, body)
}

/// `retry-after` as `Retry-After`: inside a batch the names are JSON, and the service writes them so.
fn title(name: &str) -> String {
    if name == "etag" {
        return "ETag".to_owned();
    }
    let part = |part: &str| match part.split_at_checked(1) {
        Some(("w", "ww")) => "WWW".to_owned(),
        Some((first, rest)) => format!("{}{rest}", first.to_ascii_uppercase()),
        None => String::new(),
    };
    name.split('-').map(part).collect::<Vec<_>>().join("-")
}

fn invalid(message: &str) -> Refusal {
    Refusal::bad_request("BadRequest", message)
}
