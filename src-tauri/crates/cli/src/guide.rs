//! `lectern guide`: which integration. Without `--choose` and `--steps` it needs no profile.

use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::guide::steps::{self, GuideSteps, StepState};
use lectern_core::guide::{Advice, Cloud, Level, Needs, Size, advise, choose};
use serde_json::json;

use crate::arguments::{GuideArgs, GuideCloudName, GuideLevelName, GuideSizeName};
use crate::opening::Where;
use crate::output::Output;

pub async fn run(at: &Where, args: &GuideArgs, output: Output) -> Result<(), CommandError> {
    if args.steps {
        let steps = steps::steps(&at.open().await?, None).await?.ok_or_else(|| {
            let told = "No level was chosen in this profile yet. Answer the guide with --choose first.";
            CommandError::new(ErrorCode::NotFound, told)
        })?;
        output.result(&steps, to_do);
        return Ok(());
    }
    let needs = needs(args);
    let advice = advise(&needs);
    let chosen = match args.choose {
        None => None,
        Some(name) => {
            let level = level(name).unwrap_or(advice.recommended);
            choose::choose(&at.open().await?, needs, level).await?.chosen
        }
    };
    let told = json!({"needs": needs, "advice": advice, "chosen": chosen});
    output.result(&told, |_| in_words(&advice, chosen));
    Ok(())
}

fn needs(args: &GuideArgs) -> Needs {
    Needs {
        registers: args.registers,
        stay_in_app: args.stay_in_app,
        size: match args.size {
            GuideSizeName::UpTo250 => Size::UpTo250,
            GuideSizeName::UpTo350 => Size::UpTo350,
            GuideSizeName::UpTo1000 => Size::UpTo1000,
            GuideSizeName::More => Size::More,
        },
        webinar_features: args.webinar_features,
        teams_premium: args.teams_premium,
        outsiders: args.outsiders,
        sms: args.sms,
        kiosks: args.kiosks,
        cloud: match args.cloud {
            GuideCloudName::Global => Cloud::Global,
            GuideCloudName::Gcc => Cloud::Gcc,
            GuideCloudName::GccHigh => Cloud::GccHigh,
            GuideCloudName::Dod => Cloud::Dod,
            GuideCloudName::China => Cloud::China,
        },
    }
}

fn level(name: GuideLevelName) -> Option<Level> {
    match name {
        GuideLevelName::Recommended => None,
        GuideLevelName::TeamsLinks => Some(Level::TeamsLinks),
        GuideLevelName::OwnRegistration => Some(Level::OwnRegistration),
        GuideLevelName::Webinar => Some(Level::Webinar),
    }
}

fn called(level: Level) -> &'static str {
    match level {
        Level::TeamsLinks => "Teams links only",
        Level::OwnRegistration => "Own registration, joining in Lectern where that is possible",
        Level::Webinar => "Webinar or town hall, joining in Teams",
    }
}

fn in_words(advice: &Advice, chosen: Option<Level>) -> String {
    let mut lines = vec![format!("Recommended: {}.", called(advice.recommended))];
    lines.extend(advice.why.iter().map(|why| format!("  {why}")));
    for plan in advice.plans.iter().take(1) {
        lines.extend(plan.unmet.iter().map(|unmet| format!("  Not met: {}", unmet.why)));
        for (title, points) in [("Costs", &plan.costs), ("Takes", &plan.needs), ("Cannot", &plan.cannot)] {
            lines.push(title.to_owned());
            lines.extend(points.iter().map(|point| format!("  {} [{}]", point.text, point.source)));
        }
    }
    lines.extend(chosen.map(|level| format!("Chosen: {}.", called(level))));
    lines.join("\n")
}

fn to_do(steps: &GuideSteps) -> String {
    let line = |step: &steps::Step| {
        let mark = match step.state {
            StepState::Done => "done ",
            StepState::ToDo => "to do",
            StepState::Ask => "ask  ",
        };
        format!("{mark}  {}: {}", step.title, step.detail)
    };
    steps.steps.iter().map(line).collect::<Vec<_>>().join("\n")
}
