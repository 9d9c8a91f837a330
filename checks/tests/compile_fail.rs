//! What must not compile, does not, and says why.
//!
//! The expected messages are those of the compiler that builds the crate; a newer one may word them
//! otherwise. `TRYBUILD=overwrite cargo test --test compile_fail` in the folder
//! `checks` writes them anew.

#[test]
fn what_must_not_compile_does_not() {
    trybuild::TestCases::new().compile_fail("tests/compile_fail/*.rs");
}
