//! What people are found by: words, folded, from their first letter.

use lectern_domain::person_name::fold;

/// The words of the texts in folded form, joined by blanks: runs of letters and digits. Both the index and the query
/// are made by this function, so that what is stored is found by typing it, accents or not.
pub(crate) fn words<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut words = String::new();
    for text in texts {
        for word in
            fold(text).split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty())
        {
            if !words.is_empty() {
                words.push(' ');
            }
            words.push_str(word);
        }
    }
    words
}

/// The query as the index wants it: every word must begin a word of the registrant. `None`: nothing to look for.
pub(crate) fn match_expression(query: &str) -> Option<String> {
    let words = words([query]);
    let terms: Vec<String> = words.split_ascii_whitespace().map(|word| format!("\"{word}\"*")).collect();
    (!terms.is_empty()).then(|| terms.join(" AND "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_letters_meet_stored_words() {
        assert_eq!(
            words(["Søren  O'Neil-Weiß", "s.oneil@Contoso.example"]),
            "soren o neil weiss s oneil contoso example"
        );
        assert_eq!(match_expression("Ær WEIß").as_deref(), Some("\"aer\"* AND \"weiss\"*"));
    }

    #[test]
    fn a_query_cannot_speak_the_index_language() {
        assert_eq!(
            match_expression("a\" OR b* NOT (c)").as_deref(),
            Some("\"a\"* AND \"or\"* AND \"b\"* AND \"not\"* AND \"c\"*")
        );
        assert_eq!(match_expression(" \"*-() "), None, "no word means no filter, not an error");
    }
}
