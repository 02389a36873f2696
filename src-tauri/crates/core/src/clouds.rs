//! "What is there in my cloud?" One table for the window and the terminal; what a cloud lacks is neither offered nor
//! asked of it.

use lectern_microsoft::cloud::{Cloud, Feature, Known};
use serde::Serialize;
use ts_rs::TS;

use crate::desk::Desk;
use crate::profile::CloudName;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub enum FeatureName {
    Calendar,
    OnlineMeetings,
    VirtualEvents,
    MeetingRegistration,
    GuestCalls,
    WorkAccountCalls,
    AcsPrincipal,
    AcsEmail,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub enum Availability {
    Available,
    Lacking,
    /// Microsoft's documentation does not say.
    NotDocumented,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct CloudFeature {
    pub feature: FeatureName,
    pub title: &'static str,
    pub availability: Availability,
    /// What to do without it, where it lacks.
    pub instead: Option<&'static str>,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct CloudView {
    pub cloud: CloudName,
    pub title: &'static str,
    pub features: Vec<CloudFeature>,
}

/// The desk's own cloud: its profile's; of a sandbox, the one that it plays.
pub fn own(desk: &Desk) -> CloudName {
    match desk.sandbox() {
        Some(sandbox) => sandbox.cloud.unwrap_or(CloudName::Global),
        None => desk.profile().registration().map_or(CloudName::Global, |registration| registration.cloud),
    }
}

pub(crate) fn lacks(desk: &Desk, feature: Feature) -> bool {
    Cloud::from(own(desk)).lacks(feature)
}

pub fn view(cloud: CloudName) -> CloudView {
    let features = Feature::ALL.into_iter().map(|feature| {
        let availability = match Cloud::from(cloud).knows(feature) {
            Known::Has => Availability::Available,
            Known::Lacks => Availability::Lacking,
            Known::NotDocumented => Availability::NotDocumented,
        };
        let (name, title, instead) = words(feature);
        let instead = (availability == Availability::Lacking).then_some(instead);
        CloudFeature { feature: name, title, availability, instead }
    });
    CloudView { cloud, title: title(cloud), features: features.collect() }
}

/// All four, for whoever has to choose.
pub fn all() -> [CloudView; 4] {
    [CloudName::Global, CloudName::UsGovL4, CloudName::UsGovL5, CloudName::China].map(view)
}

pub(crate) fn title(cloud: CloudName) -> &'static str {
    match cloud {
        CloudName::Global => "Worldwide (with GCC)",
        CloudName::UsGovL4 => "US government, GCC High",
        CloudName::UsGovL5 => "US Department of Defense",
        CloudName::China => "China, operated by 21Vianet",
    }
}

fn words(feature: Feature) -> (FeatureName, &'static str, &'static str) {
    use FeatureName as Name;
    match feature {
        Feature::Calendar => (Name::Calendar, "Events on the calendar with a Teams link", ""),
        Feature::OnlineMeetings => (
            Name::OnlineMeetings,
            "A meeting's options set from here",
            "Set lobby, chat and presenters on Teams' own page of options.",
        ),
        Feature::VirtualEvents => (
            Name::VirtualEvents,
            "Webinars and town halls",
            "Make a meeting with Lectern's own registration.",
        ),
        Feature::MeetingRegistration => (
            Name::MeetingRegistration,
            "Microsoft's retired registration of meetings",
            "Register people with Lectern's own registration.",
        ),
        Feature::GuestCalls => (Name::GuestCalls, "Guests join calls inside Lectern", "Links open in Teams."),
        Feature::WorkAccountCalls => (Name::WorkAccountCalls, "Work accounts join calls inside Lectern", ""),
        Feature::AcsPrincipal => (Name::AcsPrincipal, "A service principal for the calling resource", ""),
        Feature::AcsEmail => (Name::AcsEmail, "Mail by Azure Communication Services", ""),
    }
}

#[cfg(test)]
mod tests {
    use FeatureName::{GuestCalls, MeetingRegistration, OnlineMeetings, VirtualEvents};

    use super::*;

    #[test]
    fn whatever_a_cloud_lacks_has_another_way() {
        for cloud in all() {
            for found in cloud.features.iter().filter(|found| found.availability == Availability::Lacking) {
                let instead = found.instead.unwrap_or_default();
                assert!(!instead.is_empty(), "{}: {} leaves people alone", cloud.title, found.title);
            }
        }
        let lacking = |cloud| {
            let features = view(cloud).features.into_iter();
            let lacking = features.filter(|found| found.availability == Availability::Lacking);
            lacking.map(|found| found.feature).collect::<Vec<_>>()
        };
        assert_eq!(lacking(CloudName::Global), []);
        assert_eq!(lacking(CloudName::UsGovL4), [VirtualEvents, MeetingRegistration]);
        assert_eq!(lacking(CloudName::UsGovL5), [VirtualEvents, MeetingRegistration, GuestCalls]);
        assert_eq!(lacking(CloudName::China), [OnlineMeetings, VirtualEvents, MeetingRegistration]);
    }
}
