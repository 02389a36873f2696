//! From a bare address to the decision: what kind of link it is, and the clean link rebuilt from its parts.

use serde::Deserialize;
use serde_json::Value;

use super::unwrap::{Address, Site};
use super::{Cloud, JoinTarget, Kind, LinkDecision, Needs, Reason, Verdict, words};
use crate::percent;

/// What the host alone settles.
struct Place {
    verdict: Verdict,
    cloud: Cloud,
    needs: Option<Needs>,
    reason: Reason,
}

pub(super) fn classify(address: &Address, passcode: Option<&str>) -> Result<LinkDecision, Reason> {
    let mut segments: Vec<&str> = address.url.path().split('/').skip(1).collect();
    if segments.last().is_some_and(|last| last.is_empty()) {
        segments.pop();
    }
    let Some(place) = place(address.site) else {
        return event_page(address, &segments);
    };
    let first = segments.first().map(|segment| segment.to_ascii_lowercase());
    match (first.as_deref(), &segments[..]) {
        (Some("meet"), [_, id]) => short(address, &place, id, passcode),
        (Some("meet"), _) => Err(Reason::Malformed),
        (Some("l"), [_, page, rest @ ..]) if page.eq_ignore_ascii_case("meetup-join") => match rest {
            [thread, message] => long(address, &place, thread, message),
            _ => Err(Reason::Malformed),
        },
        _ => Err(Reason::NotAJoinLink),
    }
}

/// A number from an invitation. It does not say its cloud; the number field of Teams itself means the global one.
pub(super) fn meeting_id(id: &str, passcode: Option<&str>) -> LinkDecision {
    let reason = if passcode.is_some() { Reason::Ok } else { Reason::MayNeedPasscode };
    LinkDecision {
        verdict: Verdict::Embed,
        kind: Kind::MeetingId,
        cloud: Some(Cloud::Global),
        needs: passcode.is_none().then_some(Needs::Passcode),
        target: Some(JoinTarget::MeetingId {
            meeting_id: id.to_owned(),
            passcode: passcode.map(str::to_owned),
        }),
        open: Some(short_link("teams.microsoft.com", id, passcode)),
        reason,
        message: words::say(Kind::MeetingId, Some(Cloud::Global), reason).to_owned(),
    }
}

fn place(site: Site) -> Option<Place> {
    let (verdict, cloud, needs, reason) = match site {
        Site::Work(Cloud::Global) => (Verdict::Embed, Cloud::Global, None, Reason::Ok),
        Site::Work(Cloud::Gcch) => {
            (Verdict::Embed, Cloud::Gcch, Some(Needs::GcchResource), Reason::NeedsGcchResource)
        }
        Site::Work(Cloud::Dod) => (Verdict::Teams, Cloud::Dod, None, Reason::DodUnsupported),
        Site::Work(Cloud::China) => (Verdict::Teams, Cloud::China, None, Reason::ChinaUnsupported),
        Site::Consumer => (Verdict::Teams, Cloud::Global, None, Reason::ConsumerUnsupported),
        Site::EventPages | Site::SafeLinks | Site::Bookings => return None,
    };
    Some(Place { verdict, cloud, needs, reason })
}

/// `/meet/ID?p=PASSCODE`
fn short(address: &Address, place: &Place, id: &str, passcode: Option<&str>) -> Result<LinkDecision, Reason> {
    if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Reason::Malformed);
    }
    let own = address.parameter("p")?.filter(|own| !own.is_empty());
    if own.as_ref().is_some_and(|own| own.chars().any(char::is_control)) {
        return Err(Reason::Malformed);
    }
    let passcode = own.as_deref().or(passcode);
    let open = short_link(address.host(), id, passcode);
    let asks = place.verdict == Verdict::Embed && place.needs.is_none() && passcode.is_none();
    let target = match passcode {
        // The SDK's own reading of a link's passcode is only certain for letters and digits.
        Some(passcode) if !passcode.bytes().all(|byte| byte.is_ascii_alphanumeric()) => {
            JoinTarget::MeetingId { meeting_id: id.to_owned(), passcode: Some(passcode.to_owned()) }
        }
        _ => JoinTarget::MeetingLink { meeting_link: open.clone() },
    };
    let kind = if address.site == Site::Consumer { Kind::Consumer } else { Kind::Meeting };
    let (needs, reason) =
        if asks { (Some(Needs::Passcode), Reason::MayNeedPasscode) } else { (place.needs, place.reason) };
    Ok(decision(place, kind, needs, reason, target, open))
}

fn short_link(host: &str, id: &str, passcode: Option<&str>) -> String {
    match passcode {
        Some(passcode) => format!("https://{host}/meet/{id}?p={}", percent::encode(passcode)),
        None => format!("https://{host}/meet/{id}"),
    }
}

/// The `context` of a long link. The SDK reads `Tid` and `Oid` in exactly this case.
#[derive(Deserialize)]
struct Context {
    #[serde(rename = "Tid")]
    tenant: String,
    #[serde(rename = "Oid")]
    organizer: String,
    #[serde(rename = "IsBroadcastMeeting", default)]
    broadcast: Value,
}

/// `/l/meetup-join/THREAD/MESSAGE?context={"Tid":…,"Oid":…}`
fn long(address: &Address, place: &Place, thread: &str, message: &str) -> Result<LinkDecision, Reason> {
    let thread = percent::decode(thread).ok_or(Reason::Malformed)?;
    if !is_thread(&thread) || message.is_empty() || !message.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Reason::Malformed);
    }
    let context =
        address.parameter("context")?.filter(|text| !text.is_empty()).ok_or(Reason::MissingContext)?;
    // An array of the same values would be read too, but no SDK reads it.
    if !context.trim_start().starts_with('{') {
        return Err(Reason::Malformed);
    }
    let context: Context = serde_json::from_str(&context).map_err(|_| Reason::Malformed)?;
    if !is_guid(&context.tenant) || !is_guid(&context.organizer) {
        return Err(Reason::Malformed);
    }
    if matches!(&context.broadcast, Value::Bool(true))
        || context.broadcast.as_str().is_some_and(|text| text.eq_ignore_ascii_case("true"))
    {
        return Ok(live_event(address, place));
    }
    let host = address.host();
    let clean = format!(r#"{{"Tid":"{}","Oid":"{}"}}"#, context.tenant, context.organizer);
    let open = format!(
        "https://{host}/l/meetup-join/{}/{message}?context={}",
        percent::encode(&thread),
        percent::encode(&clean)
    );
    let kind = match address.site {
        Site::Consumer => Kind::Consumer,
        _ if is_channel(&thread, message) => Kind::ChannelMeeting,
        _ => Kind::Meeting,
    };
    let target = JoinTarget::MeetingLink { meeting_link: open.clone() };
    Ok(decision(place, kind, place.needs, place.reason, target, open))
}

fn decision(
    place: &Place,
    kind: Kind,
    needs: Option<Needs>,
    reason: Reason,
    target: JoinTarget,
    open: String,
) -> LinkDecision {
    LinkDecision {
        verdict: place.verdict,
        kind,
        cloud: Some(place.cloud),
        needs,
        target: (place.verdict == Verdict::Embed).then_some(target),
        open: Some(open),
        reason,
        message: words::say(kind, Some(place.cloud), reason).to_owned(),
    }
}

/// Live events carry parameters of their own, which Teams needs: the link goes on as it came.
fn live_event(address: &Address, place: &Place) -> LinkDecision {
    let mut url = address.url.clone();
    url.set_fragment(None);
    LinkDecision {
        verdict: Verdict::Teams,
        kind: Kind::LiveEvent,
        cloud: Some(place.cloud),
        needs: None,
        target: None,
        open: Some(url.into()),
        reason: Reason::LiveEventUnsupported,
        message: words::say(Kind::LiveEvent, Some(place.cloud), Reason::LiveEventUnsupported).to_owned(),
    }
}

/// `/event/EVENT@TENANT`: the registration page of a webinar or a town hall.
fn event_page(address: &Address, segments: &[&str]) -> Result<LinkDecision, Reason> {
    let pair = match segments {
        [first, pair] if first.eq_ignore_ascii_case("event") => {
            percent::decode(pair).ok_or(Reason::Malformed)?
        }
        [first, ..] if first.eq_ignore_ascii_case("event") => return Err(Reason::Malformed),
        _ => return Err(Reason::NotAJoinLink),
    };
    let (event, tenant) = pair.split_once('@').ok_or(Reason::Malformed)?;
    if !is_guid(event) || !is_guid(tenant) {
        return Err(Reason::Malformed);
    }
    Ok(LinkDecision {
        verdict: Verdict::Browser,
        kind: Kind::WebinarPage,
        cloud: Some(Cloud::Global),
        needs: None,
        target: None,
        open: Some(format!("https://{}/event/{event}@{tenant}", address.host())),
        reason: Reason::WebinarPage,
        message: words::say(Kind::WebinarPage, Some(Cloud::Global), Reason::WebinarPage).to_owned(),
    })
}

/// `19:…@thread.v2`, `@thread.skype` or `@thread.tacv2`
fn is_thread(thread: &str) -> bool {
    let Some((name, space)) = thread.strip_prefix("19:").and_then(|rest| rest.split_once('@')) else {
        return false;
    };
    !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.:=+~".contains(&byte))
        && matches!(space, "thread.v2" | "thread.skype" | "thread.tacv2")
}

/// `thread.tacv2` is a channel. The older `thread.skype` served both; a channel's meeting hangs on a message.
fn is_channel(thread: &str, message: &str) -> bool {
    thread.ends_with("@thread.tacv2")
        || (thread.ends_with("@thread.skype") && message != "0" && !thread.contains("meeting_"))
}

fn is_guid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}
