//! What the documentation leaves open, asked of the tenant.

use std::path::PathBuf;

use lectern_core::probe::{Asked, Mails, ProbePlan, ProbeReport, plan, report, run};
use tauri::plugin::{Builder, TauriPlugin};
use tauri::{AppHandle, Emitter as _, Runtime, State, command, generate_handler};

use super::Answer;
use crate::compose::Slot;

#[command]
async fn plan_probe(slot: State<'_, Slot>) -> Answer<ProbePlan> {
    Ok(plan::plan(&*slot.desk().await?, &Asked::default()).await?)
}

#[command]
async fn run_probe<R: Runtime>(
    app: AppHandle<R>,
    slot: State<'_, Slot>,
    others_link: Option<String>,
    webinar: Option<String>,
) -> Answer<ProbeReport> {
    let told = move |progress| drop(app.emit("probe", progress));
    Ok(run::run(&*slot.desk().await?, Asked { others_link, webinar }, &told).await?)
}

#[command]
async fn probe_arrived(slot: State<'_, Slot>, mails: Mails) -> Answer<ProbeReport> {
    Ok(report::arrived(&*slot.desk().await?, mails).await?)
}

#[command]
async fn save_probe_report(slot: State<'_, Slot>, path: PathBuf) -> Answer<()> {
    Ok(report::save(&*slot.desk().await?, path).await?)
}

pub fn room<R: Runtime>() -> TauriPlugin<R> {
    Builder::new("probe")
        .invoke_handler(generate_handler![plan_probe, run_probe, probe_arrived, save_probe_report])
        .build()
}
