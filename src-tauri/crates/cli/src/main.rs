//! `lectern`: the same use cases as the window's, from a terminal.

mod arguments;
mod data;
mod data_dir;
mod demo;
mod doctor;
mod enrolling;
mod event_arguments;
mod events;
mod external;
mod guide;
mod joining;
mod listing;
mod many;
mod messages;
mod opening;
mod options;
mod output;
mod people;
mod privacy;
mod probe;
mod profile;
mod profiles;
mod repeat;
mod sandbox;
mod serve;
mod services;
mod sign_in;
mod stats;
#[cfg_attr(unix, path = "stopping/signals.rs")]
#[cfg_attr(not(unix), path = "stopping/ctrl_c.rs")]
mod stopping;
mod teams_list;
mod telling;
mod trusted;
mod virtual_arguments;
mod virtual_copies;
mod virtual_events;
mod virtual_people;

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser as _;
use lectern_core::error::CommandError;
use lectern_core::virtual_events::EventKind;
use lectern_domain::join_link::redact;
use tracing_subscriber::EnvFilter;

use arguments::{Lectern, What};
use output::Output;

#[tokio::main]
async fn main() -> ExitCode {
    lectern_core::panics::keep_secrets();
    let asked = match Lectern::try_parse() {
        Ok(asked) => asked,
        Err(error) => return misunderstood(&error),
    };
    logged(matches!(asked.what, What::Serve(_)));
    let output = Output { json: asked.json };
    match Box::pin(run(asked, output)).await {
        Ok(code) => code,
        Err(error) => output.error(&error),
    }
}

/// To standard error. A service tells of each request and of what it does by itself, a line of JSON each; whoever reads
/// along says LECTERN_LOG_FORMAT=text.
fn logged(serving: bool) {
    let usual = if serving { "error,lectern_service=info,lectern_core=info" } else { "error" };
    let filter = EnvFilter::try_from_env("LECTERN_LOG").unwrap_or_else(|_| EnvFilter::new(usual));
    let told = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if serving && std::env::var("LECTERN_LOG_FORMAT").as_deref() != Ok("text") {
        told.json().flatten_event(true).with_current_span(true).with_span_list(false).init();
    } else {
        told.init();
    }
}

/// Help and version go out as they are; a program that asked for JSON is told its mistake in JSON.
fn misunderstood(error: &clap::Error) -> ExitCode {
    if error.use_stderr() && std::env::args_os().any(|argument| argument == "--json") {
        let told = redact(&error.to_string());
        let told = told.trim_start_matches("error: ").trim_end();
        return Output { json: true }.error(&opening::invalid(told));
    }
    if error.use_stderr() {
        // What was typed may be a link.
        drop(writeln!(std::io::stderr(), "{}", redact(error.to_string().trim_end())));
        return ExitCode::from(2);
    }
    drop(error.print());
    ExitCode::SUCCESS
}

async fn run(asked: Lectern, output: Output) -> Result<ExitCode, CommandError> {
    let at = opening::Where {
        profile: asked.profile,
        sandbox: asked.sandbox,
        passphrase_file: asked.passphrase_file,
    };
    match asked.what {
        What::Sandbox(args) => sandbox::run(args, output).await?,
        What::Serve(args) => serve::run(&at, args, output).await?,
        What::Profile(args) => profile::run(&at, args, output).await?,
        What::Acs(what) => services::acs(&at.open().await?, what, output).await?,
        What::Service(what) => trusted::run(&at.open().await?, what, output).await?,
        What::Channel(what) => services::channel(&at.open().await?, what, output).await?,
        What::SignIn(args) => sign_in::run(&at.open().await?, &args).await?,
        What::SignOut => sign_in::out(&at.open().await?, output).await?,
        What::Events(what) => events::run(&at.open().await?, what, output).await?,
        What::Webinars(what) => {
            virtual_events::run(&at.open().await?, EventKind::Webinar, what, output).await?;
        }
        What::TownHalls(what) => {
            virtual_events::run(&at.open().await?, EventKind::TownHall, what, output).await?;
        }
        What::External(what) => external::run(&at.open().await?, what, output).await?,
        What::Registration(what) => people::registration(&at.open().await?, what, output).await?,
        What::Registrants(what) => people::run(&at.open().await?, what, output).await?,
        What::Link(args) => joining::link(&args, output),
        What::Join(args) => joining::join(&at.open().await?, &args, output).await?,
        What::Messages(what) => messages::run(&at.open().await?, what, output).await?,
        What::Privacy(what) => privacy::run(&at.open().await?, what, output).await?,
        What::Doctor(args) => return doctor::run(&at.open().await?, &args, output).await,
        What::Guide(args) => guide::run(&at, &args, output).await?,
        What::Probe(args) => probe::run(&at.open().await?, args, output).await?,
        What::Backup(args) => data::backup(&at.open().await?, args, output).await?,
        What::Restore(args) => data::restore(&at.open().await?, args, output).await?,
        What::Demo => return demo::run(&at, output).await,
    }
    Ok(ExitCode::SUCCESS)
}
