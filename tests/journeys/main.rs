//! The journeys: whole ways through the desk on a sandbox, without a window. Each ends before the judge of recorded
//! traffic, where it is at hand.

mod by_browser;
mod changing;
mod changing_hands;
mod companion;
mod companion_browser;
mod companion_passes;
mod crashes;
mod crashes_elsewhere;
mod deciding;
mod going_on;
mod handing_over;
mod joining;
mod joining_as;
mod link_secrets;
mod main_job;
mod moving;
mod outbox;
mod passes;
mod probing;
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
