//! What becomes of a run that is carried over to another agreement ([SEMANTICS.md, section
//! 12](crate::guide::law#12-an-agreement-that-changes)).

use std::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::monitor::{Finding, Monitor, named_in};
use crate::names::{Ids, Names};
use crate::report::{Phrases, PlainPhrases, Report, Sentences};
use crate::terms::{Agreement, CarryError, Named};
use crate::time::Instant;

use super::by_time::{Key, beyond};
use super::stands::{Stand, StandsOtherwise, ToldStandings, stands_otherwise, write_rows};

/// What becomes of a run that is carried over to another agreement: the obligations that stand otherwise than if it
/// went on under its own, and what is found at once.
///
/// It prints as a few lines that a person reads at a look, and serialises with serde.
///
/// ```
/// use servanda::verify::CarriedOver;
/// use servanda::{Agreement, Monitor};
/// let text = r#"{"title": "Loan", "date": "2026-03-01T00:00:00Z",
///     "parties": {"lender": "", "borrower": ""}, "acts": {"repay": {"by": ["borrower"]}},
///     "obligations": {"debt": {"debtor": "borrower", "creditor": "lender", "perform": "repay", "within": "P7D"}}}"#;
/// let old = Agreement::from_json(text)?;
/// let new = Agreement::from_json(&text.replace("debt\"", "interest\""))?;
///
/// let carried = CarriedOver::of(&Monitor::new(&old), &new, "2026-03-02T00:00:00Z".parse()?)?;
/// let text = carried.to_string();
/// let lines: Vec<&str> = text.lines().collect();
/// assert_eq!(lines[0], "pending, as before");
/// assert_eq!(lines[1], "  interest  due, new; deadline 2026-03-09 00:00 UTC");
/// assert_eq!(lines[2], "  debt      due → lapsed; closed 2026-03-02 00:00 UTC");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct CarriedOver<V: Names = Ids> {
    before: Report<V>,
    after: Report<V>,
    /// The places in the later report of what is found at once.
    found: Vec<usize>,
    stand: Vec<StandsOtherwise<V>>,
}

impl<V: Names> CarriedOver<V> {
    /// What becomes of a run that is carried over at an instant; the run itself stays as it is.
    ///
    /// # Errors
    /// Why it can't be carried over, as of [`Monitor::carry_over`].
    pub fn of(run: &Monitor<V>, new: &Agreement<V>, at: Instant) -> Result<Self, CarryError> {
        let carried = run.carry_over(new, at)?;
        let mut old = run.clone();
        // It was carried over at that instant, so its own clock can get there.
        let _ = old.advance(at);
        let (before, after) = (Report::of(&old), Report::of(&carried));
        let (from, to) = (before.agreement().terms(), after.agreement().erased());
        let known = before.found().iter().map(|finding| named_in(&to, from, finding));
        let known = Key::count(&known.collect::<Vec<_>>());
        let found = beyond(after.found(), &known).into_iter().map(|(place, _)| place).collect();
        let stand = stands_otherwise(&before, &after);
        Ok(Self { before, after, found, stand })
    }

    /// What the run comes to at that instant under its own agreement.
    #[must_use]
    pub fn before(&self) -> &Report<V> {
        &self.before
    }

    /// What it comes to under the new one.
    #[must_use]
    pub fn after(&self) -> &Report<V> {
        &self.after
    }

    /// What is found at once.
    pub fn found(&self) -> impl Iterator<Item = Finding<V>> {
        let names = Named(self.after.agreement().lexicon());
        self.found_by_ids().map(move |finding| {
            let Ok(finding) = finding.translate(&names);
            finding
        })
    }

    fn found_by_ids(&self) -> impl Iterator<Item = &Finding> {
        self.found.iter().filter_map(|place| self.after.found().get(*place))
    }

    /// The obligations that stand otherwise: those of the run, what is left behind with them, then those of subjects.
    pub fn stand(&self) -> impl ExactSizeIterator<Item = &StandsOtherwise<V>> {
        self.stand.iter()
    }

    /// Whether nothing becomes otherwise.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
            && self.stand.is_empty()
            && self.before.outcome() == self.after.outcome()
    }

    /// The same as text, in phrases of your own.
    #[must_use]
    pub fn text_with(&self, phrases: &dyn Phrases) -> String {
        Text { carried: self, phrases }.to_string()
    }
}

impl<V: Names> fmt::Display for CarriedOver<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Text { carried: self, phrases: &PlainPhrases }.fmt(f)
    }
}

struct Text<'a, V: Names> {
    carried: &'a CarriedOver<V>,
    phrases: &'a dyn Phrases,
}

impl<V: Names> fmt::Display for Text<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let CarriedOver { before, after, found: _, stand } = self.carried;
        match before.outcome() == after.outcome() {
            true => writeln!(f, "{}, as before", after.outcome())?,
            false => writeln!(f, "{}; before: {}", after.outcome(), before.outcome())?,
        }
        let sentences = Sentences { terms: after.agreement().terms(), phrases: self.phrases };
        let told = ToldStandings { report: after, sentences: &sentences };
        write_rows(f, &told.rows(stand))?;
        for finding in self.carried.found_by_ids() {
            let (kind, matter) = (finding.kind(), sentences.matter(finding));
            writeln!(f, "  found at once: {kind}: {matter}")?;
        }
        Ok(())
    }
}

/// For machines: `outcome`, before and after; `found`, as findings are in reports; and `stand`, as in a
/// [`Difference`](super::Difference).
impl<V: Names> Serialize for CarriedOver<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut carried = serializer.serialize_struct("CarriedOver", 3)?;
        carried.serialize_field("outcome", &[self.before.outcome(), self.after.outcome()])?;
        let written = self.after.written_findings();
        let found: Vec<_> = self.found.iter().filter_map(|place| written.get(*place)).collect();
        carried.serialize_field("found", &found)?;
        carried.serialize_field("stand", &Stand::of(&self.after, &self.stand))?;
        carried.end()
    }
}
