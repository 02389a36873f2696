//! One message: rendered, sent, and written down as what became of it.

use std::collections::HashMap;
use std::time::Duration;

use jiff::Timestamp;
use lectern_domain::message::ChannelKind;
use lectern_microsoft::acs::EmailAddress;
use lectern_store::messages::{MessageRecord, SkipReason};
use uuid::Uuid;

use super::{RunError, limits};
use crate::desk::Desk;
use crate::error::DeskError;
use crate::messages::channel::{self, AcsEmail, Channel, Fate, Outcome, Outgoing, Smtp, SmtpSettingsError};
use crate::messages::render::{self, RenderError};
use crate::scheduling::series;

/// Where a message stands after a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Delivered,
    Failed,
    /// Skipped, or put before a person.
    Settled,
    /// Taken; its result is asked for later.
    Accepted,
    /// Not sent, and planned again after the pause.
    Held {
        pause: Duration,
    },
}

/// After a broken connection the request may still be on its way: so long it is given to show up.
const DOUBT: Duration = Duration::from_secs(2);
/// So many put off in a row are not the recipients' doing: the server itself asks for a pause.
const SERVERS_OWN: u32 = 3;
/// And so long it is given at least.
const SERVERS_PAUSE: Duration = Duration::from_mins(1);

/// Until somebody has signed in to the network.
const NETWORKS_PAUSE: Duration = Duration::from_secs(30);

/// The channels of this desk, and when to ask which message's channel again.
pub(super) struct Mailer {
    acs: Option<AcsEmail>,
    smtp: Option<Smtp>,
    ask_at: HashMap<String, Timestamp>,
    sender: String,
    kind: ChannelKind,
    /// How many messages one after the other were put off, each for what may be its recipient's reason.
    postponed: u32,
}

impl Mailer {
    pub async fn of(desk: &Desk) -> Result<Self, RunError> {
        let chosen = channel::chosen(desk).await?.ok_or(RunError::NoChannel)?;
        let account = desk.read(|r| r.accounts().get()).await?;
        let reply_to =
            account.as_ref().filter(|account| account.username.contains('@')).map(|account| EmailAddress {
                address: account.username.clone(),
                display_name: Some(account.display_name.clone()),
            });
        let acs = desk.acs().map(|acs| AcsEmail::new(acs, chosen.sender.clone(), reply_to));
        let name = account.map(|account| account.display_name);
        let smtp = Smtp::of(desk, &chosen.sender, name.as_deref()).await.map_err(|error| match error {
            SmtpSettingsError::Desk(inner) => RunError::Desk(inner),
            other => RunError::Channel(other.to_string()),
        })?;
        match chosen.kind {
            ChannelKind::AcsEmail if acs.is_none() => return Err(RunError::NoChannel),
            ChannelKind::Smtp if smtp.is_none() => return Err(RunError::NoChannel),
            _ => {}
        }
        let (kind, sender) = (chosen.kind, chosen.sender);
        Ok(Self { acs, smtp, ask_at: HashMap::new(), sender, kind, postponed: 0 })
    }

    pub fn kinds(&self) -> Vec<ChannelKind> {
        let acs = self.acs.as_ref().map(Channel::kind);
        acs.into_iter().chain(self.smtp.as_ref().map(Channel::kind)).collect()
    }

    pub fn may_ask(&self, id: &str, now: Timestamp) -> bool {
        self.ask_at.get(id).is_none_or(|at| *at <= now)
    }

    /// A message that was just claimed.
    pub async fn send(&mut self, desk: &Desk, message: &MessageRecord) -> Result<Step, RunError> {
        if message.attempts > 1 && message.problem.is_none() {
            tracing::debug!(id = message.id, attempts = message.attempts, "a further try");
        }
        if message.email.is_empty() {
            return Ok(skip(desk, message, "This person was erased.".into()).await?);
        }
        let rendered = match self.rendered(desk, message).await {
            Ok(Some(rendered)) => rendered,
            Ok(None) => {
                return Ok(skip(desk, message, "The event was over before this could be sent.".into()).await?);
            }
            Err(RenderError::Desk(error)) => return Err(error.into()),
            Err(error) => return Ok(skip(desk, message, error.to_string()).await?),
        };
        let operation_id = operation_id(&message.operation_id)?;
        let outgoing =
            Outgoing { operation_id, to: &message.email, name: &message.name, rendered: &rendered };
        let outcome = self.hand_over(message.channel, &outgoing).await;
        self.note(desk, message, outcome).await
    }

    /// What new messages go by.
    pub fn chosen(&self) -> ChannelKind {
        self.kind
    }

    pub async fn hand_over(&self, channel: ChannelKind, outgoing: &Outgoing<'_>) -> Outcome {
        match (channel, &self.acs, &self.smtp) {
            (ChannelKind::AcsEmail, Some(acs), _) => acs.send(outgoing).await,
            (ChannelKind::Smtp, _, Some(smtp)) => smtp.send(outgoing).await,
            _ => Outcome::NotSent {
                pause: Duration::from_mins(5),
                problem: "Its channel is not set up here.".into(),
            },
        }
    }

    /// A message that was claimed, and that nothing was done about: the network lets nobody through.
    pub async fn put_off(
        &self,
        desk: &Desk,
        message: &MessageRecord,
        problem: String,
    ) -> Result<Step, DeskError> {
        give_back(desk, &message.id, NETWORKS_PAUSE, problem).await
    }

    /// `None`: the event is over.
    async fn rendered(
        &self,
        desk: &Desk,
        message: &MessageRecord,
    ) -> Result<Option<render::Rendered>, RenderError> {
        let parts = render::parts(desk, message).await?.ok_or(RenderError::NoEvent)?;
        if limits::is_over(parts.event.end, desk.now()) {
            return Ok(None);
        }
        render::whole(desk, message.kind, &parts, &self.sender).map(Some)
    }

    async fn note(
        &mut self,
        desk: &Desk,
        message: &MessageRecord,
        outcome: Outcome,
    ) -> Result<Step, RunError> {
        let (id, now) = (message.id.clone(), desk.now());
        // What is in doubt says nothing until its channel was asked.
        if !matches!(outcome, Outcome::Postponed { .. } | Outcome::Unknown { .. }) {
            self.postponed = 0;
        }
        match outcome {
            Outcome::Delivered => {
                desk.write(move |w| Ok::<_, DeskError>(w.messages().mark_delivered(&id, now)?)).await?;
                Ok(Step::Delivered)
            }
            Outcome::Accepted { ask_after } => {
                self.ask_later(&id, now, ask_after);
                desk.write(move |w| Ok::<_, DeskError>(w.messages().mark_accepted(&id, now)?)).await?;
                Ok(Step::Accepted)
            }
            Outcome::NotSent { pause, problem } => Ok(give_back(desk, &id, pause, problem).await?),
            Outcome::Postponed { pause, problem } => self.postpone(desk, message, pause, problem).await,
            Outcome::Refused { problem } => {
                desk.write(move |w| Ok::<_, DeskError>(w.messages().mark_failed(&id, now, &problem)?))
                    .await?;
                Ok(Step::Failed)
            }
            Outcome::Unknown { problem } => {
                tracing::info!(id, problem, "a message is in doubt; its channel is asked");
                tokio::time::sleep(DOUBT).await;
                match self.fate(message).await? {
                    Fate::NeverSeen => self.postpone(desk, message, Duration::ZERO, problem).await,
                    fate => Box::pin(self.settled(desk, message, fate)).await,
                }
            }
        }
    }

    /// Not sent, for a reason that comes with this very mail: tried again, but not for ever.
    async fn postpone(
        &mut self,
        desk: &Desk,
        message: &MessageRecord,
        least: Duration,
        problem: String,
    ) -> Result<Step, RunError> {
        let event_id = message.event_id.clone();
        let now = desk.now();
        let event = desk.read(move |r| series::current(r, r.events().get(&event_id)?, now)).await?;
        self.postponed += 1;
        // One busy mailbox keeps nobody else waiting.
        let alone = self.postponed < SERVERS_OWN;
        let id = message.id.clone();
        let pause = match limits::after(message.attempts, least, now, event.start) {
            limits::Next::TooLate => {
                let problem = format!("The event has begun, and it could not be sent until then. {problem}");
                return Ok(skip(desk, message, problem).await?);
            }
            limits::Next::GivenUp => {
                let problem = format!("Given up after {} tries. {problem}", limits::tries());
                desk.write(move |w| Ok::<_, DeskError>(w.messages().mark_failed(&id, now, &problem)?))
                    .await?;
                return Ok(Step::Failed);
            }
            // A service that broke off once is asked again at once: most do it once.
            limits::Next::Again { .. } if message.attempts <= 1 && least.is_zero() => Duration::ZERO,
            limits::Next::Again { pause } => pause,
        };
        let retry_at = limits::later(now, pause);
        desk.write(move |w| Ok::<_, DeskError>(w.messages().put_back(&id, retry_at, &problem)?)).await?;
        Ok(Step::Held { pause: if alone { Duration::ZERO } else { pause.max(SERVERS_PAUSE) } })
    }

    /// A message whose channel may know more than we do. Asked before anything is repeated.
    pub async fn settle(&mut self, desk: &Desk, message: &MessageRecord) -> Result<Step, RunError> {
        let fate = self.fate(message).await?;
        self.settled(desk, message, fate).await
    }

    async fn fate(&self, message: &MessageRecord) -> Result<Fate, DeskError> {
        Ok(match (message.channel, &self.acs) {
            (ChannelKind::AcsEmail, Some(acs)) => acs.fate(operation_id(&message.operation_id)?).await,
            (ChannelKind::AcsEmail, None) => Fate::NotNow {
                pause: Duration::from_mins(5),
                problem: "ACS Email is not set up here.".into(),
            },
            (ChannelKind::Smtp, _) => match &self.smtp {
                Some(smtp) => smtp.fate(operation_id(&message.operation_id)?).await,
                None => Fate::Untold,
            },
        })
    }

    async fn settled(&mut self, desk: &Desk, message: &MessageRecord, fate: Fate) -> Result<Step, RunError> {
        let (id, now) = (message.id.clone(), desk.now());
        match fate {
            Fate::Delivered => self.note(desk, message, Outcome::Delivered).await,
            Fate::Failed { problem } => self.note(desk, message, Outcome::Refused { problem }).await,
            Fate::Running { ask_after } => self.note(desk, message, Outcome::Accepted { ask_after }).await,
            // The service has the record of every operation it took: this one it never got. The id stays the same.
            Fate::NeverSeen if message.accepted_at.is_none() => {
                let problem = "The first try never reached the service.".into();
                Ok(give_back(desk, &id, Duration::ZERO, problem).await?)
            }
            // Taken once, and its record is gone: how it ended can't be known any more.
            Fate::NeverSeen | Fate::Untold => {
                let problem = "Lectern was stopped while this message was being handed over, and the channel keeps no \
                               record. It may have arrived.";
                desk.write(move |w| Ok::<_, DeskError>(w.messages().mark_ambiguous(&id, now, problem)?))
                    .await?;
                Ok(Step::Settled)
            }
            Fate::NotNow { pause, problem } => {
                tracing::info!(id, problem, "the channel can't be asked now");
                self.ask_later(&id, now, pause);
                Ok(Step::Held { pause })
            }
        }
    }

    fn ask_later(&mut self, id: &str, now: Timestamp, pause: Duration) {
        self.ask_at.insert(id.to_owned(), limits::later(now, pause));
    }
}

pub(super) fn operation_id(id: &str) -> Result<Uuid, DeskError> {
    Uuid::parse_str(id).map_err(|_| DeskError::Stopped(format!("the operation id {id} of a message")))
}

/// Not sent, for a reason that is not the mail's: the try does not count.
async fn give_back(desk: &Desk, id: &str, pause: Duration, problem: String) -> Result<Step, DeskError> {
    let (id, retry_at) = (id.to_owned(), limits::later(desk.now(), pause));
    desk.write(move |w| Ok::<_, DeskError>(w.messages().give_back(&id, retry_at, &problem)?)).await?;
    Ok(Step::Held { pause })
}

async fn skip(desk: &Desk, message: &MessageRecord, problem: String) -> Result<Step, DeskError> {
    tracing::warn!(id = message.id, problem, "a message can't be sent");
    let (id, now) = (message.id.clone(), desk.now());
    desk.write(move |w| {
        Ok::<_, DeskError>(w.messages().skip(&id, now, SkipReason::Impossible, Some(&problem))?)
    })
    .await?;
    Ok(Step::Settled)
}
