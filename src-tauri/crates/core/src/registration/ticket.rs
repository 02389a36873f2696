//! A registrant's own way in, to show or to read out.

use lectern_domain::deep_link::{self, DeepLink};
use lectern_domain::ticket::TicketCode;
use serde::Serialize;
use ts_rs::TS;

use super::RegistrationError;
use super::register::TICKET_CONTEXT;
use crate::desk::Desk;
use crate::error::DeskError;
use crate::seal::Seal;
use crate::sign_in::device_code::qr_svg;

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct TicketView {
    /// In groups, as people read it out.
    pub code: String,
    pub link: String,
    pub join_url: Option<String>,
    pub qr_svg: String,
}

pub async fn show(desk: &Desk, registrant_id: &str) -> Result<TicketView, RegistrationError> {
    let id = registrant_id.to_owned();
    let found = desk
        .read(move |r| {
            let Some(registrant) = r.registrants().by_id(&id)? else { return Ok(None) };
            let event = r.events().by_id(&registrant.event_id)?;
            Ok(r.tickets().of_registrant(&id)?.zip(event))
        })
        .await?;
    let (ticket, event) = found.ok_or(RegistrationError::NoRegistrant)?;
    let code = opened(desk.seal(), &ticket.code_sealed)?;
    let link = DeepLink { link: event.join_url.clone(), ticket: Some(code.clone()), service: None };
    let link = deep_link::build(desk.profile().kind().scheme(), &link);
    // The code alone: short enough for a scanner at the door.
    Ok(TicketView { code: code.grouped(), qr_svg: qr_svg(&code.canonical()), join_url: event.join_url, link })
}

pub(crate) fn opened(seal: &Seal, sealed: &[u8]) -> Result<TicketCode, DeskError> {
    let plain = seal.open(TICKET_CONTEXT, sealed)?;
    let bytes: [u8; 16] =
        plain.expose().as_slice().try_into().map_err(|_| DeskError::Seal(TICKET_CONTEXT))?;
    Ok(TicketCode::from_bytes(bytes))
}
