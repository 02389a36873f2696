//! `lectern serve` as it lives: under TLS with a renewed certificate, stopped while somebody is being answered, killed
//! under load, on a full disk, copied while it serves; and what it writes into its log.

use std::path::Path;
use std::time::{Duration, Instant};

use lectern_tests::{Running, Stage, Terminal, Visitor, skipped};
use serde_json::{Value, json};
use tokio::task::JoinSet;

struct Life {
    running: Running,
    visitor: Visitor,
    code: Option<String>,
}

/// Starts it on any port, with these in its environment.
async fn begun(terminal: &Terminal, log: &Path, visitor: impl Fn(&str) -> Visitor) -> Life {
    let mut running = terminal.clone().with("LECTERN_LISTEN", "127.0.0.1:0").start_logged(&["serve"], log);
    let told = running.line().await;
    let origin = told["origin"].as_str().expect("an origin").to_owned();
    let code = match running.line_within(Duration::from_millis(1500)).await {
        Some(told) => told["pairingCode"].as_str().map(str::to_owned),
        None => None,
    };
    Life { running, visitor: visitor(&origin), code }
}

fn terminal(stage: &Stage, name: &str) -> (Terminal, std::path::PathBuf) {
    let dir = stage.path(name);
    lectern_tests::Organizer::profile(&dir);
    (Terminal::at(stage, &dir), stage.path(&format!("{name}.log")))
}

async fn paired(life: &Life) -> String {
    let code = life.code.as_deref().expect("the first start prints a code");
    let told =
        life.visitor.post("/v1/pair", None, &json!({"code": code, "name": "Desk", "version": "1"})).await;
    let told = told.expect("an answer");
    assert_eq!(told.status, 201, "{told:?}");
    told.json()["key"].as_str().expect("a key").to_owned()
}

#[tokio::test]
async fn the_log_names_requests_and_no_secret() {
    let stage = Stage::open().await;
    let (terminal, log) = terminal(&stage, "logged");
    let life = begun(&terminal, &log, Visitor::plain).await;
    let key = paired(&life).await;
    let secret = "070W3GE1R70W3GE1R70W3GE1R7";
    for path in [format!("/j/{secret}"), format!("/r/{secret}"), format!("/nowhere?code={secret}")] {
        life.visitor.get(&path, Some(&key)).await.expect("an answer");
    }
    life.visitor.get("/v1/desk/devices", Some(&key)).await.expect("an answer");
    assert_eq!(life.running.signalled("TERM").await, Some(0), "a stop is no failure");
    let told = std::fs::read_to_string(&log).expect("a log");
    let code = life.code.expect("a code");
    for hidden in [secret, key.as_str(), key.split('.').nth(1).expect("a secret"), code.as_str()] {
        assert!(!told.contains(hidden), "{hidden} stands in the log:\n{told}");
    }
    let lines: Vec<Value> = told.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let answered: Vec<&Value> = lines.iter().filter(|line| line["message"] == "answered").collect();
    assert!(answered.len() >= 5, "one line a request: {told}");
    assert!(
        answered.iter().all(|line| line["span"]["id"].as_str().is_some_and(|id| id.len() == 32)),
        "{told}"
    );
    assert!(answered.iter().any(|line| line["span"]["route"] == "/v1/desk/devices"), "{told}");
}

#[tokio::test]
async fn a_renewed_certificate_serves_at_once_and_a_broken_one_never() {
    let stage = Stage::open().await;
    let (terminal, log) = terminal(&stage, "tls");
    let (certificate, key) = (stage.path("tls.pem"), stage.path("tls.key"));
    let renew = || {
        let made = rcgen::generate_simple_self_signed(vec!["localhost".into()]).expect("a certificate");
        std::fs::write(&certificate, made.cert.pem()).expect("written");
        std::fs::write(&key, made.signing_key.serialize_pem()).expect("written");
        made.cert.pem()
    };
    let first = renew();
    let terminal = terminal
        .with("LECTERN_TLS_CERTIFICATE", certificate.as_os_str())
        .with("LECTERN_TLS_KEY", key.as_os_str());
    let life = begun(&terminal, &log, |origin| Visitor::trusting(origin, &first)).await;
    let healthy =
        async |visitor: &Visitor| visitor.get("/healthz", None).await.is_some_and(|told| told.status == 200);
    assert!(healthy(&life.visitor).await, "TLS with the files named");
    let second = renew();
    let after = Visitor::trusting(life.visitor.origin(), &second);
    assert!(!healthy(&after).await, "not before it is told");
    life.running.signal("HUP");
    tokio::time::sleep(Duration::from_millis(700)).await;
    assert!(healthy(&after).await, "the new one, without a stop");
    std::fs::write(&certificate, "nothing").expect("written");
    life.running.signal("HUP");
    tokio::time::sleep(Duration::from_millis(700)).await;
    assert!(healthy(&Visitor::trusting(life.visitor.origin(), &second)).await, "the last good one serves on");
    assert_eq!(life.running.signalled("TERM").await, Some(0));
    let told = std::fs::read_to_string(&log).expect("a log");
    assert!(told.contains("the old one serves on"), "whoever renews learns of it: {told}");
    std::fs::write(&key, "nothing").expect("written");
    let refused = terminal.run(&["serve"]).await.error(2);
    assert!(
        refused["message"].as_str().is_some_and(|said| said.contains("tls in the configuration")),
        "{refused}"
    );
}

#[tokio::test]
async fn a_kill_under_load_loses_nothing_that_was_acknowledged() {
    let stage = Stage::open().await;
    let (terminal, log) = terminal(&stage, "killed");
    let mut life = begun(&terminal, &log, Visitor::plain).await;
    let key = paired(&life).await;
    let (mut acknowledged, mut kills) = (Vec::new(), 0);
    for round in 0..4_u64 {
        let mut load = JoinSet::new();
        for _ in 0..8 {
            let (visitor, key) = (life.visitor.clone(), key.clone());
            load.spawn(async move {
                let mut codes = Vec::new();
                let wanted = json!({"role": "organizer"});
                while let Some(told) = visitor.post("/v1/desk/pairing-codes", Some(&key), &wanted).await {
                    assert_eq!(told.status, 201, "{told:?}");
                    // Cut off in the middle of the answer it was not acknowledged.
                    let Ok(told) = serde_json::from_str::<Value>(&told.text) else { break };
                    codes.push(told["code"].as_str().expect("a code").to_owned());
                }
                codes
            });
        }
        tokio::time::sleep(Duration::from_millis(300 + 170 * round)).await;
        kills += u32::from(life.running.kill().await);
        while let Some(codes) = load.join_next().await {
            acknowledged.extend(codes.expect("no panic"));
        }
        life = begun(&terminal, &log, Visitor::plain).await;
        let ready = life.visitor.get("/readyz", None).await.expect("it is back");
        assert_eq!(ready.status, 200, "{ready:?}");
    }
    assert!(kills == 4 && acknowledged.len() > 20, "{kills} kills among {} answers", acknowledged.len());
    for code in &acknowledged {
        let pairing = json!({"code": code, "name": "Desk", "version": "1"});
        let told = life.visitor.post("/v1/pair", None, &pairing).await.expect("an answer");
        assert_eq!(told.status, 201, "a code that was told is good: {told:?}");
        let again = life.visitor.post("/v1/pair", None, &pairing).await.expect("an answer");
        assert_eq!(again.status, 403, "and good once: {again:?}");
    }
    assert_eq!(life.running.signalled("TERM").await, Some(0));
}

#[tokio::test]
async fn a_full_disk_is_said_and_nothing_is_lost_on_it() {
    let stage = Stage::open().await;
    let disk = stage.path("disk");
    let Some(_disk) = SmallDisk::at(&disk) else {
        return skipped("a small disk can't be mounted here, so nobody filled one up");
    };
    let dir = disk.join("profile");
    lectern_tests::Organizer::profile(&dir);
    let terminal = Terminal::at(&stage, &dir);
    let life = begun(&terminal, &stage.path("full.log"), Visitor::plain).await;
    let key = paired(&life).await;
    let wanted = json!({"role": "organizer"});
    std::fs::write(disk.join("rubbish"), vec![7; 64 << 20]).expect_err("more than there is room for");
    let mut refused = None;
    for _ in 0..400 {
        let told = life.visitor.post("/v1/desk/pairing-codes", Some(&key), &wanted).await.expect("an answer");
        if told.status != 201 {
            refused = Some(told);
            break;
        }
    }
    let refused = refused.expect("a full disk takes nothing");
    let said = refused.problem(507);
    assert_eq!(said["code"], "diskFull", "{said}");
    assert!(
        !said.to_string().contains(disk.to_str().expect("text")),
        "where it is, is nobody's business: {said}"
    );
    assert_eq!(life.visitor.get("/healthz", None).await.expect("an answer").status, 200, "it runs");
    let devices = life.visitor.get("/v1/desk/devices", Some(&key)).await.expect("an answer");
    assert_eq!(devices.status, 200, "what is there can be read: {devices:?}");
    std::fs::remove_file(disk.join("rubbish")).expect("removed");
    let told = life.visitor.post("/v1/desk/pairing-codes", Some(&key), &wanted).await.expect("an answer");
    assert_eq!(told.status, 201, "with room again it goes on without a restart: {told:?}");
    assert_eq!(life.running.signalled("TERM").await, Some(0));
}

#[tokio::test]
async fn a_stop_lets_what_is_under_way_end_and_takes_nothing_new() {
    let stage = Stage::open().await;
    let (terminal, log) = terminal(&stage, "stopped");
    let life = begun(&terminal, &log, Visitor::plain).await;
    let key = paired(&life).await;
    let body = json!({"role": "organizer"}).to_string();
    let slow = tokio::spawn(life.visitor.clone().hesitated(
        "/v1/desk/pairing-codes",
        key,
        body,
        Duration::from_secs(2),
    ));
    tokio::time::sleep(Duration::from_millis(500)).await;
    let began = Instant::now();
    life.running.signal("TERM");
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(life.visitor.fresh().get("/healthz", None).await.is_none(), "nothing new is taken");
    let told = slow.await.expect("it ends");
    assert!(told.starts_with("HTTP/1.1 201 "), "what was under way was answered: {told}");
    assert_eq!(life.running.end().await, Some(0));
    assert!(began.elapsed() < Duration::from_secs(15), "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_copy_made_while_it_serves_comes_back_whole() {
    let stage = Stage::open().await;
    let (terminal, log) = terminal(&stage, "copied");
    let life = begun(&terminal, &log, Visitor::plain).await;
    let key = paired(&life).await;
    let (visitor, shown) = (life.visitor.clone(), key.clone());
    let load = tokio::spawn(async move {
        let mut count = 0;
        let wanted = json!({"role": "organizer"});
        while let Some(told) = visitor.post("/v1/desk/pairing-codes", Some(&shown), &wanted).await {
            assert_eq!(told.status, 201, "a copy holds nobody up: {told:?}");
            count += 1;
        }
        count
    });
    let copy = stage.path("copy.lectern");
    let at = copy.to_str().expect("text");
    let made = terminal.run(&["backup", at]).await;
    assert_eq!(made.code, Some(0), "{made:?}");
    assert_eq!(life.running.signalled("TERM").await, Some(0));
    assert!(load.await.expect("no panic") > 0, "it served meanwhile");
    let restored = terminal.run(&["restore", at, "--yes"]).await;
    assert_eq!(restored.code, Some(0), "{restored:?}");
    let back = begun(&terminal, &log, Visitor::plain).await;
    let devices = back.visitor.get("/v1/desk/devices", Some(&key)).await.expect("an answer");
    assert_eq!(devices.status, 200, "the desk's key is in the copy: {devices:?}");
    assert_eq!(back.running.signalled("TERM").await, Some(0));
}

/// A file system of its own in memory, of 12 MB; it goes with this.
pub struct SmallDisk(std::path::PathBuf);

impl SmallDisk {
    pub fn at(path: &Path) -> Option<Self> {
        std::fs::create_dir_all(path).expect("a folder");
        let mounted = std::process::Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=12m", "none"])
            .arg(path)
            .output();
        mounted.is_ok_and(|mounted| mounted.status.success()).then(|| Self(path.to_owned()))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Its program is gone; whoever still looks at it lets go by themselves.
        drop(std::process::Command::new("umount").arg("-l").arg(&self.0).output());
    }
}

/// The words after the program in a line of one of the files by which a service is put up.
fn shipped(file: &str, line: &str) -> Vec<String> {
    let deploy = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src-tauri/crates/service/deploy");
    let text = std::fs::read_to_string(deploy.join(file)).expect("a file that is shipped");
    let found = text.lines().find_map(|found| found.strip_prefix(line)).expect(line);
    let words = found.replace(['[', ']', '"', ','], " ");
    let words = words.split_whitespace().skip_while(|word| !word.ends_with("/lectern")).skip(1);
    words
        .map(|word| {
            word.replace(
                "/etc/lectern/service.toml",
                deploy.join("service.example.toml").to_str().expect("text"),
            )
        })
        .collect()
}

#[tokio::test]
async fn what_the_unit_and_the_container_start_serves() {
    let stage = Stage::open().await;
    let key = stage.path("key");
    std::fs::write(&key, "a line of somebody's choosing\n").expect("written");
    let unit = shipped("lectern.service", "ExecStart=");
    let container = [shipped("Containerfile", "ENTRYPOINT "), vec!["serve".to_owned()]].concat();
    for (name, words) in [("unit", unit), ("container", container)] {
        let dir = stage.path(name);
        lectern_tests::Organizer::profile(&dir);
        let here = |word: &String| match word.as_str() {
            "/var/lib/lectern/profile" | "/data/profile" => dir.display().to_string(),
            "/etc/lectern/key" | "/run/secrets/key" => key.display().to_string(),
            other => other.to_owned(),
        };
        let words: Vec<String> = words.iter().map(here).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let terminal = Terminal::bare(&stage.path("home")).on(&stage).with("LECTERN_LISTEN", "127.0.0.1:0");
        let log = stage.path(&format!("{name}.log"));
        let mut running = terminal.start_logged(&words, &log);
        let origin = running.line().await["origin"].as_str().expect("an origin").to_owned();
        let ready = Visitor::plain(&origin).get("/readyz", None).await.expect("an answer");
        assert_eq!(ready.status, 200, "{name}: {ready:?}");
        assert_eq!(running.signalled("TERM").await, Some(0), "{name}");
    }
}
