//! A small stand-in for the trusted service: it answers to every ticket what the test gave it, well or badly, and keeps
//! what it was asked. Over http, or over https under an authority of its own.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rcgen::{BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

/// What it does with the next questions.
#[derive(Clone)]
pub enum Reply {
    Json(u16, Value),
    /// A page, as a hotel's network has one.
    Html,
    /// Somewhere else.
    Redirect(String),
    /// Half a word of JSON.
    Torn,
    /// More than anybody needs.
    Endless,
    /// Nothing, for longer than anybody waits.
    Silence,
}

#[derive(Default)]
struct State {
    join: Option<Reply>,
    token: Option<Reply>,
    asked: Vec<(String, Value)>,
}

pub struct TrustedService {
    /// `http(s)://localhost:port`
    pub origin: String,
    /// Its authority's certificate, where it speaks https.
    pub ca_pem: Option<String>,
    state: Arc<Mutex<State>>,
    task: JoinHandle<()>,
}

impl Drop for TrustedService {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl TrustedService {
    pub async fn http() -> Self {
        Self::serve(None, 0).await
    }

    pub async fn https() -> Self {
        Self::https_at(0).await
    }

    /// On this port; 0 is any.
    pub async fn https_at(port: u16) -> Self {
        let (acceptor, ca_pem) = authority();
        Self::serve(Some((acceptor, ca_pem)), port).await
    }

    async fn serve(tls: Option<(TlsAcceptor, String)>, port: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", port)).await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let scheme = if tls.is_some() { "https" } else { "http" };
        let (acceptor, ca_pem) = tls.unzip();
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, state) = (acceptor.clone(), Arc::clone(&shared));
                tokio::spawn(async move {
                    match acceptor {
                        None => answer(stream, &state).await,
                        // Who does not trust the certificate goes away; that is theirs to tell.
                        Some(acceptor) => {
                            if let Ok(stream) = acceptor.accept(stream).await {
                                answer(stream, &state).await;
                            }
                        }
                    }
                });
            }
        });
        Self { origin: format!("{scheme}://localhost:{port}"), ca_pem, state, task }
    }

    /// To every ticket and every pairing code from now on.
    pub fn answers(&self, reply: Reply) {
        self.locked().join = Some(reply);
    }

    /// To every refresh key from now on.
    pub fn renews(&self, reply: Reply) {
        self.locked().token = Some(reply);
    }

    /// What it was asked so far: path and body.
    pub fn asked(&self) -> Vec<(String, Value)> {
        self.locked().asked.clone()
    }

    pub fn host(&self) -> &str {
        self.origin.split_once("://").map_or("", |(_, host)| host)
    }

    /// The link of a mail that names this service.
    pub fn link(&self, scheme: &str, ticket: &str, meeting: Option<&str>) -> String {
        let encoded = |text: &str| -> String {
            text.bytes()
                .map(|byte| {
                    if byte.is_ascii_alphanumeric() {
                        char::from(byte).to_string()
                    } else {
                        format!("%{byte:02x}")
                    }
                })
                .collect()
        };
        let meeting = meeting.map(|link| format!("link={}&", encoded(link))).unwrap_or_default();
        format!("{scheme}://join?{meeting}ticket={ticket}&service={}", encoded(&self.origin))
    }

    fn locked(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A token in the shape of ACS' own, which no service would take.
pub fn token(user_id: &str, expires: i64) -> String {
    let skypeid = user_id.strip_prefix("8:").unwrap_or(user_id);
    let claims =
        json!({"skypeid": skypeid, "exp": expires, "scp": 1792, "acsScope": "voip.join,chat.join.limited"});
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!(
        "{}.{}.{}",
        part(&json!({"alg": "RS256", "typ": "JWT"})),
        part(&claims),
        URL_SAFE_NO_PAD.encode("unsigned")
    )
}

async fn answer(mut stream: impl AsyncRead + AsyncWrite + Unpin, state: &Mutex<State>) {
    let Some((path, body)) = read(&mut stream).await else { return };
    let reply = {
        let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
        state.asked.push((path.clone(), body));
        match path.as_str() {
            "/v1/join" | "/v1/pair" => state.join.clone(),
            "/v1/token" => state.token.clone(),
            _ => None,
        }
    };
    let (status, extra, text) = match reply {
        None => (404, "Content-Type: application/json\r\n".to_owned(), "{}".to_owned()),
        Some(Reply::Json(status, value)) => {
            (status, "Content-Type: application/json\r\n".into(), value.to_string())
        }
        Some(Reply::Html) => (200, "Content-Type: text/html\r\n".into(), "<title>Welcome</title>".into()),
        Some(Reply::Redirect(to)) => (307, format!("Location: {to}\r\n"), String::new()),
        Some(Reply::Torn) => (200, "Content-Type: application/json\r\n".into(), "{\"joinTarget\":".into()),
        Some(Reply::Endless) => {
            (200, "Content-Type: application/json\r\n".into(), format!("\"{}\"", "x".repeat(70_000)))
        }
        Some(Reply::Silence) => {
            tokio::time::sleep(Duration::from_mins(2)).await;
            return;
        }
    };
    let head = format!(
        "HTTP/1.1 {status} Told\r\n{extra}Content-Length: {}\r\nConnection: close\r\n\r\n",
        text.len()
    );
    // The client may have heard enough.
    drop(stream.write_all(format!("{head}{text}").as_bytes()).await);
    drop(stream.shutdown().await);
}

async fn read(stream: &mut (impl AsyncRead + Unpin)) -> Option<(String, Value)> {
    let (mut bytes, mut chunk) = (Vec::new(), [0; 4096]);
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
            });
            if body.len() >= length.unwrap_or(0) {
                let path = head.split(' ').nth(1)?.to_owned();
                return Some((path, serde_json::from_str(body).unwrap_or(Value::Null)));
            }
        }
        let count = stream.read(&mut chunk).await.ok().filter(|count| *count > 0)?;
        bytes.extend_from_slice(&chunk[..count]);
    }
}

fn authority() -> (TlsAcceptor, String) {
    let named = |names: Vec<String>, name: &str| {
        let mut params = CertificateParams::new(names).expect("names of this machine");
        params.distinguished_name.push(DnType::CommonName, name);
        params
    };
    let (ca_key, key) = (KeyPair::generate().expect("a key"), KeyPair::generate().expect("a key"));
    let mut ca = named(Vec::new(), "Trusted service's authority");
    ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let ca_pem = ca.self_signed(&ca_key).expect("a certificate").pem();
    let mut own = named(vec!["localhost".into(), "127.0.0.1".into()], "Trusted service");
    own.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    let own = own.signed_by(&key, &Issuer::new(ca, ca_key)).expect("a certificate");
    let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![own.der().clone()], key)
        .expect("its own certificate");
    (TlsAcceptor::from(Arc::new(config)), ca_pem)
}
