//! Until Ctrl+C ends the sandbox (not run here).

pub async fn stopped() {
    drop(tokio::signal::ctrl_c().await);
}
