//! "Make more like this one." A template keeps an event's form, the options of its meeting and its registration under a
//! name; new events begin from it.

use jiff::civil::DateTime;
use jiff::{Timestamp, ToSpan};
use lectern_domain::event::{Audience, EventKind};
use lectern_domain::recurrence::{Ending, Recurrence};
use lectern_domain::zone;
use lectern_store::Writer;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::draft::{self, EventDraft, NextEvent};
use super::options::OptionsError;
use super::setup::{self, Setup};
use crate::desk::Desk;
use crate::error::{CommandError, DeskError, ErrorCode};

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct Template {
    pub id: String,
    pub name: String,
    pub title: String,
    pub description: String,
    /// The start on the clock, as in `18:00`.
    pub clock: String,
    pub minutes: u32,
    pub zone: String,
    /// `None`: a meeting.
    #[serde(default)]
    pub kind: Option<EventKind>,
    #[serde(default)]
    pub audience: Option<Audience>,
    pub recurrence: Option<Recurrence>,
    pub setup: Setup,
}

#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    #[error("Give the template a name.")]
    NoName,
    #[error("A template's name has at most {LONGEST_NAME} characters; this one has {0}.")]
    LongName(usize),
    #[error("There is no such template any more.")]
    Gone,
    #[error(transparent)]
    Options(#[from] OptionsError),
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<lectern_store::StoreError> for TemplateError {
    fn from(error: lectern_store::StoreError) -> Self {
        Self::Desk(error.into())
    }
}

impl From<TemplateError> for CommandError {
    fn from(error: TemplateError) -> Self {
        let message = error.to_string();
        match error {
            TemplateError::Options(inner) => inner.into(),
            TemplateError::Desk(inner) => inner.into(),
            TemplateError::NoName | TemplateError::LongName(_) => {
                Self::new(ErrorCode::Invalid, message).on("name")
            }
            TemplateError::Gone => Self::new(ErrorCode::NotFound, message),
        }
    }
}

const TEMPLATES: &str = "event-templates";
/// One line in a menu.
const LONGEST_NAME: usize = 255;

/// By name.
pub async fn list(desk: &Desk) -> Result<Vec<Template>, DeskError> {
    let mut all = desk.setting::<Vec<Template>>(TEMPLATES).await?.unwrap_or_default();
    all.sort_by_key(|template| template.name.to_lowercase());
    Ok(all)
}

/// A template of the same name is replaced.
pub async fn save(desk: &Desk, event_id: &str, name: &str) -> Result<Template, TemplateError> {
    let name = named(name)?;
    let event = setup::event(desk, event_id).await?;
    let mut setup = setup::of(desk, &event).await?;
    setup.from.clone_from(&name);
    let (start, end) = match &event.series {
        Some(series) => (&series.start, &series.end),
        None => (&event.summary.start, &event.summary.end),
    };
    let (clock, minutes) = length(start, end, &event.summary.zone);
    // The last day of a series is past by the time that it is wanted again.
    let recurrence = event.series.as_ref().map(|series| match series.rule.ending {
        Ending::On { .. } => Recurrence { ending: Ending::Never, ..series.rule.clone() },
        _ => series.rule.clone(),
    });
    let template = Template {
        id: desk.chance().uuid().to_string(),
        name,
        title: event.summary.title.clone(),
        description: event.description.clone(),
        clock,
        minutes,
        zone: event.summary.zone.clone(),
        kind: None,
        audience: None,
        recurrence,
        setup,
    };
    keep(desk, template).await
}

pub(crate) fn named(name: &str) -> Result<String, TemplateError> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let length = name.chars().count();
    if name.is_empty() {
        Err(TemplateError::NoName)
    } else if length > LONGEST_NAME {
        Err(TemplateError::LongName(length))
    } else {
        Ok(name)
    }
}

/// The start on the clock, and the length in minutes.
pub(crate) fn length(start: &str, end: &str, zone: &str) -> (String, u32) {
    let at = |text: &str| text.parse::<Timestamp>().unwrap_or_default();
    let minutes = at(end).duration_since(at(start)).as_secs() / 60;
    let clock = zone::local(at(start), zone).get(11..16).unwrap_or("10:00").to_owned();
    (clock, u32::try_from(minutes).unwrap_or(60).max(1))
}

/// Replaces one of the same name.
pub(crate) async fn keep(desk: &Desk, template: Template) -> Result<Template, TemplateError> {
    let kept = template.clone();
    change(desk, move |all| {
        all.retain(|one| !one.name.eq_ignore_ascii_case(&kept.name));
        all.push(kept);
    })
    .await?;
    Ok(template)
}

pub async fn remove(desk: &Desk, id: &str) -> Result<(), TemplateError> {
    let id = id.to_owned();
    change(desk, move |all| all.retain(|one| one.id != id)).await
}

/// A draft from it: a week from today, at its time.
pub async fn begin(desk: &Desk, id: &str) -> Result<NextEvent, TemplateError> {
    let all = desk.setting::<Vec<Template>>(TEMPLATES).await?.unwrap_or_default();
    let template = all.into_iter().find(|one| one.id == id).ok_or(TemplateError::Gone)?;
    let today = zone::local(desk.now(), &template.zone);
    let day = today.get(..10).unwrap_or_default();
    let start = format!("{day}T{}", template.clock).parse::<DateTime>().unwrap_or_default();
    let start = start.checked_add(1.weeks()).unwrap_or(start);
    let end = start.checked_add(i64::from(template.minutes).minutes()).unwrap_or(start);
    let written = |at: DateTime| at.strftime("%Y-%m-%dT%H:%M").to_string();
    let draft = EventDraft {
        title: template.title,
        description: template.description,
        start: written(start),
        end: written(end),
        zone: template.zone,
        kind: template.kind,
        audience: template.audience,
        recurrence: template.recurrence,
        setup: Some(template.setup),
    };
    Ok(draft::begin(desk, Some(draft)).await?)
}

async fn change(
    desk: &Desk,
    with: impl FnOnce(&mut Vec<Template>) + Send + 'static,
) -> Result<(), TemplateError> {
    desk.write(move |w: &Writer<'_>| {
        let mut all = w.settings().get::<Vec<Template>>(TEMPLATES)?.unwrap_or_default();
        with(&mut all);
        Ok(w.settings().set(TEMPLATES, &all)?)
    })
    .await
}
