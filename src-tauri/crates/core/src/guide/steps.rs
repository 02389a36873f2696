//! What is still to be done for the chosen level: told by the doctor, so that a list and the truth cannot differ.

use lectern_domain::guide::{JoinPlace, Level, Plan, plan};
use serde::Serialize;
use ts_rs::TS;

use super::{Needs, kept};
use crate::desk::Desk;
use crate::doctor::run::{self, Window};
use crate::doctor::{Check, CheckStatus};
use crate::error::DeskError;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts", rename = "GuideStepState")]
pub enum StepState {
    Done,
    ToDo,
    /// No service answers it: a person has to look.
    Ask,
}

/// Where a step is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts", rename = "GuideStepPlace")]
pub enum StepPlace {
    SignIn,
    Services,
    Doctor,
    NewEvent,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts", rename = "GuideStep")]
pub struct Step {
    pub id: &'static str,
    pub title: &'static str,
    pub state: StepState,
    /// What stands in its way, or what was found.
    pub detail: String,
    pub place: StepPlace,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct GuideSteps {
    pub level: Level,
    pub steps: Vec<Step>,
    /// The first that is not done; `None`: all are.
    pub next: Option<&'static str>,
}

/// `None`: nobody has chosen a level yet.
pub async fn steps(desk: &Desk, window: Option<&Window>) -> Result<Option<GuideSteps>, DeskError> {
    let kept = kept(desk).await?;
    let (Some(level), Some(needs)) = (kept.level, kept.needs) else { return Ok(None) };
    let checks = run::examine(desk, window).await;
    let begun =
        desk.read(|r| Ok(!r.events().list()?.is_empty() || !r.virtual_events().list()?.is_empty())).await?;
    Ok(Some(of(&plan(level, &needs), &needs, &checks, begun)))
}

/// A step and the checks that all have to be well for it.
struct Row {
    id: &'static str,
    title: &'static str,
    place: StepPlace,
    checks: &'static [&'static str],
}

const fn row(
    id: &'static str,
    title: &'static str,
    place: StepPlace,
    checks: &'static [&'static str],
) -> Row {
    Row { id, title, place, checks }
}

const REGISTRATION: Row =
    row("registration", "Enter your app registration", StepPlace::SignIn, &["registration"]);
const SIGN_IN: Row =
    row("signIn", "Sign in with the account that holds the events", StepPlace::SignIn, &["account"]);
const CONSENT: Row = row(
    "consent",
    "Agree to the permissions",
    StepPlace::Doctor,
    &["scope:User.Read", "scope:Calendars.ReadWrite", "scope:OnlineMeetings.ReadWrite"],
);
const TEAMS: Row =
    row("teams", "Calendar and Teams answer", StepPlace::Doctor, &["calendar", "meetings", "licence"]);
const SENDER: Row = row("sender", "Set up a sender for confirmations", StepPlace::Services, &["mail"]);
const GUESTS: Row = row("guests", "Let this machine give guests their pass", StepPlace::Services, &["calls"]);
const WINDOW: Row =
    row("window", "Have something that can make calls", StepPlace::Doctor, &["window", "browser"]);
const POLICY_GUESTS: Row =
    row("policyGuests", "Ask whether people without an account get in", StepPlace::Doctor, &["policyGuests"]);
const WEBINARS: Row = row(
    "webinars",
    "Have an administrator agree to webinars",
    StepPlace::Doctor,
    &["scope:VirtualEvent.ReadWrite", "webinars"],
);
const POLICY_EVENTS: Row = row(
    "policyEvents",
    "Ask whether webinars may be made and be public",
    StepPlace::Doctor,
    &["policyEvents"],
);

fn of(plan: &Plan, needs: &Needs, checks: &[Check], begun: bool) -> GuideSteps {
    let own = plan.level == Level::OwnRegistration;
    let here = plan.join == JoinPlace::Here;
    let webinar = plan.level == Level::Webinar;
    let mut steps: Vec<Step> = [
        (REGISTRATION, true),
        (SIGN_IN, true),
        (CONSENT, true),
        (TEAMS, true),
        (WEBINARS, webinar),
        (POLICY_EVENTS, webinar),
        (SENDER, own),
        (GUESTS, here),
        (WINDOW, here),
        (POLICY_GUESTS, needs.outsiders),
    ]
    .into_iter()
    .filter(|(_, wanted)| *wanted)
    .map(|(row, _)| step(&row, checks))
    .collect();
    let (state, detail) = if begun {
        (StepState::Done, "There is one.")
    } else {
        (StepState::ToDo, "It begins as your choice says, and can be changed.")
    };
    let place = StepPlace::NewEvent;
    steps.push(Step { id: "event", title: "Plan the first event", state, detail: detail.into(), place });
    let next = steps.iter().find(|step| step.state == StepState::ToDo).map(|step| step.id);
    GuideSteps { level: plan.level, steps, next }
}

/// Done where all of its checks are well; of a window and a browser one is enough. A check that was left out, since this
/// desk has no use for it, stands in nobody's way.
fn step(row: &Row, checks: &[Check]) -> Step {
    let of_row: Vec<&Check> = checks.iter().filter(|check| row.checks.contains(&check.id)).collect();
    let worst = of_row.iter().max_by_key(|check| weight(check.status));
    let any = row.id == WINDOW.id && of_row.iter().any(|check| check.status == CheckStatus::Ok);
    // A simulated call asks nothing of a computer, so a browser that was left out is as good as one.
    let simulated = row.id == WINDOW.id && of_row.iter().all(|check| check.status == CheckStatus::Skipped);
    let (state, detail) = match worst {
        Some(check) if !any && !simulated && check.status != CheckStatus::Ok => {
            let state = if check.status == CheckStatus::Unknown { StepState::Ask } else { StepState::ToDo };
            (state, check.fix.clone().unwrap_or_else(|| check.detail.clone()))
        }
        Some(check) => (StepState::Done, check.detail.clone()),
        None => (StepState::Done, String::new()),
    };
    Step { id: row.id, title: row.title, state, detail, place: row.place }
}

fn weight(status: CheckStatus) -> u8 {
    match status {
        CheckStatus::Ok => 0,
        CheckStatus::Skipped => 1,
        CheckStatus::Unknown => 2,
        CheckStatus::Warning => 3,
        CheckStatus::Failed => 4,
    }
}
