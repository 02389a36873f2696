//! What came instead of an answer, without a word of the service's own: its messages hold ids and addresses.

use lectern_microsoft::acs::AcsError;
use lectern_microsoft::graph::GraphError;

use super::Answer;
use crate::desk::GraphFailure;
use crate::error::DeskError;

/// A refusal that settles nothing. What stops the desk itself (nobody is signed in, say) ends the probe.
pub(super) fn open(failure: GraphFailure) -> Result<Answer, DeskError> {
    match failure {
        GraphFailure::Desk(error) => Err(error),
        GraphFailure::Graph(error) => Ok(Answer::Open(graph(&error))),
    }
}

pub(super) fn graph(error: &GraphError) -> String {
    refusal("Graph", error.status(), error.code())
}

pub(super) fn acs(error: &AcsError) -> String {
    refusal("The ACS resource", error.status(), error.code())
}

fn refusal(service: &str, status: Option<u16>, code: &str) -> String {
    match status {
        None => format!("{service} gave no answer that can be used."),
        // A code is a word. What is none may be anything.
        Some(status) if !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_alphabetic()) => {
            format!("{service} answered {status} ({code}), which settles nothing.")
        }
        Some(status) => format!("{service} answered {status}, which settles nothing."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_told_without_what_the_service_says_of_people() {
        assert_eq!(
            refusal("Graph", Some(403), "ErrorAccessDenied"),
            "Graph answered 403 (ErrorAccessDenied), which settles nothing."
        );
        for code in ["ana@contoso.com", "Error for 1f0c", "", "a-b"] {
            let told = refusal("Graph", Some(400), code);
            assert_eq!(
                told, "Graph answered 400, which settles nothing.",
                "a report holds no people and no ids"
            );
        }
        assert!(refusal("Graph", None, "x").contains("no answer"));
    }
}
