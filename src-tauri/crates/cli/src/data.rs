//! `lectern backup` and `lectern restore`: the profile's data as one file, and back.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use lectern_core::backup::held::{self, HeldDecision, HeldReport};
use lectern_core::backup::make::{self, BackupMade, NewBackup};
use lectern_core::backup::restore::{self, Restored};
use lectern_core::backup::{self, BackupPhase, BackupProgress, BackupUnder, BackupView, Told};
use lectern_core::desk::Desk;
use lectern_core::error::CommandError;
use serde_json::json;

use crate::arguments::{BackupArgs, HeldName, RestoreArgs};
use crate::opening::invalid;
use crate::output::{self, Output, from_stdin, line};

pub async fn backup(desk: &Desk, args: BackupArgs, output: Output) -> Result<(), CommandError> {
    let passphrase = if args.passphrase_stdin { Some(from_stdin()?) } else { None };
    let wish = NewBackup { path: args.file, passphrase, replace: args.replace };
    let made = stoppable(desk, make::make(desk, wish, told(output))).await?;
    output.result(&made, |made: &BackupMade| {
        let under = match made.under {
            BackupUnder::Passphrase => "It opens with the passphrase.",
            BackupUnder::RecoveryKey => "It opens in this profile, and elsewhere with its recovery key.",
        };
        format!("Wrote {} ({} KiB). {under} Nobody is signed in by it.", made.path, made.bytes / 1024)
    });
    Ok(())
}

pub async fn restore(desk: &Desk, args: RestoreArgs, output: Output) -> Result<(), CommandError> {
    let Some(file) = args.file else {
        let back = stoppable(desk, restore::undo(desk, told(output))).await?;
        output.result(&back, |back: &Restored| {
            format!(
                "What was here before is back.{} {}",
                erased_words(back.erased_again),
                held_words(back.held)
            )
        });
        return Ok(());
    };
    let secret = if args.secret_stdin { Some(from_stdin()?) } else { None };
    if !args.yes {
        let view = stoppable(desk, restore::look(desk, &file, secret.clone())).await?;
        if args.look {
            output.result(&view, |view: &BackupView| words(view));
            return Ok(());
        }
        if !agreed(&view, args.secret_stdin, output)? {
            line("Nothing was changed.");
            return Ok(());
        }
    }
    let back = stoppable(desk, restore::restore(desk, &file, secret, told(output))).await?;
    output.result(&back, |back: &Restored| {
        format!(
            "It is back.{} `lectern restore --undo` goes back to what was here. {}",
            erased_words(back.erased_again),
            held_words(back.held)
        )
    });
    Ok(())
}

/// What was held, or what to do about it.
pub async fn held(desk: &Desk, release: Option<HeldName>, output: Output) -> Result<(), CommandError> {
    let Some(decision) = release else {
        let view = restore::show(desk).await?;
        output.result(&json!({"held": view.held, "restoredFrom": view.restored_from}), |_| {
            held_words(view.held)
        });
        return Ok(());
    };
    let decision = match decision {
        HeldName::Send => HeldDecision::Send,
        HeldName::Delivered => HeldDecision::Delivered,
        HeldName::Skip => HeldDecision::Skip,
    };
    let report = held::release(desk, decision).await?;
    output.result(&report, |report: &HeldReport| {
        let problem = report.problem.as_ref().map_or_else(String::new, |why| format!(" {why}"));
        format!(
            "{} planned again, {} sent already, {} left out, {} still held.{problem}",
            report.planned, report.delivered, report.skipped, report.left
        )
    });
    Ok(())
}

fn erased_words(erased_again: u32) -> &'static str {
    if erased_again == 0 { "" } else { " Who had been erased since is erased in it, too." }
}

fn held_words(held: u32) -> String {
    match held {
        0 => "No message is held.".into(),
        held => format!(
            "{held} messages had not been sent when the copy was made, and may have been since: they are held. `lectern \
             messages held --release send|delivered|skip` decides."
        ),
    }
}

fn words(view: &BackupView) -> String {
    let account = view.account.as_deref().unwrap_or("nobody");
    let whose = if view.same_profile { "of this profile" } else { "of another profile" };
    format!(
        "A copy {whose} (“{}”, {account}), made {}: {} events, {} people, {} messages not sent by then.",
        view.name, view.made_at, view.events, view.people, view.unsent
    )
}

fn agreed(view: &BackupView, stdin_is_used: bool, output: Output) -> Result<bool, CommandError> {
    if output.json || stdin_is_used {
        return Err(invalid(&format!(
            "This takes the place of what is here. Say --yes to it: {}",
            words(view)
        )));
    }
    line(&words(view));
    output::agreed("It takes the place of what is here, which is kept aside. Go ahead?")
}

/// Until Ctrl+C, which leaves everything as it was.
async fn stoppable<T, E: Into<CommandError>>(
    desk: &Desk,
    work: impl Future<Output = Result<T, E>>,
) -> Result<T, CommandError> {
    let mut work = std::pin::pin!(work);
    tokio::select! {
        done = &mut work => done.map_err(Into::into),
        _ = tokio::signal::ctrl_c() => {
            backup::stop(desk);
            work.await.map_err(Into::into)
        }
    }
}

/// A line for each tenth of the way.
fn told(output: Output) -> Told {
    let last = AtomicU64::new(u64::MAX);
    Arc::new(move |progress: &BackupProgress| {
        let tenth = progress.done.saturating_mul(10).checked_div(progress.total).unwrap_or_default();
        let step = tenth + 100 * progress.phase as u64;
        if last.swap(step, Ordering::Relaxed) != step {
            output.note(&format!("{} {} %", phase(progress.phase), tenth * 10));
        }
    })
}

fn phase(phase: BackupPhase) -> &'static str {
    match phase {
        BackupPhase::Copying => "Copying",
        BackupPhase::Writing => "Writing",
        BackupPhase::Reading => "Reading",
        BackupPhase::Checking => "Checking",
        BackupPhase::PuttingInPlace => "Putting in place",
    }
}
