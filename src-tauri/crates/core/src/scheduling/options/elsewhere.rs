//! What somebody else has changed in Teams since the options were shown.

use super::{OptionValues, OptionsError, RolePerson};

/// Only what is to be changed counts: what is left alone stays as the others have it. What they made of it may be just
/// what is wanted.
pub(super) fn check(
    wanted: &OptionValues,
    shown: &OptionValues,
    now: &OptionValues,
) -> Result<(), OptionsError> {
    let word = |of: fn(&OptionValues) -> Option<&str>, name: &str| {
        let is = of(now).unwrap_or("not told");
        against(of(wanted), of(shown), of(now)).then(|| format!("{name}: {is}."))
    };
    let switch = |of: fn(&OptionValues) -> Option<bool>, name: &str| {
        let is = match of(now) {
            Some(true) => "on",
            Some(false) => "off",
            None => "not told",
        };
        against(of(wanted).as_ref(), of(shown).as_ref(), of(now).as_ref()).then(|| format!("{name}: {is}."))
    };
    let found: Vec<String> = [
        word(|all| all.lobby.as_deref(), "Who comes in without waiting is now"),
        switch(|all| all.lobby_dial_in, "Coming in without waiting by phone is now"),
        word(|all| all.admitters.as_deref(), "Who lets people in is now"),
        word(|all| all.presenters.as_deref(), "Who may present is now"),
        word(|all| all.chat.as_deref(), "The chat is now"),
        switch(|all| all.camera, "Attendees\u{2019} cameras are now"),
        switch(|all| all.mic, "Attendees\u{2019} microphones are now"),
        switch(|all| all.reactions, "Reactions are now"),
        switch(|all| all.recording, "Recording is now"),
        switch(|all| all.transcription, "Transcription is now"),
        switch(|all| all.record_automatically, "Recording from the start is now"),
        switch(|all| all.announced, "Saying who joins or leaves is now"),
        people(wanted, shown, now),
    ]
    .into_iter()
    .flatten()
    .collect();
    if found.is_empty() { Ok(()) } else { Err(OptionsError::Elsewhere(found.join(" "))) }
}

fn against<T: PartialEq + ?Sized>(wanted: Option<&T>, shown: Option<&T>, now: Option<&T>) -> bool {
    wanted.is_some() && now != shown && now != wanted
}

/// A change brings the whole list: whoever was added elsewhere would be put off it.
fn people(wanted: &OptionValues, shown: &OptionValues, now: &OptionValues) -> Option<String> {
    let sorted = |all: &OptionValues| {
        let people = all.people.as_ref()?.iter();
        let mut people: Vec<_> = people.map(|one| (one.upn.to_lowercase(), one.role.clone())).collect();
        people.sort();
        Some(people)
    };
    if !against(sorted(wanted).as_ref(), sorted(shown).as_ref(), sorted(now).as_ref()) {
        return None;
    }
    let named = |one: &RolePerson| format!("{} ({})", one.upn, one.role);
    let now = now.people.iter().flatten().map(named).take(10).collect::<Vec<_>>().join(", ");
    Some(format!("The list of people is now: {}.", if now.is_empty() { "nobody" } else { &now }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(lobby: &str, mic: bool, people: &[&str]) -> OptionValues {
        let person = |upn: &&str| RolePerson { upn: (*upn).to_owned(), role: "presenter".into() };
        OptionValues {
            lobby: Some(lobby.into()),
            mic: Some(mic),
            people: Some(people.iter().map(person).collect()),
            ..OptionValues::default()
        }
    }

    #[test]
    fn only_what_is_touched_and_was_changed_to_something_else_stands_against_it() {
        let (shown, now) =
            (values("everyone", true, &["a@x.example"]), values("invited", false, &["b@x.example"]));
        let lobby = |word: &str| OptionValues { lobby: Some(word.into()), ..OptionValues::default() };
        let told = check(&lobby("organizer"), &shown, &now).expect_err("theirs is another").to_string();
        assert!(told.ends_with("Who comes in without waiting is now: invited."), "{told}");
        assert!(check(&lobby("invited"), &shown, &now).is_ok(), "they want the same");
        let chat = OptionValues { chat: Some("disabled".into()), ..OptionValues::default() };
        assert!(check(&chat, &shown, &now).is_ok(), "nobody else touched it");
        let list = OptionValues { people: Some(vec![]), ..OptionValues::default() };
        let told = check(&list, &shown, &now).expect_err("whoever they added would go").to_string();
        assert!(told.contains("b@x.example (presenter)"), "{told}");
        let order = values("everyone", true, &["B@x.example", "a@x.example"]);
        let turned = values("everyone", true, &["a@x.example", "b@x.example"]);
        assert!(check(&list, &order, &turned).is_ok(), "another order is the same list");
    }
}
