//! Answers in a file's cells: read as people write them, and written so that they are read back as they were.

use super::answers::{Answer, Given};
use super::questions::{Question, QuestionKind};
use crate::person_name::fold;

/// Between several choices in one cell.
const BETWEEN: &str = "; ";
/// Of a consent to other words than those that are asked now: it is no answer to these.
const TO_EARLIER_WORDS: &str = "yes, to earlier words";
const YES: &[&str] = &["yes", "y", "true", "1", "ja", "wahr", "oui", "vrai"];
const NO: &[&str] = &["no", "n", "false", "0", "nein", "falsch", "non", "faux"];

/// What the cell says to the question. Capitals and accents of an option's words don't matter; whatever is no answer comes
/// back as it stands, so that it is refused by its own words. An empty cell is an empty answer.
pub fn read(kind: &QuestionKind, cell: &str) -> Given {
    let word = cell.trim();
    match kind {
        QuestionKind::Text | QuestionKind::Lines => Given::Text(cell.to_owned()),
        QuestionKind::Choice { options } => {
            Given::Text(option_of(options, word).map_or_else(|| word.to_owned(), ToOwned::to_owned))
        }
        QuestionKind::Choices { .. } if word.is_empty() => Given::Many(Vec::new()),
        QuestionKind::Choices { options } => Given::Many(
            [';', ',', '\n']
                .iter()
                .find_map(|between| several(options, word, *between))
                .unwrap_or_else(|| vec![word.to_owned()]),
        ),
        QuestionKind::Consent { .. } if word == TO_EARLIER_WORDS => Given::Text(String::new()),
        QuestionKind::YesNo | QuestionKind::Consent { .. } => yes_or_no(word),
    }
}

/// As [`read`] takes it back. `None`: there is no answer.
pub fn written(question: &Question, answer: Option<&Answer>) -> String {
    match (answer, &question.kind) {
        (None, _) => String::new(),
        (Some(Answer::Text { value }), _) => value.clone(),
        (Some(Answer::Choices { values }), _) => values.join(BETWEEN),
        (Some(Answer::Consent { value: true, text }), QuestionKind::Consent { text: now }) if text != now => {
            TO_EARLIER_WORDS.to_owned()
        }
        (Some(Answer::YesNo { value } | Answer::Consent { value, .. }), _) => {
            if *value { "yes" } else { "no" }.to_owned()
        }
    }
}

fn yes_or_no(word: &str) -> Given {
    let folded = fold(word);
    if YES.contains(&folded.as_str()) {
        Given::YesNo(true)
    } else if NO.contains(&folded.as_str()) {
        Given::YesNo(false)
    } else {
        Given::Text(word.to_owned())
    }
}

/// By its very words, else by the only one that is the same without capitals and accents.
fn option_of<'a>(options: &'a [String], word: &str) -> Option<&'a String> {
    if let Some(option) = options.iter().find(|option| *option == word) {
        return Some(option);
    }
    let folded = fold(word);
    let mut alike = options.iter().filter(|option| fold(option.trim()) == folded);
    alike.next().filter(|_| alike.next().is_none())
}

/// The options that stand in a cell one after the other. An option may hold what stands between them, so the longest
/// stretch that is one is taken.
fn several(options: &[String], cell: &str, between: char) -> Option<Vec<String>> {
    let mut rest: Vec<&str> = cell.split(between).collect();
    let mut found = Vec::new();
    let joint = between.to_string();
    while !rest.is_empty() {
        if rest[0].trim().is_empty() {
            rest.remove(0);
            continue;
        }
        let (length, option) = (1..=rest.len()).rev().find_map(|length| {
            option_of(options, rest[..length].join(&joint).trim()).map(|found| (length, found))
        })?;
        found.push(option.clone());
        rest.drain(..length);
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::super::answers::accept_from_list;
    use super::*;

    fn question(kind: QuestionKind) -> Question {
        Question { id: "q".into(), label: "Q?".into(), required: false, kind, shown_when: None }
    }

    fn options(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    fn answer(question: &Question, cell: &str) -> Option<Answer> {
        let given = [("q".to_owned(), read(&question.kind, cell))].into();
        accept_from_list(std::slice::from_ref(question), &given).expect("an answer").remove("q")
    }

    #[test]
    fn what_is_written_is_read_back_as_it_was() {
        let choices =
            question(QuestionKind::Choices { options: options(&["Tea", "Milk; warm", "Bread, dark"]) });
        for values in [&["Tea"][..], &["Tea", "Milk; warm"], &["Tea", "Milk; warm", "Bread, dark"]] {
            let kept = Answer::Choices { values: options(values) };
            assert_eq!(answer(&choices, &written(&choices, Some(&kept))), Some(kept));
        }
        let lines = question(QuestionKind::Lines);
        let kept = Answer::Text { value: "one\ntwo; three, \"four\"".into() };
        assert_eq!(answer(&lines, &written(&lines, Some(&kept))), Some(kept));
        let photos = question(QuestionKind::Consent { text: "We film you.".into() });
        for value in [true, false] {
            let kept = Answer::Consent { value, text: "We film you.".into() };
            assert_eq!(answer(&photos, &written(&photos, Some(&kept))), Some(kept));
        }
        assert_eq!(answer(&photos, &written(&photos, None)), None, "who said nothing has said nothing");
    }

    #[test]
    fn a_consent_to_other_words_is_no_consent_to_these() {
        let photos = question(QuestionKind::Consent { text: "We film you and sell it.".into() });
        let then = Answer::Consent { value: true, text: "We film you.".into() };
        assert_eq!(answer(&photos, &written(&photos, Some(&then))), None);
    }

    #[test]
    fn people_write_yes_and_options_in_their_own_way() {
        let eats = question(QuestionKind::YesNo);
        for yes in ["Yes", " ja ", "TRUE", "1", "Oui"] {
            assert_eq!(answer(&eats, yes), Some(Answer::YesNo { value: true }), "{yes}");
        }
        assert_eq!(answer(&eats, "nein"), Some(Answer::YesNo { value: false }));
        assert_eq!(read(&eats.kind, "perhaps"), Given::Text("perhaps".into()), "nobody guesses");
        let food = QuestionKind::Choice { options: options(&["Végan", "Meat"]) };
        assert_eq!(read(&food, "vegan"), Given::Text("Végan".into()));
        let alike = QuestionKind::Choice { options: options(&["it", "IT"]) };
        assert_eq!(read(&alike, "IT"), Given::Text("IT".into()), "the very words come first");
        assert_eq!(read(&alike, "It"), Given::Text("It".into()), "one of two is not chosen for somebody");
        let topics = QuestionKind::Choices { options: options(&["A", "B"]) };
        assert_eq!(read(&topics, "b, a"), Given::Many(options(&["B", "A"])));
        assert_eq!(read(&topics, "A; C"), Given::Many(options(&["A; C"])), "told whole, to be put right");
    }
}
