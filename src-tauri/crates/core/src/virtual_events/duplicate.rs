//! "The same again", and "make more like this one". A draft with the words, length and questions of a webinar or town hall,
//! a week or more later at the same time on the same clocks; its people are taken over where that is wished. Nothing is made
//! before "Create" is pressed. What Teams alone can set (places, waiting list, approval) is told.

use super::setup::{self, VirtualSetup};
use super::{VirtualEventDetail, VirtualEventError};
use crate::desk::Desk;
use crate::scheduling::draft::{self, EventDraft, NextEvent};
use crate::scheduling::duplicate::later;
use crate::scheduling::setup::Setup;
use crate::scheduling::template::{self, Template, TemplateError};

pub async fn duplicate(desk: &Desk, id: &str) -> Result<NextEvent, VirtualEventError> {
    let (event, own) = setup::of(desk, id).await?;
    let VirtualEventDetail { summary, description, audience, .. } = event;
    let (start, end) = later(&summary.start, &summary.end, &summary.zone, desk.now());
    let draft = EventDraft {
        title: summary.title.clone(),
        description,
        start,
        end,
        zone: summary.zone,
        kind: Some(summary.kind),
        audience: Some(audience),
        recurrence: None,
        setup: Some(of(summary.title, own)),
    };
    Ok(draft::begin(desk, Some(draft)).await?)
}

fn of(from: String, own: VirtualSetup) -> Setup {
    Setup { webinar: Some(VirtualSetup { from: from.clone(), ..own }), from, ..Setup::default() }
}

/// A template of the same name is replaced.
pub async fn save_template(desk: &Desk, id: &str, name: &str) -> Result<Template, VirtualEventError> {
    let wrong = |error: TemplateError| match error {
        TemplateError::Desk(inner) => VirtualEventError::Desk(inner),
        other => VirtualEventError::Field { field: "name", message: other.to_string() },
    };
    let name = template::named(name).map_err(wrong)?;
    let (event, own) = setup::of(desk, id).await?;
    let VirtualEventDetail { summary, description, audience, .. } = event;
    let (clock, minutes) = template::length(&summary.start, &summary.end, &summary.zone);
    let template = Template {
        id: desk.chance().uuid().to_string(),
        title: summary.title,
        description,
        clock,
        minutes,
        zone: summary.zone,
        kind: Some(summary.kind),
        audience: Some(audience),
        recurrence: None,
        setup: of(name.clone(), own),
        name,
    };
    template::keep(desk, template).await.map_err(wrong)
}
