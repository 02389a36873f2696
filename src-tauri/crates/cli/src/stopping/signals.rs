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

/// Read your files again: as a renewed certificate's deployment says.
pub async fn hung_up() {
    match signal(SignalKind::hangup()) {
        Ok(mut hung_up) => drop(hung_up.recv().await),
        Err(_) => std::future::pending().await,
    }
}
