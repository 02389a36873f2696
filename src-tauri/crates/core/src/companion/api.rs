//! The commands that the companion's page may call. They are named as the window's own, so that one screen serves both.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::running::Shared;
use super::{CompanionEnd, CompanionPhase};
use crate::error::{CommandError, ErrorCode};
use crate::join::hand_over::TeamsWay;
use crate::join::offers::WebviewAbilities;
use crate::join::passes::JoinAs;
use crate::join::prepare::{self, JoinRequest, PrepareError, Separate};
use crate::join::{calendar, explain, hand_over, reach, start};
use crate::session;

/// A page that hears nothing asks again; until then its silence says nothing.
const LISTENING: Duration = Duration::from_secs(20);

#[derive(Deserialize)]
struct Prepare {
    abilities: WebviewAbilities,
    passcode: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Start {
    join_id: String,
    display_name: String,
    #[serde(default)]
    joins_as: JoinAs,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OneJoin {
    join_id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Teams {
    join_id: String,
    way: Option<TeamsWay>,
}

#[derive(Deserialize)]
struct Report {
    phase: CompanionPhase,
    muted: Option<bool>,
    end: Option<CompanionEnd>,
}

#[derive(Deserialize)]
struct Listen {
    /// `None`: a page that was loaded just now, and has no part in what was asked before.
    after: Option<usize>,
}

/// The person's choices (name, devices), as the page itself writes them down. Its browser's own memory is deleted.
#[derive(Deserialize)]
struct Remember {
    choices: BTreeMap<String, String>,
}

const CHOICES: &str = "companion-choices";
const MOST_CHOICES: usize = 4096;

/// `None`: there is no such command here.
pub(super) async fn answer(
    shared: &Arc<Shared>,
    command: &str,
    body: &[u8],
) -> Result<Option<Value>, CommandError> {
    match command.split_once('|') {
        Some(("joining", name)) => joining(shared, name, body).await,
        _ => of_the_window(shared, command, body).await,
    }
}

async fn joining(shared: &Arc<Shared>, name: &str, body: &[u8]) -> Result<Option<Value>, CommandError> {
    let desk = &shared.desk;
    let told = match name {
        "prepare_join" => {
            let asked: Prepare = read(body)?;
            let led = shared.invitation.join_id.as_ref().and_then(|id| prepare::led(desk, id));
            let view = prepare::prepare_led(desk, shared.asked_by(asked), led).await?;
            shared.joins().insert(view.join_id.clone());
            json!(view)
        }
        "explain_link" => {
            let asked: Prepare = read(body)?;
            json!(explain::explain(desk, &shared.asked_by(asked)))
        }
        "start_join" => {
            let Start { join_id, display_name, joins_as } = read(body)?;
            json!(start::start_as(desk, own(shared, &join_id)?, &display_name, joins_as).await?)
        }
        "refresh_join" => {
            let OneJoin { join_id } = read(body)?;
            json!(start::refresh(desk, own(shared, &join_id)?).await?)
        }
        "leave_join" => {
            let OneJoin { join_id } = read(body)?;
            start::leave(desk, own(shared, &join_id)?).await?;
            Value::Null
        }
        "open_in_teams" => {
            let Teams { join_id, way } = read(body)?;
            let given = hand_over::hand_over(desk, own(shared, &join_id)?, way).await?;
            (shared.host.open)(given.address).map_err(prepare::not_opened)?;
            json!(given.told)
        }
        "teams_ways" => {
            let OneJoin { join_id } = read(body)?;
            json!(hand_over::ways(desk, own(shared, &join_id)?).await?)
        }
        "check_network" => json!(reach::network(desk).await),
        "add_to_calendar" => {
            let OneJoin { join_id } = read(body)?;
            let path = calendar::save(desk, own(shared, &join_id)?, &shared.host.downloads).await?;
            let opened = (shared.host.open)(path.display().to_string()).is_ok();
            json!(calendar::saved(&path, opened))
        }
        _ => return Ok(None),
    };
    Ok(Some(told))
}

async fn of_the_window(
    shared: &Arc<Shared>,
    command: &str,
    body: &[u8],
) -> Result<Option<Value>, CommandError> {
    let desk = &shared.desk;
    let told = match command {
        "session|appearance" => json!(session::appearance(desk).await?),
        "session|accept_terms" => {
            session::accept_terms(desk).await?;
            Value::Null
        }
        "companion|place" => {
            let choices: Option<BTreeMap<String, String>> = desk.setting(CHOICES).await?;
            json!({
                "input": shared.invitation.input,
                "sandbox": desk.sandbox().map(|sandbox| &sandbox.tenant_name),
                "appearance": session::appearance(desk).await?,
                "choices": choices.unwrap_or_default(),
            })
        }
        "companion|remember" => {
            let Remember { choices } = read(body)?;
            if body.len() <= MOST_CHOICES {
                desk.set_setting(CHOICES, &choices).await?;
            }
            Value::Null
        }
        "companion|report" => {
            let Report { phase, muted, end } = read(body)?;
            shared.reported(phase, muted, end);
            Value::Null
        }
        "companion|leaving" => {
            shared.contact.leaving();
            Value::Null
        }
        "companion|listen" => {
            let Listen { after } = read(body)?;
            listen(shared, after).await
        }
        _ => return Ok(None),
    };
    Ok(Some(told))
}

impl Shared {
    /// Whatever link the page names: it was opened for this one.
    fn asked_by(&self, Prepare { abilities, passcode }: Prepare) -> JoinRequest {
        JoinRequest {
            input: self.invitation.input.clone(),
            passcode: passcode.or_else(|| self.invitation.passcode.clone()),
            abilities: Some(abilities),
            confirmed_service: self.invitation.confirmed_service.clone(),
            separate: Separate::Never,
        }
    }
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, CommandError> {
    serde_json::from_slice(body).map_err(|error| {
        CommandError::new(
            ErrorCode::Invalid,
            format!("The call's page asked for something unclear ({error})."),
        )
    })
}

/// Only joins that this page began.
fn own<'a>(shared: &Shared, join_id: &'a str) -> Result<&'a str, CommandError> {
    if shared.joins().contains(join_id) { Ok(join_id) } else { Err(PrepareError::Over.into()) }
}

/// What the desktop window asks for, as soon as it does.
async fn listen(shared: &Arc<Shared>, after: Option<usize>) -> Value {
    let Some(after) = after else {
        return json!({ "after": shared.steers.borrow().len(), "steers": [] });
    };
    let _listening = shared.contact.listens();
    let mut steers = shared.steers.subscribe();
    let heard = tokio::time::timeout(LISTENING, steers.wait_for(|all| all.len() > after)).await;
    match heard {
        Ok(Ok(all)) => json!({ "after": all.len(), "steers": all[after.min(all.len())..] }),
        _ => json!({ "after": after, "steers": [] }),
    }
}
