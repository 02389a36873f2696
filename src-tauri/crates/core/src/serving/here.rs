//! "Publish its page": an event of this profile's own, opened to visitors by the service that runs on this very profile.
//! A sandbox's window has one inside; nothing is handed over, since page and desk look at the same list.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use lectern_domain::event::{EventState, PublicationState};
use lectern_store::publications::PublicationRecord;
use lectern_store::{Reader, StoreError};
use serde::Serialize;
use ts_rs::TS;

use super::ServingError;
use super::publication::{self, PageLook, check_slug};
use crate::desk::Desk;
use crate::scheduling::series;
use crate::sign_in::device_code::qr_svg;

/// The longest that an address proposed from a title gets, in letters.
const PROPOSED: usize = 40;
/// The largest logo, in bytes: a page of a logo and words still comes in one go.
const LOGO: usize = 24 * 1024;
/// So many sites may show a page inside.
const SITES: usize = 20;

/// Where an event stands with its page.
#[derive(Debug, Clone)]
pub struct PublishingView {
    /// The end of an address, made of the title.
    pub proposed: String,
    pub publication: Option<PublicationView>,
    /// Why there is no page to be published, in words.
    pub hindrance: Option<String>,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct PublicationView {
    pub slug: String,
    pub state: PublicationState,
    pub look: PageLook,
    /// Its page; `None`: the service does not run.
    pub url: Option<String>,
    /// Its address, drawn to be read off a screen or a poster.
    pub qr_svg: Option<String>,
    #[ts(type = "string")]
    pub published_at: Timestamp,
}

/// `origin` is where the service is reached, while it runs.
pub async fn show(desk: &Desk, event_id: &str, origin: Option<&str>) -> Result<PublishingView, ServingError> {
    let (id, now) = (event_id.to_owned(), desk.now());
    let found = desk
        .read(move |r| {
            let Some(event) = r.events().by_id(&id)? else { return Ok(None) };
            let proposed = proposed(&event.title);
            let free = free(r, &id, &proposed)?;
            Ok(Some((free, r.publications().of_event(&id)?, hindrance(r, &id, now)?)))
        })
        .await?;
    let (proposed, record, hindrance) = found.ok_or(ServingError::NoEvent)?;
    let url = record.as_ref().and_then(|record| Some(format!("{}/e/{}", origin?, record.slug)));
    let publication = record.map(|record| PublicationView {
        qr_svg: url.as_deref().map(qr_svg),
        url,
        look: PageLook::read(&record.page),
        slug: record.slug,
        state: record.state,
        published_at: record.published_at,
    });
    Ok(PublishingView { proposed, publication, hindrance })
}

/// Whether an address ending like this can be this event's, as it is typed.
pub async fn check(desk: &Desk, event_id: &str, slug: &str) -> Result<(), ServingError> {
    check_slug(slug)?;
    let (id, meant) = (event_id.to_owned(), slug.to_owned());
    let other = desk.read(move |r| taken(r, &id, &meant)).await?;
    if other { Err(ServingError::SlugTaken(slug.to_owned())) } else { Ok(()) }
}

/// New, or changed. Its page is there when this returns.
pub async fn publish(desk: &Desk, event_id: &str, slug: &str, look: &PageLook) -> Result<(), ServingError> {
    check_look(look)?;
    let (id, now) = (event_id.to_owned(), desk.now());
    if let Some(hindrance) = desk.read(move |r| hindrance(r, &id, now)).await? {
        return Err(ServingError::NotPublishable(hindrance));
    }
    publication::open_here(desk, event_id, slug, look).await
}

/// Nobody registers there any more; the list stays as it is. Its links lead to Teams from now on.
pub async fn unpublish(desk: &Desk, event_id: &str) -> Result<(), ServingError> {
    let (id, now) = (event_id.to_owned(), desk.now());
    desk.write(move |w| {
        let found = w.publications().of_event(&id)?.ok_or(ServingError::NoEvent)?;
        let closed = PublicationRecord { state: PublicationState::Closed, updated_at: now, ..found };
        Ok(w.publications().put(&closed)?)
    })
    .await
}

/// Whether a service is wanted here: visitors may come at any time.
pub async fn any_open(desk: &Desk) -> Result<bool, ServingError> {
    let all = desk.read(|r| r.publications().list()).await?;
    Ok(all.iter().any(|one| one.state == PublicationState::Open && one.device_id.is_none()))
}

fn hindrance(r: &Reader<'_>, event_id: &str, now: Timestamp) -> Result<Option<String>, StoreError> {
    let Some(event) = r.events().by_id(event_id)? else { return Ok(None) };
    let state = event.state;
    let current = series::current(r, event, now)?;
    let words = match state {
        EventState::Creating => "The meeting is still being made.",
        EventState::Cancelled => "The event is cancelled.",
        EventState::Scheduled if current.end <= now => "The event is over.",
        EventState::Scheduled if current.registration.is_none() => {
            "Registration is not open yet. Open it, then its page can be published."
        }
        EventState::Scheduled => return Ok(None),
    };
    Ok(Some(words.into()))
}

fn taken(r: &Reader<'_>, event_id: &str, slug: &str) -> Result<bool, StoreError> {
    Ok(r.publications().by_slug(slug)?.is_some_and(|other| other.event_id != event_id))
}

fn free(r: &Reader<'_>, event_id: &str, proposed: &str) -> Result<String, StoreError> {
    for number in 1..100 {
        let slug = if number == 1 { proposed.to_owned() } else { format!("{proposed}-{number}") };
        if !taken(r, event_id, &slug)? {
            return Ok(slug);
        }
    }
    Ok(proposed.to_owned())
}

/// Of a title's letters and digits without their accents; a title in another script gives a word that can be changed.
fn proposed(title: &str) -> String {
    let mut slug = String::new();
    for letter in title.to_lowercase().chars() {
        let plain = match letter {
            'a'..='z' | '0'..='9' => {
                slug.push(letter);
                continue;
            }
            'ä' | 'æ' => "ae",
            'ö' | 'ø' | 'œ' => "oe",
            'ü' => "ue",
            'ß' => "ss",
            'à' | 'á' | 'â' | 'ã' | 'å' => "a",
            'ç' => "c",
            'è' | 'é' | 'ê' | 'ë' => "e",
            'ì' | 'í' | 'î' | 'ï' => "i",
            'ñ' => "n",
            'ò' | 'ó' | 'ô' | 'õ' => "o",
            'ù' | 'ú' | 'û' => "u",
            '\'' | '’' => "",
            _ if slug.is_empty() || slug.ends_with('-') => "",
            _ => "-",
        };
        slug.push_str(plain);
    }
    slug.truncate(PROPOSED);
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "event".into() } else { slug.to_owned() }
}

pub(crate) fn check_look(look: &PageLook) -> Result<(), ServingError> {
    let wrong = |field, message: &str| Err(ServingError::Look { field, message: message.into() });
    let color = |text: &str| {
        text.strip_prefix('#')
            .is_some_and(|rest| rest.len() == 6 && rest.bytes().all(|byte| byte.is_ascii_hexdigit()))
    };
    if look.color.as_deref().is_some_and(|text| !color(text)) {
        return wrong("color", "A colour reads #0f6cbd: six digits and letters from a to f.");
    }
    if look.logo.as_deref().is_some_and(|text| !is_picture(text)) {
        return wrong("logo", "A logo is a PNG, JPEG or WebP picture of at most 24 KB.");
    }
    if look.language.as_deref().is_some_and(|language| !matches!(language, "en" | "de")) {
        return wrong("language", "The pages speak English (en) and German (de).");
    }
    if look.framed_by.len() > SITES {
        return wrong("framedBy", "At most 20 sites may show the page inside.");
    }
    if !look.framed_by.iter().all(|site| is_site(site)) {
        return wrong("framedBy", "A site that may show the page inside reads https://www.contoso.com.");
    }
    Ok(())
}

/// `https://host[:port]`, and no sign in it that means something in a header.
fn is_site(text: &str) -> bool {
    let plain =
        |host: &str| host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.[:]".contains(&byte));
    url::Url::parse(text).is_ok_and(|url| {
        url.scheme() == "https"
            && url.host_str().is_some_and(plain)
            && url.origin().ascii_serialization() == *text
    })
}

fn is_picture(address: &str) -> bool {
    let kinds = ["data:image/png;base64,", "data:image/jpeg;base64,", "data:image/webp;base64,"];
    let data = kinds.iter().find_map(|kind| address.strip_prefix(kind));
    data.and_then(|data| STANDARD.decode(data).ok()).is_some_and(|bytes| bytes.len() <= LOGO)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_made_of_a_title() {
        for (title, expected) in [
            ("Autumn Product Briefing", "autumn-product-briefing"),
            ("Führung: „Größe“ & Crème brûlée!", "fuehrung-groesse-creme-brulee"),
            ("Teams’ Town Hall – what's next?", "teams-town-hall-whats-next"),
            ("2026 / Q4", "2026-q4"),
            ("سارة 🎉", "event"),
            ("", "event"),
        ] {
            assert_eq!(proposed(title), expected, "{title}");
            assert!(check_slug(&proposed(title)).is_ok(), "{title}");
        }
        assert!(check_slug(&proposed(&"ä ".repeat(80))).is_ok(), "cut where it is long");
    }

    #[test]
    fn a_look_is_a_colour_and_a_picture_and_nothing_that_runs() {
        let look = |color: Option<&str>, logo: Option<&str>| PageLook {
            color: color.map(str::to_owned),
            logo: logo.map(str::to_owned),
            ..PageLook::default()
        };
        assert!(check_look(&look(Some("#0F6cbd"), Some("data:image/png;base64,iVBORw0KGgo="))).is_ok());
        for (color, logo) in [
            (Some("red"), None),
            (Some("#fff"), None),
            (Some("#0f6cbd;}body{"), None),
            (None, Some("https://evil.example/logo.png")),
            (None, Some("data:image/svg+xml;base64,PHN2Zz4=")),
            (None, Some("data:image/png;base64,\"><script>")),
        ] {
            assert!(check_look(&look(color, logo)).is_err(), "{color:?} {logo:?}");
        }
        let large = format!("data:image/png;base64,{}", STANDARD.encode(vec![0; LOGO + 1]));
        assert!(check_look(&look(None, Some(&large))).is_err());
        for (site, good) in [
            ("https://www.contoso.com", true),
            ("https://www.contoso.com:8443", true),
            ("https://xn--bcher-kva.example", true),
            ("http://x.example", false),
            ("https://x.example/a", false),
            ("https://x.example;sandbox", false),
            ("https://*.x.example", false),
        ] {
            let framed = PageLook { framed_by: vec![site.into()], ..PageLook::default() };
            assert_eq!(check_look(&framed).is_ok(), good, "{site}");
        }
    }
}
