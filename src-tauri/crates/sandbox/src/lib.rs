//! The local stand-in for Entra, Graph and ACS, strict and independent, with a control door.
//!
//! It listens on loopback only, shares no type with the clients that are tested against it, and refuses what
//! the real services refuse. [`Sandbox::start`] serves it; [`Ready`] says where.

pub mod acs;
pub mod answers;
pub mod clock;
mod control;
pub mod entra;
pub mod faults;
pub mod graph;
mod listen;
pub mod network;
pub mod random;
mod redact;
mod sandbox;
mod saver;
mod service;
pub mod switches;
pub mod tenant;
mod tls;
pub mod traffic;
mod wire;
pub mod world;

pub use clock::Clock;
pub use sandbox::{Options, Ready, Sandbox, SandboxError};
pub use switches::Switches;
pub use tenant::Tenant;
pub use world::{Shared, World};
