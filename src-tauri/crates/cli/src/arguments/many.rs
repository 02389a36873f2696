//! Whom a change of many people concerns, and what is changed.

use clap::{Args, ValueEnum};

#[derive(Args)]
#[group(required = true, multiple = false)]
pub struct Whom {
    pub ids: Vec<String>,
    /// All that this search finds, as in `registrants list --search`.
    #[arg(long, value_name = "WORDS")]
    pub query: Option<String>,
    /// Everybody on the list.
    #[arg(long)]
    pub everybody: bool,
}

#[derive(Args)]
#[group(required = true, multiple = true)]
pub struct EditWhat {
    /// Their company from now on; empty: none.
    #[arg(long)]
    pub company: Option<String>,
    /// Names put right: capitals ("ANA REYES"), or last-first ("Reyes, Ana").
    #[arg(long, value_enum)]
    pub names: Option<NameFixName>,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum NameFixName {
    Capitals,
    LastFirst,
}
