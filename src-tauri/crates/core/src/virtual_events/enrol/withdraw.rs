//! "Take these people off the webinar's list again." At the pace of enrolments, since it is the same limit; safe to
//! repeat and to kill, because Teams' list says who is off it. Teams tells the people by itself.

use lectern_domain::email_address::EmailAddress;
use serde::Deserialize;
use ts_rs::TS;

use super::{Enrolments, Told, under_way};
use crate::desk::Desk;
use crate::virtual_events::{VirtualEventError, credential, teams};

/// Everybody who was enrolled from here, or those with these addresses.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts", rename = "EnrolledWhom")]
pub enum Whom {
    Everybody,
    These(Vec<String>),
}

/// Writes down who is to go, then goes on until Teams has taken all of them off.
pub async fn withdraw(
    desk: &Desk,
    id: &str,
    whom: Whom,
    told: Told,
) -> Result<Enrolments, VirtualEventError> {
    let keys = match whom {
        Whom::Everybody => vec![None],
        Whom::These(emails) => emails
            .iter()
            .map(|email| {
                let wrong =
                    |error| VirtualEventError::Field { field: "email", message: format!("{email}: {error}") };
                Ok(Some(EmailAddress::parse(email).map_err(wrong)?.normalized().to_owned()))
            })
            .collect::<Result<Vec<_>, VirtualEventError>>()?,
    };
    let (record, _) = teams::standing(desk, id).await?;
    let tokens = credential::Tokens::of(desk).await?;
    let (own, now) = (record.id, desk.now());
    desk.write(move |w| {
        if keys == [None] {
            w.enrolments().forget_planned(&own)?;
        }
        for key in &keys {
            w.enrolments().cancel(&own, key.as_deref(), now)?;
        }
        Ok::<_, VirtualEventError>(())
    })
    .await?;
    under_way(desk, id, tokens, told).await
}

/// "Leave them on it after all." Whom Teams has not taken off yet stays; how many.
pub async fn keep(desk: &Desk, id: &str) -> Result<usize, VirtualEventError> {
    super::pause(desk);
    let (wanted, now) = (id.to_owned(), desk.now());
    desk.write(move |w| Ok(w.enrolments().keep_cancelling(&wanted, now)?)).await
}
