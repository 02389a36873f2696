//! The outbox as it is worked: every change starts from a state and says so if the message has left it.

use jiff::{SignedDuration, Timestamp};
use lectern_domain::message::{ChannelKind, MessageKind};
use rusqlite::params;

use super::{MessageRecord, MessagesMut, SELECT, events, read};
use crate::db::{At, ChannelWord, KindWord};
use crate::error::StoreError;
use crate::table::leases::OURS;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMessage {
    pub id: String,
    pub registrant_id: String,
    pub kind: MessageKind,
    pub channel: ChannelKind,
    /// What the service knows the request by; fixed now, the same for every attempt.
    pub operation_id: String,
    /// One message per registrant, kind and this; empty where one is all there can be.
    pub dedupe: String,
    pub due_at: Timestamp,
}

/// Why a message will not be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SkipReason {
    /// The registrant was removed; undone by [`MessagesMut::replan_for`].
    Removed,
    /// What it says is not so any more: another message has taken its place.
    Overtaken,
    /// The event was cancelled.
    Cancelled,
    /// A person said so.
    Person,
    /// It cannot be sent at all, or not in time to be of use.
    Impossible,
}

impl SkipReason {
    fn word(self) -> &'static str {
        match self {
            Self::Removed => "removed",
            Self::Overtaken => "overtaken",
            Self::Cancelled => "cancelled",
            Self::Person => "person",
            Self::Impossible => "impossible",
        }
    }
}

/// What a person decides about a message that is in doubt or failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolution {
    /// It did arrive. Only from ambiguous.
    Delivered,
    Skipped,
    /// Send it again, as a new request with this operation id and with all its attempts before it.
    Again {
        operation_id: String,
    },
}

impl MessagesMut<'_> {
    /// Plans those that are not planned yet (same registrant, kind and dedupe); how many that were. Nobody writes to
    /// somebody who was erased.
    pub fn plan_many(
        &self,
        event_id: &str,
        messages: &[NewMessage],
        now: Timestamp,
    ) -> Result<usize, StoreError> {
        let number = events::number(&self.db, event_id)?;
        let sql = "INSERT INTO messages (id, event_number, registrant_id, kind, dedupe, channel, state, operation_id,
                 planned_at, due_at, ready_at)
             SELECT ?1, ?2, ?3, ?4, ?5, ?6, 'planned', ?7, ?8, ?9, ?9
             WHERE NOT EXISTS (SELECT 1 FROM registrants WHERE id = ?3 AND erased_at IS NOT NULL)
             ON CONFLICT (registrant_id, kind, dedupe) DO NOTHING";
        messages
            .iter()
            .map(|message| {
                self.db.run(
                    sql,
                    params![
                        message.id,
                        number,
                        message.registrant_id,
                        KindWord(message.kind),
                        message.dedupe,
                        ChannelWord(message.channel),
                        message.operation_id,
                        At(now),
                        At(message.due_at),
                    ],
                )
            })
            .sum()
    }

    /// Takes the message that has been ready longest and marks it sending. Once the transaction is committed no other
    /// process gets it, now or after the lease, so commit before sending. None of an event that is sent elsewhere.
    pub fn claim_next(
        &self,
        now: Timestamp,
        owner: &str,
        lease_secs: u32,
        channel: ChannelKind,
    ) -> Result<Option<MessageRecord>, StoreError> {
        let claimed: Option<String> = self.db.one(
            &format!("UPDATE messages SET state = 'sending', claimed_at = ?1, claim_owner = ?2, lease_until = ?3,
                 accepted_at = NULL, attempts = attempts + 1, problem = NULL
             WHERE number = (SELECT number FROM messages WHERE state = 'planned' AND channel = ?4 AND ready_at <= ?1
                                 AND {OURS} ORDER BY ready_at, number LIMIT 1)
             RETURNING id"),
            params![At(now), owner, At(lease_end(now, lease_secs)), ChannelWord(channel)],
            |row| row.get(0),
        )?;
        match claimed {
            Some(id) => self.by_id(&id),
            None => Ok(None),
        }
    }

    /// The service took the request (202); its result is to be asked for.
    pub fn mark_accepted(&self, id: &str, now: Timestamp) -> Result<(), StoreError> {
        self.step(
            id,
            "sending",
            "UPDATE messages SET accepted_at = ?2 WHERE id = ?1 AND state = 'sending'",
            params![id, At(now)],
        )
    }

    /// Takes over those that were accepted and whose result is not known: the owner's own, and those of owners whose
    /// lease ran out. All are the owner's until the new lease ends. Oldest first.
    pub fn awaiting_result(
        &self,
        now: Timestamp,
        owner: &str,
        lease_secs: u32,
    ) -> Result<Vec<MessageRecord>, StoreError> {
        self.db.run(
            "UPDATE messages SET claim_owner = ?2, lease_until = ?3
             WHERE state = 'sending' AND accepted_at IS NOT NULL AND (claim_owner = ?2 OR lease_until <= ?1)",
            params![At(now), owner, At(lease_end(now, lease_secs))],
        )?;
        self.db.all(
            &format!(
                "{SELECT} WHERE m.state = 'sending' AND m.accepted_at IS NOT NULL AND m.claim_owner = ?1 ORDER BY m.number"
            ),
            [owner],
            read,
        )
    }

    /// The service says it went out. Also settles a message in doubt: the answer came late.
    pub fn mark_delivered(&self, id: &str, now: Timestamp) -> Result<(), StoreError> {
        self.step(
            id,
            "in flight",
            "UPDATE messages SET state = 'delivered', finished_at = ?2, problem = NULL
             WHERE id = ?1 AND state IN ('sending', 'ambiguous')",
            params![id, At(now)],
        )
    }

    /// The service refused it for good. Also settles a message in doubt.
    pub fn mark_failed(&self, id: &str, now: Timestamp, problem: &str) -> Result<(), StoreError> {
        self.step(
            id,
            "in flight",
            "UPDATE messages SET state = 'failed', finished_at = ?2, problem = ?3
             WHERE id = ?1 AND state IN ('sending', 'ambiguous')",
            params![id, At(now), problem],
        )
    }

    /// Nobody knows whether it went out: a person decides.
    pub fn mark_ambiguous(&self, id: &str, now: Timestamp, problem: &str) -> Result<(), StoreError> {
        self.step(
            id,
            "in flight",
            "UPDATE messages SET state = 'ambiguous', finished_at = ?2, problem = ?3 WHERE id = ?1 AND state = 'sending'",
            params![id, At(now), problem],
        )
    }

    /// It certainly did not go out; with the same operation id it may be claimed again from `retry_at`.
    pub fn put_back(&self, id: &str, retry_at: Timestamp, problem: &str) -> Result<(), StoreError> {
        self.step(
            id,
            "in flight",
            "UPDATE messages SET state = 'planned', ready_at = max(due_at, ?2), problem = ?3, claim_owner = NULL,
                 lease_until = NULL, accepted_at = NULL
             WHERE id = ?1 AND state = 'sending'",
            params![id, At(retry_at), problem],
        )
    }

    /// As [`Self::put_back`], for a reason that is not the message's (throttled, unreachable, stopped): the attempt
    /// does not count.
    pub fn give_back(&self, id: &str, retry_at: Timestamp, problem: &str) -> Result<(), StoreError> {
        self.put_back(id, retry_at, problem)?;
        self.db.run("UPDATE messages SET attempts = max(attempts - 1, 0) WHERE id = ?1", [id])?;
        Ok(())
    }

    /// A planned message will not be sent; also one just claimed that turned out not to be wanted, before sending it.
    pub fn skip(
        &self,
        id: &str,
        now: Timestamp,
        reason: SkipReason,
        problem: Option<&str>,
    ) -> Result<(), StoreError> {
        self.step(
            id,
            "waiting to be sent",
            "UPDATE messages SET state = 'skipped', finished_at = ?2, skip_reason = ?3, problem = ?4
             WHERE id = ?1 AND state IN ('planned', 'sending') AND accepted_at IS NULL",
            params![id, At(now), reason.word(), problem],
        )
    }

    /// Skips what is planned for registrants who stand elsewhere now; how many messages. What admits them is skipped as
    /// removed, so that it can be taken up again with the ticket it carries; the rest is overtaken.
    pub fn skip_planned_for(&self, registrant_ids: &[String], now: Timestamp) -> Result<usize, StoreError> {
        let sql = "UPDATE messages SET state = 'skipped', finished_at = ?2,
                 skip_reason = CASE WHEN kind IN ('confirmation', 'approved') THEN 'removed' ELSE 'overtaken' END
             WHERE registrant_id = ?1 AND state = 'planned'";
        registrant_ids.iter().map(|id| self.db.run(sql, params![id, At(now)])).sum()
    }

    /// A removed admission is never taken up again: its ticket is another person's now, or no more.
    pub fn forget_removed_for(&self, registrant_ids: &[String]) -> Result<usize, StoreError> {
        let sql = "UPDATE messages SET skip_reason = 'overtaken'
             WHERE registrant_id = ?1 AND state = 'skipped' AND skip_reason = 'removed'";
        registrant_ids.iter().map(|id| self.db.run(sql, params![id])).sum()
    }

    /// Skips what is planned for a cancelled event; how many messages.
    pub fn skip_planned_of_event(&self, event_id: &str, now: Timestamp) -> Result<usize, StoreError> {
        let number = events::number(&self.db, event_id)?;
        self.db.run(
            "UPDATE messages SET state = 'skipped', finished_at = ?2, skip_reason = 'cancelled'
             WHERE event_number = ?1 AND state = 'planned'",
            params![number, At(now)],
        )
    }

    /// Planned messages of every event leave by `channel` instead; how many that changes. None of them is with a
    /// channel now, so they keep their operation ids.
    pub fn move_planned(&self, channel: ChannelKind) -> Result<usize, StoreError> {
        self.db.run(
            "UPDATE messages SET channel = ?1 WHERE state = 'planned' AND channel <> ?1",
            params![ChannelWord(channel)],
        )
    }

    /// Plans again what was skipped only because the registrants had been removed; how many messages. They were never
    /// sent, so they keep their operation ids.
    pub fn replan_for(&self, registrant_ids: &[String], now: Timestamp) -> Result<usize, StoreError> {
        let sql = "UPDATE messages SET state = 'planned', finished_at = NULL, skip_reason = NULL,
                 ready_at = max(ready_at, ?2)
             WHERE registrant_id = ?1 AND state = 'skipped' AND skip_reason = 'removed'";
        registrant_ids.iter().map(|id| self.db.run(sql, params![id, At(now)])).sum()
    }

    /// A person decides about a message in doubt or failed.
    pub fn resolve(&self, id: &str, resolution: &Resolution, now: Timestamp) -> Result<(), StoreError> {
        match resolution {
            Resolution::Delivered => self.step(
                id,
                "in doubt",
                "UPDATE messages SET state = 'delivered', finished_at = ?2 WHERE id = ?1 AND state = 'ambiguous'",
                params![id, At(now)],
            ),
            Resolution::Skipped => self.step(
                id,
                "in doubt or failed",
                "UPDATE messages SET state = 'skipped', finished_at = ?2, skip_reason = 'person'
                 WHERE id = ?1 AND state IN ('ambiguous', 'failed')",
                params![id, At(now)],
            ),
            Resolution::Again { operation_id } => self.step(
                id,
                "in doubt or failed",
                "UPDATE messages SET state = 'planned', operation_id = ?3, ready_at = ?2, attempts = 0,
                     finished_at = NULL, claim_owner = NULL, lease_until = NULL, accepted_at = NULL
                 WHERE id = ?1 AND state IN ('ambiguous', 'failed')",
                params![id, At(now), operation_id],
            ),
        }
    }

    pub(super) fn step(
        &self,
        id: &str,
        expected: &'static str,
        sql: &str,
        params: impl rusqlite::Params,
    ) -> Result<(), StoreError> {
        if self.db.run(sql, params)? == 1 {
            return Ok(());
        }
        match self.by_id(id)? {
            Some(_) => Err(StoreError::Conflict { what: "message", id: id.to_owned(), expected }),
            None => Err(StoreError::not_found("message", id)),
        }
    }
}

fn lease_end(now: Timestamp, lease_secs: u32) -> Timestamp {
    now.saturating_add(SignedDuration::from_secs(lease_secs.into())).unwrap_or(now)
}
