//! What a profile says of itself to whoever lists them: whose it is and when it was last used. It lies beside the store,
//! which only its own key opens, so that a list needs no key at all. It names the desk's own account and nobody else.

use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::clouds;
use crate::desk::{Desk, blocking};
use crate::error::DeskError;
use crate::profile::{CloudName, files};
use crate::sign_in::{Account, account};

pub(crate) const FILE: &str = "card.json";
/// A use within this time of the last one is the same.
const SAME_USE: SignedDuration = SignedDuration::from_mins(1);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Card {
    /// Stays when somebody signs out: the data is still that account's.
    pub account: Option<Holder>,
    pub cloud: CloudName,
    pub used: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Holder {
    pub display_name: String,
    pub username: String,
    pub organization: String,
    pub signed_in: bool,
}

/// As it was left; one that can't be read is none.
pub(crate) fn read(dir: &Path) -> Option<Card> {
    serde_json::from_slice(&std::fs::read(dir.join(FILE)).ok()?).ok()
}

/// Writes down who is at this desk now. It is for lists alone: where it can't be written, the desk works as well.
pub(crate) async fn note(desk: &Desk) {
    if let Err(error) = written(desk).await {
        tracing::info!(%error, "the card of this profile was not written");
    }
}

async fn written(desk: &Desk) -> Result<(), DeskError> {
    let account = account::current(desk).await?;
    let (cloud, now) = (clouds::own(desk), desk.now());
    let holder = account.map(|account| holder(desk, account));
    let dir = desk.profile().dir().to_owned();
    blocking(move || {
        let before = read(&dir);
        let account = holder.or_else(|| {
            let left = before.as_ref()?.account.clone()?;
            Some(Holder { signed_in: false, ..left })
        });
        let card = Card { account, cloud, used: now };
        let told = before.is_some_and(|before| {
            let again = Card { used: before.used, ..card.clone() };
            again == before && now.duration_since(before.used).abs() < SAME_USE
        });
        if told {
            return Ok(());
        }
        let bytes =
            serde_json::to_vec_pretty(&card).map_err(|error| DeskError::Stopped(error.to_string()))?;
        files::replace_private(&dir.join(FILE), &bytes).map_err(|error| DeskError::Stopped(error.to_string()))
    })
    .await?
}

/// An organization's own name is not among what sign-in may read; its domain stands in the account's address.
fn holder(desk: &Desk, account: Account) -> Holder {
    let organization = match desk.sandbox() {
        Some(sandbox) => sandbox.tenant_name.clone(),
        None => match account.username.split_once('@') {
            Some((_, domain)) => domain.to_lowercase(),
            None => account.tenant_id,
        },
    };
    Holder {
        display_name: account.display_name,
        username: account.username,
        organization,
        signed_in: !account.needs_sign_in,
    }
}
