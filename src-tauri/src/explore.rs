//! "Explore the sandbox": this same executable once more, as another program.

use std::process::{Command, Stdio};
use std::{env, io, thread};

/// One that is open already comes to the front instead: it has its own instance name.
pub fn start() -> io::Result<()> {
    let mut started = Command::new(env::current_exe()?)
        .arg("--explore")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()?;
    // Waited for, so that no dead process stays on the list while this one lives; it outlives this one all the same.
    thread::spawn(move || started.wait());
    Ok(())
}
