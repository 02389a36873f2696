//! What is sent to whom, decided with what causes it.

use jiff::Timestamp;
use lectern_domain::message::{ChannelKind, MessageKind};
use lectern_store::messages::NewMessage;

use crate::chance::Chance;

/// One more word to a registrant about where they stand now: due at once.
pub fn notice(
    chance: Chance,
    registrant_id: &str,
    kind: MessageKind,
    channel: ChannelKind,
    now: Timestamp,
) -> NewMessage {
    let id = chance.uuid().to_string();
    // The same may have to be said again, after something else was said in between.
    NewMessage { kind, dedupe: id.clone(), id, ..confirmation(chance, registrant_id, channel, now) }
}

/// The confirmation of one registration: due at once, its operation id fixed now and for good.
pub fn confirmation(chance: Chance, registrant_id: &str, channel: ChannelKind, now: Timestamp) -> NewMessage {
    NewMessage {
        id: chance.uuid().to_string(),
        registrant_id: registrant_id.to_owned(),
        kind: MessageKind::Confirmation,
        dedupe: String::new(),
        channel,
        operation_id: chance.uuid().to_string(),
        due_at: now,
    }
}
