//! Starting, stopping, starting again.

use std::net::SocketAddr;

use lectern_sandbox::{Options, Sandbox, SandboxError};
use reqwest::{Certificate, Client};
use serde_json::{Value, json};

use crate::desk::{Desk, SCOPE, client};

#[tokio::test]
async fn a_state_file_brings_the_world_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let options = Options { state_file: Some(folder.path().join("world.json")), ..Options::default() };
    let desk = Desk::with(options.clone()).await;
    let refresh_token = desk.sign_in(SCOPE, &[]).await.text("refresh_token");
    let entra = desk.sandbox.ready().entra.clone();
    desk.control("/save", json!({})).await;
    // As after a kill: nothing is written on the way out that the file did not have.
    let killed = std::fs::read(folder.path().join("world.json")).expect("it was written");
    desk.sandbox.stop().await;
    std::fs::write(folder.path().join("world.json"), killed).expect("a file");

    let again = Desk::with(options).await;
    assert_eq!(again.sandbox.ready().entra, entra, "addresses given out earlier still lead here");
    assert_eq!(again.refresh(&refresh_token, &[]).await.status, 200, "the sign-in is still known");
}

#[tokio::test]
async fn a_change_is_on_disk_within_a_moment() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("world.json");
    let desk = Desk::with(Options { state_file: Some(path.clone()), ..Options::default() }).await;
    let user_code = desk.start_device_code(SCOPE).await.text("user_code");
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(10);
    while !std::fs::read_to_string(&path).is_ok_and(|text| text.contains(&user_code)) {
        assert!(std::time::Instant::now() < deadline, "the change was never written");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_broken_state_file_is_named_and_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("world.json");
    std::fs::write(&path, "{\"clock\":").expect("a file");
    let options = Options { state_file: Some(path.clone()), ..Options::default() };
    let refused = Sandbox::start(options).await.expect_err("half a file is no world");
    assert!(refused.to_string().contains("world.json"), "the message names the file: {refused}");
    assert_eq!(std::fs::read_to_string(&path).expect("still there"), "{\"clock\":", "nothing is overwritten");
}

#[cfg(unix)]
#[tokio::test]
async fn the_ready_file_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("ready.json");
    let desk = Desk::open().await;
    desk.sandbox.ready().write(&path).expect("it is written");
    let mode = std::fs::metadata(&path).expect("a file").permissions().mode() & 0o777;
    assert_eq!(mode, 0o600, "it holds the way to the control door and the access key");
    let ready: Value = serde_json::from_slice(&std::fs::read(&path).expect("a file")).expect("JSON");
    let mut names: Vec<_> = ready.as_object().expect("an object").keys().cloned().collect();
    names.sort();
    let expected = "acs acsConnectionString ca clientId control entra graph sender tenantId";
    assert_eq!(names.join(" "), expected, "others read this file");
    let connection = ready["acsConnectionString"].as_str().expect("a string");
    assert!(connection.starts_with("endpoint=http://127.0.0.1:") && connection.contains("/;accesskey="));
}

#[tokio::test]
async fn https_is_served_under_its_own_authority() {
    let desk = Desk::with(Options { https: true, ..Options::default() }).await;
    let ready = desk.sandbox.ready().clone();
    let ca = ready.ca.clone().expect("the authority's file");
    let certificate = Certificate::from_pem(&std::fs::read(&ca).expect("a file")).expect("PEM");
    let trusting = Client::builder().no_proxy().tls_certs_only([certificate]).build().expect("a client");
    for url in [
        format!("{}/common/v2.0/.well-known/openid-configuration", ready.entra),
        format!("{}/v1.0/me", ready.graph),
        format!("{}/identities", ready.acs),
    ] {
        assert!(url.starts_with("https://"));
        trusting.get(&url).send().await.unwrap_or_else(|error| panic!("{url} must verify: {error:?}"));
    }
    let refused = client().get(format!("{}/v1.0/me", ready.graph)).send().await;
    assert!(refused.is_err(), "nobody trusts the authority who was not told to");
    assert!(ready.control.starts_with("http://127.0.0.1:"), "the control door stays plain");
    desk.sandbox.stop().await;
    assert!(!ca.exists(), "the authority's file goes with the sandbox");
}

#[tokio::test]
async fn it_listens_on_loopback_only() {
    let everywhere: SocketAddr = "0.0.0.0:0".parse().expect("an address");
    let refused = Sandbox::start(Options { listen: Some(everywhere), ..Options::default() }).await;
    assert!(matches!(refused, Err(SandboxError::NotLoopback(_))), "the control door is not for the network");
}

#[tokio::test]
async fn a_stopped_sandbox_is_gone() {
    let desk = Desk::open().await;
    let url = desk.entra("/common/discovery/v2.0/keys");
    assert_eq!(desk.http.get(&url).send().await.expect("an answer").status(), 200);
    desk.sandbox.stop().await;
    assert!(desk.http.get(&url).send().await.is_err(), "its doors and connections are closed");
}
