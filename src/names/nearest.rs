//! The nearest known name to a misspelt one.

use std::fmt;

use crate::escape::escaped;
use crate::strict::shortened;

use super::likeness::{difference, may_look_alike};

/// What a name was to name.
///
/// ```
/// let agreement = servanda::cuba::agreement(servanda::cuba::Reading::Verified)?;
/// let error = agreement.party("usa").unwrap_err();
/// assert_eq!(error.kind(), servanda::names::NameKind::Party);
/// assert_eq!((error.name(), error.nearest()), ("usa", Some("us")));
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// A party.
    Party,
    /// An act.
    Act,
    /// An obligation.
    Obligation,
    /// A passage of the source text.
    Passage,
    /// What an act tells.
    Told,
    /// A kind of subjects.
    Kind,
    /// A calendar.
    Calendar,
}

impl fmt::Display for NameKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Party => "party",
            Self::Act => "act",
            Self::Obligation => "obligation",
            Self::Passage => "passage",
            Self::Told => "told name",
            Self::Kind => "kind of subjects",
            Self::Calendar => "calendar",
        })
    }
}

/// A name that an agreement doesn't know, with the nearest one that it does.
///
/// ```
/// # let agreement = servanda::cuba::agreement(servanda::cuba::Reading::Verified)?;
/// let error = agreement.erased().act("lift-quarantin").unwrap_err();
/// assert_eq!(error.to_string(), "unknown act `lift-quarantin`: did you mean `lift-quarantine`?");
/// # Ok::<(), servanda::AgreementError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct UnknownNameError {
    kind: NameKind,
    name: Box<str>,
    nearest: Option<Box<str>>,
}

impl UnknownNameError {
    pub(crate) fn new<'a>(
        kind: NameKind,
        name: &str,
        known: impl Iterator<Item = &'a str>,
    ) -> Self {
        Self { kind, name: name.into(), nearest: nearest(name, known).map(Into::into) }
    }

    /// What the name was to name.
    #[must_use]
    pub fn kind(&self) -> NameKind {
        self.kind
    }

    /// The name as it was written.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The nearest name that is known, if one is near.
    #[must_use]
    pub fn nearest(&self) -> Option<&str> {
        self.nearest.as_deref()
    }
}

impl fmt::Display for UnknownNameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown {} `{}`", self.kind, shortened(&self.name))?;
        match &self.nearest {
            Some(nearest) if may_look_alike(&self.name, nearest) => {
                let difference = difference(&self.name, nearest);
                write!(f, ": did you mean `{}`? Written is {difference}", escaped(nearest))
            }
            Some(nearest) => write!(f, ": did you mean `{}`?", escaped(nearest)),
            None => Ok(()),
        }
    }
}

/// What serde says of a key or a word that it does not know, with the nearest that it does instead of all of
/// them: "unknown field `debter`: did you mean `debtor`?"
#[cfg(any(feature = "json", feature = "toml", feature = "yaml"))]
pub(crate) fn suggesting(message: &str) -> Option<String> {
    let (begin, list) = message.split_once(", expected ")?;
    let name = begin.strip_suffix('`')?.rsplit_once('`')?.1;
    let is_of_names = begin.contains("unknown field `") || begin.contains("unknown variant `");
    // Between two names stand a comma or "or".
    let known = list.split('`').skip(1).step_by(2);
    let nearest = nearest(name, known).filter(|_| is_of_names && !name.is_empty())?;
    let rest = list.rsplit_once('`').map(|(_, rest)| rest).unwrap_or_default();
    Some(format!("{begin}: did you mean `{nearest}`?{rest}"))
}

/// The known name that the fewest edits make of this one; none where all are far.
fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let length = name.chars().count();
    // Comparing takes time in the product of the lengths: nobody misspells a name this long.
    if length > 200 {
        return None;
    }
    let allowed = (length / 3).max(1);
    let mut left = MOST_COMPARED;
    let mut nearest: Option<(usize, &str)> = None;
    for known in known {
        let other = known.chars().count();
        if other.abs_diff(length) > allowed {
            continue;
        }
        // A log may be wrong on each of its lines: what one line may cost is bounded.
        let Some(after) = left.checked_sub(length.saturating_mul(other)) else { break };
        left = after;
        let edits = edits(name, known);
        if edits <= allowed && nearest.is_none_or(|(fewest, _)| edits < fewest) {
            nearest = Some((edits, known));
        }
    }
    nearest.map(|(_, known)| known)
}

/// How many pairs of letters are compared at the most to find one name: of a thousand names of
/// fifteen letters each.
const MOST_COMPARED: usize = 225_000;

/// How many insertions, deletions and replacements of a character make the one of the other.
fn edits(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.chars().count()).collect();
    for (line, a) in from.chars().enumerate() {
        let mut diagonal = line;
        let mut left = line.saturating_add(1);
        for (cell, b) in row.iter_mut().skip(1).zip(to.chars()) {
            let replaced = diagonal.saturating_add(usize::from(a != b));
            diagonal = *cell;
            left = replaced.min(left.saturating_add(1)).min(cell.saturating_add(1));
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = line.saturating_add(1);
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(feature = "json")]
    #[test]
    fn a_misspelt_key_is_told_with_the_nearest() {
        let said = |name: &str| {
            suggesting(&format!(
                "unknown field `{name}`, expected one of `debtor`, `creditor`, `of`"
            ))
        };
        let debter = "unknown field `debter`: did you mean `debtor`?";
        assert_eq!(said("debter").as_deref(), Some(debter));
        assert_eq!(said("something"), None);
        assert_eq!(
            suggesting("unknown variant `tex`, expected `text` or `json` at line 3").as_deref(),
            Some("unknown variant `tex`: did you mean `text`? at line 3")
        );
        assert_eq!(suggesting("invalid type: `debter`, expected one of `debtor`"), None);
    }

    #[test]
    fn counts_edits() {
        for (from, to, expected) in
            [("", "", 0), ("", "abc", 3), ("abc", "", 3), ("kitten", "sitting", 3), ("ab", "ba", 2)]
        {
            assert_eq!(edits(from, to), expected, "{from} {to}");
        }
    }

    #[test]
    fn an_error_keeps_the_name_and_the_nearest() {
        let near = UnknownNameError::new(NameKind::Party, "usa", ["us", "ussr"].into_iter());
        assert_eq!((near.name(), near.nearest()), ("usa", Some("us")));
        let far = UnknownNameError::new(NameKind::Party, "france", ["us", "ussr"].into_iter());
        assert_eq!((far.name(), far.nearest()), ("france", None));
    }

    #[test]
    fn a_name_of_two_hundred_letters_is_the_longest_that_is_compared() {
        for (length, is_found) in [(199, true), (200, true), (201, false), (300, false)] {
            let known = "a".repeat(length);
            let misspelt = format!("b{}", "a".repeat(length - 1));
            assert_eq!(nearest(&misspelt, [known.as_str()].into_iter()).is_some(), is_found);
        }
    }

    #[test]
    fn the_same_glyphs_are_never_shown_twice_without_a_word() {
        let told = |name: &str, known: &str| {
            UnknownNameError::new(NameKind::Party, name, [known].into_iter()).to_string()
        };
        assert_eq!(
            told("ussr", "ussг"),
            "unknown party `ussr`: did you mean `ussг`? Written is U+0072 instead of U+0433"
        );
        assert!(told("ussr ", "ussr").ends_with("Written is U+0020 instead of nothing"));
        assert!(told("us\u{200b}sr", "ussr").contains(r"`us\u{200b}sr`: did you mean `ussr`? W"));
        assert!(told("usr", "us").ends_with("did you mean `us`?"));
    }

    #[test]
    fn what_is_compared_for_one_name_is_bounded() {
        // Of many long names only the first are compared; of many short ones all.
        let long: Vec<String> = (0..300).map(|number| format!("{number:0>184}")).collect();
        let known = |misspelt: &str, from: &[String]| {
            nearest(misspelt, from.iter().map(String::as_str)).map(str::to_owned)
        };
        assert_eq!(known(&long[3].replacen('0', "x", 1), &long).as_deref(), Some(&*long[3]));
        assert_eq!(known(&long[299].replacen("299", "29x", 1), &long).as_deref(), Some(&*long[0]));
        let short: Vec<String> = (0..900).map(|number| format!("duty-of-{number}-x")).collect();
        assert_eq!(known("duty-of-899-y", &short).as_deref(), Some("duty-of-899-x"));
    }

    #[test]
    fn finds_the_nearest_and_nothing_far() {
        let known = ["lift-quarantine", "cease-work", "us"];
        assert_eq!(nearest("lift-quarentine", known.into_iter()), Some("lift-quarantine"));
        assert_eq!(nearest("su", known.into_iter()), None);
        assert_eq!(nearest("usa", known.into_iter()), Some("us"));
        assert_eq!(nearest("invade", known.into_iter()), None);
    }
}
