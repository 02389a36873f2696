//! A sandbox's own service: its events' pages and join links on this machine, while the window is open. It serves the very
//! desk that the window shows, and starts when it is first wanted: a start without anything published pays nothing.

use super::Slot;

#[cfg(feature = "sandbox")]
pub(super) use inside::Serving;

#[cfg(feature = "sandbox")]
mod inside {
    use std::net::{Ipv4Addr, SocketAddr};
    use std::time::Duration;

    use lectern_core::error::{CommandError, ErrorCode};
    use lectern_core::profile::ProfileKind;
    use lectern_core::serving::clockwork::{self, Clockwork};
    use lectern_core::serving::here;
    use lectern_service::Running;
    use lectern_service::config::Config;

    use super::Slot;

    /// Links in mails that were sent before name it, so a service comes back to it.
    const PORT: &str = "served-port";
    /// After the first screen.
    const AFTER_A_START: Duration = Duration::from_secs(3);

    /// What answers visitors, and what sends and clears up beside it: nobody presses a button for those who register.
    pub struct Serving {
        running: Running,
        clockwork: Clockwork,
    }

    impl Slot {
        /// Where visitors reach it. It is there when this returns.
        pub async fn serve(&self) -> Result<String, CommandError> {
            let desk = self.desk().await?;
            if self.arguments.kind != ProfileKind::Sandbox {
                let why = "Only a sandbox has a service inside. Pair this desk with your organization’s.";
                return Err(CommandError::new(ErrorCode::Refused, why));
            }
            let mut running = self.service.lock().await;
            if let Some(serving) = running.as_ref() {
                return Ok(serving.running.origin.clone());
            }
            let before = desk.setting::<u16>(PORT).await?.unwrap_or_default();
            let at = |port| Config {
                listen: SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
                name: "Lectern’s sandbox".into(),
                ..Config::default()
            };
            let mut started = lectern_service::start(desk.clone(), at(before)).await;
            if started.is_err() && before != 0 {
                // Somebody else is there by now.
                started = lectern_service::start(desk.clone(), at(0)).await;
            }
            let started =
                started.map_err(|error| CommandError::new(ErrorCode::Internal, error.to_string()))?;
            desk.set_setting(PORT, &started.address.port()).await?;
            let serving = Serving { running: started, clockwork: clockwork::start(&desk) };
            Ok(running.insert(serving).running.origin.clone())
        }

        /// Where it is reached, if it runs.
        pub async fn served(&self) -> Option<String> {
            self.service.lock().await.as_ref().map(|serving| serving.running.origin.clone())
        }

        /// After the first screen: whoever has a link may come at any time.
        pub async fn serve_what_is_published(&self) {
            tokio::time::sleep(AFTER_A_START).await;
            let Ok(desk) = self.desk().await else { return };
            if self.arguments.kind != ProfileKind::Sandbox || !matches!(here::any_open(&desk).await, Ok(true))
            {
                return;
            }
            drop(desk);
            if let Err(error) = self.serve().await {
                tracing::warn!(%error, "the sandbox’s service did not start");
            }
        }

        /// It holds the desk: before that one closes.
        pub(in crate::compose) async fn stop_serving(&self) {
            if let Some(Serving { running, clockwork }) = self.service.lock().await.take() {
                clockwork.stop().await;
                running.stop().await;
            }
        }
    }
}

#[cfg(not(feature = "sandbox"))]
#[expect(clippy::unused_async, reason = "a build with a sandbox inside waits here")]
mod outside {
    use lectern_core::error::CommandError;
    use lectern_core::session;

    use super::Slot;

    impl Slot {
        pub async fn serve(&self) -> Result<String, CommandError> {
            Err(session::no_sandbox())
        }

        pub async fn served(&self) -> Option<String> {
            None
        }

        pub async fn serve_what_is_published(&self) {}

        pub(in crate::compose) async fn stop_serving(&self) {}
    }
}
