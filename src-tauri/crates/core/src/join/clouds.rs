//! Whose meetings can be joined here: a resource reaches those of its own cloud, and no others.
//!
//! <https://learn.microsoft.com/azure/communication-services/concepts/interop/guest/gov-cloud>: "can only communicate
//! within the Government Cloud tenant"; GCC High is supported, GCC by the worldwide cloud and DoD are not.

use lectern_domain::join_link::{Cloud, Kind, LinkDecision, Verdict};
use lectern_microsoft::cloud::Cloud as WireCloud;
use url::Url;

use super::offers::Blocker;
use crate::desk::Desk;
use crate::profile::CloudName;

/// What stands in the way of a meeting in another cloud than the resource's.
pub(super) const ELSEWHERE: &str = "cloud";

/// The cloud of the resource that a pass is of: the one that a service named, else this machine's. By its address, since
/// a key works whatever tenant the profile is of; DoD's have the same names as GCC High's, so there the profile tells.
/// `None`: there is no resource.
pub(super) fn of_calls(desk: &Desk, given: Option<&str>) -> Option<Cloud> {
    let own = desk.acs();
    let endpoint = given.or(own.as_ref().map(|acs| acs.endpoint()))?;
    if desk.sandbox().is_some() {
        return Some(Cloud::Global);
    }
    let profile = desk.profile().registration().map(|registration| registration.cloud);
    Some(match Url::parse(endpoint).ok().as_ref().and_then(WireCloud::of_acs) {
        Some(WireCloud::UsGovL4 | WireCloud::UsGovL5) if profile == Some(CloudName::UsGovL5) => Cloud::Dod,
        Some(WireCloud::UsGovL4 | WireCloud::UsGovL5) => Cloud::Gcch,
        Some(WireCloud::China) => Cloud::China,
        Some(WireCloud::Global) | None => Cloud::Global,
    })
}

/// The decision with the cloud of the resource in mind, and what stands in its way.
pub(super) fn weigh_here(
    desk: &Desk,
    decision: LinkDecision,
    given: Option<&str>,
) -> (LinkDecision, Option<Blocker>) {
    weigh(decision, of_calls(desk, given))
}

/// Where there is no resource, that alone is told, by the pass that is missing.
fn weigh(decision: LinkDecision, own: Option<Cloud>) -> (LinkDecision, Option<Blocker>) {
    if decision.verdict != Verdict::Embed {
        return (decision, None);
    }
    match (decision.cloud, own) {
        // A number does not say its cloud: it is looked for where the resource is.
        (_, Some(Cloud::Gcch)) if decision.kind == Kind::MeetingId => {
            (LinkDecision { cloud: Some(Cloud::Gcch), ..decision }, None)
        }
        (Some(Cloud::Gcch), Some(Cloud::Gcch)) => (decision.with_gcch_resource(), None),
        (Some(Cloud::Gcch), _) => {
            let message = decision.message.clone();
            (decision, Some(Blocker { code: ELSEWHERE, message }))
        }
        (None, _) | (_, None | Some(Cloud::Global)) => (decision, None),
        _ => {
            let message = "This machine’s calling resource belongs to another of Microsoft’s clouds than this meeting, \
                           and reaches meetings of its own only. Open it in Teams."
                .to_owned();
            (decision, Some(Blocker { code: ELSEWHERE, message }))
        }
    }
}

#[cfg(test)]
mod tests {
    use lectern_domain::join_link::{Needs, Reason, decide};

    use super::*;

    const GOV: &str = "https://gov.teams.microsoft.us/meet/2345678901234?p=abcDEF";
    const WORLD: &str = "https://teams.microsoft.com/meet/2345678901234?p=abcDEF";

    fn weighed(link: &str, own: Option<Cloud>) -> (LinkDecision, bool) {
        let (decision, blocker) = weigh(decide(link, None), own);
        (decision, blocker.is_some())
    }

    #[test]
    fn a_resource_reaches_the_meetings_of_its_own_cloud_only() {
        for (link, own, reached) in [
            (WORLD, Some(Cloud::Global), true),
            (WORLD, Some(Cloud::Gcch), false),
            (WORLD, Some(Cloud::Dod), false),
            (WORLD, Some(Cloud::China), false),
            (GOV, Some(Cloud::Gcch), true),
            (GOV, Some(Cloud::Global), false),
            (GOV, Some(Cloud::Dod), false),
            (GOV, None, false),
            ("234 567 890 123 4", Some(Cloud::Gcch), true),
            ("234 567 890 123 4", Some(Cloud::China), false),
        ] {
            let (decision, blocked) = weighed(link, own);
            assert_eq!(blocked, !reached, "{link} by a resource of {own:?}: {}", decision.message);
            assert!(
                !reached || decision.needs != Some(Needs::GcchResource),
                "{link}: what is there is not asked for"
            );
        }
        assert!(!weighed(WORLD, None).1, "without a resource the missing pass says it already");
        let page = "https://events.teams.microsoft.com/event/00000000-0000-0000-0000-000000000001@00000000-0000-0000-0000-000000000002";
        assert!(!weighed(page, Some(Cloud::Gcch)).1, "what is joined nowhere has its own reason");
    }

    #[test]
    fn with_the_resource_only_a_passcode_may_still_be_asked_for() {
        let bare = weighed("https://gov.teams.microsoft.us/meet/2345678901234", Some(Cloud::Gcch)).0;
        assert_eq!((bare.needs, bare.reason), (Some(Needs::Passcode), Reason::MayNeedPasscode));
        let odd = weighed("https://gov.teams.microsoft.us/meet/2345678901234?p=a%26b", Some(Cloud::Gcch)).0;
        assert_eq!((odd.needs, odd.reason), (None, Reason::Ok), "a passcode of any letters is one");
        assert!(odd.message.contains("can be joined here"), "in words: {}", odd.message);
        let number = weighed("234 567 890 123 4", Some(Cloud::Gcch)).0;
        assert_eq!((number.cloud, number.needs), (Some(Cloud::Gcch), Some(Needs::Passcode)));
    }
}
