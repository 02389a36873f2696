//! Names of people and companies: made safe to show, never judged; and the folded form they are searched by.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

use crate::text;

const MAX_CHARS: usize = 200;

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    #[error("the name is empty")]
    Empty,
    #[error("the name is longer than {MAX_CHARS} characters")]
    TooLong,
}

/// A name ready to store and show: NFC, blanks joined, control, direction and invisible characters dropped. The
/// joiners of Persian and Indic scripts (ZWJ, ZWNJ) stay where they stand between letters, and the one that makes a
/// family of several emoji between those. 1 to 200 characters.
pub fn clean(text: &str) -> Result<String, NameError> {
    let normalized: String = if text.is_ascii() { text.to_owned() } else { text.nfc().collect() };
    let mut cleaned = String::with_capacity(normalized.len());
    let mut blank = false;
    let mut characters = normalized.chars().peekable();
    while let Some(character) = characters.next() {
        // A tab or a line break separated words; dropping it would glue them together.
        if character.is_whitespace() {
            blank = !cleaned.is_empty();
            continue;
        }
        let next = characters.peek().copied();
        if !is_shown(character, cleaned.chars().next_back().filter(|_| !blank), next) {
            continue;
        }
        if std::mem::take(&mut blank) {
            cleaned.push(' ');
        }
        cleaned.push(character);
    }
    match cleaned.chars().count() {
        0 => Err(NameError::Empty),
        1..=MAX_CHARS => Ok(cleaned),
        _ => Err(NameError::TooLong),
    }
}

fn is_shown(character: char, before: Option<char>, after: Option<char>) -> bool {
    if matches!(character, '\u{200C}' | '\u{200D}') {
        // A virama, after which Indic scripts put their joiners, is a mark and not a letter.
        let letter = |c: char| !c.is_ascii() && (c.is_alphabetic() || is_combining_mark(c));
        let joined = character == '\u{200D}' && after.is_some_and(is_emoji);
        return before.is_some_and(letter) && after.is_some_and(letter)
            || joined && before.is_some_and(|c| is_emoji(c) || c == '\u{FE0F}');
    }
    !(character.is_control() || text::is_invisible(character) || text::is_bidi_control(character))
}

/// About: the blocks that hold them. What else lies there is shown as well, so a joiner beside it hides nothing.
fn is_emoji(character: char) -> bool {
    matches!(character, '\u{2190}'..='\u{21FF}' | '\u{2300}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}')
}

/// The form names are searched by: lower-case, without diacritics, letters that only look like base letters with
/// a stroke written out (ø → o, ß → ss, æ → ae). Both the stored name and the typed letters go through it.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    // Taken apart first: mathematical and full-width capitals only turn into letters with a lower case by that.
    for character in text.nfkd().collect::<String>().to_lowercase().chars() {
        if is_accent(character) || text::is_invisible(character) || text::is_bidi_control(character) {
            continue;
        }
        match spelled_out(character) {
            Some(letters) => folded.push_str(letters),
            None => folded.push(character),
        }
    }
    // Hangul syllables and voiced kana were taken apart above and are letters, not accents.
    if folded.is_ascii() { folded } else { folded.nfc().collect() }
}

/// Marks above, below and through letters, and the vowel points of Hebrew and Arabic; not the vowel signs of
/// Indic scripts nor the voicing marks of kana, which make another letter.
fn is_accent(character: char) -> bool {
    is_combining_mark(character) && matches!(canonical_combining_class(character), 1 | 10..=35 | 200..)
}

fn spelled_out(character: char) -> Option<&'static str> {
    Some(match character {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' | 'ɗ' => "d",
        'þ' => "th",
        'ł' => "l",
        'ħ' => "h",
        'ı' => "i",
        'ŋ' => "n",
        'ŧ' => "t",
        'ƒ' => "f",
        'ɓ' => "b",
        'ƙ' => "k",
        'ƴ' => "y",
        'ə' => "e",
        'ς' => "σ",
        '\u{2018}' | '\u{2019}' | '\u{2BC}' => "'",
        '\u{2010}'..='\u{2015}' => "-",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_clean_name_is_clean_and_a_folded_one_is_folded(text: String) {
            if let Ok(name) = clean(&text) {
                prop_assert_eq!(clean(&name), Ok(name.clone()));
                prop_assert!(!name.chars().any(|c| c.is_control() || text::is_bidi_control(c)));
            }
            let folded = fold(&text);
            prop_assert_eq!(fold(&folded), folded, "the typed letters must meet the stored ones");
        }
    }

    #[test]
    fn what_hides_or_turns_text_around_is_dropped() {
        assert_eq!(clean("  Ada\t\r\n King\u{2028}Lovelace "), Ok("Ada King Lovelace".into()));
        assert_eq!(
            clean("Eve\u{202E}txt.exe\u{2066}"),
            Ok("Evetxt.exe".into()),
            "a name must not reverse the list"
        );
        assert_eq!(clean("A\u{200B}d\u{AD}a\u{0}\u{1b}[31m"), Ok("Ada[31m".into()));
        assert_eq!(clean("Jose\u{301}"), Ok("José".into()));
    }

    #[test]
    fn joiners_stay_where_a_script_needs_them() {
        assert_eq!(clean("مه\u{200C}سا"), Ok("مه\u{200C}سا".into()), "Persian Mahsa needs its non-joiner");
        assert_eq!(clean("क्\u{200D}ष"), Ok("क्\u{200D}ष".into()), "after a virama");
        assert_eq!(clean("A\u{200D}da\u{200C}"), Ok("Ada".into()), "nothing to join in Latin");
        for family in [
            "👩\u{200D}👩\u{200D}👧\u{200D}👦 Öz",
            "👩🏽\u{200D}🚀",
            "🏳\u{FE0F}\u{200D}🌈",
            "🧔\u{200D}♂\u{FE0F}",
        ] {
            assert_eq!(clean(family), Ok(family.into()), "one picture, not several");
        }
        assert_eq!(clean("👧\u{200D}\u{200D}Ada\u{200D}👧"), Ok("👧Ada👧".into()), "nothing to join");
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert_eq!(clean(" \u{200B}\u{202E} "), Err(NameError::Empty));
        assert_eq!(clean(&"ü".repeat(200)).map(|name| name.chars().count()), Ok(200));
        assert_eq!(clean(&"a".repeat(201)), Err(NameError::TooLong));
    }

    #[test]
    fn a_name_is_found_without_its_accents() {
        for (name, folded) in [
            ("Søren Ærø", "soren aero"),
            ("Weiß", "weiss"),
            ("Łukasz Đorđević", "lukasz dordevic"),
            ("Þóra", "thora"),
            ("İpek Yıldız", "ipek yildiz"),
            ("Nguyễn", "nguyen"),
            ("Ｆｕｌｌ", "full"),
            ("O’Neil", "o'neil"),
            ("ΟΔΥΣΣΕΥΣ", "οδυσσευσ"),
            ("Ёлкина", "елкина"),
        ] {
            assert_eq!(fold(name), folded, "{name} must be found");
        }
        assert_eq!(fold("がく"), "がく", "voicing makes another letter, not an accent");
        assert_eq!(fold("한국"), "한국");
    }
}
