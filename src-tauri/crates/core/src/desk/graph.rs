//! Calls to Graph: with a token, once more with a new one where the service turned the first one down, and with its
//! refusals in the desk's words.

use lectern_microsoft::AccessToken;
use lectern_microsoft::graph::{Graph, GraphError};

use super::Desk;
use crate::error::DeskError;
use crate::sign_in::tokens::{self, ResourceError};

const SERVICE: &str = "Microsoft Graph";

/// A call to Graph that did not work: before it was made, or by its answer.
#[derive(Debug, thiserror::Error)]
pub enum GraphFailure {
    #[error(transparent)]
    Desk(#[from] DeskError),
    #[error(transparent)]
    Graph(GraphError),
}

impl From<GraphFailure> for DeskError {
    fn from(failure: GraphFailure) -> Self {
        match failure {
            GraphFailure::Desk(error) => error,
            GraphFailure::Graph(error) => remote(&error),
        }
    }
}

/// A call that wants more than sign-in asked for, and did not work.
pub(crate) enum IncrementalFailure {
    Access(ResourceError),
    Graph(GraphError),
}

impl Desk {
    /// As [`Desk::graph`], with permissions of its own (`VirtualEvent.ReadWrite`), asked for only now.
    pub(crate) async fn graph_with<T, F, Fut>(
        &self,
        permissions: &[&str],
        call: F,
    ) -> Result<T, IncrementalFailure>
    where
        F: Fn(Graph, AccessToken) -> Fut,
        Fut: Future<Output = Result<T, GraphError>>,
    {
        let scopes: Vec<String> = permissions.iter().map(|name| self.graph_scope(name)).collect();
        let scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
        let token = tokens::incremental(self, &scopes, None).await.map_err(IncrementalFailure::Access)?;
        match call(self.graph.clone(), token).await {
            Err(error) if error.unauthorized() => {
                let refused = tokens::TurnedDown { claims: error.claims().map(str::to_owned) };
                let token = tokens::incremental(self, &scopes, Some(refused))
                    .await
                    .map_err(IncrementalFailure::Access)?;
                call(self.graph.clone(), token).await.map_err(IncrementalFailure::Graph)
            }
            answer => answer.map_err(IncrementalFailure::Graph),
        }
    }

    /// Makes the call; where the token is turned down (ended, revoked, a claims challenge) once more with a new one.
    pub(crate) async fn graph<T, F, Fut>(&self, call: F) -> Result<T, GraphFailure>
    where
        F: Fn(Graph, AccessToken) -> Fut,
        Fut: Future<Output = Result<T, GraphError>>,
    {
        let token = tokens::access(self, None).await?;
        match call(self.graph.clone(), token).await {
            Err(error) if error.unauthorized() => {
                let refused = tokens::TurnedDown { claims: error.claims().map(str::to_owned) };
                let token = tokens::access(self, Some(refused)).await?;
                call(self.graph.clone(), token).await.map_err(GraphFailure::Graph)
            }
            answer => answer.map_err(GraphFailure::Graph),
        }
    }
}

/// Graph's refusals as the desk tells them. The code decides, never the message.
pub fn remote(error: &GraphError) -> DeskError {
    if let GraphError::Transport(transport) = error {
        return tokens::unreachable_or_odd(SERVICE, transport);
    }
    let message = error.to_string();
    match error.status() {
        Some(401) => DeskError::SignInEnded,
        Some(404 | 410) => DeskError::Gone { service: SERVICE, message },
        Some(429 | 503 | 509) => DeskError::Throttled {
            service: SERVICE,
            retry_after: error.retry_after().map(|pause| pause.as_secs_f64()),
        },
        Some(status) if (400..500).contains(&status) => DeskError::Refused { service: SERVICE, message },
        _ => DeskError::Remote { service: SERVICE, message },
    }
}
