//! The browser that shows the call: how it is started, and where there is none.

use lectern_core::companion::{self, CompanionError};
use lectern_tests::Stage;

use super::companion::Room;

#[tokio::test]
async fn from_a_window_that_fills_the_screen_the_call_fills_it_too() {
    let stage = Stage::open().await;
    let room = Room::at(&stage).await;
    for full_screen in [true, false] {
        room.open_from(&room.link, full_screen).await.expect("opened");
        let (_, arguments) = room.started().await;
        assert_eq!(
            arguments.iter().any(|one| one == "--start-fullscreen"),
            full_screen,
            "a kiosk has no desktop beside its call, and everybody else keeps theirs: {arguments:?}"
        );
        companion::close(&room.desk).await;
    }
    room.cleared().await;
    stage.close("full screen").await;
}

#[tokio::test]
async fn what_is_no_browser_is_said_and_leaves_nothing() {
    let stage = Stage::open().await;
    let program = stage.path("chromium-broken");
    let room = Room::with(&stage, &program, "#!/nonexistent/interpreter\n", stage.path("never")).await;
    let refused = room.open(&room.link).await.expect_err("it can't be started");
    assert!(matches!(refused, CompanionError::NotStarted { .. }), "{refused}");
    room.cleared().await;
    std::fs::remove_file(&program).expect("uninstalled");
    let refused = room.open(&room.link).await.expect_err("none is installed");
    assert!(refused.to_string().contains("Install Chromium"), "{refused}");
    assert!(companion::current(&room.desk).await.is_none(), "nothing was opened");
    stage.close("no browser").await;
}
