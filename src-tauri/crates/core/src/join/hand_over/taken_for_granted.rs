//! Windows and macOS (not run here): they say nothing of a scheme without their own calls. There Teams is taken to be
//! there, and the page after the hand-over has the browser one click away.

#[expect(clippy::unused_async, reason = "on Linux the system is asked")]
pub(super) async fn has_app() -> bool {
    true
}
