//! What must not compile, does not, and says why.
//!
//! The expected messages are those of the compiler that builds the crate; a newer one may word them
//! otherwise. `TRYBUILD=overwrite cargo test --test compile_fail` writes them anew.

#[test]
#[cfg_attr(
    any(feature = "cli", feature = "step", feature = "render"),
    ignore = "the compiler words some messages otherwise where more crates are at hand"
)]
fn what_must_not_compile_does_not() {
    trybuild::TestCases::new().compile_fail("tests/compile_fail/*.rs");
}
