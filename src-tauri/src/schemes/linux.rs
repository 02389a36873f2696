//! Linux: a desktop file of the person's own, and a line in `mimeapps.list`, as freedesktop.org's specifications have
//! them. The deep link plugin quotes every path, which Debian 12's `xdg-open` does not understand, and takes the scheme
//! from an installed package; so this is written here.

use std::path::PathBuf;

use gio::prelude::AppInfoExt as _;
use tauri::{AppHandle, Manager as _, Runtime};

use super::Unclaimed;

const FILE: &str = "lectern-handler.desktop";

pub(super) fn claim<R: Runtime>(app: &AppHandle<R>, scheme: &str) -> Result<(), Unclaimed> {
    // The package's, another copy's or the person's own choice. One whose program is gone does not count for GLib.
    if gio::AppInfo::default_for_uri_scheme(scheme).is_some() {
        return Ok(());
    }
    let program = match app.env().appimage {
        Some(image) => PathBuf::from(image),
        None => tauri::utils::platform::current_exe()?,
    };
    let program = program.to_str().ok_or("the program’s own path is not text")?;
    let folder = app.path().data_dir()?.join("applications");
    std::fs::create_dir_all(&folder)?;
    let file = folder.join(FILE);
    std::fs::write(&file, desktop_file(program)?)?;
    let ours = gio::DesktopAppInfo::from_filename(&file).ok_or("the desktop file was not understood")?;
    Ok(ours.set_as_default_for_type(&format!("x-scheme-handler/{scheme}"))?)
}

fn desktop_file(program: &str) -> Result<String, Unclaimed> {
    Ok(format!(
        "[Desktop Entry]\nType=Application\nName=Lectern\nExec={} %u\nTerminal=false\nNoDisplay=true\n\
         MimeType=x-scheme-handler/lectern;x-scheme-handler/lectern-sandbox;\n",
        command(program)?
    ))
}

/// A path as `Exec` wants it: plain where it can be, since not every opener understands quotes.
fn command(program: &str) -> Result<String, Unclaimed> {
    // GLib looks for the program before it reads its escaped percent sign, and so never finds it.
    if program.chars().any(|c| c.is_control() || c == '%') {
        return Err("the program’s own path holds a percent sign or control characters".into());
    }
    let plain = |c: char| c.is_alphanumeric() || "/._-+@:,".contains(c);
    if program.chars().all(plain) {
        return Ok(program.to_owned());
    }
    // Quoted for the command line, and its backslashes once more for the file.
    let mut quoted = String::from("\"");
    for c in program.chars() {
        match c {
            '"' | '`' | '$' => quoted.extend(["\\\\", c.to_string().as_str()]),
            '\\' => quoted.push_str("\\\\\\\\"),
            other => quoted.push(other),
        }
    }
    Ok(quoted + "\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glib_starts_every_program_with_the_link_whatever_its_path() {
        use std::os::unix::fs::PermissionsExt as _;
        const LINK: &str = "lectern://join?link=https%3A%2F%2Fteams.microsoft.com%2Fmeet%2F1";
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["lectern-desktop", "Lectern 1.0.AppImage", "a \"$HOME\" `id`", "back\\slash", "Übung"] {
            let program = folder.path().join(name);
            std::fs::write(
                &program,
                "#!/bin/sh\nprintf '%s' \"$*\" > \"$0.new\" && mv \"$0.new\" \"$0.said\"\n",
            )
            .expect("written");
            std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).expect("can be run");
            let file = folder.path().join("handler.desktop");
            let text = desktop_file(program.to_str().expect("text")).expect("it can be written");
            std::fs::write(&file, text).expect("written");
            let read = gio::DesktopAppInfo::from_filename(&file)
                .unwrap_or_else(|| panic!("{name} was not understood"));
            read.launch_uris(&[LINK], gio::AppLaunchContext::NONE).expect("started");
            let said = folder.path().join(format!("{name}.said"));
            // The test’s own limit ends this wait.
            while !said.exists() {
                std::thread::sleep(std::time::Duration::from_millis(10));
            }
            assert_eq!(
                std::fs::read_to_string(said).expect("said"),
                LINK,
                "{name}: the link was lost on its way"
            );
        }
        assert_eq!(
            command("/opt/lectern/lectern-desktop").expect("plain"),
            "/opt/lectern/lectern-desktop",
            "xdg-open of Debian 12 does not understand quotes"
        );
        for broken in ["/tmp/a\nExec=b", "/tmp/50% off"] {
            assert!(command(broken).is_err(), "{broken:?}: a path must add no line or field of its own");
        }
    }
}
