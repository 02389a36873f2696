//! "Who was there, and how long?" Of a webinar or town hall, as far as its reports and enrolments are kept here.

use lectern_domain::event::EnrolmentState;
use serde::Serialize;
use ts_rs::TS;

use crate::desk::Desk;
use crate::error::DeskError;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct StayFigures {
    /// They stayed so many minutes or more, and less than the next ones.
    pub minutes: u32,
    pub people: u32,
    /// Of those, who came by a registration.
    pub registered: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct EnrolmentFigures {
    pub state: EnrolmentState,
    pub people: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct WebinarFigures {
    /// Empty: the reports were never read.
    pub stays: Vec<StayFigures>,
    /// Of those whom Lectern enrols; whom Teams' own page enrols, Teams alone knows.
    pub enrolments: Vec<EnrolmentFigures>,
}

pub async fn of(desk: &Desk, id: &str) -> Result<WebinarFigures, DeskError> {
    let id = id.to_owned();
    let (stays, enrolments) =
        desk.read(move |r| Ok((r.figures().attendance(&id)?, r.figures().enrolments(&id)?))).await?;
    Ok(WebinarFigures {
        stays: stays
            .into_iter()
            .map(|one| StayFigures {
                minutes: one.at_least / 60,
                people: one.people,
                registered: one.registered,
            })
            .collect(),
        enrolments: enrolments
            .into_iter()
            .map(|(state, people)| EnrolmentFigures { state, people })
            .collect(),
    })
}
