//! macOS (not run here): where the makers' installers put their apps.

use std::path::PathBuf;

use super::{Browser, name_of};

const PROGRAMS: [&str; 3] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

pub(super) fn installed() -> Option<Browser> {
    PROGRAMS.iter().map(PathBuf::from).find(|program| program.is_file()).map(|program| Browser {
        name: name_of(&program),
        program,
        confined_to: None,
    })
}
