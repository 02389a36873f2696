//! The sandbox from outside, over HTTP, as a client meets it.

mod browser;
mod control;
mod desk;
mod device_code;
mod faults;
mod refusals;
mod running;
mod tokens;
