//! The Microsoft identity platform: device code, authorization code with PKCE, refresh, client credentials.

mod bearer;
pub mod jwt;
mod refusal;
mod state;

pub use bearer::{Audience, Grant, TokenFault, check_bearer, check_token};
pub use refusal::Refusal;
pub use state::State;
