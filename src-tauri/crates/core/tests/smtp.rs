//! SMTP against a server that others wrote (aiosmtpd), and the mail as a program reads it that others wrote too
//! (Python's e-mail package). Skipped where that Python is not at hand; `npm test` makes one.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};

use lectern_core::messages::channel::{Channel as _, Outcome, Outgoing, Security, Smtp, SmtpSettings};
use lectern_core::messages::render::Rendered;
use lectern_domain::secret::Secret;
use serde_json::{Value, json};
use uuid::Uuid;

const SERVER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/smtp_server.py");
const OPERATION: Uuid = Uuid::from_u128(0x7f1f_0f3c_52c8_4a5e_9d8b_4e2a_6c1b_9f10);
/// A lone dot ends a text in SMTP, and after it a server would take orders.
const TEXT: &str = "Grüße ✓\r\n.\r\nMAIL FROM:<thief@example.org>\r\n..two dots\r\nhttps://teams.microsoft.com/l/meetup-join/x";
const CALENDAR: &str = "BEGIN:VCALENDAR\r\nMETHOD:PUBLISH\r\nBEGIN:VEVENT\r\nSUMMARY:Café évènement\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

/// A running mail server; it ends with this.
struct Server {
    child: Child,
    lines: BufReader<ChildStdout>,
    port: u16,
    authority: Option<String>,
}

impl Server {
    /// `None`, said aloud, where there is no Python with aiosmtpd.
    fn start(options: &[&str]) -> Option<Self> {
        let python = std::env::var("LECTERN_PYTHON").unwrap_or_else(|_| "python3".to_owned());
        let ready = Command::new(&python).args(["-c", "import aiosmtpd, cryptography"]).output();
        if !ready.is_ok_and(|output| output.status.success()) {
            #[allow(clippy::print_stdout, reason = "a skipped test must be seen")]
            {
                println!("skipped: Python with aiosmtpd is not there");
            }
            return None;
        }
        let mut child = Command::new(&python)
            .args(["-W", "ignore", SERVER])
            .args(options)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the mail server starts");
        let mut lines = BufReader::new(child.stdout.take().expect("its output"));
        let told = line(&mut lines);
        let port = told["port"].as_u64().and_then(|port| u16::try_from(port).ok()).expect("its port");
        Some(Self { child, lines, port, authority: told["authority"].as_str().map(str::to_owned) })
    }

    fn mail(&mut self) -> Value {
        line(&mut self.lines)
    }

    fn channel(&self, security: Security, account: Option<(&str, &str)>) -> Smtp {
        channel(self.port, security, account)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn line(lines: &mut BufReader<ChildStdout>) -> Value {
    let mut text = String::new();
    lines.read_line(&mut text).expect("a line of the server");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("no JSON from the server: {error}: {text}"))
}

fn channel(port: u16, security: Security, account: Option<(&str, &str)>) -> Smtp {
    let username = account.map(|(name, _)| name.to_owned());
    let password = account.map(|(_, word)| Secret::new(word.to_owned()));
    let settings = SmtpSettings { host: "127.0.0.1".into(), port, security, username };
    Smtp::new(&settings, "events@contoso.com", Some("Contoso, Events"), password.as_ref()).expect("a channel")
}

async fn send(channel: &Smtp, to: &str) -> Outcome {
    let rendered = Rendered {
        subject: "Ihr Platz ist bestätigt: Ein langer Titel über die Zukunft des Veranstaltens, Teil Żółć"
            .into(),
        text: TEXT.into(),
        html: format!("<p>Grüße ✓</p><p>{}</p>", "lang ".repeat(400)),
        calendar: Some(CALENDAR.into()),
    };
    let name = "Zażółć \"Gęślą\", Jr.";
    channel.send(&Outgoing { operation_id: OPERATION, to, name, rendered: &rendered }).await
}

#[tokio::test]
async fn a_confirmation_arrives_as_it_was_written() {
    let Some(mut server) = Server::start(&[]) else { return };
    let sent = send(&server.channel(Security::None, None), "ana@example.org").await;
    assert_eq!(sent, Outcome::Delivered);
    let mail = server.mail();
    assert_eq!(mail["sender"], "events@contoso.com");
    assert_eq!(mail["recipients"], json!(["ana@example.org"]));
    assert_eq!(
        mail["from"],
        json!(["\"Contoso, Events\" <events@contoso.com>"]),
        "a comma must not make two senders"
    );
    assert_eq!(mail["toName"], "Zażółć \"Gęślą\", Jr.");
    let subject = mail["subject"].as_str().expect("a subject");
    assert!(subject.ends_with("Teil Żółć") && subject.contains("bestätigt"), "{subject}");
    assert_eq!(
        mail["messageId"],
        format!("<{OPERATION}@contoso.com>"),
        "the same at every try, so that a mailbox recognizes a second copy"
    );
    assert_eq!((&mail["autoSubmitted"], &mail["dated"]), (&json!("auto-generated"), &json!(true)));
    assert_eq!(
        (&mail["ascii"], &mail["bareLineFeeds"]),
        (&json!(true), &json!(0)),
        "it passes servers without 8BITMIME, and has no line end that two servers read differently"
    );
    assert!(mail["longestLine"].as_u64().is_some_and(|length| length <= 998), "RFC 5322 §2.1.1: {mail}");
    let body = &mail["body"];
    let (words, file) = (&body["parts"][0], &body["parts"][1]);
    assert_eq!((&body["type"], &words["type"]), (&json!("multipart/mixed"), &json!("multipart/alternative")));
    let kinds: Vec<_> = [&words["parts"][0], &words["parts"][1]].iter().map(|part| &part["type"]).collect();
    assert_eq!(kinds, [&json!("text/plain"), &json!("text/html")], "the last is the one that is shown");
    assert_eq!(lines_of(&words["parts"][0]), lines_of(&json!({ "text": TEXT })), "no line is lost or obeyed");
    assert!(words["parts"][1]["text"].as_str().is_some_and(|html| html.starts_with("<p>Grüße ✓</p>")));
    assert_eq!(
        (&file["type"], &file["method"], &file["filename"], &file["disposition"]),
        (&json!("text/calendar"), &json!("PUBLISH"), &json!("event.ics"), &json!("attachment")),
    );
    assert_eq!(lines_of(file), lines_of(&json!({ "text": CALENDAR })), "the calendar file is whole");
    assert!(defects(body).is_empty(), "a strict reader finds fault with it: {:?}", defects(body));
}

/// Without the line ends, which mail writes its own way.
fn lines_of(part: &Value) -> Vec<String> {
    let text = part["text"].as_str().expect("a text");
    text.trim_end().lines().map(str::to_owned).collect()
}

fn defects(part: &Value) -> Vec<Value> {
    let own = part["defects"].as_array().cloned().unwrap_or_default();
    let inner = part["parts"].as_array().into_iter().flatten().flat_map(defects);
    own.into_iter().chain(inner).collect()
}

#[tokio::test]
async fn a_reply_says_later_or_never() {
    let Some(mut server) = Server::start(&[]) else { return };
    let channel = server.channel(Security::None, None);
    for (to, code) in [("later", "451"), ("greylisted", "450")] {
        let outcome = send(&channel, &format!("{to}@example.org")).await;
        let put_back = matches!(&outcome, Outcome::Postponed { problem, .. } if problem.contains(code));
        assert!(
            put_back,
            "{to}: the mail is as good as before and goes back into the outbox, not {outcome:?}"
        );
    }
    for (to, code) in [("outside", "530"), ("closing", "421")] {
        let outcome = send(&channel, &format!("{to}@example.org")).await;
        let held = matches!(&outcome, Outcome::NotSent { problem, .. } if problem.contains(code));
        assert!(held, "{to}: no other mail would fare better, so all wait, not {outcome:?}");
    }
    for (to, code) in [("never", "550"), ("full", "552")] {
        let outcome = send(&channel, &format!("{to}@example.org")).await;
        let failed = matches!(&outcome, Outcome::Refused { problem } if problem.contains(code));
        assert!(failed, "{to}: no further try can succeed, and the person is told why, not {outcome:?}");
    }
    let outcome = send(&channel, "żółć@example.org").await;
    assert!(matches!(outcome, Outcome::Refused { .. }), "this server has no SMTPUTF8: {outcome:?}");
    assert_eq!(send(&channel, "ana@example.org").await, Outcome::Delivered, "one refusal stops nobody else");
    assert_eq!(
        server.mail()["recipients"],
        json!(["ana@example.org"]),
        "nothing that was refused got through"
    );
}

#[tokio::test]
async fn a_broken_conversation_is_in_doubt_only_while_the_text_is_handed_over() {
    let Some(mut server) = Server::start(&[]) else { return };
    let channel = server.channel(Security::None, None);
    let outcome = send(&channel, "cut@example.org").await;
    assert!(matches!(outcome, Outcome::Unknown { .. }), "the server may have kept it: {outcome:?}");
    let outcome = send(&channel, "rude@example.org").await;
    assert_eq!(outcome, Outcome::Delivered, "what is taken is taken, with or without a farewell");
    assert_eq!(server.mail()["recipients"], json!(["rude@example.org"]));
    let port = server.port;
    drop(server);
    let outcome = send(&self::channel(port, Security::None, None), "ana@example.org").await;
    assert!(matches!(outcome, Outcome::NotSent { .. }), "nobody is there: {outcome:?}");
}

#[tokio::test]
async fn a_wrong_password_is_mended_and_fails_no_mail() {
    let Some(mut server) = Server::start(&["--password", "right"]) else { return };
    let outcome = send(&server.channel(Security::None, Some(("events", "wrong"))), "ana@example.org").await;
    let told = matches!(&outcome, Outcome::NotSent { problem, .. } if problem.contains("535"));
    assert!(told, "535 is about the account, not the mail: {outcome:?}");
    let outcome = send(&server.channel(Security::None, None), "ana@example.org").await;
    let told = matches!(&outcome, Outcome::NotSent { problem, .. } if problem.contains("530"));
    assert!(told, "so is 530: {outcome:?}");
    let outcome = send(&server.channel(Security::None, Some(("events", "right"))), "ana@example.org").await;
    assert_eq!(outcome, Outcome::Delivered);
    assert_eq!(server.mail()["user"], "events");
}

#[tokio::test]
async fn an_authority_that_nobody_knows_is_refused() {
    let Some(server) = Server::start(&["--starttls", "--password", "right"]) else { return };
    for security in [Security::StartTls, Security::Tls, Security::None] {
        let channel = server.channel(security, Some(("events", "right")));
        let outcome = send(&channel, "ana@example.org").await;
        assert!(
            matches!(outcome, Outcome::NotSent { .. }),
            "{security:?}: nothing was sent, and nothing is in doubt: {outcome:?}"
        );
    }
    let outcome =
        send(&server.channel(Security::StartTls, Some(("events", "right"))), "ana@example.org").await;
    let Outcome::NotSent { problem, .. } = outcome else { panic!("{outcome:?}") };
    assert!(problem.to_lowercase().contains("certificate"), "the person must learn what is wrong: {problem}");
}

#[tokio::test]
async fn a_server_without_starttls_gets_no_password() {
    let Some(server) = Server::start(&["--password", "right"]) else { return };
    let outcome =
        send(&server.channel(Security::StartTls, Some(("events", "right"))), "ana@example.org").await;
    assert!(matches!(outcome, Outcome::NotSent { .. }), "STARTTLS is demanded, never hoped for: {outcome:?}");
}

/// What the machine trusts is read when the process begins, so this test runs itself in another process.
#[tokio::test]
async fn an_authority_that_the_machine_trusts_is_trusted() {
    if let Ok(port) = std::env::var("SMTP_TEST_PORT") {
        let channel = channel(port.parse().expect("a port"), Security::StartTls, Some(("events", "right")));
        assert_eq!(send(&channel, "ana@example.org").await, Outcome::Delivered);
        return;
    }
    let Some(mut server) = Server::start(&["--starttls", "--password", "right"]) else { return };
    let own = std::env::current_exe().expect("this test's program");
    let inner = Command::new(own)
        .args(["--exact", "an_authority_that_the_machine_trusts_is_trusted"])
        .env("SMTP_TEST_PORT", server.port.to_string())
        .env("SSL_CERT_FILE", server.authority.as_deref().expect("its authority"))
        .output()
        .expect("runs itself");
    assert!(inner.status.success(), "{}", String::from_utf8_lossy(&inner.stdout));
    let mail = server.mail();
    assert_eq!((&mail["encrypted"], &mail["user"]), (&json!(true), &json!("events")));
}
