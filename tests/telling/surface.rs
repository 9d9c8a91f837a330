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

/// What is public can be sent to another thread and shared with it.
#[test]
fn every_public_type_is_send_and_sync() {
    use servanda::cuba::{Cuba, walk};
    use servanda::{analysis, event, formats, monitor, names, report, terms, time, verify};

    fn both<T: Send + Sync + ?Sized>() {}
    macro_rules! all {
        ($($type:ty),* $(,)?) => { $(both::<$type>();)* };
    }
    all![
        servanda::Act<Cuba>,
        servanda::Agreement<Cuba>,
        servanda::AgreementError,
        servanda::Change<Cuba>,
        servanda::Condition<Cuba>,
        servanda::Event<Cuba>,
        servanda::Finding<Cuba>,
        servanda::Instant,
        servanda::Monitor<Cuba>,
        servanda::Obligation<Cuba>,
        servanda::Outcome,
        servanda::Owed<Cuba>,
        servanda::Refusal<Cuba>,
        servanda::Report<Cuba>,
        servanda::Saved,
        servanda::Span,
        servanda::Status,
        servanda::Step<'static, Cuba>,
        servanda::Verifier<Cuba>,
        event::Amendment<Cuba>,
        event::Deed<Cuba>,
        formats::ReadError,
        formats::RestoreError,
        monitor::Cause,
        monitor::Changes<'static, Cuba>,
        monitor::Closed<Cuba>,
        monitor::Matter<Cuba>,
        monitor::OutOfOrderError,
        monitor::Rehearsal<Cuba>,
        monitor::Transition<Cuba>,
        monitor::VoidReason,
        names::UnknownNameError,
        names::ActId,
        dyn report::Phrases + Send,
        report::Prose<'static, Cuba>,
        report::ReportText<'static, Cuba>,
        report::Skipped,
        report::Standings<Cuba>,
        terms::AgreementBuilder<Cuba>,
        terms::Defect,
        terms::Deadline,
        terms::Duty<Cuba>,
        terms::Passage,
        time::InstantError,
        time::SpanError,
        verify::Reports<Cuba>,
        verify::Verification<Cuba>,
        analysis::AgendaText<'static, Cuba>,
        analysis::Agenda<Cuba>,
        analysis::Analysis<Cuba>,
        analysis::DeadEnds<Cuba>,
        analysis::Difference<Cuba>,
        analysis::DifferenceText<'static, Cuba>,
        analysis::Explanation<Cuba>,
        analysis::ExplanationText<'static, Cuba>,
        analysis::Exposure<Cuba>,
        analysis::Goal<Cuba>,
        analysis::Mending<Cuba>,
        analysis::MendingText<'static, Cuba>,
        analysis::Outlook<Cuba>,
        analysis::OutlookText<'static, Cuba>,
        analysis::Reach<Cuba>,
        analysis::Readings<Cuba>,
        analysis::ReadingsText<'static, Cuba>,
        analysis::Story<Cuba>,
        walk::Proposed,
    ];
    #[cfg(feature = "json")]
    all![
        formats::BadLines,
        formats::LineError,
        formats::LogError<Cuba>,
        formats::json::Log<&'static [u8], Cuba>,
        formats::json::WordLog<&'static [u8]>,
    ];
    #[cfg(feature = "cli")]
    all![
        formats::Losses,
        formats::csv::Columns,
        formats::csv::Log<&'static [u8]>,
        formats::cloud_events::Log<&'static [u8]>,
        formats::sarif::LogFile,
        formats::ocel::Log<&'static [u8]>,
        formats::ocel::Mapping,
        formats::ocel::MappingError,
        formats::xes::Log<&'static [u8]>,
        servanda::pictures::AgreementGraph,
        servanda::pictures::Chronicle,
        servanda::pictures::Page<'static>,
        servanda::pictures::Timeline<'static>,
        servanda::stepping::SteppingError,
    ];
}
