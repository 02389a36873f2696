//! How much is taken, and how long it may last.

use std::time::Duration;

/// The largest body that is read, in bytes, where a group of routes says nothing else.
pub const BODY: usize = 64 * 1024;
/// For a form of many long answers: a hundred of five thousand letters each, as they are posted.
pub const FORM: usize = 2 * 1024 * 1024;
/// For what paired desks send many people in.
#[allow(dead_code, reason = "for the routes to come")]
pub const LARGE: usize = 8 * 1024 * 1024;
/// The longest that an answer may take to begin.
pub const ANSWER: Duration = Duration::from_secs(30);
/// Somebody who reads nothing for so long is gone.
pub const STALLED: Duration = Duration::from_secs(20);
/// The largest head of a request, in bytes.
pub const HEAD_BYTES: usize = 32 * 1024;
/// What is under way at the end may take so long.
pub const GRACE: Duration = Duration::from_secs(15);
