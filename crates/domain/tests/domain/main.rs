//! What the crate promises as a whole: the corpus of links, and properties that hold for any input.

mod join_links;
