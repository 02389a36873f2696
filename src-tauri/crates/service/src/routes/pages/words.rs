//! The words of the pages where people register, in every language that there is.

use std::collections::BTreeMap;

use crate::routes::join_page::words::Language;

/// English, German.
const WORDS: &[(&str, &str, &str)] = &[
    ("other", "Deutsch", "English"),
    ("other_tag", "de", "en"),
    ("yours", "Your time", "Ihre Zeit"),
    ("by", "Invited by", "Es lädt ein:"),
    ("error_title", "Look again", "Bitte prüfen"),
    ("look_again", "Please look at this again:", "Bitte sehen Sie sich das noch einmal an:"),
    ("optional", "optional", "freiwillig"),
    ("choose", "Choose…", "Bitte wählen …"),
    ("agree", "I agree", "Ich stimme zu"),
    ("yes", "Yes", "Ja"),
    ("no", "No", "Nein"),
    ("name", "Name", "Name"),
    ("email", "E-mail", "E-Mail"),
    ("email_hint", "Your personal link is sent there.", "Dorthin schicken wir Ihren persönlichen Link."),
    ("company", "Company", "Firma"),
    ("guests", "Who comes along with you", "Wer mit Ihnen kommt"),
    (
        "guests_one",
        "You can bring one guest. Write their name.",
        "Sie können einen Gast mitbringen. Schreiben Sie den Namen.",
    ),
    (
        "guests_some",
        "You can bring up to {most} guests. Write a name for each.",
        "Sie können bis zu {most} Gäste mitbringen. Schreiben Sie für jeden den Namen.",
    ),
    ("guest", "Guest {number}", "Gast {number}"),
    ("guests_with", "Guests", "Gäste"),
    (
        "only",
        "Only if you answered “{is}” to “{question}”.",
        "Nur wenn Sie „{is}“ bei „{question}“ geantwortet haben.",
    ),
    ("leave_empty", "Leave this field empty", "Dieses Feld leer lassen"),
    ("register", "Register", "Anmelden"),
    ("register_title", "Register", "Anmeldung"),
    ("queue", "Join the waitlist", "Auf die Warteliste"),
    ("queue_title", "All places are taken", "Alle Plätze sind vergeben"),
    (
        "queue_before",
        "You can join the waitlist: when a place is free, we write to you.",
        "Sie können sich auf die Warteliste setzen: Wird ein Platz frei, schreiben wir Ihnen.",
    ),
    ("ask", "Ask for a place", "Um einen Platz bitten"),
    (
        "ask_before",
        "Every registration is looked at by the organizer. You get an answer by e-mail.",
        "Jede Anmeldung wird angesehen. Sie bekommen eine Antwort per E-Mail.",
    ),
    ("not_yet", "Registration is not open yet", "Die Anmeldung ist noch nicht offen"),
    ("opens", "It opens at {when}.", "Sie öffnet um {when}."),
    ("shut", "Registration is closed", "Die Anmeldung ist geschlossen"),
    (
        "shut_more",
        "If you are registered, use the link in your mail.",
        "Wenn Sie angemeldet sind, nehmen Sie den Link in Ihrer Nachricht.",
    ),
    ("full", "All places are taken", "Alle Plätze sind vergeben"),
    (
        "full_more",
        "Look again later: a place may become free.",
        "Sehen Sie später wieder nach: Vielleicht wird ein Platz frei.",
    ),
    ("cancelled", "This event was cancelled", "Diese Veranstaltung wurde abgesagt"),
    ("over", "This event is over", "Diese Veranstaltung ist vorbei"),
    ("elsewhere", "Nobody can register here at the moment", "Hier kann sich im Moment niemand anmelden"),
    ("elsewhere_more", "Ask the organizer.", "Fragen Sie, wer einlädt."),
    ("place_done", "You're registered", "Sie sind angemeldet"),
    (
        "place_next",
        "We have sent a mail with your personal link to the address that you gave. You join by that link, and you can \
         change or cancel your registration there.",
        "Wir haben eine E-Mail mit Ihrem persönlichen Link an die angegebene Adresse geschickt. Damit nehmen Sie teil, \
         und dort können Sie Ihre Anmeldung ändern oder absagen.",
    ),
    ("queue_done", "You're on the waitlist", "Sie stehen auf der Warteliste"),
    (
        "queue_next",
        "We have sent a mail to the address that you gave. It says where you stand, and we write again when a place is \
         free.",
        "Wir haben eine E-Mail an die angegebene Adresse geschickt. Darin steht Ihr Platz in der Liste, und wir schreiben \
         wieder, wenn einer frei wird.",
    ),
    ("ask_done", "Your registration was handed in", "Ihre Anmeldung ist eingegangen"),
    (
        "ask_next",
        "The organizer looks at it. We have sent a mail to the address that you gave, and write again when it is decided.",
        "Sie wird nun angesehen. Wir haben eine E-Mail an die angegebene Adresse geschickt und schreiben wieder, wenn \
         entschieden ist.",
    ),
    (
        "no_mail",
        "No mail after a few minutes? Look into the folder for unwanted mail, or register again with the right address.",
        "Nach ein paar Minuten keine E-Mail? Sehen Sie im Ordner für unerwünschte Nachrichten nach, oder melden Sie sich \
         mit der richtigen Adresse noch einmal an.",
    ),
    ("calendar", "Add to calendar", "In den Kalender"),
    ("back", "Back to the event", "Zur Veranstaltung"),
    ("registered", "You're registered", "Sie sind angemeldet"),
    ("waitlisted", "You're on the waitlist", "Sie stehen auf der Warteliste"),
    ("position", "You are number {number} in the queue.", "Sie sind Nummer {number} in der Warteliste."),
    ("offered", "A place is free for you", "Ein Platz ist für Sie frei"),
    (
        "until",
        "It is kept for you until {when}. Take it before then; after that it goes to the next person in the queue.",
        "Er ist bis {when} für Sie reserviert. Nehmen Sie ihn vorher an; danach bekommt ihn, wer als Nächstes wartet.",
    ),
    ("pending", "Your registration is being looked at", "Ihre Anmeldung wird angesehen"),
    ("rejected", "Your registration was not accepted", "Ihre Anmeldung wurde nicht angenommen"),
    ("off", "You're not registered any more", "Sie sind nicht mehr angemeldet"),
    ("accept", "Take the place", "Den Platz nehmen"),
    ("join", "How to join", "So nehmen Sie teil"),
    ("again", "Register again", "Wieder anmelden"),
    ("yours_title", "Your registration", "Ihre Anmeldung"),
    ("changes", "Plans change?", "Es hat sich etwas geändert?"),
    ("change", "Change your answers", "Angaben ändern"),
    ("save", "Save", "Speichern"),
    ("transfer", "Give your place to somebody else", "Den Platz weitergeben"),
    (
        "transfer_more",
        "They get a mail with a link of their own, and yours ends. The organizer sees who comes instead of whom.",
        "Die andere Person bekommt eine E-Mail mit einem eigenen Link, und Ihrer gilt nicht mehr. Wer einlädt, sieht, wer \
         statt wem kommt.",
    ),
    ("to_name", "Their name", "Name der anderen Person"),
    ("to_email", "Their e-mail", "E-Mail der anderen Person"),
    ("transfer_send", "Give the place away", "Platz weitergeben"),
    ("cancel", "Cancel your registration", "Anmeldung absagen"),
    (
        "cancel_more",
        "Your place becomes free for somebody else at once. Guests who come along with you are cancelled too.",
        "Ihr Platz wird sofort für jemand anderen frei. Wer mit Ihnen kommt, ist damit auch abgemeldet.",
    ),
    ("cancel_send", "Cancel my registration", "Meine Anmeldung absagen"),
    ("done_changed", "Your changes are saved.", "Ihre Änderungen sind gespeichert."),
    ("done_cancelled", "Your registration is cancelled.", "Ihre Anmeldung ist abgesagt."),
    (
        "done_transferred",
        "Your place was given away. The new link is on its way to them.",
        "Ihr Platz ist weitergegeben. Der neue Link ist unterwegs.",
    ),
    ("done_accepted", "The place is yours.", "Der Platz gehört Ihnen."),
    (
        "done_gone",
        "This can't be done any more. Below is where it stands now.",
        "Das geht nicht mehr. Unten steht, wie es jetzt ist.",
    ),
    ("unknown_title", "This page is not here", "Diese Seite gibt es nicht"),
    (
        "unknown",
        "The link may have been mistyped, or the event was taken down. Open the newest mail, or ask whoever sent you the \
         link.",
        "Vielleicht ist der Link verschrieben, oder die Veranstaltung wurde entfernt. Öffnen Sie die neueste Nachricht, \
         oder fragen Sie, wer Ihnen den Link geschickt hat.",
    ),
    ("busy_title", "A moment, please", "Einen Moment, bitte"),
    (
        "busy",
        "Very many registrations came from your network just now. Wait a minute, then go back and send the form again: \
         what you typed is kept there.",
        "Aus Ihrem Netz kamen gerade sehr viele Anmeldungen. Warten Sie eine Minute, gehen Sie dann zurück und senden Sie \
         noch einmal: Was Sie geschrieben haben, steht noch da.",
    ),
    ("failed_title", "That did not work", "Das hat nicht geklappt"),
    (
        "failed",
        "Something failed here. Go back and send the form again in a moment: what you typed is kept there.",
        "Hier ist etwas schiefgegangen. Gehen Sie zurück und senden Sie gleich noch einmal: Was Sie geschrieben haben, \
         steht noch da.",
    ),
    ("e_name", "Write your name.", "Schreiben Sie Ihren Namen."),
    ("e_guest", "Write the guest's name.", "Schreiben Sie den Namen des Gastes."),
    ("e_long", "This is too long.", "Das ist zu lang."),
    ("e_email", "Write your e-mail address.", "Schreiben Sie Ihre E-Mail-Adresse."),
    (
        "e_address",
        "This is no complete e-mail address. It looks like name@example.org.",
        "Das ist keine vollständige E-Mail-Adresse. Sie sieht aus wie name@example.org.",
    ),
    (
        "e_hidden",
        "There is an invisible character in this address. Type it anew.",
        "In dieser Adresse steckt ein unsichtbares Zeichen. Tippen Sie sie neu.",
    ),
    (
        "e_domain",
        "Addresses at {domain} can't register for this event. Use another one, of your organization, say.",
        "Adressen bei {domain} können sich hier nicht anmelden. Nehmen Sie eine andere, etwa die Ihrer Organisation.",
    ),
    ("e_missing", "An answer is needed here.", "Hier wird eine Antwort gebraucht."),
    (
        "e_agree",
        "Without your consent, you can't be registered.",
        "Ohne Ihre Zustimmung geht die Anmeldung nicht.",
    ),
    ("e_option", "Choose among what is offered.", "Wählen Sie aus dem, was angeboten wird."),
    ("e_guests", "At most {most} may come along.", "Höchstens {most} können mitkommen."),
    (
        "e_not_to",
        "The place can't go to this address. Choose another, or ask the organizer.",
        "An diese Adresse kann der Platz nicht gehen. Nehmen Sie eine andere, oder fragen Sie, wer einlädt.",
    ),
];

pub type Words = BTreeMap<&'static str, &'static str>;

/// All of a language, by name.
pub fn words(language: Language) -> Words {
    WORDS
        .iter()
        .map(|(name, english, german)| match language {
            Language::English => (*name, *english),
            Language::German => (*name, *german),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_is_missing() {
        let places = |text: &str| {
            let mut found: Vec<String> = text
                .split('{')
                .skip(1)
                .filter_map(|part| part.split_once('}').map(|(name, _)| name.into()))
                .collect();
            found.sort();
            found
        };
        for (name, english, german) in WORDS {
            assert!(!english.is_empty() && !german.is_empty(), "{name}");
            assert_eq!(places(english), places(german), "{name}: what is put in is put in in both");
        }
    }
}
