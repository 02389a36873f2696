//! What we keep: SQLCipher, numbered migrations, one file a table.
