//! The sandbox from outside, over HTTP, as a client meets it.

mod acs;
mod browser;
mod control;
mod desk;
mod device_code;
mod faults;
mod graph_batch;
mod graph_events;
mod graph_meetings;
mod graph_views;
mod judge;
mod made_in_teams;
mod meeting_registration;
mod planner;
mod refusals;
mod running;
mod services;
mod tokens;
mod virtual_event_limits;
mod virtual_events;
