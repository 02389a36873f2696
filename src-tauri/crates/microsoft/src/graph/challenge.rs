//! The claims challenge of continuous access evaluation, from `WWW-Authenticate`.
//!
//! <https://learn.microsoft.com/entra/identity-platform/claims-challenge#claims-challenge-header-format>

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use std::collections::BTreeMap;

/// The services write padding or leave it out.
const TOLERANT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// The challenge's JSON, if a `Bearer` challenge in this header says `insufficient_claims`.
pub(super) fn claims(header: &str) -> Option<String> {
    let challenge = parse(header).into_iter().find(|(scheme, parameters)| {
        scheme.eq_ignore_ascii_case("Bearer")
            && parameters.get("error").is_some_and(|error| error == "insufficient_claims")
    })?;
    let encoded = challenge.1.get("claims")?;
    let plain: String = encoded
        .chars()
        .map(|c| {
            if c == '-' {
                '+'
            } else if c == '_' {
                '/'
            } else {
                c
            }
        })
        .collect();
    let bytes = TOLERANT.decode(plain.trim()).unwrap_or_else(|_| encoded.as_bytes().to_vec());
    let text = String::from_utf8(bytes).ok()?;
    serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(&text).ok()?;
    Some(text)
}

/// RFC 9110 §11.6.1: one header may hold several challenges, and parameters are separated by the same commas.
fn parse(header: &str) -> Vec<(String, BTreeMap<String, String>)> {
    let mut challenges: Vec<(String, BTreeMap<String, String>)> = Vec::new();
    let mut rest = header;
    loop {
        rest = rest.trim_start_matches([',', ' ', '\t']);
        let end = rest.find([',', ' ', '\t', '=']).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        if word.is_empty() {
            // the end, or a stray sign that nothing here can follow
            return challenges;
        }
        let Some(value) = after.trim_start().strip_prefix('=') else {
            challenges.push((word.to_owned(), BTreeMap::new()));
            rest = after;
            continue;
        };
        let (value, after) = take_value(value.trim_start());
        if let Some((_, parameters)) = challenges.last_mut() {
            parameters.entry(word.to_ascii_lowercase()).or_insert(value);
        }
        rest = after;
    }
}

/// A quoted string with its escapes, or everything up to a comma or blank.
fn take_value(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([',', ' ', '\t']).unwrap_or(text.len());
        return (text[..end].to_owned(), &text[end..]);
    };
    let (mut value, mut escaped) = (String::new(), false);
    for (at, c) in quoted.char_indices() {
        match c {
            _ if escaped => (value.push(c), escaped = false).1,
            '\\' => escaped = true,
            '"' => return (value, &quoted[at + 1..]),
            _ => value.push(c),
        }
    }
    (value, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    // as in Microsoft's documentation
    const JSON: &str = r#"{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}"#;

    #[test]
    fn every_spelling_of_a_challenge_is_read() {
        let b64 = "eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZSwgInZhbHVlIjoiMTYwNDEwNjY1MSJ9fX0";
        let spaced = r#"{"access_token":{"nbf":{"essential":true, "value":"1604106651"}}}"#;
        for (header, expected) in [
            (
                format!(
                    "Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\", \
                     client_id=\"00000003-0000-0000-c000-000000000000\", error=\"insufficient_claims\", claims=\"{b64}=\""
                ),
                spaced,
            ),
            (format!("Bearer error=\"insufficient_claims\",claims={b64}"), spaced),
            (format!("PoP nonce=\"x\", Bearer claims=\"{b64}\", error=\"insufficient_claims\""), spaced),
            (
                format!("bearer error=\"insufficient_claims\", claims=\"{b64}=\", PoP nonce=\"claims=\\\"\""),
                spaced,
            ),
            (format!("Bearer error=\"insufficient_claims\", claims=\"{}\"", JSON.replace('"', "\\\"")), JSON),
        ] {
            assert_eq!(
                claims(&header).as_deref(),
                Some(expected),
                "{header}: without it sign-in turns in circles"
            );
        }
    }

    #[test]
    fn url_safe_base64_is_read() {
        let json = r#"{"a":"~~~???>>>"}"#;
        let encoded = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(json);
        assert!(encoded.contains(['-', '_']), "the test must use the letters in question: {encoded}");
        let header = format!("Bearer error=\"insufficient_claims\", claims=\"{encoded}\"");
        assert_eq!(claims(&header).as_deref(), Some(json), "both alphabets occur");
    }

    #[test]
    fn nothing_else_is_a_challenge() {
        for header in [
            "",
            "Bearer",
            "Bearer realm=\"\", claims=\"e30=\"",
            "PoP error=\"insufficient_claims\", claims=\"e30=\"",
            "Bearer error=\"insufficient_claims\", claims=\"W10=\"",
            "Bearer error=\"insufficient_claims\", claims=\"",
            "= = ,,\"",
            "Bearer error=\"invalid_token\"",
        ] {
            assert_eq!(claims(header), None, "{header:?} would be sent to Entra as claims");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_header_can_harm(header in "(Bearer|PoP|[ ,=\"\\\\]|error|claims|insufficient_claims|e30|\\PC){0,40}") {
            if let Some(found) = claims(&header) {
                let object = serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(&found);
                proptest::prop_assert!(object.is_ok(), "only JSON may go on to Entra: {found}");
            }
        }
    }
}
