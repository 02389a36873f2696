//! `lectern serve`: the trusted service, until it is stopped.

use std::sync::Arc;

use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::serving::clockwork;
use lectern_core::serving::pairing::{self, OfferedCode};
use lectern_service::ServeError;
use lectern_service::config::{Config, ConfigError};
use serde_json::json;

use crate::arguments::ServeArgs;
use crate::opening::{Where, invalid};
use crate::output::{Output, line};
use crate::stopping;

pub async fn run(at: &Where, args: ServeArgs, output: Output) -> Result<(), CommandError> {
    let read = Config::read(args.config.as_deref(), |name| std::env::var(name).ok());
    let config = read.map_err(|error| invalid(&error.to_string()))?;
    let desk = Arc::new(at.open().await?);
    if args.new_code {
        return told(&pairing::offer(&desk, args.role.into()).await?, output);
    }
    let first = pairing::first(&desk).await?;
    let running = lectern_service::start(Arc::clone(&desk), config).await.map_err(|error| match error {
        ServeError::Config(ConfigError::File { .. } | ConfigError::Setting { .. }) | ServeError::Tls(_) => {
            invalid(&error.to_string())
        }
        ServeError::Listen { .. } => CommandError::new(ErrorCode::Internal, error.to_string()),
    })?;
    if output.json {
        line(&json!({"listen": running.address.to_string(), "origin": running.origin}).to_string());
    } else {
        line(&format!("The service serves at {} (listening on {}).", running.origin, running.address));
    }
    if let Some(code) = first {
        told(&code, output)?;
    }
    let by_itself = clockwork::start(&desk);
    loop {
        tokio::select! {
            () = stopping::stopped() => break,
            () = stopping::hung_up() => {
                if let Err(error) = running.reload().await {
                    tracing::error!(%error, "the new certificate is not usable; the old one serves on");
                }
            }
        }
    }
    running.stop().await;
    by_itself.stop().await;
    Ok(())
}

#[expect(clippy::unnecessary_wraps, reason = "both callers end with it")]
fn told(offered: &OfferedCode, output: Output) -> Result<(), CommandError> {
    let OfferedCode { code, role, until } = offered;
    let told = json!({"pairingCode": code.grouped(), "role": role, "until": until});
    output.result(&told, |_| {
        format!(
            "Pair a desk with this code, once, until {until}: {}\n(In Lectern: Settings, Services, Pair with a \
             service. In a terminal: lectern service pair ADDRESS --code CODE.)",
            code.grouped()
        )
    });
    Ok(())
}
