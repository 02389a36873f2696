//! The local stand-in for Entra, Graph and ACS, strict and independent, with a control door.
