//! What every Tauri program needs, and no more.

fn main() {
    tauri_build::build();
}
