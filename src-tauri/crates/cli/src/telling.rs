//! Whether people are told of a change, and what waits to be sent then.

use lectern_core::desk::Desk;
use lectern_core::error::CommandError;
use lectern_core::messages::telling;
use lectern_core::scheduling::EventDetail;

use crate::arguments::TellArgs;
use crate::output::Output;

pub struct Telling {
    pub tell: bool,
    by_service: bool,
    people: u32,
}

impl Telling {
    /// Before the change.
    pub async fn of(desk: &Desk, event: &str, said: TellArgs) -> Result<Self, CommandError> {
        let choice = telling::choice(desk, event).await?;
        let tell = if said.tell || said.no_tell { said.tell } else { choice.tell };
        Ok(Self { tell, by_service: choice.by_service, people: choice.people })
    }

    /// After it.
    pub fn note(&self, event: &EventDetail, output: Output) {
        match (self.tell, self.people, event.messages.planned) {
            (_, 0, _) => {}
            (false, ..) => output.note("Nobody is told of it by mail."),
            (true, ..) if self.by_service => {
                output.note("Its service tells those who know of it, by mail.");
            }
            (true, _, 0) => {}
            (true, _, 1) => output.note("1 mail waits to be sent: lectern messages run"),
            (true, _, count) => {
                output.note(&format!("{count} mails wait to be sent: lectern messages run"));
            }
        }
    }
}
