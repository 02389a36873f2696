//! A file that was dropped on the window. It comes in pieces: one large call would hold up the page that makes it.

use std::sync::{Mutex, PoisonError};

use crate::registration::RegistrationError;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The last one, until another takes its place: it is read for the preview, and again when it is imported.
#[derive(Default)]
pub struct Dropped(Mutex<Vec<u8>>);

impl Dropped {
    /// `piece` is base64: as numbers it would take five times as long on its way.
    pub fn take_in(&self, piece: &str, first: bool) -> Result<(), RegistrationError> {
        let bytes = STANDARD.decode(piece).map_err(|error| {
            RegistrationError::Csv(format!("The dropped file did not arrive whole: {error}."))
        })?;
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if first {
            held.clear();
        }
        held.extend_from_slice(&bytes);
        Ok(())
    }

    pub fn whole(&self) -> Vec<u8> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
