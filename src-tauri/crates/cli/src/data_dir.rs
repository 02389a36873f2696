//! The user's data folder, as the desktop has it.

#[cfg_attr(target_os = "macos", path = "data_dir/macos.rs")]
#[cfg_attr(target_os = "windows", path = "data_dir/windows.rs")]
#[cfg_attr(target_os = "linux", path = "data_dir/linux.rs")]
mod system;

pub use system::data_dir;
