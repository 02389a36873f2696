//! The words of the pages that visitors read, in every language that there is, and dates in them.

use std::collections::BTreeMap;

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use lectern_domain::language::Language;

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
    ("early", "The doors are not open yet", "Noch nicht geöffnet"),
    ("doors", "They open at {when}.", "Geöffnet wird um {when}."),
    ("open", "You can join now", "Sie können jetzt teilnehmen"),
    ("running", "It is on now", "Läuft gerade"),
    ("revoked", "This ticket was taken back", "Diese Eintrittskarte wurde zurückgenommen"),
    (
        "revoked_more",
        "Ask the organizer if you think that is wrong.",
        "Fragen Sie, wer einlädt, wenn das ein Irrtum ist.",
    ),
    ("not_ready", "The meeting isn't ready yet", "Die Besprechung ist noch nicht bereit"),
    (
        "not_ready_more",
        "Load this page again in a few minutes.",
        "Laden Sie diese Seite in ein paar Minuten noch einmal.",
    ),
    ("moved", "It was moved", "Neuer Termin"),
    ("moved_from", "It was to be on {when}.", "Vorher: {when}."),
    ("message", "The organizer writes", "Nachricht der Einladenden"),
    ("lectern", "Open in Lectern", "In Lectern öffnen"),
    ("teams", "Open in Teams", "In Teams öffnen"),
    ("web", "Join in the browser", "Im Browser teilnehmen"),
    ("handed", "This event is joined in Teams.", "An dieser Veranstaltung nehmen Sie in Teams teil."),
    ("download", "Get Lectern", "Lectern herunterladen"),
    ("download_for", "Get Lectern for {system}", "Lectern für {system} herunterladen"),
    (
        "nothing_happens",
        "Nothing happens? Then Lectern is not installed here: use Teams or the browser.",
        "Nichts passiert? Dann ist Lectern hier nicht installiert: Nehmen Sie Teams oder den Browser.",
    ),
    ("phone", "Join on your phone", "Mit dem Telefon teilnehmen"),
    (
        "phone_more",
        "Point your phone’s camera at this. The link is yours alone: whoever has it comes in as you.",
        "Richten Sie die Kamera Ihres Telefons darauf. Der Link gehört nur Ihnen: Wer ihn hat, kommt als Sie herein.",
    ),
    ("qr", "QR code of this page’s address", "QR-Code mit der Adresse dieser Seite"),
    ("own", "Change or cancel your registration", "Anmeldung ändern oder absagen"),
    ("proof_done", "Almost there: look into your mail", "Fast geschafft: Sehen Sie in Ihre E-Mails"),
    (
        "proof_next",
        "We have sent a link to the address that you gave. Open it within a day and confirm: only then are you \
         registered, as long as there are places.",
        "Wir haben einen Link an die angegebene Adresse geschickt. Öffnen Sie ihn innerhalb eines Tages und bestätigen \
         Sie: Erst dann sind Sie angemeldet, solange es Plätze gibt.",
    ),
    (
        "proof_no_mail",
        "No mail after five minutes? Look into the folder for unwanted mail, or send the form again.",
        "Nach fünf Minuten keine E-Mail? Sehen Sie im Ordner für unerwünschte Nachrichten nach, oder senden Sie das \
         Formular noch einmal.",
    ),
    (
        "proof_before",
        "After this we send you a mail. You are registered when you have opened the link in it and confirmed.",
        "Danach schicken wir Ihnen eine E-Mail. Angemeldet sind Sie, wenn Sie den Link darin geöffnet und bestätigt \
         haben.",
    ),
    ("proof_title", "Is this your address?", "Ist das Ihre Adresse?"),
    (
        "proof_ask",
        "Confirm it, and you are registered with this name. You can change what you wrote afterwards.",
        "Bestätigen Sie sie, dann sind Sie mit diesem Namen angemeldet. Ihre Angaben können Sie danach ändern.",
    ),
    ("proof_send", "Yes, register me", "Ja, melden Sie mich an"),
    (
        "proof_not_me",
        "You did not ask for this? Then close this page: nothing happens.",
        "Sie haben das nicht gewollt? Dann schließen Sie diese Seite: Es geschieht nichts.",
    ),
    ("proof_gone_title", "This link is not good any more", "Dieser Link gilt nicht mehr"),
    (
        "proof_gone",
        "It is good once, and for a day. If you have confirmed already, a mail with your place is on its way. If not, \
         register again.",
        "Er gilt einmal, und einen Tag lang. Haben Sie schon bestätigt, ist eine E-Mail mit Ihrem Platz unterwegs. Wenn \
         nicht, melden Sie sich noch einmal an.",
    ),
    ("proof_anew_title", "Please register again", "Bitte melden Sie sich noch einmal an"),
    (
        "proof_anew",
        "Something about this event changed since you filled in the form, so it can't be used as it is.",
        "An dieser Veranstaltung hat sich etwas geändert, seit Sie das Formular ausgefüllt haben. So geht es nicht mehr.",
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

/// What the visitor chose, else what the browser prefers of what there is, else the page's own, else English.
pub fn wished(chosen: Option<&str>, headers: &HeaderMap, page: Option<&str>) -> Language {
    let wished = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut ranked: Vec<(Language, f32)> = wished
        .split(',')
        .filter_map(|part| {
            let (tag, rest) = part.split_once(';').unwrap_or((part, ""));
            let weight = rest.trim().strip_prefix("q=").map_or(Some(1.0), |q| q.parse().ok())?;
            Language::read(tag).map(|language| (language, weight))
        })
        .filter(|(_, weight)| *weight > 0.0)
        .collect();
    ranked.sort_by(|one, other| other.1.total_cmp(&one.1));
    chosen
        .and_then(Language::read)
        .or_else(|| ranked.first().map(|(language, _)| *language))
        .or_else(|| page.and_then(Language::read))
        .unwrap_or_default()
}

/// `Thursday, 3 December 2026, 14:00–15:30 (Europe/Berlin)`; in a zone that is none, by UTC.
pub fn when(language: Language, start: Timestamp, end: Timestamp, zone: &str) -> String {
    let said = language.when(start, end, zone).or_else(|_| language.when(start, end, "UTC"));
    said.unwrap_or_default().replace('_', " ")
}

/// One moment: `14:00`, and the day.
pub fn at(language: Language, at: Timestamp, zone: &str) -> String {
    let at = at.to_zoned_datetime(TimeZone::get(zone).unwrap_or(TimeZone::UTC));
    format!("{}, {}", at.strftime("%H:%M"), language.day(&at))
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

    #[test]
    fn the_visitor_chooses_then_the_browser_then_the_page() {
        let wishing = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_LANGUAGE, text.parse().expect("a header"));
            headers
        };
        let (english, german) = (Language::English, Language::German);
        assert_eq!(wished(Some("de"), &wishing("en"), None), german);
        assert_eq!(wished(None, &wishing("fr, de;q=0.5, en;q=0.7"), Some("de")), english);
        assert_eq!(wished(Some("xx"), &wishing("fr"), Some("de")), german);
        assert_eq!(wished(None, &HeaderMap::new(), None), english);
        assert_eq!(wished(None, &wishing("de;q=0, é, ;;,q="), None), english);
    }
}
