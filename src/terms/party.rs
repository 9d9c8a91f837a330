//! Parties: whoever can act, and groups of them (SEMANTICS.md, section 1).

use serde::de::Deserializer;
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};

use crate::names::{Ids, Text, Translate, Vocabulary};
use crate::strict;

/// A party that has members: whoever of them does an act acts for it too.
///
/// ```
/// # servanda::vocabulary! {
/// #     struct Treaty;
/// #     enum Party { Ada, Bora, States }
/// #     enum Act { Ratify }
/// #     enum Obligation { Ratification }
/// # }
/// use servanda::terms::{Group, Speaks};
/// let states = Group::of([Party::Ada, Party::Bora]).speaking(Speaks::Any);
/// assert_eq!(states.members(), [Party::Ada, Party::Bora]);
/// # let _: Group<Treaty> = states;
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group<V: Vocabulary = Ids> {
    pub(crate) members: Vec<V::Party>,
    pub(crate) speaks: Speaks,
}

/// Who speaks for a group, beside the group itself and all its members together.
///
/// ```
/// assert_eq!(servanda::terms::Speaks::default(), servanda::terms::Speaks::All);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(description = "Who speaks for a group."))]
#[serde(rename_all = "lowercase")]
pub enum Speaks {
    /// Nobody else.
    #[default]
    All,
    /// Each member that does not act for the debtor of what it is about; each at all where the group
    /// is that debtor, or nothing has one.
    Any,
}

impl<V: Vocabulary> Group<V> {
    /// A group of these members, for which they speak all together.
    pub fn of(members: impl IntoIterator<Item = V::Party>) -> Self {
        Self { members: members.into_iter().collect(), speaks: Speaks::All }
    }

    /// Who speaks for it.
    #[must_use]
    pub fn speaking(mut self, speaks: Speaks) -> Self {
        self.speaks = speaks;
        self
    }

    /// Its members, in the order of the document.
    #[must_use]
    pub fn members(&self) -> &[V::Party] {
        &self.members
    }

    /// Who speaks for it beside itself and all its members together.
    #[must_use]
    pub fn speaks(&self) -> Speaks {
        self.speaks
    }

    pub(crate) fn translate<W: Vocabulary, T: Translate<V, W>>(
        &self,
        translation: &T,
    ) -> Result<Group<W>, T::Error> {
        Ok(Group { members: translation.parties(&self.members)?, speaks: self.speaks })
    }
}

/// A party as it is described, its names not yet checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Described {
    pub(crate) gist: Box<str>,
    pub(crate) group: Option<Group<Text>>,
}

/// A party on the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WrittenParty(pub(super) Described);

/// A group on the wire.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "Group", description = "A party that has members.")
)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrittenGroup {
    /// Who that is.
    gist: Box<str>,
    /// Its members: at least one party, none of them a group.
    members: Vec<Box<str>>,
    /// Who speaks for it, beside all its members together: `any` of them, or nobody else.
    #[serde(default, deserialize_with = "strict::word", skip_serializing_if = "is_all")]
    speaks: Speaks,
}

impl Serialize for WrittenParty {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Described { gist, group } = &self.0;
        match group {
            None => gist.serialize(serializer),
            Some(Group { members, speaks }) => {
                let (gist, members) = (gist.clone(), members.clone());
                WrittenGroup { gist, members, speaks: *speaks }.serialize(serializer)
            }
        }
    }
}

impl<'de> Deserialize<'de> for WrittenParty {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(match strict::Form::<Box<str>, WrittenGroup>::deserialize(deserializer)? {
            strict::Form::Plain(gist) => Described { gist, group: None },
            strict::Form::Object(WrittenGroup { gist, members, speaks }) => {
                Described { gist, group: Some(Group { members, speaks }) }
            }
        }))
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes the field by reference")]
fn is_all(speaks: &Speaks) -> bool {
    *speaks == Speaks::All
}
