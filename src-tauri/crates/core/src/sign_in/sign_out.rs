//! Signing out forgets the tokens on this machine. Events, people and planned messages stay.

use super::tokens;
use crate::desk::Desk;
use crate::error::DeskError;
use crate::profiles::card;

pub async fn sign_out(desk: &Desk) -> Result<(), DeskError> {
    tokens::forget(desk).await;
    desk.write(|w| Ok::<_, DeskError>(w.accounts().remove()?)).await?;
    card::note(desk).await;
    Ok(())
}
