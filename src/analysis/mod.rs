//! Questions asked of the agreement itself, before it is signed and during its life.
