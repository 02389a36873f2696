//! Whoever was erased here since a copy was made stays erased when it is brought back: the copy is gone through before
//! it takes the store's place, and the log of erasings goes over into it.

use std::collections::{BTreeSet, HashSet};

use lectern_domain::registration::RegistrantStatus;
use lectern_store::Store;
use lectern_store::erasures::ErasureRecord;
use lectern_store::personal::{Erasing, Whom};

use super::{BackupError, Bench};
use crate::error::DeskError;
use crate::seal::Pseudonyms;

/// What the store of now knows of erasings.
struct Known {
    log: Vec<ErasureRecord>,
    /// Who was erased and gave their place back, by the list's id.
    without_place: Vec<String>,
    /// Of external registrations, by id: no address is kept of them.
    externals: Vec<String>,
}

/// How many rows of people were in the copy who had been erased since.
pub(super) fn again(bench: &Bench, copy: &Store) -> Result<u32, BackupError> {
    let mut known = bench.store.read(|r| {
        Ok::<_, DeskError>(Known {
            log: r.erasures().all()?,
            without_place: r.personal().erased_without_place()?,
            externals: r.personal().erased_externals()?,
        })
    })?;
    // Who was erased before the copy was made, and is in it, came again since by their own wish.
    let (heard, everybody) =
        copy.read(|r| Ok::<_, DeskError>((r.erasures().all()?, r.personal().everybody()?)))?;
    let heard: HashSet<String> = heard.into_iter().map(|one| one.id).collect();
    known.log.retain(|one| !heard.contains(&one.id));
    let (names, now) = (bench.seal.pseudonyms(), bench.now);
    let whom = whom(&known, everybody, &names);
    let found = copy.write(|w| {
        w.registrants().set_status(&known.without_place, RegistrantStatus::Cancelled, now)?;
        let pseudonym = |email: &str| names.of(email);
        let mut found = 0;
        for whom in &whom {
            let erased = w.personal().erase(&Erasing { whom, names: &pseudonym, copy: true, now })?;
            found += erased.registrants + erased.enrolments + erased.externals;
            found += erased.listed + erased.attended;
        }
        for record in &known.log {
            w.erasures().carry(record)?;
        }
        Ok::<_, DeskError>(found)
    })?;
    if found > 0 {
        // Page by page the copy takes the store's place: what was deleted on a page would go over with it.
        copy.purge()?;
    }
    Ok(u32::try_from(found).unwrap_or(u32::MAX))
}

fn whom(known: &Known, everybody: BTreeSet<String>, names: &Pseudonyms) -> Vec<Whom> {
    let erased: HashSet<&str> = known.log.iter().filter_map(|one| one.pseudonym.as_deref()).collect();
    let people = everybody.into_iter().filter(|email| erased.contains(names.of(email).as_str()));
    let mut whom: Vec<Whom> = people.map(|email| Whom::Person { email, externals: Vec::new() }).collect();
    if !known.externals.is_empty() {
        whom.push(Whom::Person { email: String::new(), externals: known.externals.clone() });
    }
    // Of an event whose time was over, everybody.
    let events =
        known.log.iter().filter(|one| one.pseudonym.is_none()).filter_map(|one| one.event_id.clone());
    whom.extend(events.map(|id| Whom::Event { id }));
    // At a service that decided about their event.
    let rows: Vec<String> = known.log.iter().flat_map(|one| one.rows.clone()).collect();
    if !rows.is_empty() {
        whom.push(Whom::Rows { ids: rows });
    }
    whom
}
