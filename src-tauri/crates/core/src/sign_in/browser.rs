//! "Sign in with Microsoft": authorization code with PKCE in the system's browser, back over a loopback redirect
//! (RFC 8252). Entra ignores the port of `http://localhost` and not its path.

use std::time::Duration;

use lectern_microsoft::entra::{Authorize, CallbackError, PkceSession};
use lectern_microsoft::secret::AuthorizationCode;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

use super::{SignInProgress, device_code, tokens};
use crate::desk::Desk;
use crate::error::{CommandError, DeskError, ErrorCode};

/// Somebody who closed the browser must not leave a listener behind for ever.
const PATIENCE: Duration = Duration::from_mins(10);
const LONGEST_LINE: u64 = 16 * 1024;

pub struct BrowserFlow {
    listener: TcpListener,
    address: Url,
    redirect: Url,
    session: PkceSession,
}

impl BrowserFlow {
    /// What the browser is to open.
    pub fn address(&self) -> &str {
        self.address.as_str()
    }
}

pub async fn start(desk: &Desk) -> Result<BrowserFlow, DeskError> {
    let entra = desk.entra().ok_or_else(|| {
        DeskError::SignInBlocked(
            "This profile has no app registration yet. Enter your tenant and client id first.".into(),
        )
    })?;
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.map_err(|error| no_listener(&error))?;
    let port = listener.local_addr().map_err(|error| no_listener(&error))?.port();
    let redirect: Url = format!("http://localhost:{port}")
        .parse()
        .map_err(|_| DeskError::Stopped("a redirect address".into()))?;
    let challenge = desk.tokens.lock().await.challenge.clone();
    let scopes = desk.scopes();
    let ask = Authorize {
        redirect_uri: &redirect,
        scopes: &scopes,
        login_hint: None,
        challenge: challenge.as_deref(),
    };
    let (address, session) = entra.authorize(&ask).map_err(|error| tokens::told(&error))?;
    Ok(BrowserFlow { listener, address, redirect, session })
}

/// Waits for the browser to come back. Answers that belong to no sign-in of ours are turned away and waited past.
pub async fn wait(desk: &Desk, flow: BrowserFlow) -> SignInProgress {
    match tokio::time::timeout(PATIENCE, answered(&flow)).await {
        Err(_) => SignInProgress::Expired,
        Ok(Ok(code)) => {
            let Some(entra) = desk.entra() else { return SignInProgress::Expired };
            let redeemed =
                entra.redeem(&code, &flow.session, &flow.redirect).await.map_err(|e| tokens::told(&e));
            let accepted = match redeemed {
                Ok(set) => tokens::accept(desk, set).await,
                Err(error) => Err(error),
            };
            device_code::finish(desk, accepted).await
        }
        Ok(Err(DeskError::SignInBlocked(message))) if message.is_empty() => SignInProgress::Declined,
        Ok(Err(error)) => SignInProgress::Failed { error: error.into() },
    }
}

pub fn no_browser(error: impl std::fmt::Display) -> CommandError {
    CommandError::new(
        ErrorCode::Refused,
        format!("No browser could be opened ({error}). Use a code instead."),
    )
}

fn no_listener(error: &std::io::Error) -> DeskError {
    DeskError::SignInBlocked(format!(
        "No loopback port could be opened for the browser's answer ({error}). Use a code instead."
    ))
}

async fn answered(flow: &BrowserFlow) -> Result<AuthorizationCode, DeskError> {
    loop {
        let Ok((stream, _)) = flow.listener.accept().await else { continue };
        let Some((mut stream, query)) = request_of(stream).await else { continue };
        match flow.session.accept(&query) {
            Ok(code) => {
                reply(
                    &mut stream,
                    "200 OK",
                    "You're signed in. You can close this page and go back to Lectern.",
                )
                .await;
                return Ok(code);
            }
            Err(CallbackError::Refused(error)) => {
                reply(&mut stream, "200 OK", "The sign-in was not completed. Go back to Lectern.").await;
                return Err(match error.error.as_str() {
                    "access_denied" | "authorization_declined" => DeskError::SignInBlocked(String::new()),
                    _ => tokens::told(&error),
                });
            }
            Err(CallbackError::Foreign | CallbackError::Malformed) => {
                reply(&mut stream, "400 Bad Request", "This address waits for a sign-in of Lectern's only.")
                    .await;
            }
        }
    }
}

/// The query of `GET /?…`; nothing else is answered.
async fn request_of(stream: TcpStream) -> Option<(TcpStream, String)> {
    use tokio::io::AsyncReadExt as _;
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    let mut start = (&mut reader).take(LONGEST_LINE);
    tokio::time::timeout(Duration::from_secs(5), start.read_line(&mut line)).await.ok()?.ok()?;
    let mut stream = reader.into_inner();
    let target = line.strip_prefix("GET ")?.split(' ').next()?;
    if let Some(query) = target.strip_prefix("/?") {
        return Some((stream, query.to_owned()));
    }
    reply(&mut stream, "404 Not Found", "There is nothing here.").await;
    None
}

async fn reply(stream: &mut TcpStream, status: &str, sentence: &str) {
    let page = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Lectern</title>\
         <body style=\"font:16px 'Segoe UI',sans-serif;margin:15vh auto;max-width:30em\"><h1>Lectern</h1><p>{sentence}</p>"
    );
    let answer = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\
         Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'\r\nReferrer-Policy: no-referrer\r\n\
         Cache-Control: no-store\r\nConnection: close\r\n\r\n{page}",
        page.len()
    );
    // The browser may be gone already; the sign-in itself does not depend on it.
    if stream.write_all(answer.as_bytes()).await.is_ok() {
        drop(stream.shutdown().await);
    }
}
