//! The outbox.

use lectern_core::desk::Desk;
use lectern_core::error::CommandError;
use lectern_core::messages::resolve::{self, Resolution};
use lectern_core::messages::{list, run as sending};
use serde_json::json;

use crate::arguments::{Messages, ResolutionName};
use crate::data;
use crate::output::Output;

pub async fn run(desk: &Desk, what: Messages, output: Output) -> Result<(), CommandError> {
    match what {
        Messages::Run => {
            let report = sending::run(desk, &|_| {}).await?;
            output.result(&report, |r| {
                let wait = r.problem.as_ref().zip(r.next_at.as_ref());
                let wait = wait.map(|(problem, next)| format!("\nNot before {next}: {problem}"));
                format!(
                    "{} sent, {} failed, {} waiting, {} for you to decide{}",
                    r.sent,
                    r.failed,
                    r.waiting,
                    r.ambiguous,
                    wait.unwrap_or_default()
                )
            });
        }
        Messages::Held { release } => data::held(desk, release, output).await?,
        Messages::List { event, offset, limit } => {
            let page = list::page(desk, &event, None, offset, limit).await?;
            output.result(&page, |page| {
                let row = |m: &list::MessageRow| {
                    format!(
                        "{}  {:?}  {} <{}>  {}",
                        m.id,
                        m.state,
                        m.name,
                        m.email,
                        m.problem.as_deref().unwrap_or("")
                    )
                };
                page.rows.iter().map(row).collect::<Vec<_>>().join("\n")
            });
        }
        Messages::Resolve { id, decision } => {
            let decision = match decision {
                ResolutionName::Delivered => Resolution::Delivered,
                ResolutionName::Skipped => Resolution::Skipped,
                ResolutionName::Again => Resolution::Again,
            };
            resolve::resolve(desk, &id, decision).await?;
            output.result(&json!({"resolved": id}), |_| "Done.".into());
        }
    }
    Ok(())
}
