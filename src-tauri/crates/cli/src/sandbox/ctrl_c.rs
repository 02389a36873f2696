//! Until Ctrl+C ends the sandbox (not run here).

pub(super) async fn stopped() {
    drop(tokio::signal::ctrl_c().await);
}
