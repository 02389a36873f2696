//! Microsoft's retired registration for meetings: off until it is switched on.

use clap::{Args, Subcommand, ValueEnum};
use lectern_core::desk::Desk;
use lectern_core::error::CommandError;
use lectern_core::external_registration::open::{self, ExternalAudience, ExternalProbe};
use lectern_core::external_registration::register::{self, NewExternalPerson};
use lectern_core::external_registration::{ExternalRegistration, close, list, switch};
use serde_json::json;

use crate::output::Output;

#[derive(Subcommand)]
pub enum External {
    /// Use it at all.
    On,
    Off,
    /// Whether the tenant still has it; changes nothing.
    Probe {
        #[arg(long, value_name = "ID")]
        event: String,
    },
    Open {
        #[arg(long, value_name = "ID")]
        event: String,
        #[arg(long, value_enum, default_value = "everyone")]
        allowed: AllowedName,
    },
    /// Register a person and keep the link, which is told only now.
    Add(AddArgs),
    /// The people and their links, and how many the service lists.
    List {
        #[arg(long, value_name = "ID")]
        event: String,
        /// As it is kept here; ask nobody.
        #[arg(long)]
        kept: bool,
    },
    /// Register somebody anew whose link was lost.
    Anew {
        #[arg(long, value_name = "ID")]
        event: String,
        person: String,
        /// Where only the organization may register: the person's object id in Entra.
        #[arg(long)]
        user_id: Option<String>,
    },
    Remove {
        #[arg(long, value_name = "ID")]
        event: String,
        person: String,
    },
    /// Take the registration off the meeting; every link ends.
    Close {
        #[arg(long, value_name = "ID")]
        event: String,
    },
}

#[derive(Args)]
pub struct AddArgs {
    #[arg(long, value_name = "ID")]
    pub event: String,
    /// For the list here; Microsoft is told only an id.
    #[arg(long)]
    pub name: String,
    /// Of somebody in the organization, with --user-id. Default: your own.
    #[arg(long, requires = "user_id")]
    pub tenant_id: Option<String>,
    /// Where only the organization may register: the person's object id in Entra.
    #[arg(long)]
    pub user_id: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum AllowedName {
    Everyone,
    Organization,
}

pub async fn run(desk: &Desk, what: External, output: Output) -> Result<(), CommandError> {
    let told = match what {
        External::On | External::Off => {
            let on = switch::switch(desk, matches!(what, External::On)).await?;
            output.result(&json!({"on": on}), |_| {
                if on {
                    "External registration is on. Microsoft has retired it: ask with `external probe` whether your tenant still has it.".into()
                } else {
                    "External registration is off.".into()
                }
            });
            return Ok(());
        }
        External::Probe { event } => {
            let found = open::probe(desk, &event).await?;
            output.result(&json!({"probe": found}), |_| words(found).into());
            return Ok(());
        }
        External::List { event, kept: false } => {
            let told = list::compared(desk, &event).await?;
            output
                .result(&told, |told| format!("{}\nThe service lists {}.", people(&told.kept), told.listed));
            return Ok(());
        }
        External::List { event, .. } => list::kept(desk, &event).await?,
        External::Open { event, allowed } => {
            let audience = match allowed {
                AllowedName::Everyone => ExternalAudience::Everyone,
                AllowedName::Organization => ExternalAudience::Organization,
            };
            open::open(desk, &event, audience).await?
        }
        External::Add(AddArgs { event, name, tenant_id, user_id }) => {
            register::register(desk, &event, NewExternalPerson { name, tenant_id, user_id }).await?
        }
        External::Anew { event, person, user_id } => register::anew(desk, &event, &person, user_id).await?,
        External::Remove { event, person } => register::remove(desk, &event, &person).await?,
        External::Close { event } => close::close(desk, &event).await?,
    };
    output.result(&told, people);
    Ok(())
}

fn words(found: ExternalProbe) -> &'static str {
    match found {
        ExternalProbe::Open => "This meeting has an external registration: the tenant still has it.",
        ExternalProbe::Retired => {
            "The tenant has no external registration any more. Register people with Lectern, or make a webinar."
        }
        ExternalProbe::Undecided => {
            "Not answered: this meeting has none, and only opening one can tell whether the tenant still has it."
        }
    }
}

fn people(told: &ExternalRegistration) -> String {
    let whom = match told.audience {
        _ if !told.open => "Not open.",
        Some(ExternalAudience::Organization) => "Open to your organization.",
        Some(ExternalAudience::Everyone) => "Open to everyone.",
        None => "Open.",
    };
    let mut lines = vec![whom.to_owned()];
    lines.extend(told.people.iter().map(|one| {
        let link = one.join_url.as_deref().unwrap_or("its link was lost: `external anew`");
        format!("{}  {}  {link}", one.id, one.name)
    }));
    lines.join("\n")
}
