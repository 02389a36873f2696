//! What the services refuse, each refusal with its own status, code and body.

mod acs;
mod entra;
mod graph;
mod meeting_registration;
mod virtual_events;
