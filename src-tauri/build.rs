//! Declares the command rooms as inline plugins, so that a window is granted rooms and not single commands.

use tauri_build::{Attributes, DefaultPermissionRule, InlinedPlugin};

const ROOMS: &[(&str, &[&str])] = &[
    (
        "session",
        &[
            "state",
            "take_notice",
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
        ],
    ),
    ("signin", &["start_device_code", "start_browser", "cancel_sign_in", "sign_out", "approve_in_sandbox"]),
    (
        "scheduling",
        &[
            "list_events",
            "show_event",
            "create_event",
            "change_event",
            "cancel_event",
            "event_teams_ways",
            "open_event_in_teams",
            "load_draft",
            "save_draft",
        ],
    ),
    (
        "registration",
        &[
            "open_registration",
            "change_registration",
            "registrants",
            "add_registrant",
            "remove_registrants",
            "restore_registrants",
            "preview_import",
            "run_import",
            "export_registrants",
            "ticket",
        ],
    ),
    ("messages", &["list_messages", "preview_message", "run_messages", "stop_messages", "resolve_message"]),
    (
        "joining",
        &[
            "explain_link",
            "prepare_join",
            "start_join",
            "refresh_join",
            "leave_join",
            "check_network",
            "teams_ways",
            "open_in_teams",
            "add_to_calendar",
            "take_pending_link",
        ],
    ),
    ("companion", &["open_companion", "companion_state", "steer_companion", "close_companion"]),
    ("windows", &["open_join_window", "explore_sandbox"]),
    ("doctor", &["run_doctor"]),
    ("probe", &["plan_probe", "run_probe", "probe_arrived", "save_probe_report"]),
    (
        "services",
        &[
            "show_services",
            "set_acs",
            "set_acs_principal",
            "remove_acs",
            "pair_service",
            "unpair_service",
            "switch_on_entra_users",
            "switch_off_entra_users",
            "use_acs_email",
            "use_smtp",
            "send_test_mail",
        ],
    ),
];

fn main() {
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    let mut attributes = Attributes::new().capabilities_path_pattern("./src-tauri/capabilities/*.json");
    for (room, commands) in ROOMS {
        let plugin = InlinedPlugin::new()
            .commands(commands)
            .default_permission(DefaultPermissionRule::AllowAllCommands);
        attributes = attributes.plugin(room, plugin);
    }
    if let Err(error) = tauri_build::try_build(attributes) {
        panic!("the shell's build: {error:#}");
    }
}
