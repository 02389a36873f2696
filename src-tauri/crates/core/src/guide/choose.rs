//! "That one." Kept, and changed as often as one likes: only what begins from now on begins otherwise.

use lectern_domain::guide::{Level, plan};

use super::{GuideError, GuideView, Kept, Needs, SETTING, cloud, fits, kept, of_profile, show};
use crate::desk::Desk;
use crate::error::DeskError;

/// Any level that can be had, not only the recommended one.
pub async fn choose(desk: &Desk, needs: Needs, level: Level) -> Result<GuideView, GuideError> {
    if let Some(profile) = cloud(desk)
        && !fits(profile, needs.cloud)
    {
        return Err(GuideError::OtherCloud(of_profile(profile).1));
    }
    if let Some(why) = plan(level, &needs).impossible {
        return Err(GuideError::Impossible(why));
    }
    let chosen = Kept { needs: Some(needs), level: Some(level), chosen_at: Some(desk.now()), put_off: false };
    desk.set_setting(SETTING, &chosen).await?;
    Ok(show::view(desk, &chosen))
}

/// "Not now": it is offered no more, and stays where it can be opened.
pub async fn put_off(desk: &Desk) -> Result<(), DeskError> {
    let mut kept = kept(desk).await?;
    kept.put_off = true;
    desk.set_setting(SETTING, &kept).await
}
