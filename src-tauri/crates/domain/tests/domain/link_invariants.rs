//! What holds for every text whatsoever. The property tests and the fuzz targets (tests/fuzz) share it.

use lectern_domain::deep_link::{self, DeepLinkError};
use lectern_domain::join_link::{
    Explanation, JoinTarget, Kind, LinkDecision, Reason, SecretPart, Verdict, decide, explain, redact,
};

/// Hosts that a person may be sent to. Written out again here, so that a change in the code is noticed.
const HOSTS: [&str; 7] = [
    "teams.microsoft.com",
    "teams.cloud.microsoft",
    "gov.teams.microsoft.us",
    "dod.teams.microsoft.us",
    "teams.microsoftonline.cn",
    "teams.live.com",
    "events.teams.microsoft.com",
];

fn host(link: &str) -> &str {
    let rest = link.strip_prefix("https://").expect("only https is handed on");
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

/// The link's decision stands on its own feet: it leads to known hosts only, and decides to itself.
pub fn of_a_link(input: &str, passcode: Option<&str>) {
    let decision = decide(input, passcode);
    let explanation = explain(input, passcode);
    assert_eq!(explanation.decision, decision, "the page must say what the decision says");
    assert!(decision.message.len() > 20, "every decision is said in words");
    let without_link = decision.kind == Kind::Ticket && decision.verdict == Verdict::Embed;
    assert!(
        decision.open.is_some() != (decision.verdict == Verdict::Refuse)
            || without_link && decision.target.is_none(),
        "what is not refused can be opened, and nothing else"
    );
    assert!(
        decision.target.is_none() || decision.verdict == Verdict::Embed,
        "only what can be joined here goes to the SDK"
    );
    for link in handed_on(&decision) {
        known_host_and_plain(link, &decision);
        let again = decide(link, None);
        assert_eq!(again.open.as_deref(), Some(link), "a rebuilt link must stay as it is");
        assert_eq!((again.verdict, again.cloud), (decision.verdict, decision.cloud));
        if decision.kind != Kind::MeetingId {
            assert_eq!(again.target, decision.target, "Teams and the SDK must reach the same meeting");
        }
    }
    nothing_secret_is_shown(input, &explanation);
}

fn handed_on(decision: &LinkDecision) -> impl Iterator<Item = &str> {
    let target = match &decision.target {
        Some(JoinTarget::MeetingLink { meeting_link }) => Some(meeting_link.as_str()),
        _ => None,
    };
    decision.open.as_deref().into_iter().chain(target)
}

fn known_host_and_plain(link: &str, decision: &LinkDecision) {
    assert!(HOSTS.contains(&host(link)), "it would lead to {}", host(link));
    assert!(link.bytes().all(|byte| byte.is_ascii_graphic()), "a browser would read it otherwise");
    assert!(!link.contains('#'), "a fragment is nobody's business");
    if decision.reason != Reason::LiveEventUnsupported {
        let rebuilt = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~%/:?=@".contains(&byte);
        assert!(link.bytes().all(rebuilt), "a link is rebuilt from its parts, not passed through");
    }
}

/// The passcode and the context's values, as the decision has them: `?p=` and `context` decoded once.
fn secrets_of(explanation: &Explanation) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(JoinTarget::MeetingId { passcode: Some(passcode), .. }) = &explanation.decision.target {
        found.push(passcode.clone());
    }
    let open = explanation.decision.open.as_deref().unwrap_or_default();
    if let Some((_, passcode)) = open.split_once("?p=") {
        found.push(passcode.to_owned());
    }
    if let Some((_, context)) = open.split_once("context=%7b%22Tid%22%3a%22") {
        found.extend(context.get(..36).map(str::to_owned));
    }
    // Shorter ones stand in any text by chance, and words in the names of things.
    found.retain(|secret| secret.len() >= 6 && secret.bytes().any(|byte| byte.is_ascii_digit()));
    found
}

fn nothing_secret_is_shown(input: &str, explanation: &Explanation) {
    let secrets = secrets_of(explanation);
    let debug = format!("{explanation:?} {:?}", explanation.decision);
    let shown = explanation.shown.clone().unwrap_or_default();
    let opened = explanation.decision.open.clone().unwrap_or_default();
    let public = opened.split_inclusive('=').next().unwrap_or_default();
    for secret in &secrets {
        if !public.contains(secret.as_str()) && opened.matches(secret.as_str()).count() <= 1 {
            assert!(!shown.contains(secret), "the page would show a secret before it is asked to");
            assert!(!debug.contains(secret), "a debug line would show a secret");
        }
        assert!(!explanation.decision.message.contains(secret), "a sentence would tell a secret");
    }
    let redacted = redact(input);
    for secret in secrets_of(&explain(input, None)) {
        // What stands in the text by chance as well is not the secret: it stays when that place changes.
        let changed = input.replacen(&secret, "z9z9z9", 1);
        let by_chance =
            input.matches(&secret).count() != 1 || secrets_of(&explain(&changed, None)).contains(&secret);
        assert!(
            by_chance || !redacted.contains(&secret),
            "a log would show a secret of {input:?}: {redacted:?}"
        );
    }
    let has_passcode = opened.contains("?p=");
    assert_eq!(explanation.secrets.contains(&SecretPart::Passcode), has_passcode, "told or not told");
}

/// What a deep link says is read strictly, and is written back as it was read.
pub fn of_a_deep_link(text: &str) {
    for scheme in ["lectern", "lectern-sandbox"] {
        match deep_link::parse(text, scheme) {
            Ok(found) => {
                let built = deep_link::build(scheme, &found);
                // Written, it may be longer than what is read, for its encoding.
                let read = (built.len() <= deep_link::MAX_BYTES).then(|| deep_link::parse(&built, scheme));
                assert!(read.is_none_or(|again| again.as_ref() == Ok(&found)), "read, written, read");
                if let Some(service) = &found.service {
                    assert!(found.ticket.is_some(), "a service without a ticket has nothing to answer");
                    let rest = service.strip_prefix("https://").expect("a ticket goes over https only");
                    assert!(!rest.contains(['/', '?', '#', '@', '\\']), "an origin and nothing else");
                }
                let (ticket, debug) = (found.ticket.as_ref(), format!("{:?}", found.ticket));
                let code = ticket.map(lectern_domain::ticket::TicketCode::canonical);
                assert!(code.is_none_or(|code| !debug.contains(&code)), "a debug line would let one in");
            }
            Err(error) => harmless(text, &error),
        }
    }
    of_a_link(text, None);
}

/// A message repeats nothing of the link but a plain parameter's name.
fn harmless(text: &str, error: &DeepLinkError) {
    let told = error.to_string();
    assert!(told.len() < 120 && !told.chars().any(char::is_control), "a message of a line");
    if let DeepLinkError::UnknownParameter { name } = error {
        assert!(name == "(unreadable)" || text.contains(&format!("{name}=")), "only a name is repeated");
    }
}
