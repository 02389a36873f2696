//! Windows (not run here): where the makers' installers put their programs. Edge comes with the system.

use std::path::PathBuf;

use super::{Browser, name_of};

const FOLDERS: [&str; 3] = ["ProgramFiles", "ProgramFiles(x86)", "LocalAppData"];
const PROGRAMS: [&str; 3] = [
    r"Microsoft\Edge\Application\msedge.exe",
    r"Google\Chrome\Application\chrome.exe",
    r"Chromium\Application\chrome.exe",
];

pub(super) fn installed() -> Option<Browser> {
    let folders: Vec<PathBuf> =
        FOLDERS.iter().filter_map(|name| std::env::var_os(name).map(PathBuf::from)).collect();
    PROGRAMS
        .iter()
        .flat_map(|program| folders.iter().map(move |folder| folder.join(program)))
        .find(|program| program.is_file())
        .map(|program| Browser { name: name_of(&program), program, confined_to: None })
}
