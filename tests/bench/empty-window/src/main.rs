//! The least that a Tauri program can be: one window of the same size, one heading, one button.

#[path = "../../../../src-tauri/src/bench_mark.rs"]
mod bench_mark;

use tauri::{WebviewUrl, WebviewWindowBuilder};

fn main() -> tauri::Result<()> {
    tauri::Builder::default()
        .setup(|app| {
            let builder = WebviewWindowBuilder::new(app, "empty", WebviewUrl::App("index.html".into()))
                .title("Empty")
                .inner_size(1280.0, 800.0)
                .min_inner_size(420.0, 560.0)
                .use_https_scheme(true);
            bench_mark::on(builder).build()?;
            Ok(())
        })
        .run(tauri::generate_context!())
}
