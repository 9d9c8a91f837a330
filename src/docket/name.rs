//! The name of a case, kept where its run is kept.

/// A text in bytes; a short one is kept in place.
#[derive(Clone, Debug)]
pub(super) enum Name {
    Short { length: u8, bytes: [u8; SHORT] },
    Long(Box<[u8]>),
}

/// The longest text that is kept in place, in bytes.
const SHORT: usize = 22;

impl Name {
    pub(super) fn as_str(&self) -> &str {
        // What was put in was a text.
        std::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    #[inline]
    pub(super) fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Short { length, bytes } => bytes.get(..usize::from(*length)).unwrap_or_default(),
            Self::Long(text) => text,
        }
    }
}

impl From<&[u8]> for Name {
    fn from(text: &[u8]) -> Self {
        let mut bytes = [0; SHORT];
        match (bytes.get_mut(..text.len()), u8::try_from(text.len())) {
            (Some(place), Ok(length)) => {
                place.copy_from_slice(text);
                Self::Short { length, bytes }
            }
            _ => Self::Long(text.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_every_text() {
        for length in 0..40 {
            let text = "é".repeat(length / 2) + &"a".repeat(length % 2);
            assert_eq!(Name::from(text.as_bytes()).as_str(), text);
            assert_eq!(Name::from(text.as_bytes()).as_bytes(), text.as_bytes());
        }
        assert!(matches!(Name::from(&b"a"[..]), Name::Short { .. }));
        assert!(size_of::<Option<Name>>() <= 24);
    }
}
