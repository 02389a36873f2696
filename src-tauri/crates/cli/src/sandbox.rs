//! `lectern sandbox`: Entra, Graph and ACS on this machine, until it is stopped.

use lectern_core::error::CommandError;
use lectern_core::session;
use lectern_sandbox::{Options, Sandbox, SandboxError, answers};

use crate::arguments::SandboxArgs;
use crate::opening::invalid;
use crate::output::{Output, line};
use crate::stopping;

pub async fn run(args: SandboxArgs, output: Output) -> Result<(), CommandError> {
    let switches = args.answers.as_deref().map(answers::read).transpose();
    let options = Options {
        listen: args.listen,
        https: args.https,
        state_file: args.state_file,
        switches: switches.map_err(|error| invalid(&format!("--answers: {error}.")))?,
        ..Options::default()
    };
    let sandbox = Sandbox::start(options).await.map_err(|error| match error {
        SandboxError::NotLoopback(_) => invalid(&format!("--listen: {error}, as in 127.0.0.1:7080.")),
        error => session::sandbox_failed(&error),
    })?;
    let ready = sandbox.ready();
    if let Some(path) = &args.ready_file {
        ready
            .write(path)
            .map_err(|error| invalid(&format!("{} can't be written: {error}", path.display())))?;
    }
    if output.json {
        let told = serde_json::to_string(&ready).map_err(|error| session::stopped(&error))?;
        line(&told);
    } else {
        line(&format!(
            "The sandbox serves.\n  Entra    {}\n  Graph    {}\n  ACS      {}\n  control  {}",
            ready.entra, ready.graph, ready.acs, ready.control
        ));
        line("Try: lectern --sandbox CONTROL-URL demo. Stop it with Ctrl+C.");
    }
    stopping::stopped().await;
    sandbox.stop().await;
    Ok(())
}
