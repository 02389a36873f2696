//! The rules for a mail (`EmailMessage`).

use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use super::attachment_types::allowed;
use super::refusal::{Outcome, Refusal};
use super::route::closed;
use crate::switches::{Switches, Taken};
use crate::tenant::AcsResource;

const MOST_RECIPIENTS: usize = 50;
pub(crate) const LARGEST_REQUEST: usize = 10 * 1024 * 1024;

pub(crate) const PROPERTIES: &[&str] = &[
    "headers",
    "senderAddress",
    "content",
    "recipients",
    "attachments",
    "replyTo",
    "userEngagementTrackingDisabled",
];

/// Checks a message and returns everybody it goes to.
pub(crate) fn check(
    message: &Map<String, Value>,
    resource: &AcsResource,
    switches: &Switches,
) -> Outcome<Vec<String>> {
    check_sender(message, resource)?;
    check_content(message)?;
    let recipients = recipients(message)?;
    check_headers(message, switches.list_unsubscribe)?;
    check_attachments(message, switches.attachment_mime_parameters)?;
    match message.get("replyTo") {
        None | Some(Value::Null) => {}
        Some(reply_to) => {
            addresses(reply_to, "replyTo")?;
        }
    }
    match message.get("userEngagementTrackingDisabled") {
        None | Some(Value::Null | Value::Bool(_)) => Ok(recipients),
        Some(_) => Err(Refusal::property(
            "userEngagementTrackingDisabled",
            "'userEngagementTrackingDisabled' must be a boolean.",
        )),
    }
}

fn check_sender(message: &Map<String, Value>, resource: &AcsResource) -> Outcome<()> {
    let sender = required(message, "senderAddress", "")?;
    check_address(sender, "senderAddress")?;
    if sender.eq_ignore_ascii_case(&resource.sender) {
        return Ok(());
    }
    let domain = |address: &str| address.rsplit('@').next().unwrap_or_default().to_ascii_lowercase();
    if domain(sender) != domain(&resource.sender) {
        return Err(Refusal::new(
            StatusCode::NOT_FOUND,
            "DomainNotLinked",
            "The specified sender domain has not been linked.",
        ));
    }
    Err(Refusal::new(
        StatusCode::BAD_REQUEST,
        "InvalidSenderUserName",
        "The specified sender username is not valid for the linked domain.",
    ))
}

fn check_content(message: &Map<String, Value>) -> Outcome<()> {
    let content = object(message.get("content"), "content")?;
    closed(content, &["subject", "plainText", "html"], "content")?;
    required(content, "subject", "content.")?;
    let mut some = false;
    for name in ["plainText", "html"] {
        match content.get(name) {
            None | Some(Value::Null) => {}
            Some(Value::String(text)) => some |= !text.is_empty(),
            Some(_) => {
                return Err(Refusal::property(
                    &format!("content.{name}"),
                    format!("'{name}' must be a string."),
                ));
            }
        }
    }
    some.then_some(())
        .ok_or_else(|| Refusal::property("content", "Either 'html' or 'plainText' content is required."))
}

fn recipients(message: &Map<String, Value>) -> Outcome<Vec<String>> {
    let recipients = object(message.get("recipients"), "recipients")?;
    closed(recipients, &["to", "cc", "bcc"], "recipients")?;
    let mut all = Vec::new();
    for name in ["to", "cc", "bcc"] {
        match recipients.get(name) {
            None | Some(Value::Null) => {}
            Some(list) => all.extend(addresses(list, &format!("recipients.{name}"))?),
        }
    }
    let to = recipients.get("to").and_then(Value::as_array).map_or(0, Vec::len);
    if to == 0 {
        return Err(Refusal::property("recipients.to", "At least one recipient in 'to' is required."));
    }
    if all.len() > MOST_RECIPIENTS {
        return Err(Refusal::property(
            "recipients",
            format!("The number of recipients, {}, exceeds the limit of {MOST_RECIPIENTS}.", all.len()),
        ));
    }
    Ok(all)
}

fn addresses(list: &Value, path: &str) -> Outcome<Vec<String>> {
    let list =
        list.as_array().ok_or_else(|| Refusal::property(path, format!("'{path}' must be an array.")))?;
    list.iter()
        .map(|one| {
            let one = object(Some(one), path)?;
            closed(one, &["address", "displayName"], path)?;
            if one.get("displayName").is_some_and(|name| !name.is_string() && !name.is_null()) {
                return Err(Refusal::property(path, "'displayName' must be a string."));
            }
            let address = required(one, "address", &format!("{path}."))?;
            check_address(address, path)?;
            Ok(address.to_owned())
        })
        .collect()
}

fn check_address(address: &str, path: &str) -> Outcome<()> {
    let sound = address.split_once('@').is_some_and(|(name, domain)| {
        !name.is_empty()
            && !domain.is_empty()
            && !domain.contains('@')
            && !domain.starts_with('.')
            && !domain.ends_with('.')
            && !address.contains(|character: char| character.is_whitespace() || "<>,;\"".contains(character))
    });
    sound
        .then_some(())
        .ok_or_else(|| Refusal::property(path, format!("Invalid format for email address: '{address}'.")))
}

fn check_headers(message: &Map<String, Value>, list_unsubscribe: Taken) -> Outcome<()> {
    match message.get("headers") {
        None | Some(Value::Null) => Ok(()),
        Some(Value::Object(headers)) => {
            let wrong = headers.iter().find(|(name, value)| {
                let token = name.bytes().all(|byte| byte.is_ascii_graphic() && byte != b':');
                let unsubscribe = list_unsubscribe == Taken::Refused
                    && name.to_ascii_lowercase().starts_with("list-unsubscribe");
                unsubscribe
                    || name.is_empty()
                    || !token
                    || value.as_str().is_none_or(|text| text.contains(['\r', '\n']))
            });
            match wrong {
                Some((name, _)) => Err(Refusal::property(
                    &format!("headers.{name}"),
                    format!("The custom header '{name}' is not valid."),
                )),
                None => Ok(()),
            }
        }
        Some(_) => Err(Refusal::property("headers", "'headers' must be an object of strings.")),
    }
}

fn check_attachments(message: &Map<String, Value>, parameters: Taken) -> Outcome<()> {
    let list = match message.get("attachments") {
        None | Some(Value::Null) => return Ok(()),
        Some(Value::Array(list)) => list,
        Some(_) => return Err(Refusal::property("attachments", "'attachments' must be an array.")),
    };
    for (at, attachment) in list.iter().enumerate() {
        let path = format!("attachments[{at}]");
        let attachment = object(Some(attachment), &path)?;
        closed(attachment, &["name", "contentType", "contentInBase64", "contentId"], &path)?;
        let prefix = format!("{path}.");
        required(attachment, "name", &prefix)?;
        let content_type = required(attachment, "contentType", &prefix)?;
        if !allowed(content_type) || (parameters == Taken::Refused && content_type.contains(';')) {
            return Err(Refusal::property(
                &format!("{path}.contentType"),
                format!("The attachment type '{content_type}' is not allowed."),
            ));
        }
        let content = required(attachment, "contentInBase64", &prefix)?;
        if STANDARD.decode(content).is_err() {
            return Err(Refusal::property(
                &format!("{path}.contentInBase64"),
                "The attachment's content is not valid base64.",
            ));
        }
    }
    Ok(())
}

fn object<'v>(value: Option<&'v Value>, path: &str) -> Outcome<&'v Map<String, Value>> {
    value
        .and_then(Value::as_object)
        .ok_or_else(|| Refusal::property(path, format!("'{path}' is required and must be an object.")))
}

fn required<'v>(object: &'v Map<String, Value>, name: &str, prefix: &str) -> Outcome<&'v str> {
    object.get(name).and_then(Value::as_str).filter(|text| !text.trim().is_empty()).ok_or_else(|| {
        Refusal::property(&format!("{prefix}{name}"), format!("'{prefix}{name}' is required."))
    })
}
