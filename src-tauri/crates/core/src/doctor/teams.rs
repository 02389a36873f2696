//! The calendar and Teams: what the account may do, and what only an administrator can look up.

use lectern_microsoft::cloud::Feature;
use lectern_microsoft::graph::{GraphError, VirtualEventKind};
use uuid::Uuid;

use super::{Check, CheckAbout, Subject};
use crate::clouds;
use crate::desk::{Desk, GraphFailure, IncrementalFailure, remote};
use crate::error::DeskError;
use crate::sign_in::tokens::ResourceError;
use crate::virtual_events::list::offered;

const fn of(id: &'static str, title: &'static str, meaning: &'static str) -> Subject {
    Subject { id, about: CheckAbout::Teams, title, meaning }
}

const CALENDAR: Subject =
    of("calendar", "Calendar (Calendars.ReadWrite)", "Events are put on it and read from it.");
const MEETINGS: Subject = of(
    "meetings",
    "Online meetings (OnlineMeetings.ReadWrite)",
    "Each event’s Teams meeting is found by its link.",
);
const LICENCE: Subject = of("licence", "Licence for Teams meetings", "Without one an event has no meeting.");
const POLICY_GUESTS: Subject = of(
    "policyGuests",
    "Meeting policy for people without an account",
    "Whether guests get past the door of a meeting.",
);
const WEBINARS: Subject =
    of("webinars", "Webinars and town halls", "Making and publishing them for this account.");
const POLICY_EVENTS: Subject =
    of("policyEvents", "Events policy and Teams Premium", "Whether webinars may be made, and be public.");

const ADMIN_CENTER: &str = "https://admin.teams.microsoft.com";

pub(super) fn has_webinars(desk: &Desk) -> bool {
    offered(desk)
}

pub(super) async fn calendar(desk: &Desk) -> Check {
    let (from, until) =
        (desk.now(), desk.now().saturating_add(jiff::SignedDuration::from_hours(1)).unwrap_or(desk.now()));
    let answer = desk
        .graph(|graph, token| async move { graph.as_user(&token).events().calendar_view(from, until).await })
        .await;
    permission(CALENDAR, answer.map(drop), "Calendars.ReadWrite")
}

/// Asks for a meeting that cannot be: only the permission matters.
pub(super) async fn meetings(desk: &Desk) -> Check {
    if clouds::lacks(desk, Feature::OnlineMeetings) {
        return MEETINGS.skipped("This cloud has none: options are set in Teams.");
    }
    let nobodys = format!("https://teams.microsoft.com/l/meetup-join/{}", Uuid::nil());
    let answer = desk
        .graph(|graph, token| {
            let nobodys = nobodys.clone();
            async move { graph.as_user(&token).online_meetings().by_join_url(&nobodys).await }
        })
        .await;
    match answer {
        // "Not found" and "not that filter" are answers of a service that lets us ask.
        Err(GraphFailure::Graph(error)) if matches!(error.status(), Some(400 | 404)) => {
            permission(MEETINGS, Ok(()), "")
        }
        other => permission(MEETINGS, other.map(drop), "OnlineMeetings.ReadWrite"),
    }
}

/// Exchange names what a calendar's events can be held with: Teams, if the account has a licence for it.
pub(super) async fn licence(desk: &Desk) -> Check {
    let answer = desk.graph(|graph, token| async move { graph.as_user(&token).calendar().await }).await;
    match answer {
        Ok(calendar)
            if calendar.allowed_online_meeting_providers.iter().any(|held| held == "teamsForBusiness") =>
        {
            LICENCE.ok("Events on this calendar can have a Teams meeting.")
        }
        Ok(_) => LICENCE
            .failed("noTeams", "Events on this calendar can't have a Teams meeting.")
            .fix(
                "Give the account a licence with Teams in the Microsoft 365 admin center, under Users, Licenses and apps. It can take a day until the calendar knows.",
            )
            .link("Microsoft 365 admin center", "https://admin.microsoft.com"),
        Err(failure) => permission(LICENCE, Err(failure), "Calendars.ReadWrite"),
    }
}

/// No permission that Lectern has lets anybody ask for it; the first guest finds out.
pub(super) fn policy_guests(desk: &Desk) -> Check {
    let check = POLICY_GUESTS
        .unknown("Microsoft answers this to Teams administrators only. Guests need “anonymous users can join”, or your calling resource among the allowed ones.")
        .fix("Ask an administrator to look under Meetings, Meeting policies, or to run the command.")
        .command("Get-CsTeamsMeetingPolicy | Select-Object Identity, AllowAnonymousUsersToJoinMeeting; Get-CsTeamsAcsFederationConfiguration");
    if has_webinars(desk) { check.link("Teams admin center", ADMIN_CENTER) } else { check }
}

/// Reading one's own shows whether the service lets the account ask; a licence or policy shows with the first draft.
pub(super) async fn webinars(desk: &Desk) -> Check {
    let answer = desk
        .graph_with(&["VirtualEvent.ReadWrite"], |graph, token| async move {
            graph.as_user(&token).virtual_events(VirtualEventKind::Webinar).organized().await
        })
        .await;
    match answer {
        Ok(_) => WEBINARS.ok(
            "Teams lets this account ask for its webinars. Microsoft names no request that tells whether it may make one: the first draft does.",
        ),
        Err(IncrementalFailure::Access(ResourceError::Desk(error))) => WEBINARS.skipped(error.to_string()),
        Err(IncrementalFailure::Access(_)) => {
            WEBINARS.skipped("The permission VirtualEvent.ReadWrite is missing; see there.")
        }
        Err(IncrementalFailure::Graph(error)) if error.forbidden() => WEBINARS
            .failed("forbidden", graph_words(&error))
            .fix("Ask an administrator whether the account has a Teams licence and an events policy that allows webinars."),
        Err(IncrementalFailure::Graph(error)) => WEBINARS.failed("refused", graph_words(&error)),
    }
}

pub(super) fn policy_events(_: &Desk) -> Check {
    POLICY_EVENTS
        .unknown("Microsoft answers this to Teams administrators only. Waiting list, approval, registration window and green room of a webinar take Teams Premium (Microsoft, October 2023).")
        .fix("Ask an administrator to look under Meetings, Events policies, or to run the command.")
        .link("Teams admin center", ADMIN_CENTER)
        .command("Get-CsTeamsEventsPolicy | Select-Object Identity, AllowWebinars, EventAccessType")
}

fn permission(of: Subject, answer: Result<(), GraphFailure>, scope: &str) -> Check {
    match answer {
        Ok(()) => of.ok("Graph answers."),
        Err(GraphFailure::Graph(error)) if error.forbidden() => {
            of.failed("forbidden", told(GraphFailure::Graph(error))).fix(format!(
                "Add the delegated permission {scope} to the app registration and let an administrator consent; if it is there, check the account's Teams and Exchange licences."
            ))
        }
        Err(GraphFailure::Desk(DeskError::SignInNeeded | DeskError::SignInEnded)) => {
            of.skipped("Sign in first.")
        }
        Err(GraphFailure::Desk(error @ DeskError::Offline { .. })) => of
            .failed("unreachable", error.to_string())
            .fix("Check the network, a proxy or a sign-in page of this network, then look again."),
        Err(failure) => of.failed("refused", told(failure)),
    }
}

pub(super) fn told(failure: GraphFailure) -> String {
    match failure {
        GraphFailure::Desk(error) => error.to_string(),
        GraphFailure::Graph(error) => graph_words(&error),
    }
}

fn graph_words(error: &GraphError) -> String {
    remote(error).to_string()
}
