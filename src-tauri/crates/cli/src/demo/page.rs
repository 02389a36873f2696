//! The second half of the demo: a trusted service on this machine, an event that is published there, and somebody who
//! registers on its page and joins by the link in their mail.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::ToSpan as _;
use lectern_core::desk::{Desk, SandboxEndpoints};
use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::join::offers::WebviewAbilities;
use lectern_core::join::prepare::{self, JoinRequest};
use lectern_core::publishing::{publish, sync};
use lectern_core::registration::list::{self, ListFilter};
use lectern_core::registration::open;
use lectern_core::scheduling::RegistrationMode;
use lectern_core::scheduling::create::{self, NewEvent};
use lectern_core::services::service_desk;
use lectern_core::serving::clockwork::{self, Clockwork};
use lectern_core::serving::pairing;
use lectern_core::serving::publication::PageLook;
use lectern_core::{Chance, session};
use lectern_domain::device::DeviceRole;
use lectern_service::Running;
use lectern_service::config::Config;

use super::evidence::{Door, Found};
use super::{Joined, open_desk, visitor};

const SLUG: &str = "open-day";
const VISITOR: (&str, &str) = ("Grace Hopper", "grace.hopper@fabrikam.example");
/// The longest wait for the service's mail: it sends by itself.
const PATIENCE: Duration = Duration::from_mins(1);

/// The service, on a profile of its own.
pub struct Service {
    desk: Arc<Desk>,
    running: Running,
    clockwork: Clockwork,
}

impl Service {
    pub async fn start(endpoints: SandboxEndpoints, dir: &Path) -> Result<Self, CommandError> {
        let desk = Arc::new(open_desk(endpoints, dir, "Service").await?);
        let config = Config {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            name: "Demo".into(),
            ..Config::default()
        };
        let running = lectern_service::start(Arc::clone(&desk), config).await;
        let running = running.map_err(|error| session::stopped(&error))?;
        let clockwork = clockwork::start(&desk);
        Ok(Self { desk, running, clockwork })
    }

    pub async fn stop(self) {
        self.clockwork.stop().await;
        self.running.stop().await;
    }

    /// The demo's desk is paired with it, and its event published there.
    pub async fn publish(&self, desk: &Desk) -> Result<String, CommandError> {
        let offered = pairing::offer(&self.desk, DeviceRole::Owner).await?;
        let origin = &self.running.origin;
        service_desk::pair(desk, origin, &offered.code.grouped(), Some("Demo")).await?;
        let event = create::create(desk, soon(desk)?).await?.summary.id;
        open::open(desk, &event, RegistrationMode::Own, Some(50)).await?;
        publish::publish(desk, &event, SLUG, &PageLook::default()).await?;
        Ok(event)
    }

    /// The page, its form as somebody fills it in, and their name on the organizer's own list.
    pub async fn registered(&self, desk: &Desk, event: &str) -> Result<Found, CommandError> {
        let (name, email) = VISITOR;
        let path = format!("/e/{SLUG}");
        let page =
            visitor::get(self.running.address, &path).await.map_err(|error| session::stopped(&error))?;
        let sent = visitor::form(self.running.address, &path, &[("name", name), ("email", email)]).await;
        let sent = sent.map_err(|error| session::stopped(&error))?;
        sync::sync(desk, event).await?;
        let rows = list::page(desk, event, "", ListFilter::default(), 0, 10).await?.rows;
        let listed = rows.iter().filter(|row| row.name == name).count();
        let told = format!(
            "{}{path}: {} in {} bytes, form {}, on the desk’s list {listed}×",
            self.running.origin, page.status, page.size, sent.status
        );
        let right = page.status == 200 && sent.status == 303 && listed == 1 && page.text.contains("Open Day");
        Ok(if right && sent.to.starts_with(&format!("{path}/done")) { Ok(told) } else { Err(told) })
    }

    /// The link of the mail that the service sent by itself.
    pub async fn mailed(&self, door: &Door) -> Result<(String, Found), CommandError> {
        let beginning = format!("{}/j/", self.running.origin);
        let until = tokio::time::Instant::now() + PATIENCE;
        loop {
            let found = door.page_mail(VISITOR.1, &beginning).await?;
            if found.1.is_ok() || tokio::time::Instant::now() > until {
                return Ok(found);
            }
            tokio::time::sleep(Duration::from_millis(250)).await;
        }
    }

    /// What the link's page offers: Lectern, by a ticket of this service.
    pub async fn led(&self, link: &str) -> Result<(String, Found), CommandError> {
        let path = link.strip_prefix(&self.running.origin).unwrap_or(link);
        let page =
            visitor::get(self.running.address, path).await.map_err(|error| session::stopped(&error))?;
        let offered = visitor::link(&page.text, "lectern-sandbox://join?").unwrap_or_default();
        let teams = page.text.contains("teams.microsoft.com");
        let told =
            format!("/j/…: {} in {} bytes, “Open in Lectern” and Teams beside it", page.status, page.size);
        let right = page.status == 200 && offered.contains("service=") && teams;
        let missing = format!("{} with Lectern {}, Teams {teams}", page.status, !offered.is_empty());
        Ok((offered, if right { Ok(told) } else { Err(missing) }))
    }

    /// Joins as the visitor's own Lectern does, which holds no key: the ticket goes to the service, a token comes back.
    pub async fn let_in(
        &self,
        endpoints: SandboxEndpoints,
        dir: &Path,
        link: String,
    ) -> Result<Joined, CommandError> {
        let desk = open_desk(endpoints, dir, "Visitor").await?;
        let abilities = WebviewAbilities { secure_context: true, rtc: false, get_user_media: false };
        let request = JoinRequest {
            input: link,
            passcode: None,
            abilities: Some(abilities),
            confirmed_service: Some(self.running.origin.clone()),
            separate: prepare::Separate::Never,
        };
        let view = prepare::prepare(&desk, request).await?;
        let name = view.display_name.clone().unwrap_or_default();
        if name != VISITOR.0 {
            return Err(CommandError::new(ErrorCode::Refused, format!("the ticket is {name}’s")));
        }
        Joined::start(&desk, view.join_id, &name).await
    }
}

/// In twenty minutes: tickets are good from a while before an event on.
fn soon(desk: &Desk) -> Result<NewEvent, CommandError> {
    let at = |minutes: i64| {
        let at = desk.now().checked_add(minutes.minutes()).map_err(|error| session::stopped(&error))?;
        Ok::<_, CommandError>(at.strftime("%Y-%m-%dT%H:%M").to_string())
    };
    Ok(NewEvent {
        title: "Open Day".into(),
        description: "Come and see.".into(),
        start: at(20)?,
        end: at(80)?,
        zone: "UTC".into(),
        fold: None,
        recurrence: None,
        setup: None,
        draft_id: Chance.uuid().to_string(),
    })
}
