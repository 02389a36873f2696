//! An installed browser that can make calls and show a page as a window of its own: Chromium, Chrome or Edge. Firefox
//! has no such mode.

#[cfg(target_os = "linux")]
#[path = "linux.rs"]
mod places;
#[cfg(target_os = "macos")]
#[path = "macos.rs"]
mod places;
#[cfg(target_os = "windows")]
#[path = "windows.rs"]
mod places;

use std::path::{Path, PathBuf};

/// Names another program of the family, or, empty, none at all.
pub const CHOICE: &str = "LECTERN_BROWSER";

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Browser {
    /// As people know it.
    pub name: &'static str,
    pub program: PathBuf,
    /// The only place where a confined one may write.
    pub confined_to: Option<PathBuf>,
}

/// Which one a desk opens calls in.
#[derive(Debug, Clone, Default)]
pub enum BrowserChoice {
    /// Whichever of the family is installed.
    #[default]
    Installed,
    Program(PathBuf),
    None,
}

impl BrowserChoice {
    pub fn of_environment() -> Self {
        match std::env::var_os(CHOICE) {
            Some(chosen) if chosen.is_empty() => Self::None,
            Some(chosen) => Self::Program(chosen.into()),
            None => Self::Installed,
        }
    }

    /// The one that a call would be opened in. Looked for each time: it may have been installed since.
    pub fn find(&self) -> Option<Browser> {
        match self {
            Self::None => None,
            Self::Program(program) => program.is_file().then(|| Browser {
                name: name_of(program),
                program: program.clone(),
                confined_to: None,
            }),
            Self::Installed => places::installed(),
        }
    }
}

/// By the program's own name; a stranger is called what it most likely is.
fn name_of(program: &Path) -> &'static str {
    let file = program.file_stem().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    match file {
        file if file.contains("edge") => "Microsoft Edge",
        file if file.contains("chrome") => "Google Chrome",
        _ => "Chromium",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_called_as_people_know_it() {
        for (program, name) in [
            ("/usr/bin/google-chrome-stable", "Google Chrome"),
            ("/usr/bin/microsoft-edge", "Microsoft Edge"),
            ("C:/Program Files/Google/Chrome/Application/chrome.exe", "Google Chrome"),
            ("/snap/bin/chromium", "Chromium"),
        ] {
            assert_eq!(name_of(Path::new(program)), name, "{program}: the page says which window will open");
        }
    }
}
