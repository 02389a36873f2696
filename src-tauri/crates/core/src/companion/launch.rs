//! The browser's command line. The address in it carries a key that works once, for half a minute.

use std::path::Path;
use std::process::Stdio;

use tokio::process::{Child, Command};

use super::CompanionError;
use super::browser::Browser;

pub(super) fn start(
    browser: &Browser,
    data: &Path,
    address: &str,
    full_screen: bool,
) -> Result<Child, CompanionError> {
    let mut command = Command::new(&browser.program);
    command
        .args(arguments(data, address, full_screen))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true);
    // A group of its own, so that its helpers can be ended with it.
    #[cfg(unix)]
    command.process_group(0);
    command
        .spawn()
        .map_err(|error| CompanionError::NotStarted { browser: browser.name, detail: error.to_string() })
}

fn arguments(data: &Path, address: &str, full_screen: bool) -> Vec<String> {
    let mut arguments = vec![
        format!("--app={address}"),
        format!("--user-data-dir={}", data.display()),
        "--window-size=1280,800".to_owned(),
        "--no-first-run".to_owned(),
        "--no-default-browser-check".to_owned(),
        // Nothing of this profile is kept, so no keychain has to be opened for it.
        "--password-store=basic".to_owned(),
        "--use-mock-keychain".to_owned(),
        // The browser's own errands have no place in a profile that lives as long as a call.
        "--disable-sync".to_owned(),
        "--disable-background-networking".to_owned(),
        "--disable-component-update".to_owned(),
        "--disable-default-apps".to_owned(),
        "--no-pings".to_owned(),
    ];
    if full_screen {
        arguments.push("--start-fullscreen".to_owned());
    }
    arguments
}

/// Asks the browser to end, then makes it.
pub(super) async fn end(mut child: Child) {
    #[cfg(unix)]
    signal(&child, rustix::process::Signal::TERM);
    let asked = tokio::time::timeout(std::time::Duration::from_secs(3), child.wait()).await;
    #[cfg(unix)]
    signal(&child, rustix::process::Signal::KILL);
    if asked.is_err()
        && let Err(error) = child.kill().await
    {
        tracing::warn!(%error, "the companion's browser did not end");
    }
}

#[cfg(unix)]
fn signal(child: &Child, signal: rustix::process::Signal) {
    let group = child.id().and_then(|id| i32::try_from(id).ok()).and_then(rustix::process::Pid::from_raw);
    if let Some(group) = group {
        // Gone already is as good.
        let _gone = rustix::process::kill_process_group(group, signal);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_keeps_its_own_walls_and_gets_no_secret_that_lasts() {
        for full_screen in [false, true] {
            let arguments = arguments(Path::new("/data"), "http://localhost:1/?key=k", full_screen);
            for wall in
                ["--no-sandbox", "--disable-web-security", "--remote-debugging", "--use-fake", "--headless"]
            {
                assert!(
                    !arguments.iter().any(|argument| argument.starts_with(wall)),
                    "{wall} belongs in tests only"
                );
            }
            assert_eq!(arguments.contains(&"--start-fullscreen".to_owned()), full_screen);
            assert_eq!(
                arguments.iter().filter(|argument| argument.contains("key=")).count(),
                1,
                "every process of this machine can read the command line"
            );
        }
    }
}
