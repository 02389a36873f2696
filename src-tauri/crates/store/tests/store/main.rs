//! The store through its own door, on real files.

mod bulks;
mod calendar;
mod copies;
mod crash;
mod figures;
mod fixture;
mod listings;
mod opening;
mod outbox;
mod privacy;
mod privacy_pages;
mod registrants;
mod search;
mod standing;
mod tables;
mod virtual_events;
