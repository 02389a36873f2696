//! What the guide and the doctor understand.

use clap::{Args, ValueEnum};

#[derive(Args)]
pub struct DoctorArgs {
    /// Look at one thing alone, by the id that stands in brackets in the report.
    #[arg(long, value_name = "ID")]
    pub only: Option<String>,
    /// Print what can be passed on to whoever helps: no people, no addresses, nothing secret.
    #[arg(long)]
    pub report: bool,
}

#[derive(Args)]
#[allow(clippy::struct_excessive_bools, reason = "one switch a question")]
pub struct GuideArgs {
    /// People register beforehand, and there is a list of them.
    #[arg(long)]
    pub registers: bool,
    /// Attendees stay in Lectern instead of going to Teams.
    #[arg(long)]
    pub stay_in_app: bool,
    /// How many come at most.
    #[arg(long, value_enum, default_value = "250", value_name = "SIZE")]
    pub size: GuideSizeName,
    /// Teams' registration page, presenters' pages, green room, attendees who only watch.
    #[arg(long)]
    pub webinar_features: bool,
    /// The organizer has Teams Premium.
    #[arg(long)]
    pub teams_premium: bool,
    /// People come who have no work account.
    #[arg(long)]
    pub outsiders: bool,
    #[arg(long)]
    pub sms: bool,
    #[arg(long)]
    pub kiosks: bool,
    #[arg(long, value_enum, default_value = "global")]
    pub cloud: GuideCloudName,
    /// Keep it in the profile: what is recommended, or this level.
    #[arg(long, value_enum, value_name = "LEVEL", num_args = 0..=1, default_missing_value = "recommended")]
    pub choose: Option<GuideLevelName>,
    /// Say what is still to be done for the level that was chosen in this profile. Asks nothing else.
    #[arg(long, conflicts_with = "choose")]
    pub steps: bool,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum GuideSizeName {
    #[value(name = "250")]
    UpTo250,
    #[value(name = "350")]
    UpTo350,
    #[value(name = "1000")]
    UpTo1000,
    More,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum GuideCloudName {
    Global,
    Gcc,
    GccHigh,
    Dod,
    China,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum GuideLevelName {
    Recommended,
    TeamsLinks,
    OwnRegistration,
    Webinar,
}
