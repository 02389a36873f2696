//! What the program was built with, and what the other two systems' bundles are built from: neither runs here, so what
//! they need is read instead.

use std::path::Path;

use serde_json::Value;
use tauri::Wry;
use tauri::utils::config::{Config, parse};
use tauri::utils::platform::Target;

use super::{ATTENDEE, ORGANIZER};

#[path = "macos.rs"]
mod macos;

/// What is compiled in here, and what the tools read for each system, whatever files are merged for it.
fn configurations() -> Vec<(&'static str, Config)> {
    let mut all = vec![("compiled in", crate::context::<Wry>().config().clone())];
    all.extend(of_systems());
    all
}

/// The bundles' part is not compiled in.
fn of_systems() -> Vec<(&'static str, Config)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |target| {
        let (merged, _) = parse::read_from(target, root).expect("the configuration can be read");
        serde_json::from_value(merged).expect("and understood")
    };
    vec![("Linux", read(Target::Linux)), ("Windows", read(Target::Windows)), ("macOS", read(Target::MacOS))]
}

fn macos_file(name: impl AsRef<Path>) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What stands after a key of a property list.
fn value<'a>(plist: &'a str, key: &str) -> &'a str {
    let after = plist.split_once(&format!("<key>{key}</key>"));
    after.unwrap_or_else(|| panic!("{key} is missing")).1.trim_start().lines().next().unwrap_or_default()
}

#[test]
fn the_windows_have_an_origin_that_the_calling_sdk_accepts() {
    for (system, config) in configurations() {
        let labels: Vec<&str> = config.app.windows.iter().map(|window| window.label.as_str()).collect();
        assert_eq!(labels, [ORGANIZER, ATTENDEE], "{system}: the windows that are opened by name");
        for window in &config.app.windows {
            let label = &window.label;
            assert!(
                window.use_https_scheme,
                "{system}, {label}: on http://tauri.localhost the calling SDK refuses to start (40100)"
            );
            assert!(!window.create, "{system}, {label}: a link's start must open nothing of the organizer's");
            assert_eq!(
                window.user_agent, None,
                "{system}, {label}: only macOS needs another name, and has it in windows/macos.rs"
            );
        }
    }
}

#[test]
fn both_schemes_are_registered_with_every_system() {
    for (system, config) in configurations() {
        let schemes = &config.plugins.0["deep-link"]["desktop"]["schemes"];
        assert_eq!(
            schemes,
            &serde_json::json!(["lectern", "lectern-sandbox"]),
            "{system}: a link of a scheme that nobody knows opens nothing"
        );
    }
}

#[test]
fn macos_may_be_asked_for_camera_and_microphone() {
    for (system, config) in of_systems() {
        let bundle = &config.bundle.macos;
        assert!(bundle.hardened_runtime, "{system}: macOS does not start what is not notarized");
        let words = macos_file(bundle.info_plist.as_ref().expect("an Info.plist"));
        for key in ["NSCameraUsageDescription", "NSMicrophoneUsageDescription"] {
            let said = value(&words, key);
            assert!(
                said.starts_with("<string>Lectern ") && said.len() > 40,
                "{key} is {said}: without words of its own macOS ends the program that asks"
            );
        }
        let granted = macos_file(bundle.entitlements.as_ref().expect("entitlements"));
        for key in ["device.camera", "device.audio-input", "network.client", "network.server"] {
            assert_eq!(
                value(&granted, &format!("com.apple.security.{key}")),
                "<true/>",
                "{key}: under the hardened runtime nobody would be seen or heard"
            );
        }
        assert!(!granted.contains("<!--"), "codesign does not read entitlements with comments");
        assert!(
            !granted.contains("app-sandbox"),
            "inside Apple's sandbox no installed browser can be started for a call"
        );
    }
}

#[test]
fn macos_webview_is_a_safari_that_the_calling_sdk_knows() {
    let name = macos::USER_AGENT.expect("WKWebView's own name is refused");
    let version = |text: &str| {
        let mut numbers = text.split('.').map(|number| number.parse::<u32>().expect("a number"));
        (numbers.next().expect("major"), numbers.next().unwrap_or(0))
    };
    let (_, after) = name.split_once("Version/").expect("the SDK looks for it");
    let (safari, _) = after.split_once(" Safari/").expect("the SDK looks for it");
    assert!(version(safari) >= (17, 4), "{safari}: the SDK asks for Safari 17.4");
    assert!(!name.contains("  "), "{name}");
    for (system, config) in of_systems() {
        let least = config.bundle.macos.minimum_system_version.as_deref().unwrap_or_default();
        assert!(
            version(least) >= (14, 4),
            "{system}: macOS {least} may have an older WebKit than the name says; 14.4 came with 17.4"
        );
    }
}

#[test]
fn each_system_gets_a_package_of_its_own() {
    let raw: Value = serde_json::from_str(&macos_file("tauri.conf.json")).expect("JSON");
    assert_eq!(
        raw["bundle"]["targets"],
        serde_json::json!(["deb", "nsis", "app", "dmg"]),
        "each registers the schemes when it is installed"
    );
}
