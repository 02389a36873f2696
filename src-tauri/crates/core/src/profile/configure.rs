//! "This is the app registration that we sign in with": cloud, directory and application of a real profile. A sandbox
//! brings its own, and never takes another.

use uuid::Uuid;

use super::{Profile, ProfileError, ProfileKind, Registration};
use crate::desk::{Desk, blocking};
use crate::error::{CommandError, DeskError, ErrorCode};
use crate::sign_in::sign_out;

#[derive(Debug, thiserror::Error)]
pub enum ConfigureError {
    #[error("A sandbox has its own stand-in for Microsoft. Enter an app registration in a real profile.")]
    Sandbox,
    #[error(
        "{0:?} is no directory (tenant) id and no domain. The id is on the app registration's overview page, as in 2f4a9838-26b7-47ee-be60-ccc1fdec5953; a verified domain such as contoso.com will do too."
    )]
    Tenant(String),
    #[error("Accounts of “{0}” have no Teams events. Enter the id or a domain of your own directory.")]
    NoOrganization(String),
    #[error(
        "{0:?} is no application (client) id. It is on the app registration's overview page, as in 535fb089-9ff3-47b6-9bfb-4f1264799865."
    )]
    ClientId(String),
    #[error(transparent)]
    Profile(#[from] ProfileError),
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<ConfigureError> for CommandError {
    fn from(error: ConfigureError) -> Self {
        let told = error.to_string();
        match error {
            ConfigureError::Desk(inner) => inner.into(),
            ConfigureError::Profile(inner) => inner.into(),
            ConfigureError::Sandbox => Self::new(ErrorCode::Refused, told),
            ConfigureError::Tenant(_) | ConfigureError::NoOrganization(_) => {
                Self::new(ErrorCode::Invalid, told).on("tenant")
            }
            ConfigureError::ClientId(_) => Self::new(ErrorCode::Invalid, told).on("clientId"),
        }
    }
}

/// As people paste it: with blanks around, and in braces.
pub fn checked(wish: &Registration) -> Result<Registration, ConfigureError> {
    let tidy = |text: &str| text.trim().trim_matches(['{', '}']).to_lowercase();
    let (tenant, client_id) = (tidy(&wish.tenant), tidy(&wish.client_id));
    if matches!(tenant.as_str(), "common" | "consumers") {
        return Err(ConfigureError::NoOrganization(tenant));
    }
    if Uuid::try_parse(&tenant).is_err() && tenant != "organizations" && !is_domain(&tenant) {
        return Err(ConfigureError::Tenant(wish.tenant.trim().to_owned()));
    }
    if Uuid::try_parse(&client_id).is_err() {
        return Err(ConfigureError::ClientId(wish.client_id.trim().to_owned()));
    }
    Ok(Registration { cloud: wish.cloud, tenant, client_id })
}

fn is_domain(text: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.contains('.') && text.len() <= 253 && text.split('.').all(label)
}

/// Writes it into the profile. The desk has to be opened again to use it. An account that signed in by another
/// registration is signed out first: its tokens are of no use to this one. What is planned stays.
pub async fn configure(desk: &Desk, wish: &Registration) -> Result<(), ConfigureError> {
    if desk.profile().kind() == ProfileKind::Sandbox {
        return Err(ConfigureError::Sandbox);
    }
    let registration = checked(wish)?;
    if desk.profile().registration() == Some(&registration) {
        return Ok(());
    }
    sign_out::sign_out(desk).await?;
    let dir = desk.profile().dir().to_owned();
    Ok(blocking(move || {
        // As it is now: it may have been renamed since the desk was opened.
        let mut profile = Profile::open(&dir)?;
        profile.file.registration = Some(registration);
        profile.save()
    })
    .await??)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::CloudName;

    const ID: &str = "535fb089-9ff3-47b6-9bfb-4f1264799865";

    fn wish(tenant: &str, client_id: &str) -> Registration {
        Registration { cloud: CloudName::Global, tenant: tenant.into(), client_id: client_id.into() }
    }

    #[test]
    fn what_people_paste_is_tidied_and_what_cannot_be_is_refused_with_its_field() {
        let tidy = checked(&wish(" Contoso.onmicrosoft.com\n", &format!("{{{}}}", ID.to_uppercase())));
        assert_eq!(tidy.expect("a domain and an id"), wish("contoso.onmicrosoft.com", ID));
        assert!(checked(&wish(ID, ID)).is_ok(), "a directory's id is the usual way");
        for (tenant, client_id, field) in [
            ("", ID, "tenant"),
            ("contoso", ID, "tenant"),
            ("contoso..com", ID, "tenant"),
            ("contoso.com/evil", ID, "tenant"),
            ("common", ID, "tenant"),
            ("consumers", ID, "tenant"),
            ("contoso.com", "my app", "clientId"),
            ("contoso.com", "", "clientId"),
        ] {
            let error: CommandError =
                checked(&wish(tenant, client_id)).expect_err("cannot be a registration").into();
            assert_eq!(
                error.field.as_deref(),
                Some(field),
                "{tenant:?} {client_id:?}: the form marks this field"
            );
        }
    }
}
