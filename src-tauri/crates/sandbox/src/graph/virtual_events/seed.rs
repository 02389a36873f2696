//! The seeded webinar: Ana's, published, with the service account as its co-organizer.

use jiff::{Timestamp, ToSpan};
use serde_json::json;

use super::event::blank;
use super::state::{Asks, Kind, Presenter, Question, Status, VirtualEvent, VirtualEvents};
use crate::graph::event::Moment;
use crate::graph::names;
use crate::graph::zones::Zone;
use crate::tenant::Tenant;

const ZONE: &str = "Romance Standard Time";

pub(crate) fn fill(events: &mut VirtualEvents, tenant: &Tenant, now: Timestamp) {
    let (Some(ana), Some(account), Some(priya)) =
        (tenant.find_user("ana.reyes"), tenant.find_user("events"), tenant.find_user("priya.raman"))
    else {
        return;
    };
    let created = now.checked_sub(240.hours()).unwrap_or(now);
    let zone = Zone::named(ZONE).unwrap_or_else(Zone::utc);
    let day = zone.local(now).date().saturating_add(21.days());
    let at =
        |hour: i8| Moment { at: zone.instant(day.at(hour, 0, 0, 0)).unwrap_or(now), zone: ZONE.to_owned() };
    let question = |name: &str, title: &str, asks: Asks| Question {
        id: names::guid(Some(name)),
        display_name: title.to_owned(),
        required: false,
        asks,
    };
    let event = VirtualEvent {
        status: Status::Published,
        display_name: "Meet the speakers: Contoso Summit".into(),
        description: json!({"contentType": "text", "content": "Twenty minutes each, then your questions."}),
        start: at(17),
        end: at(18),
        audience: "everyone".into(),
        co_organizers: vec![account.id.clone()],
        presenters: vec![Presenter {
            id: priya.id.clone(),
            email: priya.mail.clone(),
            display_name: priya.display_name.clone(),
            member: true,
            details: json!({"company": "Contoso", "jobTitle": priya.job_title}),
        }],
        questions: vec![
            question(
                "summit organization",
                "Organization",
                Asks::Predefined { label: "organization".into() },
            ),
            question(
                "summit interest",
                "What brings you here?",
                Asks::Custom { input: "multilineText".into(), choices: Vec::new() },
            ),
        ],
        ..blank(tenant, ana, Kind::Webinar, created, Some("meet the speakers"))
    };
    events.events.insert(event.id.clone(), event);
}
