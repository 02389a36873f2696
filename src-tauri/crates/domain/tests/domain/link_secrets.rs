//! Whatever lets somebody in stays out of everything that is written down: logs, debug lines, messages, crash reports.

use std::panic;

use lectern_domain::deep_link;
use lectern_domain::join_link::{decide, explain, redact};
use proptest::prelude::*;

const HOSTS: [&str; 4] = ["teams.microsoft.com", "teams.live.com", "gov.teams.microsoft.us", "evil.test"];

fn encode(text: &str) -> String {
    text.bytes().fold(String::new(), |encoded, byte| format!("{encoded}%{byte:02x}"))
}

/// A link with secrets in it, and the secrets.
fn link() -> impl Strategy<Value = (String, Vec<String>)> {
    let short = (proptest::sample::select(&HOSTS), "[A-Za-z0-9]{8,20}", "[ -~]{0,6}").prop_map(
        |(host, secret, rest)| {
            let rest: String = rest.bytes().filter(u8::is_ascii_alphanumeric).map(char::from).collect();
            let passcode = format!("{secret}{rest}");
            (format!("https://{host}/meet/2345678901234?p={passcode}"), vec![passcode])
        },
    );
    let long = (proptest::sample::select(&HOSTS), "[0-9a-f]{12}", "[0-9a-f]{12}", any::<bool>()).prop_map(
        |(host, tenant, organizer, raw)| {
            let context = format!(
                r#"{{"Tid":"11111111-2222-3333-4444-{tenant}","Oid":"11111111-2222-3333-4444-{organizer}"}}"#
            );
            let context = if raw { context } else { encode(&context) };
            let link = format!(
                "https://{host}/l/meetup-join/19:meeting_a@thread.v2/0?anon=true&context={context}&x=1"
            );
            (link, vec![tenant.clone(), organizer.clone(), encode(&tenant), encode(&organizer)])
        },
    );
    prop_oneof![short, long]
}

/// Each way of wrapping, also those that a reader refuses.
fn wrapped() -> impl Strategy<Value = (String, Vec<String>)> {
    (link(), proptest::collection::vec(0..7_u8, 0..4)).prop_map(|((link, secrets), ways)| {
        let wrapped = ways.into_iter().fold(link, |link, way| match way {
            0 => format!("https://nam06.safelinks.protection.outlook.com/?url={}&data=x", encode(&link)),
            1 => format!("https://teams.microsoft.com/dl/launcher/launcher.html?url={}", encode(&link)),
            2 => format!("https://visit.teams.microsoft.com/r?JoinWebUrl={}&bid=1", encode(&link)),
            3 => format!("lectern://join?link={}", encode(&link)),
            4 => link.replacen("https:", "msteams:", 1),
            5 => link.replace('&', "&amp;amp;").replace("?p=", "?x=1&amp;P="),
            _ => format!("<{link}>"),
        });
        (wrapped, secrets)
    })
}

fn holds_none(shown: &str, secrets: &[String]) -> Result<(), TestCaseError> {
    for secret in secrets {
        prop_assert!(!shown.contains(secret.as_str()), "{} is shown by {}", secret, shown);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn no_link_says_its_secret_where_it_is_written_down(
        (link, secrets) in wrapped(),
        before in "[a-z ,:({\"']{0,8}",
        after in "[ \"')}>,.;]{0,4}",
    ) {
        holds_none(&redact(&format!("{before}{link}{after}")), &secrets)?;
        holds_none(&redact(&format!("{before}{}{after}", encode_marks(&link))), &secrets)?;
        let explanation = explain(&link, None);
        holds_none(&format!("{explanation:?}"), &secrets)?;
        holds_none(&explanation.decision.message, &secrets)?;
        holds_none(explanation.shown.as_deref().unwrap_or_default(), &secrets)?;
        for scheme in ["lectern", "lectern-sandbox"] {
            match deep_link::parse(&link, scheme) {
                Ok(found) => holds_none(&format!("{found:?}"), &secrets)?,
                Err(error) => holds_none(&format!("{error} {error:?}"), &secrets)?,
            }
        }
    }

    /// Deep links are written by hand too: the link inside comes as it is.
    #[test]
    fn a_deep_link_without_its_encoding_is_refused_without_repeating_it((link, secrets) in link()) {
        for unencoded in [format!("lectern://join?{link}"), format!("lectern://join?link={link}&{}", secrets[0])] {
            let error = deep_link::parse(&unencoded, "lectern").err();
            holds_none(&error.map(|error| error.to_string()).unwrap_or_default(), &secrets)?;
            holds_none(&format!("{:?}", decide(&unencoded, None)), &secrets)?;
        }
    }

    /// A crash report is a panic's message: slicing a text in the middle of a character prints that text.
    #[test]
    fn no_text_makes_the_readers_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), (link, _) in wrapped(), at in 0..400_usize) {
        let noise = String::from_utf8_lossy(&bytes).into_owned();
        let cut: String = link.chars().take(at).collect();
        for text in [noise.clone(), format!("{cut}{noise}"), format!("lectern://join?link={cut}{noise}")] {
            let outcome = panic::catch_unwind(|| {
                let _ = (explain(&text, Some(&noise)), redact(&text), deep_link::parse(&text, "lectern"));
            });
            prop_assert!(outcome.is_ok(), "{:?}", text);
        }
    }
}

/// Only the marks of a link are encoded, as forms and logs do it.
fn encode_marks(link: &str) -> String {
    link.chars()
        .map(|c| match c {
            '?' | '=' | '&' | ':' | '/' | '%' => format!("%{:02X}", u32::from(c)),
            c => c.to_string(),
        })
        .collect()
}
