//! What the crate promises as a whole: the corpus of links, real lists of people, and properties that hold for
//! any input.

mod bindings;
mod csv_files;
mod foreign_lists;
mod join_links;
mod link_invariants;
mod link_secrets;
mod registration;
mod workbooks;
