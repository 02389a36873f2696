//! What works here and what does not.

use lectern_core::doctor::{Check, run};
use tauri::plugin::{Builder, TauriPlugin};
use tauri::{Runtime, State, command, generate_handler};

use super::Answer;
use crate::compose::Slot;

#[command]
async fn run_doctor(slot: State<'_, Slot>) -> Answer<Vec<Check>> {
    Ok(run::run(&*slot.desk().await?).await)
}

pub fn room<R: Runtime>() -> TauriPlugin<R> {
    Builder::new("doctor").invoke_handler(generate_handler![run_doctor]).build()
}
