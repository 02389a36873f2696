//! What each level costs, takes and cannot do: one row each, with where it is from and of when. No prices: they are not in
//! the documentation that Lectern is made from.

use serde::Serialize;
use ts_rs::TS;

use super::{Cloud, JoinPlace, Level, Needs, Size};

/// One sentence and its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "core.ts", rename = "GuidePoint")]
pub struct Point {
    pub text: &'static str,
    /// Whose page, and its date.
    pub source: &'static str,
}

struct Case<'a> {
    level: Level,
    here: bool,
    needs: &'a Needs,
}

struct Row {
    when: fn(&Case<'_>) -> bool,
    point: Point,
}

const PERMISSIONS: &str = "Microsoft Graph permissions reference, August 2026";
const RETIREMENT: &str = "Microsoft: ACS retirement and breaking changes guide, September 2026";
const PLAN_WEBINARS: &str = "Microsoft: Plan for Teams webinars, October 2023";
const CAPABILITIES: &str = "Microsoft: capabilities of ACS guests in Teams meetings, read in November 2026";
const LIMITS: &str = "Microsoft: limits of ACS guests in Teams meetings, 2022";
const GOV: &str = "Microsoft: ACS and government clouds, 2022";
const SERVICE_LIMITS: &str = "Microsoft: ACS service limits, read in November 2026";
const TEAMS_ADMIN: &str = "Microsoft: Teams administration for ACS guests, read in November 2026";
const REGISTRATIONS: &str = "Microsoft Graph: webinar registrations, v1.0, August 2026";
const DEPLOYMENTS: &str = "Microsoft Graph: national clouds, August 2026";
const IDENTITY: &str = "Microsoft: ACS identity model and client-server architecture, read in November 2026";
const CALLING: &str = "Microsoft: calling SDK features; tried with WebKitGTK, November 2026";
const CHAT: &str = "Azure/communication-ui-library, issue 6074, August 2026";
const OURS: &str = "Lectern";

const fn row(when: fn(&Case<'_>) -> bool, text: &'static str, source: &'static str) -> Row {
    Row { when, point: Point { text, source } }
}

const COSTS: &[Row] = &[
    row(
        |_| true,
        "Your Microsoft 365 subscription with Teams. Lectern knows no prices; they are in your contract with Microsoft and on Azure’s pages.",
        OURS,
    ),
    row(own, "Nothing more for the list itself: it is kept on this computer.", OURS),
    row(
        own,
        "Mail by your own server takes nothing of Azure. ACS Email is a paid Azure service; it takes no new customers since 23 October 2026 and ends on 30 September 2028.",
        RETIREMENT,
    ),
    row(
        here,
        "An Azure Communication Services resource, billed by use; identities are free. Microsoft says that further licences or service costs are possible.",
        RETIREMENT,
    ),
    row(webinar, "Basic webinars come with the subscription, for up to 1,000 people.", PLAN_WEBINARS),
    row(
        |case| webinar(case) && case.needs.teams_premium,
        "Teams Premium, which you have: a licence for whoever organizes.",
        PLAN_WEBINARS,
    ),
    row(
        town_hall,
        "What a town hall of this size takes in licences is not in the documentation that Lectern is made from: ask your administrator.",
        OURS,
    ),
];

const NEEDS: &[Row] = &[
    row(
        |case| case.needs.cloud != Cloud::China,
        "An app registration with the delegated permissions User.Read, Calendars.ReadWrite and OnlineMeetings.ReadWrite; people can agree to them themselves where the organization allows it.",
        PERMISSIONS,
    ),
    row(
        china,
        "An app registration of its own in the cloud operated by 21Vianet, with User.Read and Calendars.ReadWrite.",
        DEPLOYMENTS,
    ),
    row(|_| true, "An account with a mailbox and a licence for Teams, best a shared one.", OURS),
    row(|case| own(case) && !case.here, "For your people Teams, or a browser: they join there.", OURS),
    row(
        own,
        "A sender for confirmations: a mail server, or ACS Email with a verified domain. Azure’s own test domain lets 5 mails a minute and 10 an hour through.",
        SERVICE_LIMITS,
    ),
    row(
        here,
        "A Communication Services resource; its key or a service principal in the keychain of machines that let guests in, or a service that you trust.",
        IDENTITY,
    ),
    row(
        |case| here(case) && case.needs.cloud == Cloud::GccHigh,
        "A resource of Azure Government: others do not reach meetings of GCC High.",
        GOV,
    ),
    row(here, "A window that can make calls; on Linux an installed Chrome, Edge or Chromium.", CALLING),
    row(
        |case| here(case) && case.needs.outsiders,
        "A Teams policy that lets people in without an account (AllowAnonymousUsersToJoinMeeting), or your resource among those it allows (EnableAcsUsers, AllowedAcsResources).",
        TEAMS_ADMIN,
    ),
    row(
        |case| !webinar(case) && !case.here && case.needs.outsiders,
        "A Teams policy that lets people in without an account (AllowAnonymousUsersToJoinMeeting).",
        TEAMS_ADMIN,
    ),
    row(
        webinar,
        "The delegated permission VirtualEvent.ReadWrite, which an administrator has to agree to; for attendance OnlineMeetingArtifact.Read.All.",
        PERMISSIONS,
    ),
    row(
        |case| webinar(case) && case.needs.outsiders,
        "An events policy of your organization that allows webinars and public ones (CsTeamsEventsPolicy), and anonymous joining.",
        PLAN_WEBINARS,
    ),
];

const CANNOT: &[Row] = &[
    row(
        |case| case.level == Level::TeamsLinks,
        "There is no list, no limit of places and no way in of one’s own: whoever has the link can knock.",
        OURS,
    ),
    row(
        own,
        "Teams does not know the list: a Teams link that is passed on leads to the lobby all the same.",
        OURS,
    ),
    row(here, "More than 350 people in calls outside Teams, or 250 in their chat.", LIMITS),
    row(
        here,
        "Guests here have no polls, Q&A, whiteboard or breakout rooms, send no files and start no recording.",
        CAPABILITIES,
    ),
    row(
        here,
        "Guests’ chat is reported to be refused since August 2026, in one organization at least; the call works without it.",
        CHAT,
    ),
    row(
        here,
        "Chat and the ready-made call screen end on 30 September 2028, and take no new customers; calling goes on with a new version.",
        RETIREMENT,
    ),
    row(
        |case| own(case) && matches!(case.needs.cloud, Cloud::Gcc | Cloud::Dod),
        "Meetings of your cloud can’t be joined outside Teams.",
        GOV,
    ),
    row(
        |case| own(case) && china(case),
        "That meetings of this cloud can be joined outside Teams is documented nowhere.",
        OURS,
    ),
    row(
        china,
        "Graph has no online meetings in this cloud: the options of a meeting can’t be set from here.",
        DEPLOYMENTS,
    ),
    row(
        |case| !case.needs.cloud.has_virtual_events(),
        "Webinars and town halls can’t be made from here: Graph has them in the worldwide cloud only.",
        DEPLOYMENTS,
    ),
    row(
        webinar,
        "Guests can’t join webinars and town halls outside Teams: joining is handed over.",
        CAPABILITIES,
    ),
    row(
        webinar,
        "Who registered can’t be listed, and nobody without an account enrolled, by the signed-in organizer: that takes an application’s credential from an administrator.",
        REGISTRATIONS,
    ),
    row(
        |case| webinar(case) && !case.needs.teams_premium,
        "Without Teams Premium: no waiting list, manual approval, registration window, reminders, green room or RTMP-in.",
        PLAN_WEBINARS,
    ),
    row(
        town_hall,
        "Registration for town halls is documented in beta only; Lectern opens none.",
        REGISTRATIONS,
    ),
    row(
        |case| webinar(case) && case.needs.cloud == Cloud::Gcc,
        "Whether Graph’s webinars are open to GCC is not documented; the first draft shows it.",
        DEPLOYMENTS,
    ),
];

fn own(case: &Case<'_>) -> bool {
    case.level == Level::OwnRegistration
}

fn here(case: &Case<'_>) -> bool {
    case.here
}

fn webinar(case: &Case<'_>) -> bool {
    case.level == Level::Webinar
}

fn town_hall(case: &Case<'_>) -> bool {
    webinar(case) && case.needs.size == Size::More
}

fn china(case: &Case<'_>) -> bool {
    case.needs.cloud == Cloud::China
}

/// Costs, needs, and what it cannot do.
pub(super) fn of(level: Level, join: JoinPlace, needs: &Needs) -> (Vec<Point>, Vec<Point>, Vec<Point>) {
    let case = Case { level, here: join == JoinPlace::Here, needs };
    let of = |rows: &[Row]| rows.iter().filter(|row| (row.when)(&case)).map(|row| row.point).collect();
    (of(COSTS), of(NEEDS), of(CANNOT))
}
