//! What holds for the whole repository: the walls of the house, and the contracts of the services.

mod deploy;
mod house;
mod imports;
mod systems;

/// The repository's root.
fn root() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
