//! What this desk works with beside Graph: the ACS resource, and the way mail leaves.

pub mod acs_connection;
pub mod channel;
pub mod entra_users;
pub mod pairing;
pub mod service_desk;
mod service_desk_error;
pub mod test_mail;

use lectern_domain::message::ChannelKind;
use serde::Serialize;
use ts_rs::TS;

pub use service_desk_error::ServiceDeskError;

use crate::desk::Desk;
use crate::messages::channel::{SMTP, Security, SmtpSettings, chosen, smtp};

/// The services as Settings shows them. Nothing secret: of a key and a password only that they are there.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct ServicesView {
    /// The resource whose key this machine holds.
    pub acs_endpoint: Option<String>,
    /// It is a service principal that signs, not the key.
    pub acs_by_principal: bool,
    /// A sandbox brings its own resource, which can't be changed.
    pub acs_fixed: bool,
    /// The service that this desk is paired with; it decides about the events that are published there.
    pub service_desk: Option<service_desk::PairedService>,
    /// The trusted services that are not asked about any more, by their origins.
    pub paired_services: Vec<String>,
    /// The resource that work accounts join through as themselves (a preview); `None`: switched off.
    pub entra_users: Option<String>,
    pub channel: Option<ChannelView>,
    /// The mail server that was named, also where another channel is chosen now.
    pub smtp: Option<SmtpView>,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct ChannelView {
    pub kind: ChannelKind,
    pub sender: String,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct SmtpView {
    pub host: String,
    pub port: u16,
    pub security: Security,
    pub username: Option<String>,
    pub has_password: bool,
}

pub async fn show(desk: &Desk) -> Result<ServicesView, ServiceDeskError> {
    let smtp = match desk.setting::<SmtpSettings>(SMTP).await? {
        None => None,
        Some(settings) => Some(SmtpView {
            has_password: smtp::password(desk).await?.is_some(),
            host: settings.host,
            port: settings.port,
            security: settings.security,
            username: settings.username,
        }),
    };
    let channel = chosen(desk).await?.map(|chosen| ChannelView { kind: chosen.kind, sender: chosen.sender });
    Ok(ServicesView {
        acs_by_principal: desk.acs().is_some_and(|acs| acs.is_by_principal()),
        acs_endpoint: desk.acs().map(|acs| acs.endpoint().to_owned()),
        acs_fixed: desk.sandbox().is_some(),
        service_desk: service_desk::kept(desk).await?,
        paired_services: pairing::paired(desk).await?,
        entra_users: desk.setting(entra_users::SETTING).await?,
        channel,
        smtp,
    })
}
