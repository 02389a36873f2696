//! The journeys: whole ways through the desk on a sandbox, without a window. Each ends before the judge of recorded
//! traffic, where it is at hand.

mod bulk;
mod by_browser;
mod changing;
mod changing_hands;
mod companion;
mod crashes;
mod deciding;
mod going_on;
mod joining;
mod link_secrets;
mod main_job;
mod outbox;
mod passes;
mod profiles;
mod registering;
mod relay;
mod scheduling;
mod signing_in;
mod terminal;
mod terminal_answers;
mod terminal_links;
mod test_mail;
mod trusted_service;
