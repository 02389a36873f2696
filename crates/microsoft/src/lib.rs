//! What we say to Microsoft: Entra, Graph and ACS over one transport; wire types only.
