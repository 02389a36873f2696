//! Declares the command rooms as inline plugins, so that a window is granted rooms and not single commands.

use tauri_build::{Attributes, DefaultPermissionRule, InlinedPlugin};

fn room(commands: &'static [&'static str]) -> InlinedPlugin {
    InlinedPlugin::new().commands(commands).default_permission(DefaultPermissionRule::AllowAllCommands)
}

fn main() {
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    let attributes = Attributes::new()
        .capabilities_path_pattern("./src-tauri/capabilities/*.json")
        .plugin(
            "session",
            room(&[
                "state",
                "appearance",
                "set_appearance",
                "accept_terms",
                "unlock",
                "reopen",
                "use_passphrase",
                "registration",
                "configure",
                "recovery_key",
                "confirm_recovery_key",
            ]),
        )
        .plugin(
            "signin",
            room(&["start_device_code", "start_browser", "cancel_sign_in", "sign_out", "approve_in_sandbox"]),
        )
        .plugin(
            "scheduling",
            room(&["list_events", "show_event", "create_event", "cancel_event", "load_draft", "save_draft"]),
        )
        .plugin(
            "registration",
            room(&[
                "open_registration",
                "registrants",
                "add_registrant",
                "remove_registrants",
                "restore_registrants",
                "preview_import",
                "run_import",
                "export_registrants",
                "ticket",
            ]),
        )
        .plugin(
            "messages",
            room(&["list_messages", "preview_message", "run_messages", "stop_messages", "resolve_message"]),
        )
        .plugin(
            "joining",
            room(&[
                "prepare_join",
                "start_join",
                "refresh_join",
                "leave_join",
                "open_in_teams",
                "take_pending_link",
            ]),
        )
        .plugin("windows", room(&["open_join_window", "explore_sandbox"]))
        .plugin("doctor", room(&["run_doctor"]))
        .plugin(
            "services",
            room(&["show_services", "set_acs", "remove_acs", "use_acs_email", "use_smtp", "send_test_mail"]),
        );
    if let Err(error) = tauri_build::try_build(attributes) {
        panic!("the shell's build: {error:#}");
    }
}
