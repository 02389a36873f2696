//! Which integration, and what is still to be done for it.

use lectern_core::guide::steps::{self, GuideSteps};
use lectern_core::guide::{Advice, GuideView, Level, Needs, advise, choose, show};
use lectern_core::join::offers::WebviewAbilities;
use tauri::plugin::{Builder, TauriPlugin};
use tauri::{Runtime, State, command, generate_handler};

use super::Answer;
use super::doctor::window;
use crate::compose::Slot;

#[command]
async fn show_guide(slot: State<'_, Slot>) -> Answer<GuideView> {
    Ok(show::show(&*slot.desk().await?).await?)
}

#[command]
async fn advise_guide(needs: Needs) -> Answer<Advice> {
    Ok(advise(&needs))
}

#[command]
async fn choose_guide(slot: State<'_, Slot>, needs: Needs, level: Level) -> Answer<GuideView> {
    Ok(choose::choose(&*slot.desk().await?, needs, level).await?)
}

#[command]
async fn put_off_guide(slot: State<'_, Slot>) -> Answer<()> {
    Ok(choose::put_off(&*slot.desk().await?).await?)
}

#[command]
async fn guide_steps(
    slot: State<'_, Slot>,
    abilities: Option<WebviewAbilities>,
) -> Answer<Option<GuideSteps>> {
    Ok(steps::steps(&*slot.desk().await?, window(abilities).as_ref()).await?)
}

pub fn room<R: Runtime>() -> TauriPlugin<R> {
    Builder::new("guide")
        .invoke_handler(generate_handler![show_guide, advise_guide, choose_guide, put_off_guide, guide_steps])
        .build()
}
