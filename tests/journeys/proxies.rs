//! The proxies of the system: honoured by a real profile, told by the doctor, and never asked for a sandbox. The
//! environment belongs to a process, so these journeys go through the terminal.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use lectern_tests::{Organizer, Said, Stage, Terminal};
use rcgen::generate_simple_self_signed;
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use serde_json::Value;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

const TENANT: &str = "contoso.onmicrosoft.com";
const CLIENT: &str = "535fb089-9ff3-47b6-9bfb-4f1264799865";

#[derive(Clone)]
enum Manners {
    /// 407 to whoever comes.
    WantsName,
    /// Lets the connection through to itself, and has a certificate of its own for whatever is asked.
    AnswersItself(TlsAcceptor),
}

/// A proxy on this machine, and how often somebody came to it.
async fn proxy(manners: Manners) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("bound").to_string();
    let came = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&came);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::Relaxed);
            tokio::spawn(serve(stream, manners.clone()));
        }
    });
    (address, came)
}

async fn serve(mut stream: TcpStream, manners: Manners) {
    let mut asked = Vec::new();
    while !asked.ends_with(b"\r\n\r\n") {
        let mut byte = [0; 1];
        if stream.read_exact(&mut byte).await.is_err() {
            return;
        }
        asked.push(byte[0]);
    }
    match manners {
        Manners::WantsName => {
            let answer = "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"Contoso\"\r\n\
                          Content-Length: 0\r\n\r\n";
            drop(stream.write_all(answer.as_bytes()).await);
        }
        Manners::AnswersItself(acceptor) => {
            drop(stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await);
            // The other side hangs up once it has seen the certificate.
            drop(acceptor.accept(stream).await);
        }
    }
}

/// A certificate of nobody's authority, for another name.
fn hotel() -> TlsAcceptor {
    let made = generate_simple_self_signed(vec!["login.hotel.example".to_owned()]).expect("a certificate");
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("protocols")
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .expect("a certificate with its key");
    TlsAcceptor::from(Arc::new(config))
}

/// A terminal whose real profile is under a passphrase and whose system names this proxy.
async fn real_behind(home: &TempDir, proxy: &str) -> Terminal {
    let word = home.path().join("word");
    std::fs::write(&word, "correct horse battery staple\n").expect("a file");
    let terminal = Terminal::bare(home.path())
        .with("HTTPS_PROXY", proxy)
        .with("LECTERN_PASSPHRASE_FILE", word.as_os_str());
    let made = terminal.run(&["profile", "--tenant", TENANT, "--client-id", CLIENT, "--passphrase"]).await;
    assert_eq!(made.json()["changed"], false, "a profile of its own");
    terminal
}

fn network(doctor: &Said) -> Value {
    let told: Value = serde_json::from_str(&doctor.out).unwrap_or_else(|error| panic!("{error}: {doctor:?}"));
    let checks = told["checks"].as_array().expect("checks");
    checks.iter().find(|check| check["id"] == "network").expect("one of the network").clone()
}

#[tokio::test]
async fn a_proxy_that_wants_a_name_is_told_as_such_and_its_password_is_not() {
    let (address, came) = proxy(Manners::WantsName).await;
    let home = tempfile::tempdir().expect("a home");
    let terminal = real_behind(&home, &format!("http://events:hunter2@{address}")).await;
    let refused = terminal.run(&["sign-in", "--device-code"]).await;
    let error = refused.error(5);
    assert_eq!(error["code"], "offline");
    assert!(error["message"].as_str().expect("words").contains("asks for a name and a password"), "{error}");
    assert_eq!(
        came.load(Ordering::Relaxed),
        1,
        "asked once: nothing was ever tried past it, and nothing again"
    );
    let doctor = terminal.run(&["doctor"]).await;
    let found = network(&doctor);
    assert_eq!(found["status"], "failed", "{found}");
    let detail = found["detail"].as_str().expect("words");
    assert!(detail.contains(&format!("through the proxy http://{address}, with a name")), "{detail}");
    for said in [&refused, &doctor] {
        assert!(!format!("{said:?}").contains("hunter2"), "a proxy's password is nobody's to read");
    }
}

#[tokio::test]
async fn somebody_elses_certificate_is_told_as_a_network_that_answers_itself() {
    let (address, _) = proxy(Manners::AnswersItself(hotel())).await;
    let home = tempfile::tempdir().expect("a home");
    let terminal = real_behind(&home, &format!("http://{address}")).await;
    let error = terminal.run(&["sign-in", "--device-code"]).await.error(5);
    assert_eq!(error["code"], "captive", "{error}");
    let found = network(&terminal.run(&["doctor"]).await);
    assert_eq!(found["status"], "failed");
    assert!(found["fix"].as_str().expect("what to do").contains("certificate"), "{found}");
}

#[tokio::test]
async fn a_sandbox_is_never_asked_through_a_proxy() {
    let (address, came) = proxy(Manners::WantsName).await;
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let mut terminal = Terminal::at(&stage, organizer.dir());
    for name in ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"] {
        terminal = terminal.with(name, format!("http://{address}"));
    }
    let found = network(&terminal.run(&["doctor"]).await);
    assert_eq!(found["status"], "ok", "{found}");
    assert_eq!(came.load(Ordering::Relaxed), 0, "nothing of a sandbox leaves this machine");
    stage.close("a sandbox on a machine with a proxy").await;
}
