//! "Which integration do I need?" What an organizer needs leads to a level, with what each level costs, takes and cannot
//! do. Pure and total: every combination of answers has an answer.

mod points;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::event::EventKind;

pub use points::Point;

/// How many come at most. The steps are where Microsoft's documented limits lie.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "core.ts", rename = "GuideSize")]
pub enum Size {
    /// Calls and their chat.
    #[default]
    UpTo250,
    /// Calls by the calling SDK.
    UpTo350,
    /// A Teams meeting, a basic webinar.
    UpTo1000,
    More,
}

/// Microsoft's clouds, as an organizer knows hers. Unlike a profile's, GCC is one of them: it has the worldwide
/// addresses, and guests' calls do not reach its meetings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "core.ts", rename = "GuideCloud")]
pub enum Cloud {
    #[default]
    Global,
    Gcc,
    GccHigh,
    Dod,
    China,
}

impl Cloud {
    pub const ALL: [Self; 5] = [Self::Global, Self::Gcc, Self::GccHigh, Self::Dod, Self::China];

    /// Whether guests of an ACS resource reach its meetings: GCC High by a resource of Azure Government, GCC and DoD not
    /// at all; China has none that is documented.
    /// <https://learn.microsoft.com/azure/communication-services/concepts/interop/guest/gov-cloud>
    pub fn embeds(self) -> bool {
        matches!(self, Self::Global | Self::GccHigh)
    }

    /// Graph's virtual events are in the worldwide service only; GCC uses it, and is not named apart.
    pub fn has_virtual_events(self) -> bool {
        matches!(self, Self::Global | Self::Gcc)
    }
}

/// The organizer's answers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export_to = "core.ts", rename = "GuideNeeds")]
#[allow(clippy::struct_excessive_bools, reason = "one answer a question, yes or no")]
pub struct Needs {
    /// There is a list of who comes, with confirmations.
    pub registers: bool,
    /// Attendees stay in Lectern instead of going to Teams.
    pub stay_in_app: bool,
    pub size: Size,
    /// Teams' own registration page, presenters' pages, green room, attendees who only watch.
    pub webinar_features: bool,
    /// The organizer has a Teams Premium licence.
    pub teams_premium: bool,
    /// People come who have no work account.
    pub outsiders: bool,
    pub sms: bool,
    pub kiosks: bool,
    pub cloud: Cloud,
}

/// What Lectern is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "core.ts", rename = "GuideLevel")]
pub enum Level {
    /// Events with their Teams links, and no list.
    TeamsLinks,
    /// Lectern keeps the list; joining here where that is possible.
    OwnRegistration,
    /// Teams keeps the list, and joining is in Teams.
    Webinar,
}

impl Level {
    pub const ALL: [Self; 3] = [Self::TeamsLinks, Self::OwnRegistration, Self::Webinar];
}

/// Where people join.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "core.ts", rename = "GuideJoin")]
pub enum JoinPlace {
    /// In Lectern, by the composite; Teams stays one click away.
    Here,
    Teams,
}

/// A need that a level does not meet, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "core.ts", rename = "GuideUnmet")]
pub struct Unmet {
    pub need: &'static str,
    pub why: &'static str,
}

/// One level for these needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "core.ts", rename = "GuidePlan")]
pub struct Plan {
    pub level: Level,
    pub join: JoinPlace,
    /// What a new event is.
    pub kind: EventKind,
    /// Why it can't be had at all.
    pub impossible: Option<&'static str>,
    pub unmet: Vec<Unmet>,
    pub costs: Vec<Point>,
    pub needs: Vec<Point>,
    pub cannot: Vec<Point>,
}

/// What is recommended and why, and all levels beside each other, the recommended one first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "core.ts", rename = "GuideAdvice")]
pub struct Advice {
    pub recommended: Level,
    pub why: Vec<&'static str>,
    pub plans: Vec<Plan>,
}

pub fn advise(needs: &Needs) -> Advice {
    let recommended = recommend(needs);
    let others = Level::ALL.into_iter().filter(|level| *level != recommended);
    let plans = [recommended].into_iter().chain(others).map(|level| plan(level, needs)).collect();
    Advice { recommended, why: why(recommended, needs), plans }
}

/// Joining here is Lectern's own strength, and its list has most of what a webinar's has; so where both are wished for and
/// only one can be, people stay. A size that no meeting holds goes before everything.
fn recommend(needs: &Needs) -> Level {
    if needs.cloud.has_virtual_events() {
        if needs.size == Size::More {
            return Level::Webinar;
        }
        if needs.webinar_features && !stays(needs) {
            return Level::Webinar;
        }
    }
    if stays(needs) || needs.registers || needs.webinar_features || needs.sms || needs.kiosks {
        return Level::OwnRegistration;
    }
    Level::TeamsLinks
}

/// Staying in Lectern is wished for and possible.
fn stays(needs: &Needs) -> bool {
    needs.stay_in_app && needs.cloud.embeds() && needs.size <= Size::UpTo350
}

pub fn plan(level: Level, needs: &Needs) -> Plan {
    let here = level == Level::OwnRegistration && stays(needs);
    let join = if here { JoinPlace::Here } else { JoinPlace::Teams };
    let kind = match (level, needs.size) {
        (Level::Webinar, Size::More) => EventKind::TownHall,
        (Level::Webinar, _) => EventKind::Webinar,
        _ => EventKind::Meeting,
    };
    let impossible = (level == Level::Webinar && !needs.cloud.has_virtual_events())
        .then_some("Webinars and town halls can be made in Microsoft’s worldwide cloud only.");
    let (costs, takes, cannot) = points::of(level, join, needs);
    Plan { level, join, kind, impossible, unmet: unmet(level, join, needs), costs, needs: takes, cannot }
}

fn why(level: Level, needs: &Needs) -> Vec<&'static str> {
    let mut why = Vec::new();
    match level {
        Level::TeamsLinks => {
            why.push("Nothing that you need takes a list of people: each event’s Teams link is enough.");
        }
        Level::OwnRegistration => {
            if stays(needs) {
                why.push("People can stay in Lectern: meetings of this size and cloud can be joined here.");
            }
            if stays(needs) && needs.webinar_features {
                why.push("Webinars can’t be joined in Lectern. Its own registration has questions, approval, a waiting list and a window as well.");
            }
            if needs.registers {
                why.push("Lectern keeps the list and gives everybody a ticket of their own.");
            }
            if needs.sms || needs.kiosks {
                why.push("Messages by SMS and kiosks take a list that Lectern keeps itself.");
            }
            if needs.webinar_features && !needs.cloud.has_virtual_events() {
                why.push("Your cloud has no webinars for apps; Lectern’s own registration comes closest.");
            }
        }
        Level::Webinar => {
            if needs.size == Size::More {
                why.push("More people come than a Teams meeting holds: a town hall is made for that.");
            }
            if needs.webinar_features {
                why.push(
                    "Teams itself brings the registration page, presenters and attendees who only watch.",
                );
            }
        }
    }
    why
}

fn unmet(level: Level, join: JoinPlace, needs: &Needs) -> Vec<Unmet> {
    let mut unmet = Vec::new();
    let mut lacks = |need, why| unmet.push(Unmet { need, why });
    if needs.stay_in_app && join == JoinPlace::Teams {
        lacks("stayInApp", why_not_here(level, needs));
    }
    if needs.registers && level == Level::TeamsLinks {
        lacks("registers", "With links alone nobody is on a list.");
    }
    if needs.webinar_features && level != Level::Webinar {
        lacks(
            "webinarFeatures",
            "Only a webinar has Teams’ own registration page, presenters’ pages and green room.",
        );
    }
    if needs.size == Size::More && level != Level::Webinar {
        lacks("size", "A Teams meeting is documented for 1,000 people.");
    }
    if needs.sms {
        lacks(
            "sms",
            "This version of Lectern sends no SMS. Microsoft gives no new numbers since October 2026.",
        );
    }
    if needs.kiosks {
        lacks(
            "kiosks",
            "This version of Lectern has no kiosk mode and no check-in yet; tickets have their QR codes already.",
        );
    }
    unmet
}

fn why_not_here(level: Level, needs: &Needs) -> &'static str {
    match level {
        Level::Webinar => "Guests can join webinars and town halls in Teams only.",
        Level::TeamsLinks => "With links alone there are no tickets; people go to Teams.",
        Level::OwnRegistration if !needs.cloud.embeds() => {
            "Meetings of your cloud can’t be joined outside Teams."
        }
        Level::OwnRegistration => "Calls outside Teams are documented for 350 people.",
    }
}

#[cfg(test)]
#[path = "guide/tests.rs"]
mod tests;
