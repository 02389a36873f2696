//! "Who registered, who was there, and how long?" Of a webinar or town hall, as far as its lists and reports are kept here.

use lectern_domain::event::{EnrolmentState, RegisteredBy};
use lectern_domain::registration::RegistrantStatus;
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

/// Those of a status on Teams' list who came onto it by one way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts", rename = "TeamsRegistrationFigures")]
pub struct RegistrationFigures {
    pub status: RegistrantStatus,
    pub source: RegisteredBy,
    pub people: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct WebinarFigures {
    /// Empty: Teams' list was never read, or nobody is on it.
    pub registrations: Vec<RegistrationFigures>,
    /// Empty: the reports were never read.
    pub stays: Vec<StayFigures>,
    /// Of those whom Lectern enrols, also those who are not on Teams' list yet.
    pub enrolments: Vec<EnrolmentFigures>,
}

pub async fn of(desk: &Desk, id: &str) -> Result<WebinarFigures, DeskError> {
    let id = id.to_owned();
    let (registrations, stays, enrolments) = desk
        .read(move |r| {
            let figures = r.figures();
            let registrations = r.virtual_registrations().counts(&id)?;
            Ok((registrations, figures.attendance(&id)?, figures.enrolments(&id)?))
        })
        .await?;
    Ok(WebinarFigures {
        registrations: registrations
            .into_iter()
            .map(|(status, source, people)| RegistrationFigures { status, source, people })
            .collect(),
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
