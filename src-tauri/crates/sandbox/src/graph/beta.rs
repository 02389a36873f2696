//! What of Graph's beta is served: the registration of online meetings, which Microsoft has retired.

use super::meeting_registration;
use super::refusal::{Outcome, Refusal};
use super::route::Ask;
use crate::switches::Cloud;
use crate::wire::Reply;
use crate::world::World;

/// `path` is what stands after the user.
pub(crate) fn answer(world: &mut World, ask: &Ask<'_>, path: &[&str]) -> Outcome<Reply> {
    match path {
        [meetings, id, registration, rest @ ..]
            if meetings.eq_ignore_ascii_case("onlineMeetings")
                && registration.eq_ignore_ascii_case("registration") =>
        {
            if world.switches.cloud != Cloud::Global {
                return Err(Refusal::no_such_segment(registration));
            }
            meeting_registration::answer(world, ask, id, rest)
        }
        _ => Err(Refusal::not_in_sandbox("beta, but for the registration of online meetings")),
    }
}
