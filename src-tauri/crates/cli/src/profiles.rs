//! `lectern profile list|add|rename|remove|use`: several accounts side by side.

use std::path::PathBuf;

use lectern_core::error::CommandError;
use lectern_core::profile::configure::checked;
use lectern_core::profile::{Profile, ProfileKind, best_key_place};
use lectern_core::profiles::add::{self, NewAccount};
use lectern_core::profiles::list::{self, KnownProfile};
use lectern_core::profiles::lost::{self, Lost};
use lectern_core::profiles::{chosen, remove, rename};
use lectern_core::{Chance, Clock as _, SystemClock, session};
use serde_json::json;

use crate::arguments::{AddProfileArgs, ProfileWhat};
use crate::opening::{Where, invalid};
use crate::output::{self, Output, line};
use crate::profile::wished;

/// Whether it is about which profiles there are, and not about one that is named by --profile.
pub fn is_one(what: &ProfileWhat) -> bool {
    matches!(
        what,
        ProfileWhat::List
            | ProfileWhat::Add(_)
            | ProfileWhat::Rename { .. }
            | ProfileWhat::Remove { .. }
            | ProfileWhat::Use { .. }
    )
}

pub async fn run(at: &Where, what: ProfileWhat, output: Output) -> Result<(), CommandError> {
    match what {
        ProfileWhat::Add(args) => add(at, args, output),
        ProfileWhat::Rename { account, name } => {
            let renamed = rename::rename(named(at, &account)?.dir(), &name)?;
            output.result(&json!({"id": renamed.id(), "name": renamed.name()}), |_| {
                format!("It is called “{}” now.", renamed.name())
            });
            Ok(())
        }
        ProfileWhat::Remove { account, yes } => {
            let (at, account) = (at.clone(), account);
            // Files, keychain and questions: none of it waits for the network.
            let work = move || remove(&at, &account, yes, output);
            tokio::task::spawn_blocking(work).await.map_err(|error| session::stopped(&error))?
        }
        ProfileWhat::Use { account } => {
            let meant = named(at, &account)?;
            chosen::choose(&at.shelf()?, &meant)?;
            output.result(&json!({"id": meant.id(), "dir": meant.dir()}), |_| {
                "From now on this account is meant where no --profile is given.".into()
            });
            Ok(())
        }
        _ => {
            let all = list::all(&at.shelf()?, &elsewhere(at), None);
            output.result(&json!({"profiles": all}), |_| words(&all));
            Ok(())
        }
    }
}

/// The one that --profile names is known too, wherever it stands.
fn elsewhere(at: &Where) -> Vec<PathBuf> {
    at.profile.iter().cloned().collect()
}

fn named(at: &Where, account: &str) -> Result<Profile, CommandError> {
    Ok(list::named(&at.shelf()?, &elsewhere(at), account)?)
}

fn add(at: &Where, args: AddProfileArgs, output: Output) -> Result<(), CommandError> {
    let shelf = at.shelf()?;
    let registration = match (args.tenant, args.client_id) {
        (Some(_), _) if shelf.kind() == ProfileKind::Sandbox => {
            return Err(invalid("A sandbox brings its own directory: leave --tenant and --client-id out."));
        }
        (Some(tenant), Some(client_id)) => Some(checked(&wished(args.cloud, &tenant, &client_id))?),
        _ if shelf.kind() == ProfileKind::Real => {
            return Err(invalid("Name the directory and the application: --tenant and --client-id."));
        }
        _ => None,
    };
    let key_place = best_key_place(shelf.kind()).map_err(|error| session::keychain_failed(&error))?;
    let made = add::add(&shelf, NewAccount { name: args.name, registration, key_place }, Chance)?;
    output.result(&json!({"id": made.id(), "dir": made.dir()}), |_| {
        let (dir, sandbox) = (made.dir().display(), at.sandbox.as_deref());
        let more = sandbox.map_or_else(String::new, |control| format!(" --sandbox {control}"));
        format!("Made a profile in {dir}. Next: lectern --profile {dir}{more} sign-in")
    });
    Ok(())
}

fn remove(at: &Where, account: &str, yes: bool, output: Output) -> Result<(), CommandError> {
    let (shelf, elsewhere, meant) = (at.shelf()?, elsewhere(at), named(at, account)?);
    if !yes {
        let lost = lost::lost(&meant, at.passphrase()?.as_ref(), Chance, SystemClock.now())?;
        let told = lost_words(&meant, &lost);
        if output.json {
            return Err(invalid(&format!("This can't be undone. Say --yes to it: {told}")));
        }
        line(&told);
        if !output::agreed("This can't be undone. Remove it?")? {
            line("Nothing was changed.");
            return Ok(());
        }
    }
    let removed = remove::remove(&shelf, &elsewhere, &meant)?;
    output.result(&removed, |removed| {
        let left = removed
            .left
            .iter()
            .map(|path| format!("\nNot Lectern's, so it is still there: {}", path.display()));
        format!("It is removed from this computer.{}", left.collect::<String>())
    });
    Ok(())
}

fn lost_words(meant: &Profile, lost: &Lost) -> String {
    let counts = match (&lost.counts, &lost.why) {
        (Some(counts), _) => format!(
            "{} events, {} webinars and town halls, {} people, {} messages that have not left",
            counts.events, counts.virtual_events, counts.people, counts.unsent
        ),
        (None, why) => format!("its data, which can't be counted ({})", why.as_deref().unwrap_or_default()),
    };
    format!(
        "Lost from this computer, in {}: {counts}; {} KiB with {} copies beside it; its sign-in and its keychain entries. \
         Events stay on the calendar, and copies that were saved elsewhere stay where they are.",
        meant.dir().display(),
        lost.bytes / 1024,
        lost.copies
    )
}

fn words(all: &[KnownProfile]) -> String {
    if all.is_empty() {
        return "No account is here yet. `lectern profile add` makes one.".into();
    }
    all.iter().map(one).collect::<Vec<_>>().join("\n")
}

fn one(known: &KnownProfile) -> String {
    let chosen = if known.chosen { "*" } else { " " };
    let account = match &known.account {
        Some(account) if account.signed_in => format!("{}, {}", account.username, account.organization),
        Some(account) => format!("{}, {}, NOT SIGNED IN", account.username, account.organization),
        None => "nobody has signed in".into(),
    };
    let kind = if known.kind == ProfileKind::Sandbox { "sandbox, " } else { "" };
    let used = known.last_used.as_deref().unwrap_or("never");
    let problem = known.problem.as_ref().map_or_else(String::new, |problem| format!("\n    {problem}"));
    format!(
        "{chosen} {}: {account} ({kind}{}), last used {used}\n    {} in {}{problem}",
        known.title, known.cloud_title, known.id, known.dir
    )
}
