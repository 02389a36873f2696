//! For the bench: with `LECTERN_BENCH_MARK` set, a window says on standard output when a screen of it has been painted
//! and accepts input. Without it, nothing is added to any page. The bench's empty window has this very file.

use std::io::Write as _;

use tauri::{Manager, Runtime, WebviewWindowBuilder};

/// Adds the mark where it is asked for. A line is `interactive <window's label>: <heading of the screen>`.
pub fn on<R: Runtime, M: Manager<R>>(
    builder: WebviewWindowBuilder<'_, R, M>,
) -> WebviewWindowBuilder<'_, R, M> {
    if std::env::var_os("LECTERN_BENCH_MARK").is_none() {
        return builder;
    }
    builder.initialization_script(include_str!("bench_mark.js")).on_document_title_changed(|window, title| {
        if let Some(heading) = title.strip_prefix("interactive: ") {
            // A bench that has stopped listening has what it wanted.
            drop(writeln!(std::io::stdout(), "interactive {}: {heading}", window.label()));
        }
    })
}
