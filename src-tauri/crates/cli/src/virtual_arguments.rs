//! What `lectern webinars` and `lectern town-halls` understand.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use crate::arguments::FoldName;

#[derive(Subcommand)]
pub enum VirtualEvents {
    /// Make a draft. Repeating the command is safe.
    Create(CreateArgs),
    List,
    /// As Teams says it stands now; --kept asks nobody.
    Show {
        id: String,
        #[arg(long)]
        kept: bool,
    },
    /// Change it. What is not named stays; what was edited in Teams meanwhile is left alone, unless --overwrite is given.
    Edit(EditArgs),
    /// Let people see it.
    Publish {
        id: String,
    },
    /// Call it off, for good.
    Cancel {
        id: String,
    },
    /// Who may run it with you: --set these and nobody else, --none nobody, --add and --remove one; without any, who it
    /// is now.
    CoOrganizers(CoOrganizersArgs),
    /// Who speaks.
    #[command(subcommand)]
    Presenters(Presenters),
    /// Who is invited (town halls for your own organization); without a change, who it is now.
    Invited(InvitedArgs),
    /// Those that were made in Teams and are no events here; --kept asks nobody.
    Offers {
        #[arg(long)]
        kept: bool,
    },
    /// Take one over that was made in Teams, by the id that `offers` shows. Nothing of it is changed. Safe to repeat.
    Adopt {
        id: String,
    },
    /// The same again: a draft a week or more later, with its questions.
    Duplicate(CopyArgs),
    /// Kept forms of webinars and town halls.
    #[command(subcommand)]
    Template(VirtualTemplates),
    /// What people are asked when they register (webinars).
    #[command(subcommand)]
    Questions(Questions),
    /// Who was there, after the event.
    Attendance {
        id: String,
        /// As it was read last; asks nobody.
        #[arg(long)]
        kept: bool,
        /// Also into this CSV file.
        #[arg(long, value_name = "FILE")]
        csv: Option<PathBuf>,
    },
    /// Who is on Teams' list, also by its own page (webinars; with an application's credential). Run it again after a kill:
    /// it goes on.
    Registrations(RegistrationsArgs),
    /// Put people from outside on the list and get each one's own link (webinars; with an application's credential).
    Enrol(EnrolArgs),
    /// Take people off the list again: those named, or --everybody who was enrolled from here.
    Withdraw(WithdrawArgs),
    /// How much Teams lets the application do, in how many seconds: 15 writes and 750 reads in 30 s, by one source only.
    Limits(LimitsArgs),
    /// The application that may enrol outsiders, in this machine's keychain.
    #[command(subcommand)]
    Application(Application),
}

#[derive(Args)]
pub struct CoOrganizersArgs {
    pub id: String,
    /// The directory's id of somebody in the organization, or the name or address of somebody whom Teams has named here;
    /// give it once for each.
    #[arg(long, value_name = "WHO", conflicts_with = "none")]
    pub set: Vec<String>,
    #[arg(long)]
    pub none: bool,
    #[arg(long, value_name = "WHO", conflicts_with_all = ["set", "none"])]
    pub add: Vec<String>,
    /// By the directory's id.
    #[arg(long, value_name = "GUID", conflicts_with_all = ["set", "none"])]
    pub remove: Vec<String>,
}

#[derive(Args)]
pub struct InvitedArgs {
    pub id: String,
    /// Whoever is not invited can't watch.
    #[arg(long, conflicts_with = "everybody")]
    pub only: bool,
    /// Everybody of the organization can watch.
    #[arg(long)]
    pub everybody: bool,
    /// The directory's id of somebody in the organization, or the name or address of somebody whom Teams has named here.
    #[arg(long, value_name = "WHO")]
    pub add: Vec<String>,
    /// By the directory's id.
    #[arg(long, value_name = "GUID")]
    pub remove: Vec<String>,
}

#[derive(Args)]
pub struct CopyArgs {
    pub id: String,
    /// Another local start, as in 2026-12-01T18:00; the end moves along.
    #[arg(long)]
    pub start: Option<String>,
    /// Its presenters, co-organizers and invited people too: Teams writes to them.
    #[arg(long)]
    pub with_people: bool,
}

#[derive(Subcommand)]
pub enum VirtualTemplates {
    List,
    /// Keep an event's form, questions and people under a name.
    Save {
        event: String,
        #[arg(long)]
        name: String,
    },
    /// Make a draft from one.
    Use(CopyArgs),
    Remove {
        id: String,
    },
}

#[derive(Args)]
pub struct CreateArgs {
    #[arg(long)]
    pub title: String,
    #[arg(long, default_value = "")]
    pub description: String,
    /// Local start in the zone, as in 2026-12-01T18:00.
    #[arg(long)]
    pub start: String,
    #[arg(long)]
    pub end: String,
    /// IANA name, as in Europe/Paris.
    #[arg(long)]
    pub zone: String,
    #[arg(long, value_enum)]
    pub fold: Option<FoldName>,
    #[arg(long, value_enum, default_value = "everyone")]
    pub audience: AudienceName,
    /// Teams shall not mail attendees by itself.
    #[arg(long)]
    pub no_attendee_mail: bool,
    /// A name of your own for this creation, as for `events create`.
    #[arg(long, value_name = "UUID")]
    pub request_id: Option<String>,
    /// Make a second one with the same words and times.
    #[arg(long, conflicts_with = "request_id")]
    pub new: bool,
}

#[derive(Args)]
pub struct EditArgs {
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
    #[arg(long, value_enum)]
    pub audience: Option<AudienceName>,
    /// Also over what was edited in Teams meanwhile; without it such a change is refused.
    #[arg(long)]
    pub overwrite: bool,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum AudienceName {
    Everyone,
    Organization,
}

#[derive(Subcommand)]
pub enum Presenters {
    List {
        id: String,
    },
    /// A member by --user-id, or a guest by --name and --email.
    Add(PresenterArgs),
    /// Change how somebody is introduced (webinars). What is not named stays; "" takes it away.
    Edit(PresenterEditArgs),
    Remove {
        id: String,
        presenter: String,
    },
}

#[derive(Args)]
pub struct PresenterArgs {
    pub id: String,
    /// The directory's id of somebody in the organization.
    #[arg(long, value_name = "GUID", conflicts_with_all = ["name", "email"])]
    pub user_id: Option<String>,
    #[arg(long, requires = "email")]
    pub name: Option<String>,
    #[arg(long, requires = "name")]
    pub email: Option<String>,
    #[arg(long)]
    pub job_title: Option<String>,
    #[arg(long)]
    pub company: Option<String>,
    #[arg(long)]
    pub bio: Option<String>,
    #[arg(long, value_name = "URL")]
    pub linked_in: Option<String>,
}

#[derive(Args)]
pub struct PresenterEditArgs {
    pub id: String,
    pub presenter: String,
    #[arg(long)]
    pub job_title: Option<String>,
    #[arg(long)]
    pub company: Option<String>,
    #[arg(long)]
    pub bio: Option<String>,
    #[arg(long, value_name = "URL")]
    pub linked_in: Option<String>,
    /// Also over what was edited in Teams meanwhile; without it such a change is refused.
    #[arg(long)]
    pub overwrite: bool,
}

#[derive(Subcommand)]
pub enum Questions {
    List {
        id: String,
    },
    /// One that Teams brings along (--predefined), or one of your own (--text).
    #[command(group = clap::ArgGroup::new("question").required(true).args(["predefined", "text"]))]
    Add {
        id: String,
        #[arg(long, value_enum)]
        predefined: Option<PredefinedName>,
        #[arg(long)]
        text: Option<String>,
        #[arg(long, value_enum, default_value = "text")]
        answer: AnswerName,
        /// An answer to choose; give it once for each.
        #[arg(long)]
        choice: Vec<String>,
        #[arg(long)]
        required: bool,
    },
    Remove {
        id: String,
        question: String,
    },
}

#[derive(Clone, Copy, ValueEnum)]
pub enum PredefinedName {
    Street,
    City,
    State,
    PostalCode,
    CountryOrRegion,
    Industry,
    JobTitle,
    Organization,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum AnswerName {
    Text,
    MultilineText,
    SingleChoice,
    MultiChoice,
    Boolean,
}

#[derive(Args)]
pub struct EnrolArgs {
    pub id: String,
    /// A CSV file or workbook with names and addresses, and a column for each question, headed by its words.
    #[arg(long, alias = "from", value_name = "FILE", conflicts_with_all = ["first_name", "last_name", "email", "event"])]
    pub people: Option<PathBuf>,
    /// Everybody who is registered for this event of yours.
    #[arg(long, value_name = "ID", conflicts_with_all = ["first_name", "last_name", "email"])]
    pub event: Option<String>,
    #[arg(long, requires = "email")]
    pub first_name: Option<String>,
    #[arg(long, requires = "email")]
    pub last_name: Option<String>,
    #[arg(long, requires_all = ["first_name", "last_name"])]
    pub email: Option<String>,
    /// What they say to a question of the webinar's, as in "Which track?=Red"; give it once for each answer.
    #[arg(long, value_name = "QUESTION=ANSWER", requires = "email")]
    pub answer: Vec<String>,
    /// Tell how the enrolments stand; ask nobody.
    #[arg(long)]
    pub kept: bool,
    /// Enrol nobody more: whoever was not sent yet is let go.
    #[arg(long, conflicts_with_all = ["people", "event", "email", "kept"])]
    pub give_up: bool,
    /// A line for each step (with --json, an object for each): how far it is, and when it will be done.
    #[arg(long)]
    pub progress: bool,
}

#[derive(Args)]
pub struct RegistrationsArgs {
    pub id: String,
    /// As it was read last; asks nobody.
    #[arg(long)]
    pub kept: bool,
    /// Show only these. With --csv all are in the file.
    #[arg(long, value_enum)]
    pub status: Option<StatusName>,
    /// Show only whose name or address has words that begin so.
    #[arg(long, value_name = "WORDS", default_value = "")]
    pub search: String,
    /// Everybody also into this file: CSV, or a workbook where it ends in .xlsx.
    #[arg(long, value_name = "FILE")]
    pub csv: Option<PathBuf>,
    /// A line for each page (with --json, an object for each).
    #[arg(long, conflicts_with = "kept")]
    pub progress: bool,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum StatusName {
    Registered,
    Waitlisted,
    PendingApproval,
    Rejected,
    Cancelled,
}

#[derive(Args)]
pub struct WithdrawArgs {
    pub id: String,
    /// Give it once for each.
    #[arg(long, value_name = "ADDRESS", required_unless_present_any = ["everybody", "keep"])]
    pub email: Vec<String>,
    #[arg(long, conflicts_with = "email")]
    pub everybody: bool,
    /// Leave those on it whom Teams has not taken off yet.
    #[arg(long, conflicts_with_all = ["email", "everybody"])]
    pub keep: bool,
    /// A line for each step (with --json, an object for each).
    #[arg(long)]
    pub progress: bool,
}

#[derive(Args)]
pub struct LimitsArgs {
    #[arg(long)]
    pub writes: Option<u32>,
    #[arg(long)]
    pub reads: Option<u32>,
    #[arg(long)]
    pub seconds: Option<u32>,
}

#[derive(Subcommand)]
pub enum Application {
    /// Keep an app registration and its secret in this machine's keychain.
    Set {
        #[arg(long)]
        tenant: String,
        #[arg(long)]
        client_id: String,
        /// Read the secret from standard input, where no list of processes shows it.
        #[arg(long, required = true)]
        secret_stdin: bool,
    },
    Show,
    Remove,
}
