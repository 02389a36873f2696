//! The program `lectern`, as a person or a script starts it; and as the power cut ends it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::OnceLock;
use std::time::{Duration, SystemTime};

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

use crate::Stage;

#[derive(Clone)]
pub struct Terminal {
    home: PathBuf,
    profile: Option<PathBuf>,
    control: Option<String>,
    variables: Vec<(String, OsString)>,
}

/// What the program left behind.
#[derive(Debug)]
pub struct Said {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Said {
    /// The one object on standard output.
    pub fn json(&self) -> Value {
        assert_eq!(self.code, Some(0), "it ends well: {self:?}");
        serde_json::from_str(&self.out)
            .unwrap_or_else(|error| panic!("one JSON object, not {error}: {self:?}"))
    }

    /// The error on standard error, once the exit code is the one expected.
    pub fn error(&self, code: i32) -> Value {
        assert_eq!(self.code, Some(code), "scripts go by the exit code: {self:?}");
        let last = self.err.lines().last().unwrap_or_default();
        let told: Value = serde_json::from_str(last).unwrap_or_else(|error| {
            panic!("an error is one JSON object on standard error, not {error}: {self:?}")
        });
        assert!(told["code"].is_string() && told["message"].is_string(), "code and message: {told}");
        assert!(told.get("retryAfter").is_some(), "retryAfter is there, null or not: {told}");
        told
    }
}

/// The program while it runs.
pub struct Running {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Running {
    /// The next line that it prints, as JSON.
    pub async fn line(&mut self) -> Value {
        let line = self.lines.next_line().await.expect("text").expect("a line before the end");
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{line:?} is no JSON: {error}"))
    }

    /// As [`Self::line`]; `None`: there was none so soon.
    pub async fn line_within(&mut self, wait: Duration) -> Option<Value> {
        let line = tokio::time::timeout(wait, self.lines.next_line()).await.ok()?.expect("text")?;
        Some(serde_json::from_str(&line).unwrap_or_else(|error| panic!("{line:?} is no JSON: {error}")))
    }

    /// As `kill -HUP` sends it.
    pub fn signal(&self, name: &str) {
        let process = self.child.id().expect("it runs").to_string();
        let sent = std::process::Command::new("kill").args(["-s", name, &process]).status();
        assert!(sent.is_ok_and(|sent| sent.success()), "SIG{name} is sent");
    }

    /// Its exit code, once the signal has ended it.
    pub async fn signalled(self, name: &str) -> Option<i32> {
        self.signal(name);
        self.end().await
    }

    /// SIGKILL: nothing of ours runs any more. `false`: it had ended before.
    pub async fn kill(mut self) -> bool {
        let over = self.child.try_wait().expect("its state").is_some();
        self.child.kill().await.expect("killed");
        !over
    }

    pub async fn end(self) -> Option<i32> {
        let mut child = self.child;
        child.wait().await.expect("it ends").code()
    }
}

impl Terminal {
    /// On this stage, with the profile in `dir`.
    pub fn at(stage: &Stage, dir: &Path) -> Self {
        let control = Some(stage.control().to_owned());
        // Built now if it must be, so that nobody measures the compiler.
        program();
        Self { home: stage.path("home"), profile: Some(dir.to_owned()), control, variables: Vec::new() }
    }

    /// In an empty home with nothing named.
    pub fn bare(home: &Path) -> Self {
        Self { home: home.to_owned(), profile: None, control: None, variables: Vec::new() }
    }

    /// On this stage, with no profile named.
    #[must_use]
    pub fn on(mut self, stage: &Stage) -> Self {
        self.control = Some(stage.control().to_owned());
        program();
        self
    }

    /// With this in its environment.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<OsString>) -> Self {
        self.variables.push((name.to_owned(), value.into()));
        self
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.plain_command();
        command.arg("--json").args(arguments);
        command
    }

    fn plain_command(&self) -> Command {
        let mut command = Command::new(program());
        std::fs::create_dir_all(&self.home).expect("a home");
        // No keychain of the machine's, no home of the person's.
        command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("HOME", &self.home).env("XDG_RUNTIME_DIR", self.home.join("run"));
        command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        if let Some(profile) = &self.profile {
            command.arg("--profile").arg(profile);
        }
        if let Some(control) = &self.control {
            command.args(["--sandbox", control]);
        }
        command.current_dir(&self.home).stdin(Stdio::null()).kill_on_drop(true);
        command
    }

    pub async fn run(&self, arguments: &[&str]) -> Said {
        Self::said(self.command(arguments), "").await
    }

    /// As people read it.
    pub async fn run_plain(&self, arguments: &[&str]) -> Said {
        let mut command = self.plain_command();
        command.args(arguments);
        Self::said(command, "").await
    }

    /// With this on its standard input.
    pub async fn told(&self, arguments: &[&str], input: &str) -> Said {
        Self::said(self.command(arguments), input).await
    }

    async fn said(mut command: Command, input: &str) -> Said {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("lectern starts");
        // A program that wants no input may be gone already.
        drop(child.stdin.take().expect("its input").write_all(input.as_bytes()).await);
        let output = child.wait_with_output().await.expect("lectern ends");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Said { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
    }

    pub fn start(&self, arguments: &[&str]) -> Running {
        self.started(arguments, Stdio::null())
    }

    /// What it says on standard error is added to this file.
    pub fn start_logged(&self, arguments: &[&str], log: &Path) -> Running {
        let file = std::fs::OpenOptions::new().create(true).append(true).open(log).expect("a file");
        self.started(arguments, file.into())
    }

    fn started(&self, arguments: &[&str], errors: Stdio) -> Running {
        let mut command = self.command(arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(errors).spawn().expect("lectern starts");
        let lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        Running { child, lines }
    }

    /// Starts it and kills it after this long. `false`: it was quicker.
    pub async fn killed_after(&self, arguments: &[&str], wait: Duration) -> bool {
        let running = self.start(arguments);
        tokio::time::sleep(wait).await;
        running.kill().await
    }
}

/// `LECTERN_CLI`, or the one beside this test's own program, built where it is missing or older than its sources.
fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        if let Some(given) = std::env::var_os("LECTERN_CLI") {
            return given.into();
        }
        let here = std::env::current_exe().expect("this test's program");
        let profile = here.parent().and_then(Path::parent).expect("deps lies in a profile's folder");
        let program = profile.join(format!("lectern{}", std::env::consts::EXE_SUFFIX));
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let crates = ["cli", "core", "domain", "microsoft", "sandbox", "service", "store"];
        let sources =
            crates.iter().filter_map(|name| newest(&root.join("src-tauri/crates").join(name))).max();
        let built = program.metadata().and_then(|file| file.modified()).ok();
        if built.is_none() || built < sources {
            build(&root, profile);
        }
        program
    })
}

fn build(root: &Path, profile: &Path) {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = std::process::Command::new(cargo);
    // As `npm test` builds it: with another choice of features all that it stands on would be compiled again.
    command.current_dir(root).args(["build", "--quiet", "--workspace", "--bin", "lectern"]);
    command.args(["--features", "tauri/custom-protocol"]);
    command.arg("--target-dir").arg(profile.parent().expect("the target folder"));
    if profile.ends_with("release") {
        command.arg("--release");
    }
    let built = command.status().expect("cargo runs");
    assert!(built.success(), "the program `lectern` is built, or named by LECTERN_CLI");
}

fn newest(path: &Path) -> Option<SystemTime> {
    let Ok(entries) = std::fs::read_dir(path) else {
        return path.metadata().and_then(|file| file.modified()).ok();
    };
    entries.flatten().filter_map(|entry| newest(&entry.path())).max()
}
