//! Azure Communication Services: identities, tokens, email.
//!
//! Every call is signed with the resource's key (HMAC) or a service principal's token, so none of this may run where an
//! attendee's build runs. Facts: <https://learn.microsoft.com/rest/api/communication/>.

mod connection_string;
mod emails;
mod error;
mod identities;
mod principal;
mod signature;

pub use connection_string::{ConnectionString, ConnectionStringError, read_endpoint};
pub use emails::{
    Attachment, Email, EmailAddress, EmailContent, EmailRecipients, Emails, MAX_RECIPIENTS, OperationError,
    OperationState, OperationStatus, SendAccepted,
};
pub use error::{AcsError, AcsServiceError};
pub use identities::{AcsToken, EntraPerson, Identities, NewIdentity, Scope, exchange_entra_token};
pub use principal::Principal;

use crate::ambient::Clock;
use crate::secret::AccessKey;
use crate::transport::{Request, Response, Transport};
use serde::de::DeserializeOwned;
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// One ACS resource.
#[derive(Debug, Clone)]
pub struct Acs {
    transport: Transport,
    /// Without a slash at its end.
    root: String,
    credential: Arc<Credential>,
    clock: Clock,
}

#[derive(Debug)]
enum Credential {
    Key(AccessKey),
    Principal(Box<Principal>),
}

impl Acs {
    /// Signs with the resource's key. `clock` gives `x-ms-date`, which must be close to the service's own time.
    pub fn new(transport: Transport, connection: ConnectionString, clock: Clock) -> Self {
        let root = root(connection.endpoint());
        Self { transport, root, credential: Arc::new(Credential::Key(connection.into_key())), clock }
    }

    /// Speaks as a service principal.
    pub fn by_principal(transport: Transport, endpoint: &Url, principal: Principal, clock: Clock) -> Self {
        let credential = Arc::new(Credential::Principal(Box::new(principal)));
        Self { transport, root: root(endpoint), credential, clock }
    }

    /// The same resource, by another clock: a signature then holds that clock's time.
    #[must_use]
    pub fn by_clock(&self, clock: Clock) -> Self {
        Self { clock, ..self.clone() }
    }

    /// The same resource, for whoever would rather be told of a pause than wait for longer than this.
    #[must_use]
    pub fn with_max_wait(&self, max_wait: Duration) -> Self {
        Self { transport: self.transport.with_max_wait(max_wait), ..self.clone() }
    }

    /// A service principal signs, not the resource's key.
    pub fn is_by_principal(&self) -> bool {
        matches!(&*self.credential, Credential::Principal(_))
    }

    /// The resource's address, as a join screen is told it.
    pub fn endpoint(&self) -> &str {
        &self.root
    }

    /// Identities and their tokens.
    pub fn identities(&self) -> Identities<'_> {
        Identities::new(self)
    }

    /// Sending mail.
    pub fn emails(&self) -> Emails<'_> {
        Emails::new(self)
    }

    /// An address on the resource; `path` is encoded already.
    fn url(&self, path: &str, api_version: &str) -> Result<Url, AcsError> {
        Url::parse(&format!("{}{path}?api-version={api_version}", self.root)).map_err(|_| AcsError::Id)
    }

    async fn send(&self, request: Request) -> Result<Response, AcsError> {
        let answer = match &*self.credential {
            Credential::Principal(principal) => self.send_as(principal, request).await?,
            Credential::Key(_) => {
                let (credential, clock) = (self.credential.clone(), self.clock.clone());
                let signed = request.signed_by(move |request| match &*credential {
                    Credential::Key(key) => signature::headers(request, key, clock.now()),
                    Credential::Principal(_) => Ok(reqwest::header::HeaderMap::new()),
                });
                self.transport.send(&signed).await?
            }
        };
        if answer.is_success() { Ok(answer) } else { Err(AcsServiceError::from_answer(&answer).into()) }
    }

    /// Where the token is turned down, once more with a new one: a 401 says that nothing was done.
    async fn send_as(&self, principal: &Principal, request: Request) -> Result<Response, AcsError> {
        let token = principal.token(&self.clock).await?;
        let answer = self.transport.send(&request.clone().bearer(&token)?).await?;
        if answer.status != 401 {
            return Ok(answer);
        }
        principal.turned_down(&token).await;
        let fresh = principal.token(&self.clock).await?;
        Ok(self.transport.send(&request.bearer(&fresh)?).await?)
    }

    async fn read<T: DeserializeOwned>(&self, request: Request) -> Result<T, AcsError> {
        Ok(self.send(request).await?.json()?)
    }
}

fn root(endpoint: &Url) -> String {
    endpoint.as_str().trim_end_matches('/').to_owned()
}
