//! The clients against a listener that answers by script: what goes on the wire, and what is made of bad answers.

mod acs;
mod entra;
mod graph;
mod listener;
mod service;
mod transport;
