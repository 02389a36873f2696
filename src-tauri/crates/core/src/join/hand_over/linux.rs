//! Linux: whether a desktop file of this machine answers to `msteams:`.

pub(super) async fn has_app() -> bool {
    const SCHEME: &str = "x-scheme-handler/msteams";
    if let Some(named) = says("xdg-mime", &["query", "default", SCHEME]).await {
        return names_an_app(&named);
    }
    // Without xdg-utils, GLib knows; its answer to "nothing" is a sentence, in any language.
    match says("gio", &["mime", SCHEME]).await {
        Some(named) => names_an_app(&named),
        None => false,
    }
}

/// What a program prints, where it is there, answers in time and succeeds.
async fn says(program: &str, arguments: &[&str]) -> Option<String> {
    let asked = tokio::process::Command::new(program).args(arguments).kill_on_drop(true).output();
    let output = tokio::time::timeout(std::time::Duration::from_secs(3), asked).await.ok()?.ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

fn names_an_app(text: &str) -> bool {
    text.split_whitespace().any(|word| word.len() > ".desktop".len() && word.ends_with(".desktop"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_app_is_there_only_where_the_system_names_one() {
        assert!(names_an_app("teams-for-linux.desktop\n"), "xdg-mime names its file");
        assert!(
            names_an_app("Default application for “x-scheme-handler/msteams”: teams.desktop"),
            "so does gio"
        );
        for nothing in ["", "\n", "No default applications for “x-scheme-handler/msteams”", ".desktop"] {
            assert!(!names_an_app(nothing), "{nothing:?}: offering an app that is not there opens nothing");
        }
        assert_eq!(says("/nowhere/xdg-mime", &[]).await, None, "a missing program is no answer");
        assert_eq!(says("false", &[]).await, None, "nor is a failed one");
        assert_eq!(says("echo", &["teams.desktop"]).await.as_deref(), Some("teams.desktop\n"));
    }
}
