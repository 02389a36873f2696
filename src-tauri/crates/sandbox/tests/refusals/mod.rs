//! What the services refuse, each refusal with its own status, code and body.

mod acs;
mod entra;
mod graph;
