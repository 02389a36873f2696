//! "This network asks you to sign in first": where a browser is sent for that. Never to an address that the network
//! itself has named: only a plain address that the network can put its page in front of.

use crate::desk::Desk;
use crate::error::{CommandError, ErrorCode};

/// Microsoft's own page for it, which Windows opens too: without encryption, so that a portal can answer in its place.
/// <https://learn.microsoft.com/windows-server/networking/ncsi/ncsi-overview>
pub const PAGE: &str = "http://www.msftconnecttest.com/redirect";

/// A sandbox has a portal of its own, on this machine.
pub fn sign_in_page(desk: &Desk) -> String {
    match desk.sandbox() {
        Some(sandbox) => format!("{}/portal", sandbox.entra.as_str().trim_end_matches('/')),
        None => PAGE.to_owned(),
    }
}

pub fn not_opened(error: impl std::fmt::Display) -> CommandError {
    CommandError::new(
        ErrorCode::Internal,
        format!("No browser opened ({error}). Open one yourself and go to {PAGE}."),
    )
}
