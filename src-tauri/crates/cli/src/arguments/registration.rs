//! What `lectern registration` and `lectern registrants` understand.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::many::{EditWhat, Whom};

#[derive(Clone, Copy, ValueEnum)]
pub enum ModeName {
    Own,
}

#[derive(Subcommand)]
pub enum Registration {
    /// Open registration.
    Open {
        #[arg(long, value_name = "ID")]
        event: String,
        #[arg(long, value_enum, default_value = "own")]
        mode: ModeName,
        #[arg(long)]
        capacity: Option<u32>,
    },
    /// Change how many places an open registration has. Nobody is taken off the list by it.
    Change {
        #[arg(long, value_name = "ID")]
        event: String,
        /// A number, or `none` for no limit.
        #[arg(long, value_name = "N|none", value_parser = capacity)]
        capacity: Capacity,
    },
    /// Show who gets in and how; with options or a file, change it.
    Settings(SettingsArgs),
}

#[derive(Args)]
pub struct SettingsArgs {
    #[arg(long, value_name = "ID")]
    pub event: String,
    /// A JSON file as `--json` prints it: {"capacity":…,"rules":{…}}. What it leaves out is the default. The other
    /// options change what it says.
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// A number, or `none` for no limit.
    #[arg(long, value_name = "N|none", value_parser = capacity)]
    pub capacity: Option<Capacity>,
    /// Whether somebody must say yes to each person.
    #[arg(long, value_name = "true|false")]
    pub approval: Option<bool>,
    /// Whether people may wait when all places are taken.
    #[arg(long, value_name = "true|false")]
    pub waitlist: Option<bool>,
    /// How long a free place is kept for the next in the queue; `none`: they get it at once.
    #[arg(long, value_name = "MINUTES|none", value_parser = capacity)]
    pub offer_minutes: Option<Capacity>,
    /// Local time in --zone, as in 2026-12-01T18:00; `none`: open already.
    #[arg(long)]
    pub opens: Option<String>,
    /// Local time in --zone; `none`: it stays open.
    #[arg(long)]
    pub closes: Option<String>,
    /// IANA name of the window's zone. Default: the event's.
    #[arg(long)]
    pub zone: Option<String>,
    /// Only these mail domains, with all below them. "" for any.
    #[arg(long, value_name = "DOMAIN", value_delimiter = ',')]
    pub allow: Option<Vec<String>>,
    /// Never these. "" for none.
    #[arg(long, value_name = "DOMAIN", value_delimiter = ',')]
    pub block: Option<Vec<String>>,
    /// How many people one person may bring along.
    #[arg(long, value_name = "N")]
    pub guests: Option<u32>,
}

impl SettingsArgs {
    pub fn changes(&self) -> bool {
        self.file.is_some()
            || self.capacity.is_some()
            || self.approval.is_some()
            || self.waitlist.is_some()
            || self.offer_minutes.is_some()
            || self.opens.is_some()
            || self.closes.is_some()
            || self.zone.is_some()
            || self.allow.is_some()
            || self.block.is_some()
            || self.guests.is_some()
    }
}

/// `None`: no limit. A type of its own, since clap reads an `Option` as an argument that may be left out.
#[derive(Clone, Copy)]
pub struct Capacity(pub Option<u32>);

fn capacity(text: &str) -> Result<Capacity, String> {
    if text == "none" {
        return Ok(Capacity(None));
    }
    text.parse().map(|places| Capacity(Some(places))).map_err(|_| "a number of places, or none".into())
}

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
        /// Which column answers which of the event's questions, as in "What do you eat?=Food"; the question by its words or
        /// its id. Columns with a question's own words are known without it.
        #[arg(long, value_name = "QUESTION=COLUMN")]
        answer: Vec<String>,
        /// Say what would happen and change nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Ends with 4 where the rules say no.
    Add(AddArgs),
    List(ListArgs),
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
    Ticket {
        id: String,
    },
    /// Say yes to people who wait for it: a place, or the queue where there is none.
    Approve {
        #[arg(long, value_name = "ID")]
        event: String,
        #[arg(required = true)]
        ids: Vec<String>,
    },
    Reject {
        #[arg(long, value_name = "ID")]
        event: String,
        #[arg(required = true)]
        ids: Vec<String>,
    },
    /// Take a decision back: they wait for one again.
    Reconsider {
        #[arg(long, value_name = "ID")]
        event: String,
        #[arg(required = true)]
        ids: Vec<String>,
    },
    /// The same as remove, by ids.
    Cancel {
        #[arg(long, value_name = "ID")]
        event: String,
        #[arg(required = true)]
        ids: Vec<String>,
    },
    /// Put people back whom somebody took off the list.
    Restore {
        #[arg(long, value_name = "ID")]
        event: String,
        #[arg(required = true)]
        ids: Vec<String>,
    },
    /// To the head of the queue, before their turn.
    Promote {
        #[arg(long, value_name = "ID")]
        event: String,
        id: String,
    },
    /// Take the offered place for somebody who said yes.
    Accept {
        #[arg(long, value_name = "ID")]
        event: String,
        id: String,
    },
    /// Give a person's place to another: the old ticket is dead, a new one is there.
    Transfer {
        id: String,
        #[command(flatten)]
        to: AddArgs,
    },
    /// Write a note on a person; "" takes it away.
    Note {
        #[arg(long, value_name = "ID")]
        event: String,
        id: String,
        text: String,
    },
    /// Put a tag on people, or take it off.
    Tag {
        #[arg(long, value_name = "ID")]
        event: String,
        #[arg(long)]
        tag: String,
        #[arg(long)]
        off: bool,
        #[arg(required = true)]
        ids: Vec<String>,
    },
    /// Put people into a group, or into none.
    Group {
        #[arg(long, value_name = "ID")]
        event: String,
        /// "" for none.
        #[arg(long)]
        group: String,
        #[arg(required = true)]
        ids: Vec<String>,
    },
    /// Everything about one person: where they stand, who did what and when, answers, note, messages.
    History {
        id: String,
    },
}

#[derive(Args)]
pub struct AddArgs {
    #[arg(long, value_name = "ID")]
    pub event: String,
    #[arg(long)]
    pub name: String,
    #[arg(long)]
    pub email: String,
    #[arg(long)]
    pub company: Option<String>,
    /// Somebody who comes along.
    #[arg(long = "guest", value_name = "NAME")]
    pub guests: Vec<String>,
    /// An answer by its question's id; again for each of several options.
    #[arg(long = "answer", value_name = "QUESTION=ANSWER")]
    pub answers: Vec<String>,
}

#[derive(Args)]
pub struct ListArgs {
    #[arg(long, value_name = "ID")]
    pub event: String,
    #[arg(long, default_value = "")]
    pub search: String,
    /// Again for more than one.
    #[arg(long, value_enum)]
    pub status: Vec<StatusName>,
    #[arg(long)]
    pub tag: Option<String>,
    #[arg(long)]
    pub group: Option<String>,
    #[arg(long, value_name = "QUESTION=ANSWER")]
    pub answer: Option<String>,
    #[arg(long, value_enum, default_value = "name")]
    pub sort: OrderName,
    #[arg(long, default_value_t = 0)]
    pub offset: u32,
    #[arg(long, default_value_t = 50)]
    pub limit: u32,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum StatusName {
    Registered,
    Waitlisted,
    Offered,
    Pending,
    Rejected,
    Cancelled,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum OrderName {
    Name,
    Newest,
    Queue,
}
