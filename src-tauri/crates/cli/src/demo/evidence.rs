//! What the sandbox saw, read at its control door.

use lectern_core::desk::SandboxEndpoints;
use lectern_core::error::{CommandError, ErrorCode};
use lectern_domain::join_link::redact;
use serde_json::Value;

use super::Joined;

/// What shows that a step worked; or what was found instead.
pub type Found = Result<String, String>;

pub struct Door {
    sandbox: SandboxEndpoints,
    /// What happened before this demo is not its doing.
    after: u64,
    mails_before: usize,
}

impl Door {
    pub async fn at(sandbox: SandboxEndpoints) -> Result<Self, CommandError> {
        let seen = sandbox.ask("traffic?after=0").await?;
        let after =
            seen.as_array().and_then(|all| all.last()).and_then(|last| last["n"].as_u64()).unwrap_or(0);
        let mails_before = mails(&sandbox).await?.len();
        Ok(Self { sandbox, after, mails_before })
    }

    async fn calls(
        &self,
        service: &str,
        method: &str,
        path: impl Fn(&str) -> bool,
    ) -> Result<Vec<Value>, CommandError> {
        let seen = self.sandbox.ask(&format!("traffic?after={}", self.after)).await?;
        let all = seen.as_array().cloned().unwrap_or_default();
        Ok(all
            .into_iter()
            .filter(|call| call["service"] == service && call["method"] == method)
            .filter(|call| path(call["path"].as_str().unwrap_or_default()))
            .collect())
    }

    pub async fn signed_in(&self) -> Result<Found, CommandError> {
        let codes = self.calls("entra", "POST", |path| path.ends_with("/devicecode")).await?;
        let tokens = self.calls("entra", "POST", |path| path.ends_with("/token")).await?;
        let granted = tokens.iter().filter(|call| call["status"] == 200).count();
        let told = format!("{} device code, {granted} grant, {} polls", codes.len(), tokens.len());
        Ok(if codes.len() == 1 && granted == 1 { Ok(told) } else { Err(told) })
    }

    pub async fn scheduled(&self, join_url: Option<&str>) -> Result<Found, CommandError> {
        let posts = self.calls("graph", "POST", |path| path == "/v1.0/me/events").await?;
        let made: Vec<&Value> = posts.iter().filter(|call| call["status"] == 201).collect();
        let found = self.calls("graph", "GET", |path| path == "/v1.0/me/onlineMeetings").await?;
        let patched =
            self.calls("graph", "PATCH", |path| path.starts_with("/v1.0/me/onlineMeetings/")).await?;
        let answered = |calls: &[Value]| calls.iter().filter(|call| call["status"] == 200).count();
        let told = format!(
            "POST /me/events {}×201, meeting found {}×, options set {}×, attendees {}",
            made.len(),
            answered(&found),
            answered(&patched),
            made.first().map_or(0, |call| call["requestBody"]["attendees"].as_array().map_or(0, Vec::len)),
        );
        let url = made.first().and_then(|call| call["responseBody"]["onlineMeeting"]["joinUrl"].as_str());
        let right = made.len() == 1
            && answered(&found) == 1
            && answered(&patched) == 1
            && url.is_some()
            // The record keeps the secret part of the link to itself.
            && url == join_url.map(redact).as_deref();
        Ok(if right { Ok(told) } else { Err(told) })
    }

    /// By the mail that arrived and the traffic of Graph: each person once, by name, and nobody on the calendar.
    pub async fn registered(&self, people: &[(&str, &str)]) -> Result<Found, CommandError> {
        let mails = self.mails().await?;
        let mut wrong: Vec<String> = Vec::new();
        for (address, name) in people {
            let theirs: Vec<&Value> = mails.iter().filter(|mail| is_to(mail, address)).collect();
            let named = |mail: &&Value| mail["text"].as_str().is_some_and(|text| text.contains(name));
            if theirs.len() != 1 || !theirs.iter().all(named) {
                wrong.push(format!("{address}: {} mails", theirs.len()));
            }
        }
        let strangers = mails.iter().filter(|mail| !people.iter().any(|(address, _)| is_to(mail, address)));
        wrong.extend(strangers.map(|mail| format!("nobody invited {}", mail["to"])));
        let attendees = self.attendees().await?;
        let told = format!(
            "{} people named in a mail of their own, the one listed twice in one; attendees on the calendar {attendees}",
            people.len()
        );
        Ok(match (wrong.is_empty(), attendees) {
            (true, 0) => Ok(told),
            _ => Err(format!(
                "{} mails, attendees on the calendar {attendees}; {}",
                mails.len(),
                wrong.join(", ")
            )),
        })
    }

    /// On any event that was ever written.
    async fn attendees(&self) -> Result<usize, CommandError> {
        let is_event = |path: &str| path.starts_with("/v1.0/me/events");
        let mut written = self.calls("graph", "POST", is_event).await?;
        written.extend(self.calls("graph", "PATCH", is_event).await?);
        let named = |call: &Value| {
            let lists = [&call["requestBody"]["attendees"], &call["responseBody"]["attendees"]];
            lists.into_iter().filter_map(Value::as_array).map(Vec::len).max().unwrap_or(0)
        };
        Ok(written.iter().map(named).sum())
    }

    pub async fn confirmed(&self, expected: usize) -> Result<Found, CommandError> {
        let mails = self.mails().await?;
        let with_calendar = mails.iter().filter(|mail| mail["attachments"][0]["name"] == "event.ics").count();
        let mut operations: Vec<&str> =
            mails.iter().filter_map(|mail| mail["operationId"].as_str()).collect();
        operations.sort_unstable();
        operations.dedup();
        let taken = self.calls("acs", "POST", |path| path == "/emails:send").await?;
        let taken = taken.iter().filter(|call| call["status"] == 202).count();
        let asked = self.calls("acs", "GET", |path| path.starts_with("/emails/operations/")).await?;
        let succeeded = operations.iter().filter(|id| {
            asked.iter().any(|call| {
                call["responseBody"]["id"] == **id && call["responseBody"]["status"] == "Succeeded"
            })
        });
        let succeeded = succeeded.count();
        let told = format!(
            "POST /emails:send {taken}\u{d7}202, {succeeded} operations succeeded, {} mails in the sandbox, \
             {with_calendar} with a calendar file",
            mails.len(),
        );
        let right = [taken, succeeded, mails.len(), operations.len(), with_calendar];
        Ok(if right.iter().all(|count| *count == expected) { Ok(told) } else { Err(told) })
    }

    /// The Lectern link in the mail to this address.
    pub async fn link_from_mail(&self, to: &str) -> Result<String, CommandError> {
        let mails = self.mails().await?;
        let mail = mails.iter().find(|mail| mail["to"].to_string().contains(to));
        let text = mail.and_then(|mail| mail["text"].as_str()).unwrap_or_default();
        let link = text.split_whitespace().find(|word| word.starts_with("lectern-sandbox://join?"));
        link.map(str::to_owned)
            .ok_or_else(|| CommandError::new(ErrorCode::NotFound, format!("no mail with a link to {to}")))
    }

    /// The link that begins like this in the one mail to this address, and what came beside it.
    pub async fn page_mail(&self, to: &str, beginning: &str) -> Result<(String, Found), CommandError> {
        let mails = self.mails().await?;
        let theirs: Vec<&Value> = mails.iter().filter(|mail| is_to(mail, to)).collect();
        let text = theirs.first().and_then(|mail| mail["text"].as_str()).unwrap_or_default();
        let link = text.split_whitespace().find(|word| word.starts_with(beginning)).unwrap_or_default();
        let taken = self.calls("acs", "POST", |path| path == "/emails:send").await?;
        let taken = taken.iter().filter(|call| call["status"] == 202).count();
        let told = format!(
            "POST /emails:send {taken}\u{d7}202 by the service itself, {} mail to the visitor, its link {beginning}\u{2026}",
            theirs.len()
        );
        let right = taken == 1 && theirs.len() == 1 && mails.len() == 1 && !link.is_empty();
        Ok((link.to_owned(), if right { Ok(told) } else { Err(told) }))
    }

    pub async fn joined(&self, joined: &Joined) -> Result<Found, CommandError> {
        let made = self.calls("acs", "POST", |path| path == "/identities").await?;
        let scopes = made
            .first()
            .map(|call| call["requestBody"]["createTokenWithScopes"].to_string())
            .unwrap_or_default();
        let known =
            made.first().is_some_and(|call| call["responseBody"]["identity"]["id"] == *joined.user_id);
        let told = format!(
            "POST /identities {}× with {scopes}, target {}",
            made.len(),
            shortened(&joined.meeting_link)
        );
        let right = known
            && made.len() == 1
            && made[0]["status"] == 201
            && scopes == r#"["voip.join","chat.join.limited"]"#;
        Ok(if right { Ok(told) } else { Err(told) })
    }

    pub async fn left(&self, joined: &Joined) -> Result<Found, CommandError> {
        let revoked = self.calls("acs", "POST", |path| path.ends_with("/:revokeAccessTokens")).await?;
        let of_guest = |call: &&Value| {
            let path = call["path"].as_str().unwrap_or_default().replace("%3A", ":");
            call["status"] == 204 && path.contains(&joined.user_id)
        };
        let done = revoked.iter().filter(of_guest).count();
        let told = format!(
            "POST /identities/{{id}}/:revokeAccessTokens {done}×204; the identity waits for the event's end"
        );
        Ok(if done == 1 && !joined.user_id.is_empty() { Ok(told) } else { Err(told) })
    }

    async fn mails(&self) -> Result<Vec<Value>, CommandError> {
        Ok(mails(&self.sandbox).await?.split_off(self.mails_before))
    }
}

async fn mails(sandbox: &SandboxEndpoints) -> Result<Vec<Value>, CommandError> {
    Ok(sandbox.ask("mail").await?.as_array().cloned().unwrap_or_default())
}

fn is_to(mail: &Value, address: &str) -> bool {
    mail["to"].as_str().is_some_and(|to| to.eq_ignore_ascii_case(address))
}

fn shortened(link: &str) -> String {
    let plain = redact(link);
    if plain.chars().count() > 60 { plain.chars().take(57).chain("...".chars()).collect() } else { plain }
}
