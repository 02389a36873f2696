//! What the sandbox saw, read at its control door.

use lectern_core::desk::SandboxEndpoints;
use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::messages::run::RunReport;
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

    pub async fn confirmed(&self, expected: usize, report: &RunReport) -> Result<Found, CommandError> {
        let mails = self.mails().await?;
        let with_calendar = mails.iter().filter(|mail| mail["attachments"][0]["name"] == "event.ics").count();
        let mut operations: Vec<String> = mails.iter().map(|mail| mail["operationId"].to_string()).collect();
        operations.sort();
        operations.dedup();
        let told = format!(
            "{} mails in the sandbox, {with_calendar} with a calendar file, {} operations; report {} sent, {} failed, {} ambiguous",
            mails.len(),
            operations.len(),
            report.sent,
            report.failed,
            report.ambiguous
        );
        let right = mails.len() == expected && with_calendar == expected && operations.len() == expected;
        Ok(if right && report.sent as usize == expected { Ok(told) } else { Err(told) })
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
        let gone = self.calls("acs", "DELETE", |path| path.starts_with("/identities/")).await?;
        let done = gone.iter().filter(|call| call["status"] == 204).count();
        let told = format!("DELETE /identities {done}×204");
        Ok(if done == 1 && !joined.user_id.is_empty() { Ok(told) } else { Err(told) })
    }

    async fn mails(&self) -> Result<Vec<Value>, CommandError> {
        Ok(mails(&self.sandbox).await?.split_off(self.mails_before))
    }
}

async fn mails(sandbox: &SandboxEndpoints) -> Result<Vec<Value>, CommandError> {
    Ok(sandbox.ask("mail").await?.as_array().cloned().unwrap_or_default())
}

fn shortened(link: &str) -> String {
    let plain = redact(link);
    if plain.chars().count() > 60 { plain.chars().take(57).chain("...".chars()).collect() } else { plain }
}
