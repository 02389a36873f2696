//! What things are: pure rules, no I/O, no async.
