//! What we say to Microsoft: Entra, Graph and Azure Communication Services over one transport; and to the trusted
//! service that an organizer names, by the same.
//!
//! Wire types and calls only. What is deliberately not here: token storage, retries that need to know what a person
//! wanted, and every rule about events, registrants or messages.

pub mod acs;
pub mod ambient;
pub mod cloud;
mod encoding;
pub mod entra;
pub mod graph;
mod open_enum;
pub mod secret;
pub mod service;
pub mod token_claims;
pub mod transport;

pub use ambient::{Clock, Entropy};
pub use secret::{AccessKey, AccessToken, AuthorizationCode, RefreshToken};
