//! What the desk does: one folder a room, one file a use case.
