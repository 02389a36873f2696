//! `registration settings`: shown, or changed by a file, by options, or by options over a file.

use lectern_core::desk::Desk;
use lectern_core::error::CommandError;
use lectern_core::registration::settings::{self, RegistrationSettings};
use lectern_core::scheduling::list;

use crate::arguments::SettingsArgs;
use crate::opening::invalid;
use crate::output::Output;

pub async fn run(desk: &Desk, args: SettingsArgs, output: Output) -> Result<(), CommandError> {
    let kept = if args.changes() {
        let zone = list::one(desk, &args.event).await?.summary.zone;
        let mut wanted = match &args.file {
            Some(path) => {
                let text = std::fs::read_to_string(path)
                    .map_err(|error| invalid(&format!("{} can't be read: {error}", path.display())))?;
                serde_json::from_str(&text)
                    .map_err(|error| invalid(&format!("{}: {error}", path.display())))?
            }
            None => settings::show(desk, &args.event).await?,
        };
        laid_over(&mut wanted, &args, &zone);
        settings::set(desk, &args.event, wanted).await?
    } else {
        settings::show(desk, &args.event).await?
    };
    output.result(&kept, in_words);
    Ok(())
}

fn laid_over(settings: &mut RegistrationSettings, args: &SettingsArgs, event_zone: &str) {
    let rules = &mut settings.rules;
    let moment = |given: &String| (given != "none").then(|| given.clone());
    if let Some(capacity) = args.capacity {
        settings.capacity = capacity.0;
    }
    if let Some(minutes) = args.offer_minutes {
        rules.offer_minutes = minutes.0;
    }
    rules.approval = args.approval.unwrap_or(rules.approval);
    rules.waitlist = args.waitlist.unwrap_or(rules.waitlist);
    rules.guests = args.guests.unwrap_or(rules.guests);
    if let Some(opens) = &args.opens {
        rules.window.opens = moment(opens);
    }
    if let Some(closes) = &args.closes {
        rules.window.closes = moment(closes);
    }
    if let Some(zone) = &args.zone {
        rules.window.zone.clone_from(zone);
    } else if rules.window.zone.is_empty() {
        event_zone.clone_into(&mut rules.window.zone);
    }
    if let Some(allowed) = &args.allow {
        rules.domains.allowed.clone_from(allowed);
    }
    if let Some(blocked) = &args.block {
        rules.domains.blocked.clone_from(blocked);
    }
}

fn in_words(settings: &RegistrationSettings) -> String {
    let rules = &settings.rules;
    let yes_no = |on: bool| if on { "yes" } else { "no" };
    let or_none = |value: Option<String>| value.unwrap_or_else(|| "none".into());
    let side = |local: &Option<String>| {
        or_none(local.as_ref().map(|local| format!("{local} ({})", rules.window.zone)))
    };
    let domains = |list: &[String]| if list.is_empty() { "none".into() } else { list.join(", ") };
    [
        format!("capacity:         {}", or_none(settings.capacity.map(|places| places.to_string()))),
        format!("waitlist:         {}", yes_no(rules.waitlist)),
        format!("minutes to accept: {}", or_none(rules.offer_minutes.map(|minutes| minutes.to_string()))),
        format!("approval:         {}", yes_no(rules.approval)),
        format!("opens:            {}", side(&rules.window.opens)),
        format!("closes:           {}", side(&rules.window.closes)),
        format!("allowed domains:  {}", domains(&rules.domains.allowed)),
        format!("blocked domains:  {}", domains(&rules.domains.blocked)),
        format!("guests:           {}", rules.guests),
        format!("questions:        {}", rules.questions.len()),
    ]
    .join("\n")
}
