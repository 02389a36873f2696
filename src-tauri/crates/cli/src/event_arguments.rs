//! What `lectern events` understands.

use clap::{Args, Subcommand, ValueEnum};

use crate::options::OptionArgs;
use crate::repeat::RepeatArgs;

#[derive(Subcommand)]
pub enum Events {
    /// Schedule an event with its Teams meeting.
    Create {
        #[arg(long)]
        title: String,
        #[arg(long, default_value = "")]
        description: String,
        /// Local start in the zone, as in 2026-12-01T18:00.
        #[arg(long)]
        start: String,
        #[arg(long)]
        end: String,
        /// IANA name, as in Europe/Paris.
        #[arg(long)]
        zone: String,
        /// Where clocks go back and the time comes twice: which one.
        #[arg(long, value_enum)]
        fold: Option<FoldName>,
        /// A name of your own for this creation: repeating it makes no second event. Without one, the same words and
        /// times mean the same event, until it is cancelled.
        #[arg(long, value_name = "UUID")]
        request_id: Option<String>,
        /// Make a second event with the same words and times. Every run makes one more: after a crash, look at
        /// `events list` before you repeat it, or use --request-id instead.
        #[arg(long, conflicts_with = "request_id")]
        new: bool,
        #[command(flatten)]
        repeat: RepeatArgs,
    },
    /// The meetings, by start. With any of its options: meetings, webinars and town halls, as the window lists them.
    List(EventListArgs),
    Show {
        id: String,
    },
    /// Add an event up: places, days, sources, answers, messages.
    Stats {
        id: String,
    },
    /// Read what was made or changed on the calendar in Outlook and Teams since the last time.
    Sync,
    /// What stands on your calendar as a Teams meeting of yours and is no event here, as it was last read.
    Offers,
    /// Take one of the offers over as an event: nothing is made or changed on the calendar. Safe to repeat.
    Adopt {
        /// Its id, as `events offers` tells it.
        id: String,
    },
    /// Show who may do what in the meeting, or change it: what is not named stays.
    Options(Box<OptionArgs>),
    /// Begin a copy of an event: its words, length, options and registration, without its people.
    Duplicate {
        id: String,
        /// The copy's start; without it, the same time a week or more later.
        #[arg(long)]
        start: Option<String>,
    },
    /// Forms with options and registration to begin new events from.
    #[command(subcommand)]
    Template(TemplateWhat),
    /// Change an event that is on the calendar. What is not named stays; repeating the command is safe.
    Change(ChangeArgs),
    Cancel {
        id: String,
        #[arg(long, default_value = "")]
        comment: String,
        /// Of a series: only this date of it, by its id as `events show` tells it.
        #[arg(long, value_name = "DATE-ID", conflicts_with_all = ["tell", "no_tell"])]
        date: Option<String>,
        #[command(flatten)]
        tell: TellArgs,
    },
}

/// Whether the people on the list get a mail.
#[derive(Args, Clone, Copy)]
pub struct TellArgs {
    /// Tell those who know of the event, by one mail each. Without --tell and --no-tell it is as it was chosen last; at
    /// first they are told.
    #[arg(long, conflicts_with = "no_tell")]
    pub tell: bool,
    /// Tell nobody.
    #[arg(long)]
    pub no_tell: bool,
}

#[derive(Subcommand)]
pub enum TemplateWhat {
    List,
    /// Keep an event's form, options and registration under a name; one of the same name is replaced.
    Save {
        #[arg(long, value_name = "ID")]
        event: String,
        #[arg(long)]
        name: String,
    },
    /// Schedule an event from a template.
    Use {
        /// Its id, as `events template list` tells it.
        id: String,
        /// Its start; without it, a week from today at the template's time.
        #[arg(long)]
        start: Option<String>,
    },
    Remove {
        id: String,
    },
}

#[derive(Args, Clone)]
pub struct ChangeArgs {
    pub id: String,
    #[arg(long)]
    pub title: Option<String>,
    /// "" takes it away.
    #[arg(long)]
    pub description: Option<String>,
    /// Local start in the zone, as in 2026-12-01T18:00.
    #[arg(long)]
    pub start: Option<String>,
    #[arg(long)]
    pub end: Option<String>,
    /// IANA name. Alone it keeps the local times: 18:00 stays 18:00.
    #[arg(long)]
    pub zone: Option<String>,
    /// Where clocks go back and the time comes twice: which one.
    #[arg(long, value_enum)]
    pub fold: Option<FoldName>,
    /// Why it is moved: said on the join page of those who registered before.
    #[arg(long)]
    pub message: Option<String>,
    /// Also over what was edited elsewhere (in Outlook) meanwhile; without it such a change is refused.
    #[arg(long)]
    pub overwrite: bool,
    /// Of a series: only this date of it, by its id as `events show` tells it. Takes --title, --start and --end.
    #[arg(long, value_name = "DATE-ID", conflicts_with_all = ["description", "zone", "message", "overwrite", "repeat", "tell", "no_tell"])]
    pub date: Option<String>,
    #[command(flatten)]
    pub tell: TellArgs,
    #[command(flatten)]
    pub repeat: RepeatArgs,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum FoldName {
    Earlier,
    Later,
}

#[derive(Args)]
pub struct EventListArgs {
    /// Words that begin words of the title.
    #[arg(long, value_name = "WORDS")]
    pub search: Option<String>,
    #[arg(long, value_enum)]
    pub kind: Option<KindName>,
    #[arg(long, value_enum)]
    pub state: Option<ListedStateName>,
    /// Drafts are webinars and town halls that are not published.
    #[arg(long, value_enum)]
    pub time: Option<ListedTimeName>,
    /// `next`: what comes, soonest first, then what is over.
    #[arg(long, value_enum)]
    pub sort: Option<ListedOrderName>,
    /// At most so many, 500 at the most.
    #[arg(long, value_name = "NUMBER")]
    pub limit: Option<u32>,
    /// Leave out so many first.
    #[arg(long, value_name = "NUMBER")]
    pub offset: Option<u32>,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum KindName {
    Meeting,
    Webinar,
    TownHall,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum ListedStateName {
    Planned,
    Creating,
    Cancelled,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum ListedTimeName {
    Coming,
    Past,
    Drafts,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum ListedOrderName {
    Next,
    Latest,
    Title,
    Registered,
}
