//! The crate's face: few names at its root, each a noun of the table that introduces them.

use std::collections::BTreeSet;

const ROOT: &str = include_str!("../../src/lib.rs");

/// The names that `pub use` and `pub mod` put at the root, and those of macros.
fn names() -> (BTreeSet<&'static str>, BTreeSet<&'static str>) {
    let code: Vec<&str> = ROOT.lines().filter(|line| !line.starts_with("//")).collect();
    let modules = code
        .iter()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect::<BTreeSet<_>>();
    let used = ROOT
        .split("\npub use ")
        .skip(1)
        .filter_map(|rest| rest.split(';').next()?.split_once("::"))
        .flat_map(|(_, names)| names.trim_matches(['{', '}']).split(',').map(str::trim))
        .filter(|name| !name.is_empty())
        .chain(["vocabulary"])
        .collect();
    (modules, used)
}

#[test]
fn the_root_has_at_most_forty_names_and_its_tables_have_each() {
    let (modules, used) = names();
    assert!(
        modules.contains("formats") && used.contains("Agreement") && used.contains("condition")
    );
    assert!(modules.len() + used.len() <= 40, "{modules:?} {used:?}");
    let tables: String = ROOT
        .lines()
        .filter(|line| line.starts_with("//! |") || line.contains("[`analysis`]"))
        .collect();
    for name in modules.union(&used).filter(|name| !["guide"].contains(name)) {
        let listed = [format!("[`{name}`]"), format!("[`{name}!`]")];
        assert!(listed.iter().any(|link| tables.contains(link)), "`{name}` is in no table");
    }
}

/// A vocabulary's own names and the prelude's live together.
mod together {
    use own::*;
    use servanda::prelude::*;

    mod own {
        servanda::vocabulary! {
            pub struct Gift;
            pub enum Party { Giver, Taker }
            pub enum Act { Give }
            pub enum Obligation { Giving }
        }
    }

    #[test]
    fn a_vocabulary_and_the_prelude_are_both_imported_whole() {
        let gift = Agreement::<Gift>::builder("A gift", "2026-05-04T09:00:00Z".parse().unwrap())
            .party(Party::Giver, "who gives")
            .party(Party::Taker, "who takes")
            .act(Act::Give, by([Party::Giver]))
            .obligation(Obligation::Giving, owes(Party::Giver, Party::Taker).perform(Act::Give))
            .build()
            .unwrap();
        assert_eq!(Monitor::new(&gift).status(Obligation::Giving), Some(Status::Due));
    }
}
