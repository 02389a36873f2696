//! Until a signal ends what runs here.

use tokio::signal::unix::{SignalKind, signal};

pub async fn stopped() {
    let Ok(mut terminated) = signal(SignalKind::terminate()) else {
        return drop(tokio::signal::ctrl_c().await);
    };
    tokio::select! {
        _ = terminated.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
