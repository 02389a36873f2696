//! A sandbox to try a client on: `cargo run -p lectern-sandbox --example serve -- READY-FILE [--https]`, until
//! it is interrupted.

use std::path::Path;

use lectern_sandbox::{Options, Sandbox};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let ready_file = arguments.next().ok_or("name the file that says where it serves")?;
    let https = arguments.any(|argument| argument == "--https");
    let sandbox = Sandbox::start(Options { https, ..Options::default() }).await?;
    sandbox.ready().write(Path::new(&ready_file))?;
    tokio::signal::ctrl_c().await?;
    sandbox.stop().await;
    Ok(())
}
