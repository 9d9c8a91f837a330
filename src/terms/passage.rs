//! The source text, piece by piece.

use serde::{Deserialize, Serialize};

/// A passage of the text that an agreement encodes, retold in one's own words.
///
/// ```
/// use servanda::terms::Passage;
/// let passage = Passage::normative("the seller delivers within two weeks");
/// assert!(passage.is_normative());
/// assert!(!Passage::narrative("with best wishes").is_normative());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(description = "A piece of the text that an agreement encodes, in one's own words.")
)]
#[serde(deny_unknown_fields)]
pub struct Passage {
    /// What it says, in one's own words.
    pub(crate) gist: Box<str>,
    /// Whether it binds, allows or expects something.
    pub(crate) normative: bool,
}

impl Passage {
    /// A passage that binds, allows or expects something: an act or an obligation should cite it.
    #[must_use]
    pub fn normative(gist: &str) -> Self {
        Self { gist: gist.into(), normative: true }
    }

    /// A passage that only tells something.
    #[must_use]
    pub fn narrative(gist: &str) -> Self {
        Self { gist: gist.into(), normative: false }
    }

    /// What the passage says, in one's own words.
    #[must_use]
    pub fn gist(&self) -> &str {
        &self.gist
    }

    /// Whether it binds, allows or expects something.
    #[must_use]
    pub fn is_normative(&self) -> bool {
        self.normative
    }
}
