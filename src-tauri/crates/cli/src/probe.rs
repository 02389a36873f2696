//! `lectern probe`: what it will create, the question, the findings.

use lectern_core::desk::Desk;
use lectern_core::error::CommandError;
use lectern_core::probe::{Asked, Mails, ProbePlan, ProbeReport, plan, report, run as asking, words};

use crate::arguments::{ArrivedName, ProbeArgs};
use crate::opening::invalid;
use crate::output::{self, Output, line};

pub async fn run(desk: &Desk, args: ProbeArgs, output: Output) -> Result<(), CommandError> {
    let found = match args.arrived {
        Some(ArrivedName::One) => report::arrived(desk, Mails::One).await?,
        Some(ArrivedName::Two) => report::arrived(desk, Mails::Two).await?,
        None => {
            let asked = Asked { others_link: args.others_link, webinar: args.webinar };
            if !args.yes && !agreed(&plan::plan(desk, &asked).await?, output)? {
                line("Nothing was created and nothing was asked.");
                return Ok(());
            }
            asking::run(desk, asked, &|told| {
                output.note(&format!("{} of {}: {}", told.done + 1, told.of, told.question));
            })
            .await?
        }
    };
    if let Some(path) = args.report {
        report::save(desk, path).await?;
    }
    output.result(&found, |found: &ProbeReport| words::report(found));
    Ok(())
}

fn agreed(plan: &ProbePlan, output: Output) -> Result<bool, CommandError> {
    if output.json {
        return Err(invalid(&format!(
            "A probe creates things. Say --yes to this: {}",
            plan.creates.join(" ")
        )));
    }
    line(&words::plan(plan));
    output::agreed("Go ahead?")
}
