//! What was answered and chosen, and what it leads to.

use lectern_domain::guide::{Level, advise, plan};

use super::{GuideDefaults, GuideView, Kept, Needs, cloud, kept, of_profile};
use crate::desk::Desk;
use crate::error::DeskError;

pub async fn show(desk: &Desk) -> Result<GuideView, DeskError> {
    Ok(view(desk, &kept(desk).await?))
}

pub(super) fn view(desk: &Desk, kept: &Kept) -> GuideView {
    let needs = kept.needs.unwrap_or_else(|| known(desk));
    GuideView {
        advice: advise(&needs),
        chosen: kept.level,
        chosen_at: kept.chosen_at.map(|at| at.to_string()),
        defaults: kept.level.map(|level| defaults(level, &needs)),
        offer: kept.level.is_none() && !kept.put_off,
        needs,
    }
}

/// What need not be asked for.
fn known(desk: &Desk) -> Needs {
    let cloud = cloud(desk).map(|cloud| of_profile(cloud).0).unwrap_or_default();
    Needs { cloud, ..Needs::default() }
}

fn defaults(level: Level, needs: &Needs) -> GuideDefaults {
    GuideDefaults { kind: plan(level, needs).kind, registration: level == Level::OwnRegistration }
}
