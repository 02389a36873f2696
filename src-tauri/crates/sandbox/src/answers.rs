//! The answers of a real tenant, as a probe wrote them down, for the sandbox to give.

use std::path::Path;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Map, Value, json};

use crate::sandbox::SandboxError;
use crate::switches::Switches;

const KIND: &str = "lectern-probe";
const VERSION: u32 = 1;

/// The report, of which only the answers count here. A key that is not known is refused: it may be an answer that this
/// sandbox cannot give, and nobody should take it for given.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Report {
    kind: String,
    version: u32,
    switches: Map<String, Value>,
    #[serde(default, rename = "made")]
    _made: IgnoredAny,
    #[serde(default, rename = "asked")]
    _asked: IgnoredAny,
    #[serde(default, rename = "findings")]
    _findings: IgnoredAny,
    #[serde(default, rename = "left")]
    _left: IgnoredAny,
}

/// The defaults, with what the report in `path` found instead.
pub fn read(path: &Path) -> Result<Switches, SandboxError> {
    let problem = |problem: String| SandboxError::Answers { path: path.to_owned(), problem };
    let text = std::fs::read_to_string(path).map_err(|error| problem(error.to_string()))?;
    parse(&text).map_err(problem)
}

fn parse(text: &str) -> Result<Switches, String> {
    let report: Report = serde_json::from_str(text).map_err(|error| error.to_string())?;
    if report.kind != KIND || report.version != VERSION {
        return Err(format!(
            "it is a {} of version {}, not a {KIND} of version {VERSION}",
            report.kind, report.version
        ));
    }
    let mut all = json!(Switches::default());
    if let Value::Object(all) = &mut all {
        all.extend(report.switches);
    }
    serde_json::from_value(all).map_err(|error| format!("switches: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::switches::RepeatedTransactionId;

    #[test]
    fn only_what_was_found_changes() {
        let read = parse(
            r#"{"kind":"lectern-probe","version":1,"made":"2026-12-01","asked":"microsoft","findings":[],"left":[],
                "switches":{"repeatedTransactionId":"createsSecond","eventsPageSize":25}}"#,
        )
        .expect("a report");
        let expected = Switches {
            repeated_transaction_id: RepeatedTransactionId::CreatesSecond,
            events_page_size: 25,
            ..Switches::default()
        };
        assert_eq!(read, expected, "what a probe could not find out stays as it was");
    }

    #[test]
    fn what_is_not_known_is_refused_by_its_name() {
        for (text, named) in [
            (r#"{"kind":"lectern-probe","version":1,"switches":{"joinUrlForms":"long"}}"#, "joinUrlForms"),
            (r#"{"kind":"lectern-probe","version":1,"switches":{"joinUrlForm":"medium"}}"#, "medium"),
            (r#"{"kind":"lectern-probe","version":1,"switches":{},"answers":{}}"#, "answers"),
            (r#"{"kind":"lectern-probe","version":2,"switches":{}}"#, "version 2"),
            (r#"{"kind":"invoice","version":1,"switches":{}}"#, "invoice"),
            (r#"{"version":1,"switches":{}}"#, "kind"),
        ] {
            let problem = parse(text).expect_err("a sandbox must not go on with half of an answer");
            assert!(problem.contains(named), "{text}: {problem}");
        }
    }
}
