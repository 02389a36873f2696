//! The files by which a service is put up: a unit, a container, and settings. Each is read as its reader reads it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use lectern_service::config::Config;

fn deploy() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../src-tauri/crates/service/deploy")
}

fn text(name: &str) -> String {
    fs::read_to_string(deploy().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The lines that are commented out only because they say the default.
fn uncommented(text: &str) -> String {
    text.lines()
        .filter_map(|line| match line.strip_prefix('#') {
            None => Some(line),
            Some(rest) if rest.starts_with(' ') || rest.is_empty() => None,
            Some(rest) => Some(rest),
        })
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn the_settings_shipped_are_the_defaults_and_every_setting_is_in_them() {
    let read = |text: &str| {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("service.toml");
        fs::write(&file, text).expect("a file");
        Config::read(Some(&file), |_| None).expect("settings that are taken")
    };
    let shipped = text("service.example.toml");
    assert_eq!(read(&shipped), Config::default(), "as it is shipped it changes nothing");
    let all = uncommented(&shipped);
    let given = read(&all);
    let defaults = Config {
        origin: given.origin.clone(),
        download: given.download.clone(),
        tls: given.tls.clone(),
        trusted_proxies: given.trusted_proxies.clone(),
        metrics_listen: given.metrics_listen,
        ..Config::default()
    };
    assert_eq!(given, defaults, "each line says the default, where there is one");
    let config = include_str!("../../src-tauri/crates/service/src/config.rs");
    let fields = config.split("pub struct Config {").nth(1).and_then(|rest| rest.split("\n}").next());
    for field in fields.expect("the settings").lines().filter_map(|line| line.trim().strip_prefix("pub ")) {
        let name = field.split(':').next().unwrap_or_default();
        let there =
            all.lines().any(|line| line.starts_with(&format!("{name} =")) || line == format!("[{name}]"));
        assert!(there, "{name} is documented in service.example.toml");
    }
    for variable in config.split('"').filter(|word| word.starts_with("LECTERN_")) {
        assert!(shipped.contains(variable), "{variable} is documented in service.example.toml");
    }
}

#[test]
fn the_unit_is_one_and_is_hardened() {
    let unit = text("lectern.service");
    for line in [
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "ProtectHome=yes",
        "PrivateDevices=yes",
        "MemoryDenyWriteExecute=yes",
        "SystemCallFilter=@system-service",
        "LimitCORE=0",
        "KillSignal=SIGTERM",
    ] {
        assert!(unit.lines().any(|found| found == line), "{line}");
    }
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("lectern.service");
    // Where this test runs there may be no such program and no such user.
    let here = unit.replace("/usr/bin/lectern", "/bin/true").replace("User=lectern\n", "");
    fs::write(&file, here).expect("a file");
    let verify = Command::new("systemd-analyze").arg("verify").arg(&file).output();
    let Ok(verify) = verify else {
        return lectern_tests::skipped("systemd-analyze is not here, so nobody checked the unit");
    };
    let said = String::from_utf8_lossy(&verify.stderr).into_owned();
    let own: Vec<&str> = said.lines().filter(|line| line.contains("lectern.service")).collect();
    assert!(verify.status.success() && own.is_empty(), "systemd takes it as it is: {said}");
}

#[test]
fn the_container_runs_as_nobody_in_particular_and_hears_the_signal() {
    let file = text("Containerfile");
    let line = |start: &str| file.lines().filter(|line| line.starts_with(start)).collect::<Vec<_>>();
    assert_eq!(line("USER "), ["USER 10001"], "not root");
    assert_eq!(line("STOPSIGNAL "), ["STOPSIGNAL SIGTERM"]);
    let entry = line("ENTRYPOINT ")[0];
    assert!(entry.starts_with("ENTRYPOINT [\"/usr/bin/lectern\""), "no shell in between: {entry}");
    assert!(
        !file.contains("--new-code") && !file.to_lowercase().contains("passphrase="),
        "no secret in a layer"
    );
    let cargo = include_str!("../../Cargo.toml");
    let rust =
        cargo.split("rust-version = \"").nth(1).and_then(|rest| rest.split('"').next()).expect("a version");
    assert!(
        file.contains(&format!("library/rust:{rust}-")),
        "it is built by the compiler that is tested: {rust}"
    );
}
