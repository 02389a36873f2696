//! What each cloud has. What one lacks is not asked of it, and not offered.
//!
//! | feature | global | GCC High | DoD | China | by |
//! | --- | --- | --- | --- | --- | --- |
//! | events on the calendar | yes | yes | yes | yes | <https://learn.microsoft.com/graph/api/user-post-events> |
//! | online meetings | yes | yes | yes | no | <https://learn.microsoft.com/graph/api/onlinemeeting-get> |
//! | webinars, town halls | yes | no | no | no | <https://learn.microsoft.com/graph/api/virtualeventsroot-post-webinars> |
//! | registration of meetings (retired, beta) | yes | no | no | no | <https://learn.microsoft.com/graph/api/externalmeetingregistration-post?view=graph-rest-beta> |
//! | guests in calls | yes | yes | no | not documented | <https://learn.microsoft.com/azure/communication-services/concepts/interop/guest/gov-cloud> |
//! | calls as a work account | yes | not documented | not documented | not documented | the pages name no other cloud |
//! | a service principal for ACS | yes | not documented | not documented | not documented | the scope is documented for one cloud |
//! | mail by ACS | yes | not documented | not documented | not documented | the pages name no other cloud |

use super::Cloud;

/// Something that not every cloud has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Feature {
    Calendar,
    OnlineMeetings,
    VirtualEvents,
    MeetingRegistration,
    GuestCalls,
    WorkAccountCalls,
    AcsPrincipal,
    AcsEmail,
}

/// What is known of a feature in a cloud.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    Has,
    Lacks,
    /// No page says so, nor that it is not there: whoever has a key for it may try.
    NotDocumented,
}

impl Feature {
    pub const ALL: [Self; 8] = [
        Self::Calendar,
        Self::OnlineMeetings,
        Self::VirtualEvents,
        Self::MeetingRegistration,
        Self::GuestCalls,
        Self::WorkAccountCalls,
        Self::AcsPrincipal,
        Self::AcsEmail,
    ];
}

impl Cloud {
    pub const ALL: [Self; 4] = [Self::Global, Self::UsGovL4, Self::UsGovL5, Self::China];

    pub const fn knows(self, feature: Feature) -> Known {
        match (feature, self) {
            (_, Self::Global)
            | (Feature::Calendar, _)
            | (Feature::OnlineMeetings, Self::UsGovL4 | Self::UsGovL5)
            | (Feature::GuestCalls, Self::UsGovL4) => Known::Has,
            (Feature::OnlineMeetings | Feature::VirtualEvents | Feature::MeetingRegistration, _)
            | (Feature::GuestCalls, Self::UsGovL5) => Known::Lacks,
            (Feature::GuestCalls, Self::China)
            | (Feature::WorkAccountCalls | Feature::AcsPrincipal | Feature::AcsEmail, _) => {
                Known::NotDocumented
            }
        }
    }

    pub fn lacks(self, feature: Feature) -> bool {
        self.knows(feature) == Known::Lacks
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cloud::Endpoints;

    #[test]
    fn each_cloud_has_what_the_facts_say() {
        use Known::{Has, Lacks, NotDocumented};
        for (feature, expected) in [
            (Feature::Calendar, [Has, Has, Has, Has]),
            (Feature::OnlineMeetings, [Has, Has, Has, Lacks]),
            (Feature::VirtualEvents, [Has, Lacks, Lacks, Lacks]),
            (Feature::MeetingRegistration, [Has, Lacks, Lacks, Lacks]),
            (Feature::GuestCalls, [Has, Has, Lacks, NotDocumented]),
            (Feature::WorkAccountCalls, [Has, NotDocumented, NotDocumented, NotDocumented]),
            (Feature::AcsPrincipal, [Has, NotDocumented, NotDocumented, NotDocumented]),
            (Feature::AcsEmail, [Has, NotDocumented, NotDocumented, NotDocumented]),
        ] {
            let found = Cloud::ALL.map(|cloud| cloud.knows(feature));
            assert_eq!(found, expected, "{feature:?}: what a cloud lacks must not be offered there");
        }
    }

    #[test]
    fn the_scope_of_a_principal_is_there_where_it_is_documented() {
        for cloud in Cloud::ALL {
            let has = cloud.knows(Feature::AcsPrincipal) == Known::Has;
            assert_eq!(Endpoints::of(cloud).acs_scope.is_some(), has, "{cloud:?}: the two tell the same");
        }
    }
}
