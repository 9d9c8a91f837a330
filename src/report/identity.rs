//! What a finding is known by, wherever it is told, compared or stored.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::canonical_json::Value;
use crate::digest::{Digest, DigestError};
use crate::monitor::{Finding, Matter};
use crate::terms::Terms;

/// The identity of a finding: what it is known by, wherever it is told, compared or stored. Whoever is
/// told a finding twice (after a crash, say) drops the second by it.
///
/// It comes from the finding's case, kind, party, instant (`at`), obligation or act, the place of its
/// event if it has one, and from how many findings before it are equal in all that. So no later line of
/// the log and no tick gives it another. Findings of two agreements may have one identity.
///
/// As a text it has 32 hexadecimal digits: the first half of the SHA-256 of the JSON list
/// `[case, kind, party, at, subject, obligation, act, event, number]`, without spaces, with `null` for
/// what there is not. (`subject` is `null` in this version; `number` is 0 for the first of equal ones.)
///
/// ```
/// use servanda::cuba::{self, Reading};
/// use servanda::Verifier;
/// use servanda::report::Digest;
///
/// let report = Verifier::new(&cuba::agreement(Reading::Verified)?).judge(cuba::history());
/// let premature = report.findings().position(|it| it.event == Some(10)).unwrap();
/// let id = report.identities()[premature];
/// let known_by = r#"[null,"premature","us","1962-11-20T23:00:00Z",null,null,"lift-quarantine",10,0]"#;
/// assert!(Digest::of(known_by.as_bytes()).to_string().starts_with(&id.to_string()));
/// assert_eq!(id.to_string().parse(), Ok(id));
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FindingId([u8; 16]);

impl FindingId {
    /// The identity of a finding of a case, before which so many are equal to it.
    pub(crate) fn of(terms: &Terms, case: Option<&str>, finding: &Finding, number: u64) -> Self {
        let party = finding.party().map(|party| Value::text(&terms.parties[*party].name));
        // A void or repeated event tells itself what it is about.
        let tells = matches!(finding.matter, Matter::Void { .. } | Matter::Repeated { .. });
        let obligation = finding.obligation().filter(|_| !tells);
        let act = finding.act().filter(|_| !tells);
        let subject = finding.subject.as_ref().map(|subject| {
            let kind = &*terms.kind_names[subject.kind];
            Value::object([(kind, Some(Value::text(&subject.name)))])
        });
        let list = Value::List(vec![
            case.map_or(Value::Null, Value::text),
            Value::text(finding.kind()),
            party.unwrap_or(Value::Null),
            Value::text(finding.at),
            subject.unwrap_or(Value::Null),
            obligation.map_or(Value::Null, |id| Value::text(&terms.obligation_names[*id])),
            act.map_or(Value::Null, |id| Value::text(&terms.act_names[*id])),
            finding.event.map_or(Value::Null, Value::Whole),
            Value::Whole(number),
        ]);
        Self::from(Digest::of(list.to_string().as_bytes()))
    }

    /// The identities of all findings of a case, in their order.
    pub(crate) fn all(terms: &Terms, case: Option<&str>, findings: &[Finding]) -> Vec<Self> {
        let mut numbers: HashMap<Self, u64> = HashMap::new();
        let one = |finding: &Finding| {
            let first = Self::of(terms, case, finding, 0);
            let number = numbers.entry(first).or_default();
            let id = if *number == 0 { first } else { Self::of(terms, case, finding, *number) };
            *number = number.saturating_add(1);
            id
        };
        findings.iter().map(one).collect()
    }

    /// The identity of the last of these findings of a case.
    pub(crate) fn of_last(terms: &Terms, case: Option<&str>, findings: &[Finding]) -> Option<Self> {
        let (last, before) = findings.split_last()?;
        let key = |finding: &Finding| {
            (finding.kind(), finding.at, finding.event, finding.party().copied())
        };
        let about = |finding: &Finding| (finding.obligation().copied(), finding.act().copied());
        let is_equal = |other: &&Finding| {
            key(other) == key(last) && about(other) == about(last) && other.subject == last.subject
        };
        // Events come in the order of their places: one of an earlier event ends the search.
        let may_be = |other: &&Finding| {
            last.event.is_none() || other.event.is_none_or(|place| Some(place) >= last.event)
        };
        let equal = before.iter().rev().take_while(may_be).filter(is_equal).count();
        Some(Self::of(terms, case, last, u64::try_from(equal).unwrap_or(u64::MAX)))
    }
}

impl From<Digest> for FindingId {
    fn from(digest: Digest) -> Self {
        Self(digest.half())
    }
}

impl fmt::Display for FindingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::digest::write_hexadecimal(&self.0, f)
    }
}

impl fmt::Debug for FindingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for FindingId {
    type Err = DigestError;

    fn from_str(text: &str) -> Result<Self, DigestError> {
        crate::digest::from_hexadecimal(text).map(Self)
    }
}

impl Serialize for FindingId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for FindingId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::strict::text(deserializer, "the identity of a finding")
    }
}
