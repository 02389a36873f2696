//! What can be said about the people on a list.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

#[derive(Subcommand)]
pub enum Registrants {
    /// Import a list (CSV or XLSX): all valid rows in one transaction; the others are listed and saved beside it. Ctrl+C
    /// stops it, and nobody is imported.
    Import {
        file: PathBuf,
        #[arg(long, value_name = "ID")]
        event: String,
        /// Of a workbook; default: the first sheet that looks like a list of people.
        #[arg(long, value_name = "NAME")]
        sheet: Option<String>,
        /// Which column is what, as in email=Mail (name, firstName, lastName, email, company).
        #[arg(long, value_name = "FIELD=COLUMN")]
        map: Vec<String>,
        /// Say what would happen and change nothing.
        #[arg(long)]
        dry_run: bool,
    },
    Add {
        #[arg(long, value_name = "ID")]
        event: String,
        #[arg(long)]
        name: String,
        #[arg(long)]
        email: String,
        #[arg(long)]
        company: Option<String>,
    },
    List {
        #[arg(long, value_name = "ID")]
        event: String,
        #[arg(long, default_value = "")]
        search: String,
        #[arg(long, default_value_t = 0)]
        offset: u32,
        #[arg(long, default_value_t = 50)]
        limit: u32,
    },
    /// Take people off the list: by their ids (who is not on it is named, the others are removed, and it ends with 6),
    /// or all that a search finds.
    Remove {
        #[arg(long, value_name = "ID")]
        event: String,
        #[command(flatten)]
        whom: Whom,
    },
    /// Change people in one go.
    Edit {
        #[arg(long, value_name = "ID")]
        event: String,
        #[command(flatten)]
        whom: Whom,
        #[command(flatten)]
        edit: EditWhat,
    },
    /// What was done to many people at once, latest first, and imports that were cut off.
    Changes {
        #[arg(long, value_name = "ID")]
        event: String,
    },
    /// Take such a change back as a whole. Default: the latest.
    Undo {
        #[arg(long, value_name = "ID")]
        event: String,
        /// From `registrants changes`.
        change: Option<String>,
    },
    /// Take an import back: whom it brought is gone from the list; who has been written to is told of. Default: the
    /// latest import.
    UndoImport {
        #[arg(long, value_name = "ID")]
        event: String,
        /// From `registrants changes`.
        change: Option<String>,
    },
    /// Go on with an import that was cut off.
    ResumeImport {
        #[arg(long, value_name = "ID")]
        event: String,
        /// From `registrants changes`; default: the one that was cut off.
        change: Option<String>,
        /// It is not wanted any more.
        #[arg(long)]
        forget: bool,
    },
    /// Write the list to a file: a workbook where its name ends in .xlsx, else CSV.
    Export {
        #[arg(long, value_name = "ID")]
        event: String,
        file: PathBuf,
    },
    /// A registrant's ticket: code, link and QR code.
    Ticket { id: String },
}

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
