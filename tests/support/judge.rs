//! The judge of recorded traffic, where it is at hand: every exchange of a journey must be one that the real service
//! could have had. One judge serves all journeys of a run, since reading the contracts takes longer than judging.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{LazyLock, Mutex, PoisonError};

use serde_json::Value;

use crate::{Call, SHARED, not_judged};

/// Why there is no judge, or the judge.
static JUDGE: LazyLock<Result<Mutex<Judge>, &'static str>> = LazyLock::new(|| Judge::open().map(Mutex::new));

struct Judge {
    _process: Child,
    files: ChildStdin,
    verdicts: BufReader<ChildStdout>,
}

impl Judge {
    fn open() -> Result<Self, &'static str> {
        let tool = PathBuf::from(SHARED).join("tools/validate_traffic.py");
        if !tool.exists() {
            return Err("the judge of recorded traffic is not there");
        }
        let python = std::env::var("LECTERN_PYTHON").unwrap_or_else(|_| "python3".to_owned());
        let ready = Command::new(&python).args(["-c", "import jsonschema, yaml"]).output();
        if !ready.is_ok_and(|output| output.status.success()) {
            return Err("Python with jsonschema and pyyaml is not there");
        }
        let warm = Path::new(env!("CARGO_MANIFEST_DIR")).join("support/judging.py");
        let mut command = Command::new(&python);
        command.arg(warm).arg(tool).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().expect("Python starts");
        let files = process.stdin.take().expect("its input");
        let verdicts = BufReader::new(process.stdout.take().expect("its output"));
        Ok(Self { _process: process, files, verdicts })
    }

    /// Whether it agrees, and what it said.
    fn judge(&mut self, traffic: &Path) -> (bool, String) {
        writeln!(self.files, "{}", traffic.display()).expect("the judge listens");
        let mut line = String::new();
        self.verdicts.read_line(&mut line).expect("the judge answers");
        let verdict: Value = serde_json::from_str(&line).expect("a verdict");
        (verdict["code"] == 0, verdict["told"].as_str().unwrap_or_default().to_owned())
    }
}

/// Fails if one exchange breaks the contract. `journey` says whose traffic it is.
pub async fn judge(journey: &str, traffic: &[Call]) {
    assert!(!traffic.is_empty(), "{journey}: a journey without traffic proves nothing to the judge");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("traffic.json");
    let recorded: Vec<_> = traffic.iter().map(|call| &call.0).collect();
    std::fs::write(&path, serde_json::to_vec(&recorded).expect("JSON")).expect("the traffic's file");
    let judged = tokio::task::spawn_blocking(move || {
        let judge = JUDGE.as_ref().map_err(|why| *why)?;
        Ok(judge.lock().unwrap_or_else(PoisonError::into_inner).judge(&path))
    });
    match judged.await.expect("the judge") {
        Ok((agreed, told)) => assert!(agreed, "{journey}: the real service would not agree:\n{told}"),
        Err(why) => not_judged(why),
    }
}
