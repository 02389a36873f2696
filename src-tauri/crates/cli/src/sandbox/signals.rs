//! Until a signal ends the sandbox.

use tokio::signal::unix::{SignalKind, signal};

pub(super) async fn stopped() {
    let Ok(mut terminated) = signal(SignalKind::terminate()) else {
        return drop(tokio::signal::ctrl_c().await);
    };
    tokio::select! {
        _ = terminated.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
