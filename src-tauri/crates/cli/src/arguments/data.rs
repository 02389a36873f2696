//! What `lectern` understands about copies of a profile's data.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

#[derive(Args)]
pub struct BackupArgs {
    /// The file to write: whole or not at all.
    pub file: PathBuf,
    /// Put it under a passphrase, read from standard input, instead of under this profile's own key.
    #[arg(long)]
    pub passphrase_stdin: bool,
    /// An older file of this name may go.
    #[arg(long)]
    pub replace: bool,
}

#[derive(Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own on the command line")]
pub struct RestoreArgs {
    /// A file that `lectern backup` wrote.
    #[arg(required_unless_present = "undo")]
    pub file: Option<PathBuf>,
    /// Read what it is under from standard input: its passphrase, or the recovery key of the profile it was made of.
    /// Without it this profile's own key is tried.
    #[arg(long, conflicts_with = "undo")]
    pub secret_stdin: bool,
    /// Say what the file is, and change nothing.
    #[arg(long, conflicts_with_all = ["undo", "yes"])]
    pub look: bool,
    /// Put it in place without a question.
    #[arg(long)]
    pub yes: bool,
    /// Go back to what was here before the last copy was brought back.
    #[arg(long, conflicts_with = "file")]
    pub undo: bool,
}

/// What to do about messages that a copy had not sent when it was made.
#[derive(Clone, Copy, ValueEnum)]
pub enum HeldName {
    /// Ask the channel which of them it has had, and plan the others again.
    Send,
    /// They were all sent.
    Delivered,
    /// None of them is wanted.
    Skip,
}
