//! Percent-encoding as join links and deep links use it: strict to read, one way to write.

/// Decodes `%XX`; a bad escape or bytes that are no UTF-8 give `None`. A `+` stays a plus: these are RFC 3986
/// queries, not HTML forms, and the links inside carry plus signs of their own.
pub(crate) fn decode(text: &str) -> Option<String> {
    if !text.contains('%') {
        return Some(text.to_owned());
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'%' {
            decoded.push(hex(*bytes.get(at + 1)?)? << 4 | hex(*bytes.get(at + 2)?)?);
            at += 3;
        } else {
            decoded.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8(decoded).ok()
}

/// Encodes everything but `A-Z a-z 0-9 - . _ ~`, with lower-case hex digits: the form of the join links that
/// Teams itself hands out.
pub(crate) fn encode(text: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let mut encoded = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.push(char::from(HEX[usize::from(byte >> 4)]));
            encoded.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
    encoded
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{decode, encode};

    proptest! {
        #[test]
        fn what_is_encoded_decodes(text: String) {
            let encoded = encode(&text);
            prop_assert!(encoded.is_ascii());
            prop_assert_eq!(decode(&encoded), Some(text));
        }
    }

    #[test]
    fn bad_escapes_are_refused_not_guessed() {
        for bad in ["%", "%2", "%zz", "%ff", "a%"] {
            assert_eq!(decode(bad), None, "{bad} has no one meaning");
        }
        assert_eq!(decode("a+b%2B"), Some("a+b+".to_owned()));
    }
}
