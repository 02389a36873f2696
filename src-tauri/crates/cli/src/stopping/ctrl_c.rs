//! Until Ctrl+C ends the sandbox (not run here).

/// No such signal here.
pub async fn hung_up() {
    std::future::pending::<()>().await;
}

pub async fn stopped() {
    drop(tokio::signal::ctrl_c().await);
}
