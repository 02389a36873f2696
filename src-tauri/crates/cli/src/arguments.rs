//! What `lectern` understands.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use lectern_domain::device::DeviceRole;

mod data;
mod guide;
mod many;
mod registration;
mod trusted;

pub use crate::event_arguments::{
    ChangeArgs, EventListArgs, Events, FoldName, KindName, ListedOrderName, ListedStateName, ListedTimeName,
    TellArgs, TemplateWhat,
};
use crate::external::External;
use crate::privacy::Privacy;
use crate::virtual_arguments::VirtualEvents;
pub use data::{BackupArgs, HeldName, RestoreArgs};
pub use guide::{DoctorArgs, GuideArgs, GuideCloudName, GuideLevelName, GuideSizeName};
pub use many::{EditWhat, NameFixName, Whom};
pub use registration::{
    AddArgs, ListArgs, ModeName, OrderName, Registrants, Registration, SettingsArgs, StatusName,
};
pub use trusted::ServiceWhat;

#[derive(Parser)]
#[command(
    name = "lectern",
    version,
    about = "Microsoft Teams events, from the invitation to the door",
    propagate_version = true,
    after_help = "Exit codes: 0 ok, 2 usage, 3 sign-in needed, 4 refused, 5 a service or Lectern itself failed (a demo \
                  that does not prove itself too), 6 not found."
)]
pub struct Lectern {
    /// The profile's folder. Default: one per kind in your data folder.
    #[arg(long, global = true, value_name = "DIR", env = "LECTERN_PROFILE")]
    pub profile: Option<PathBuf>,
    /// A running sandbox, by the address of its control door. Makes (and needs) a profile of kind sandbox.
    #[arg(long, global = true, value_name = "CONTROL-URL")]
    pub sandbox: Option<String>,
    /// A file whose first line is the passphrase of a profile that has one.
    #[arg(long, global = true, value_name = "FILE", env = "LECTERN_PASSPHRASE_FILE")]
    pub passphrase_file: Option<PathBuf>,
    /// One JSON object on standard output, camelCase; errors as {code,message,retryAfter} on standard error.
    #[arg(long, global = true)]
    pub json: bool,
    #[command(subcommand)]
    pub what: What,
}

#[derive(Subcommand)]
pub enum What {
    /// Run the local stand-in for Entra, Graph and ACS until it is stopped.
    Sandbox(SandboxArgs),
    /// Run the trusted service of this profile until it is stopped: registration pages, tickets, paired desks.
    Serve(ServeArgs),
    /// Make a profile for your own tenant, or change its app registration.
    Profile(ProfileArgs),
    /// The key of your ACS resource on this machine, for guests who join here and for ACS Email.
    #[command(subcommand)]
    Acs(AcsWhat),
    /// Trusted services that turn tickets into passes.
    #[command(subcommand)]
    Service(ServiceWhat),
    /// How confirmations leave.
    #[command(subcommand)]
    Channel(ChannelWhat),
    /// Sign in as the account that this profile belongs to.
    SignIn(SignInArgs),
    /// Forget the account's tokens on this machine.
    SignOut,
    /// Events on the calendar.
    #[command(subcommand)]
    Events(Events),
    /// Webinars: Teams keeps the list and lets people in.
    #[command(subcommand)]
    Webinars(VirtualEvents),
    /// Town halls, for many who listen.
    #[command(subcommand)]
    TownHalls(VirtualEvents),
    /// Legacy: Microsoft's retired registration for meetings.
    #[command(subcommand)]
    External(External),
    /// Who may come, and how.
    #[command(subcommand)]
    Registration(Registration),
    /// The people on an event's list.
    #[command(subcommand)]
    Registrants(Registrants),
    /// Say what a link is and what can be done with it.
    Link(LinkArgs),
    /// Decide how a link or ticket can be joined here, and get a token where it can.
    Join(JoinArgs),
    /// The outbox.
    #[command(subcommand)]
    Messages(Messages),
    /// What is kept of one person: shown to them, or erased; and how long an event's people are kept.
    #[command(subcommand)]
    Privacy(Privacy),
    /// Check this computer, account, permissions, Teams, guests' way in and mail, and say how to mend each.
    Doctor(DoctorArgs),
    /// Which integration do you need? From what you need to a level, with what it costs, takes and cannot do.
    Guide(GuideArgs),
    /// Ask what the documentation leaves open: of your own tenant and ACS resource, or of a sandbox. Says first what it
    /// will create, and deletes it afterwards.
    Probe(ProbeArgs),
    /// Write all of this profile's data into one encrypted file, while everybody works on.
    Backup(BackupArgs),
    /// Bring such a file back. It is checked whole before anything is touched, and what is here is kept aside.
    Restore(RestoreArgs),
    /// The whole job on a sandbox: sign in, schedule, register, confirm, join.
    Demo,
}

#[derive(Args)]
pub struct SandboxArgs {
    /// 127.0.0.1:PORT: Entra there, Graph, ACS and the control door on the next three. Default: free ports.
    #[arg(long, value_name = "ADDR")]
    pub listen: Option<SocketAddr>,
    /// Serve TLS under a generated authority (its certificate's path is `ca` in the ready file).
    #[arg(long)]
    pub https: bool,
    /// Written (mode 0600) once it serves: where everything is.
    #[arg(long, value_name = "FILE")]
    pub ready_file: Option<PathBuf>,
    /// Keep the world in this file over restarts.
    #[arg(long, value_name = "FILE")]
    pub state_file: Option<PathBuf>,
    /// Answer as the report of a probe (`lectern probe --report`) found a real tenant to answer.
    #[arg(long, value_name = "FILE")]
    pub answers: Option<PathBuf>,
}

#[derive(Args)]
pub struct ServeArgs {
    /// Its settings (TOML). What the environment sets is over it.
    #[arg(long, value_name = "FILE", env = "LECTERN_SERVICE_CONFIG")]
    pub config: Option<PathBuf>,
    /// Print a code by which one more desk can be paired, and end; a service that runs need not be stopped.
    #[arg(long)]
    pub new_code: bool,
    /// What the code makes a desk.
    #[arg(long, value_enum, default_value = "organizer", requires = "new_code")]
    pub role: RoleName,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum RoleName {
    Owner,
    Organizer,
}

impl From<RoleName> for DeviceRole {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Owner => Self::Owner,
            RoleName::Organizer => Self::Organizer,
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
pub enum CloudName {
    Global,
    UsGovL4,
    UsGovL5,
    China,
}

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct ProfileArgs {
    #[command(flatten)]
    pub new: Option<NewProfileArgs>,
    #[command(subcommand)]
    pub what: Option<ProfileWhat>,
}

#[derive(Args)]
pub struct NewProfileArgs {
    /// The directory (tenant) id or a verified domain.
    #[arg(long, required = true)]
    pub tenant: String,
    /// The application (client) id of your app registration.
    #[arg(long, required = true)]
    pub client_id: String,
    #[arg(long, value_enum, default_value = "global")]
    pub cloud: CloudName,
    /// Keep the key under a passphrase (from --passphrase-file) instead of the system's keychain.
    #[arg(long)]
    pub passphrase: bool,
}

#[derive(Args)]
pub struct AddProfileArgs {
    /// Default: called as the account that signs in.
    #[arg(long)]
    pub name: Option<String>,
    /// The directory (tenant) id or a verified domain. Not for a sandbox, which brings its own.
    #[arg(long, requires = "client_id")]
    pub tenant: Option<String>,
    /// The application (client) id of your app registration.
    #[arg(long, requires = "tenant")]
    pub client_id: Option<String>,
    #[arg(long, value_enum, default_value = "global")]
    pub cloud: CloudName,
}

#[derive(Subcommand)]
pub enum ProfileWhat {
    /// Put the key back from the recovery key: into the keychain, or under a passphrase with --passphrase-file.
    Recover {
        /// Read the recovery key from standard input, where no list of processes shows it.
        #[arg(long, required = true)]
        key_stdin: bool,
    },
    /// Show the recovery key, as long as nobody has said that it is noted.
    RecoveryKey {
        /// It is noted: from now on it is not shown.
        #[arg(long)]
        noted: bool,
    },
    /// What each of Microsoft's clouds has, and what it lacks.
    Clouds,
    /// Make a new recovery key: the old one opens nothing any more. Nobody else may have the profile open.
    RenewKey,
    /// The accounts on this computer (with --sandbox URL: the sandboxes).
    List,
    /// One more account beside the others, in a folder of its own. It becomes the one that is meant only by `use`.
    Add(AddProfileArgs),
    /// Give it another name. Its folder and its id stay.
    Rename {
        #[arg(value_name = "ACCOUNT")]
        account: String,
        /// Empty: called as its account is.
        name: String,
    },
    /// Take it off this computer with everything: data, copies beside it, keychain entries. Says first what is lost.
    Remove {
        #[arg(value_name = "ACCOUNT")]
        account: String,
        /// Go ahead without a question.
        #[arg(long)]
        yes: bool,
    },
    /// From now on it is meant where no --profile is given; the window starts with it too.
    Use {
        #[arg(value_name = "ACCOUNT")]
        account: String,
    },
}

#[derive(Subcommand)]
pub enum AcsWhat {
    /// Keep the connection string in this machine's keychain. It is never shown again.
    Set {
        /// Read it from standard input, where no list of processes shows it.
        #[arg(long, required = true)]
        stdin: bool,
    },
    /// Keep a service principal with a role on the resource instead; its secret goes into the keychain.
    SetPrincipal {
        /// https://<resource>.communication.azure.com
        #[arg(long)]
        endpoint: String,
        #[arg(long)]
        tenant: String,
        #[arg(long)]
        client_id: String,
        /// Read the secret from standard input, where no list of processes shows it.
        #[arg(long, required = true)]
        secret_stdin: bool,
    },
    /// Let work accounts join as themselves: a preview of Microsoft's, off unless it is switched on here.
    EntraUsers {
        #[arg(long, conflicts_with = "off", required_unless_present = "off")]
        on: bool,
        #[arg(long)]
        off: bool,
        /// The resource that the accounts are assigned to. Default: the one whose key this machine holds.
        #[arg(long, requires = "on")]
        endpoint: Option<String>,
    },
    /// Take it away from this machine.
    Remove,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum SecurityName {
    Tls,
    StartTls,
    None,
}

#[derive(Subcommand)]
pub enum ChannelWhat {
    /// How mail leaves now.
    Show,
    /// By Azure Communication Services Email.
    AcsEmail {
        /// A sender of a verified domain of the resource, as in DoNotReply@contoso.com.
        #[arg(long)]
        sender: String,
    },
    /// By a mail server of your own.
    Smtp {
        #[arg(long)]
        host: String,
        #[arg(long, default_value_t = 587)]
        port: u16,
        #[arg(long, value_enum, default_value = "start-tls")]
        security: SecurityName,
        #[arg(long)]
        user: Option<String>,
        #[arg(long)]
        sender: String,
        /// Read the password's line from standard input. It goes into the keychain.
        #[arg(long)]
        password_stdin: bool,
    },
    /// Send one mail to yourself, the way confirmations go.
    Test {
        /// Default: the account's own address.
        #[arg(long)]
        to: Option<String>,
    },
}

#[derive(Args)]
pub struct SignInArgs {
    /// The device authorization grant: a code to enter on any device (the default in a terminal).
    #[arg(long, conflicts_with = "browser")]
    pub device_code: bool,
    /// The system's browser and a loopback redirect.
    #[arg(long)]
    pub browser: bool,
}

#[derive(Args)]
pub struct LinkArgs {
    pub link: String,
    #[arg(long)]
    pub passcode: Option<String>,
}

#[derive(Args)]
pub struct JoinArgs {
    #[arg(value_name = "LINK-OR-CODE")]
    pub input: String,
    #[arg(long)]
    pub passcode: Option<String>,
    #[arg(long, default_value = "Guest")]
    pub name: String,
    /// As whom: a guest, the signed-in account as Teams knows it, or as a work account (a preview; calls only both).
    #[arg(long = "as", value_enum, default_value = "guest")]
    pub joins_as: JoinAsName,
    /// Send the ticket to the service of this host, which its link names.
    #[arg(long, value_name = "HOST")]
    pub confirm_service: Option<String>,
    /// Print the token too. It lets its holder join as this guest.
    #[arg(long)]
    pub show_token: bool,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum JoinAsName {
    Guest,
    Teams,
    Entra,
}

#[derive(Args)]
pub struct ProbeArgs {
    /// Go ahead with what it will create, without a question.
    #[arg(long)]
    pub yes: bool,
    /// The join link of a meeting that somebody else of your organization has scheduled, to ask how Graph answers one
    /// who is not its organizer.
    #[arg(long, value_name = "URL")]
    pub others_link: Option<String>,
    /// A published webinar of yours, as `events list` names it, to ask what your own token sees of its registrations.
    /// You are registered for it, and taken off again.
    #[arg(long, value_name = "EVENT")]
    pub webinar: Option<String>,
    /// Save the report as JSON: no secrets and no people are in it. `lectern sandbox --answers` takes it.
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Asks nothing: completes the last report by whether one mail about the repeated operation id came, or two.
    #[arg(long, value_enum, value_name = "HOW MANY", conflicts_with_all = ["yes", "others_link", "webinar"])]
    pub arrived: Option<ArrivedName>,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum ArrivedName {
    One,
    Two,
}

#[derive(Subcommand)]
pub enum Messages {
    /// Send what is due, until nothing is.
    Run,
    List {
        #[arg(long, value_name = "ID")]
        event: String,
        #[arg(long, default_value_t = 0)]
        offset: u32,
        #[arg(long, default_value_t = 50)]
        limit: u32,
    },
    /// Messages of a copy that was brought back: they may have been sent since it was made, so none goes by itself.
    Held {
        /// Decide about all of them.
        #[arg(long, value_enum)]
        release: Option<HeldName>,
    },
    /// Decide about a message whose fate is not known.
    Resolve {
        id: String,
        #[arg(long = "as", value_enum)]
        decision: ResolutionName,
    },
}

#[derive(Clone, Copy, ValueEnum)]
pub enum ResolutionName {
    Delivered,
    Skipped,
    Again,
}
