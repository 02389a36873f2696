//! "What does ACS Email do with a second mail under the same Operation-Id?"
//!
//! A second acceptance says nothing of a second mail: who reads the inbox completes the report.

use super::Answer;
use super::mail::Post;
use crate::desk::Desk;

pub(super) const FIRST: &str = "Lectern’s probe: the first of two";
pub(super) const SECOND: &str = "Lectern’s probe: the second of two";
const TEXT: &str = "Two mails left under the same operation id, “the first of two” and “the second of two”. Tell the \
                    probe in Lectern whether one of them came or both.";

pub(super) async fn ask(desk: &Desk, post: &Post) -> Answer {
    let id = desk.chance().uuid();
    if let Err(refused) = post.takes(id, &post.email(FIRST, TEXT)).await {
        return Answer::Open(refused.told());
    }
    match post.takes(id, &post.email(SECOND, TEXT)).await {
        Ok(()) => Answer::Count,
        Err(refused) if refused.status() == Some(409) => Answer::word("conflict409"),
        Err(refused) => Answer::Open(refused.told()),
    }
}
