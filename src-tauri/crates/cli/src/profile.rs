//! The profile of one's own tenant: made, changed, and brought back from its recovery key.

use lectern_core::clouds::{self, Availability, CloudFeature, CloudView};
use lectern_core::error::CommandError;
use lectern_core::profile::configure::{self, checked};
use lectern_core::profile::{
    CloudName, NewProfile, Profile, ProfileError, ProfileKind, Registration, best_key_place, passphrase,
    recovery, recovery::RecoveryKey, renew,
};
use lectern_core::{Chance, Clock as _, SystemClock, session};
use serde_json::json;

use crate::arguments::{self, NewProfileArgs, ProfileArgs, ProfileWhat};
use crate::opening::{Where, invalid};
use crate::output::{Output, from_stdin};
use crate::profiles;

pub async fn run(at: &Where, args: ProfileArgs, output: Output) -> Result<(), CommandError> {
    let args = match args {
        ProfileArgs { what: Some(what), .. } if profiles::is_one(&what) => {
            return profiles::run(at, what, output).await;
        }
        other => other,
    };
    if at.sandbox.is_some() {
        return Err(invalid("A real profile speaks to its cloud only: leave --sandbox out."));
    }
    match args {
        ProfileArgs { what: Some(ProfileWhat::Recover { .. }), .. } => recover(at, output),
        ProfileArgs { what: Some(ProfileWhat::RecoveryKey { noted }), .. } => {
            let desk = at.open().await?;
            if noted {
                recovery::noted(&desk).await?;
                output.result(&json!({"noted": true}), |_| "It is not shown again.".into());
                return Ok(());
            }
            shown(&recovery::show(&desk).await?, output);
            Ok(())
        }
        ProfileArgs { what: Some(ProfileWhat::Clouds), .. } => {
            output.result(&clouds::all(), |all| all.iter().map(cloud).collect::<Vec<_>>().join("\n"));
            Ok(())
        }
        ProfileArgs { what: Some(ProfileWhat::RenewKey), .. } => {
            let profile = Profile::open(&at.dir()?)?;
            shown(&renew::renew(&profile, at.passphrase()?.as_ref(), Chance, SystemClock.now())?, output);
            Ok(())
        }
        ProfileArgs { new: Some(new), .. } => create_or_change(at, &new, output).await,
        ProfileArgs { .. } => {
            Err(invalid("Name the directory and the application: --tenant and --client-id."))
        }
    }
}

async fn create_or_change(at: &Where, args: &NewProfileArgs, output: Output) -> Result<(), CommandError> {
    let registration = checked(&wished(args.cloud, &args.tenant, &args.client_id))?;
    match Profile::open(&at.dir()?) {
        Ok(found) => {
            configure::configure(&at.open().await?, &registration).await?;
            let told = json!({"id": found.id(), "dir": found.dir(), "changed": true});
            output.result(&told, |_| "Kept the app registration. Next: lectern sign-in".into());
            Ok(())
        }
        Err(ProfileError::Missing(_)) => create(at, args.passphrase, registration, output),
        Err(error) => Err(error.into()),
    }
}

fn create(
    at: &Where,
    under_passphrase: bool,
    registration: Registration,
    output: Output,
) -> Result<(), CommandError> {
    let (kind, dir) = (ProfileKind::Real, at.dir()?);
    let profile = if under_passphrase {
        let word = at
            .passphrase()?
            .ok_or_else(|| invalid("Name the file with the passphrase: --passphrase-file."))?;
        passphrase::create(&dir, kind, Some(registration), &word, Chance)?
    } else {
        let key_place = best_key_place(kind).map_err(|error| session::keychain_failed(&error))?;
        let new = NewProfile {
            name: kind.profile_name().into(),
            kind,
            key_place,
            registration: Some(registration),
        };
        Profile::create(&dir, new, Chance)?
    };
    let made = json!({"id": profile.id(), "dir": profile.dir(), "changed": false});
    output.result(&made, |_| format!("Made a profile in {}. Next: lectern sign-in", profile.dir().display()));
    Ok(())
}

fn cloud(view: &CloudView) -> String {
    let feature = |found: &CloudFeature| {
        let (word, instead) = match found.availability {
            Availability::Available => ("yes", None),
            Availability::Lacking => ("NO", found.instead),
            Availability::NotDocumented => ("not documented", None),
        };
        let instead = instead.map_or_else(String::new, |instead| format!(" {instead}"));
        format!("  {}: {word}.{instead}", found.title)
    };
    let features: Vec<String> = view.features.iter().map(feature).collect();
    format!("{}\n{}", view.title, features.join("\n"))
}

fn shown(key: &RecoveryKey, output: Output) {
    output.result(key, |key| {
        format!(
            "{}\nNote it somewhere else than on this computer, then: lectern profile recovery-key --noted",
            key.groups.join("-")
        )
    });
}

fn recover(at: &Where, output: Output) -> Result<(), CommandError> {
    let key = from_stdin()?;
    let profile = recovery::recover(&at.dir()?, &key, at.passphrase()?.as_ref(), Chance, SystemClock.now())?;
    output.result(&json!({"recovered": profile.id()}), |_| {
        "The key is back, and the profile opens again. Enter the ACS connection string and the mail server's password \
         once more if you used them."
            .into()
    });
    Ok(())
}

pub fn wished(cloud: arguments::CloudName, tenant: &str, client_id: &str) -> Registration {
    let cloud = match cloud {
        arguments::CloudName::Global => CloudName::Global,
        arguments::CloudName::UsGovL4 => CloudName::UsGovL4,
        arguments::CloudName::UsGovL5 => CloudName::UsGovL5,
        arguments::CloudName::China => CloudName::China,
    };
    Registration { cloud, tenant: tenant.to_owned(), client_id: client_id.to_owned() }
}
