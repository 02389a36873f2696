//! Which profile, which sandbox, which key.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use lectern_core::companion::browser::BrowserChoice;
use lectern_core::desk::{Desk, DeskOptions, SandboxEndpoints};
use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::privacy;
use lectern_core::profile::{Profile, ProfileKind, best_key_place};
use lectern_core::profiles::{Shelf, chosen};
use lectern_core::{Chance, SystemClock};
use lectern_domain::secret::Secret;

use crate::data_dir::data_dir;

#[derive(Clone)]
pub struct Where {
    pub profile: Option<PathBuf>,
    pub sandbox: Option<String>,
    pub passphrase_file: Option<PathBuf>,
}

impl Where {
    fn kind(&self) -> ProfileKind {
        if self.sandbox.is_some() { ProfileKind::Sandbox } else { ProfileKind::Real }
    }

    pub fn dir(&self) -> Result<PathBuf, CommandError> {
        if let Some(dir) = &self.profile {
            return Ok(dir.clone());
        }
        Ok(chosen::terminal(&self.shelf()?))
    }

    /// Where the profiles of this kind stand: of sandboxes with --sandbox, else of real accounts.
    pub fn shelf(&self) -> Result<Shelf, CommandError> {
        let data = data_dir().ok_or_else(|| {
            invalid("No data folder is known here (HOME is not set). Name one with --profile.")
        })?;
        let program = match self.kind() {
            ProfileKind::Sandbox => "app.lectern.desktop.sandbox",
            ProfileKind::Real => "app.lectern.desktop",
        };
        Ok(Shelf::new(data.join(program), self.kind()))
    }

    pub fn passphrase(&self) -> Result<Option<Secret<String>>, CommandError> {
        let Some(path) = &self.passphrase_file else { return Ok(None) };
        let text = std::fs::read_to_string(path).map_err(|error| {
            invalid(&format!("The passphrase file {} can't be read: {error}", path.display()))
        })?;
        Ok(Some(Secret::new(text.lines().next().unwrap_or_default().to_owned())))
    }

    /// The desk of this profile. A sandbox profile is made where there is none; a real one by `lectern profile`.
    pub async fn open(&self) -> Result<Desk, CommandError> {
        let sandbox = match &self.sandbox {
            Some(control) => Some(SandboxEndpoints::discover(control).await?),
            None => None,
        };
        let profile = open_profile(&self.dir()?, self.kind())?;
        if profile.kind() == ProfileKind::Sandbox && sandbox.is_none() {
            return Err(invalid("This is a sandbox's profile. Name its sandbox with --sandbox CONTROL-URL."));
        }
        let options = DeskOptions {
            profile,
            passphrase: self.passphrase()?,
            sandbox,
            clock: Arc::new(SystemClock),
            chance: Chance,
            browser: BrowserChoice::of_environment(),
        };
        let desk = Desk::open(options).await?;
        if let Err(error) = privacy::run::take_up(&desk).await {
            tracing::warn!(%error, "an erasing that was cut off could not be gone on with");
        }
        Ok(desk)
    }
}

fn open_profile(dir: &Path, kind: ProfileKind) -> Result<Profile, CommandError> {
    match kind {
        ProfileKind::Sandbox => Ok(Profile::found_or_made(dir, kind, || best_key_place(kind), Chance)?),
        ProfileKind::Real => Ok(Profile::open(dir)?),
    }
}

pub fn invalid(message: &str) -> CommandError {
    CommandError::new(ErrorCode::Invalid, message)
}
