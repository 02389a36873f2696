//! `/me`.

use super::{GraphError, UserGraph};
use crate::transport::Request;
use serde::Deserialize;

/// The signed-in person.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// The object id in the tenant (`oid` of the id token).
    pub id: String,
    pub display_name: Option<String>,
    /// Empty for accounts without a mailbox.
    pub mail: Option<String>,
    pub user_principal_name: Option<String>,
    pub preferred_language: Option<String>,
}

impl UserGraph<'_> {
    /// Who is signed in.
    ///
    /// `GET /me`, `User.Read`. <https://learn.microsoft.com/graph/api/user-get>
    ///
    /// # Errors
    /// [`GraphError::unauthorized`] for a token that has ended.
    pub async fn me(self) -> Result<User, GraphError> {
        self.read(Request::get(self.graph.url("/me")?)).await
    }
}
