//! What every test is given.
