//! Which publication of an event is meant, and who may say something about it. What was said of an earlier one, and
//! arrives late, changes nothing.

use lectern_domain::device::DeviceRole;
use lectern_store::Writer;
use lectern_store::publications::PublicationRecord;

use super::ServingError;
use super::devices::Device;

/// The one that is known now, where it is this one.
pub(super) fn find(
    w: &Writer<'_>,
    event: &str,
    publication: &str,
) -> Result<PublicationRecord, ServingError> {
    let known = w.publications().of_event(event)?.ok_or(ServingError::NoEvent)?;
    if known.publication == publication {
        return Ok(known);
    }
    if w.publications().has_ended(event, publication)? {
        return Err(ServingError::Ended);
    }
    Err(ServingError::NoPublication)
}

/// The desk that published it, an owner's, or any once that one was revoked. What is this service's own is no desk's.
pub(super) fn manages(
    w: &Writer<'_>,
    device: &Device,
    publication: &PublicationRecord,
) -> Result<(), ServingError> {
    let Some(publisher) = &publication.device_id else {
        return Err(ServingError::OfThisService(publication.slug.clone()));
    };
    if *publisher == device.id || device.role == DeviceRole::Owner {
        return Ok(());
    }
    let publisher = w.service_devices().by_id(publisher)?;
    if publisher.is_none_or(|publisher| publisher.revoked_at.is_some()) {
        Ok(())
    } else {
        Err(ServingError::OwnerOnly)
    }
}
