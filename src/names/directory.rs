//! From a name's text to its id.

use std::collections::BTreeMap;

use super::{Key, NameKind, UnknownNameError};

/// The ids of names, looked up by their texts.
#[derive(Clone, Debug)]
pub(crate) struct Directory<K> {
    kind: NameKind,
    ids: BTreeMap<Box<str>, K>,
    /// Where a text is likely to be found at once; a hint that is wrong costs a search.
    hints: Box<[Option<Hint<K>>]>,
}

/// A text, and the id that it goes by.
type Hint<K> = (Box<str>, K);

const HINTS: usize = 256;

impl<K: Key> Directory<K> {
    /// The first of two equal texts counts. At most `u32::MAX` are taken.
    pub(crate) fn new<'a>(kind: NameKind, texts: impl Iterator<Item = &'a str>) -> Self {
        let mut ids = BTreeMap::new();
        let mut hints: Box<[Option<Hint<K>>]> = (0..HINTS).map(|_| None).collect();
        for (text, place) in texts.zip(0..u32::MAX) {
            let id = *ids.entry(Box::from(text)).or_insert(K::at(place));
            if let Some(hint @ None) = hints.get_mut(hint(text.as_bytes())) {
                *hint = Some((text.into(), id));
            }
        }
        Self { kind, ids, hints }
    }

    /// The id of a text in bytes, be it UTF-8 or not.
    #[inline]
    pub(crate) fn get(&self, text: &[u8]) -> Option<K> {
        match self.hints.get(hint(text)) {
            Some(Some((known, id))) if known.as_bytes() == text => Some(*id),
            _ => self.ids.get(std::str::from_utf8(text).ok()?).copied(),
        }
    }

    pub(crate) fn find(&self, text: &str) -> Result<K, UnknownNameError> {
        self.get(text.as_bytes()).ok_or_else(|| {
            UnknownNameError::new(self.kind, text, self.ids.keys().map(|name| &**name))
        })
    }
}

/// Mixes the length, the first, the middle and the last letter.
#[inline]
fn hint(bytes: &[u8]) -> usize {
    let letter = |place: usize| usize::from(bytes.get(place).copied().unwrap_or_default());
    let length = bytes.len();
    let mixed = length
        .wrapping_mul(29)
        .wrapping_add(letter(0))
        .wrapping_add(letter(length / 2).wrapping_mul(7))
        .wrapping_add(letter(length.saturating_sub(1)).wrapping_mul(53));
    mixed % HINTS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::ActId;

    #[test]
    fn finds_every_name_whatever_the_hints() {
        let texts: Vec<String> = (0..2_000).map(|number| format!("act-{number}")).collect();
        let directory =
            Directory::<ActId>::new(NameKind::Act, texts.iter().map(|text| text.as_str()));
        for (text, place) in texts.iter().zip(0_u32..) {
            assert_eq!(directory.find(text).unwrap(), ActId::new(place));
        }
        assert!(directory.find("act-2000").unwrap_err().to_string().contains("act-200"));
        assert_eq!(directory.get(b""), None);
    }
}
