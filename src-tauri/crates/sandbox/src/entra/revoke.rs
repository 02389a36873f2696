//! Taking back what was given: all of a user's sign-ins, or only the tokens in use.

use super::state::Challenge;
use crate::world::World;

/// Ends every sign-in of a user, as a changed password or an administrator does: refresh tokens are dead, and
/// clients that declared `cp1` are challenged. Gives how many sign-ins there were.
pub(crate) fn revoke(world: &mut World, oid: &str) -> usize {
    let now = world.now();
    let challenge = now_challenged(world);
    let mut ended = 0;
    for session in world.entra.sessions.values_mut().filter(|session| session.user.as_deref() == Some(oid)) {
        session.challenge = Some(challenge);
        session.revoked.get_or_insert(now);
        ended += 1;
    }
    ended
}

/// Has the tokens in use renewed, as a change of policy or network does: the refresh tokens still work.
pub(crate) fn challenge(world: &mut World, oid: &str) -> usize {
    let challenge = now_challenged(world);
    let mut struck = 0;
    for session in world.entra.sessions.values_mut().filter(|session| session.user.as_deref() == Some(oid)) {
        session.challenge = Some(challenge);
        struck += 1;
    }
    struck
}

/// Takes back what people have consented to on their pages. Grants and tokens stay; what is asked for from now on is
/// refused.
pub(crate) fn withdraw(world: &mut World, scopes: &[String]) {
    for session in world.entra.sessions.values_mut() {
        session.consented.retain(|given| !scopes.contains(given));
    }
}

fn now_challenged(world: &World) -> Challenge {
    Challenge { at: world.now().as_second(), last_token: world.entra.tokens_issued }
}
