//! Characters that do not belong into what people type: they hide, reorder or break lines.

/// Invisible characters that can hide inside a name or an address: zero-width ones, soft hyphen, byte order
/// mark, tags, interlinear annotations.
pub(crate) fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{AD}' | '\u{180E}' | '\u{200B}'..='\u{200D}' | '\u{2060}'..='\u{2064}' | '\u{206A}'..='\u{206F}'
        | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// Characters that change the direction of the text around them (Trojan Source, CVE-2021-42574).
pub(crate) fn is_bidi_control(character: char) -> bool {
    matches!(character, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Trims what pasting leaves around a text: blanks of every kind, byte order marks, zero-width spaces, marks of
/// direction.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c) || is_bidi_control(c))
}
