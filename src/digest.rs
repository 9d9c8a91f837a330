//! SHA-256, by which agreements, logs and findings are known.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};

/// A SHA-256 digest: of an agreement ([`Agreement::digest`](crate::Agreement::digest)), or of bytes.
///
/// It is written as 64 hexadecimal digits in small letters, as `sha256sum` writes it.
///
/// ```
/// use servanda::report::Digest;
/// let digest = Digest::of(b"");
/// let text = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
/// assert_eq!(digest.to_string(), text);
/// assert_eq!(text.parse(), Ok(digest));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

/// A text that is no [`Digest`].
///
/// ```
/// use servanda::report::Digest;
/// let error = "e3b0".parse::<Digest>().unwrap_err();
/// assert_eq!(error.to_string(), "not a digest: expected 64 hexadecimal digits in small letters");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a digest: expected {digits} hexadecimal digits in small letters")]
pub struct DigestError {
    digits: usize,
}

/// A digest of bytes that come in pieces.
///
/// ```
/// use servanda::report::{Digest, Digesting};
/// let mut digesting = Digesting::default();
/// digesting.add(b"in two ");
/// digesting.add(b"pieces");
/// assert_eq!(digesting.digest(), Digest::of(b"in two pieces"));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Digesting(Sha256);

impl Digest {
    /// The digest of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Its first half: enough where nobody gains by finding another text that has it.
    pub(crate) fn half(&self) -> [u8; 16] {
        self.0.first_chunk().copied().unwrap_or_default()
    }

    /// The 32 bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl Digesting {
    /// Adds the next piece.
    pub fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The digest of all pieces so far, one after the other.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest(self.0.clone().finalize().into())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hexadecimal(&self.0, f)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Digest {
    type Err = DigestError;

    fn from_str(text: &str) -> Result<Self, DigestError> {
        from_hexadecimal(text).map(Self)
    }
}

/// Bytes as hexadecimal digits in small letters.
pub(crate) fn write_hexadecimal(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
}

/// So many bytes, two hexadecimal digits each.
pub(crate) fn from_hexadecimal<const N: usize>(text: &str) -> Result<[u8; N], DigestError> {
    let error = DigestError { digits: N.saturating_mul(2) };
    let mut bytes = [0; N];
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if pairs.len() != bytes.len() || !rest.is_empty() {
        return Err(error);
    }
    for (byte, pair) in bytes.iter_mut().zip(pairs) {
        let [high, low] = pair.map(digit);
        *byte = high.ok_or(error)? << 4 | low.ok_or(error)?;
    }
    Ok(bytes)
}

fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => byte.checked_sub(b'0'),
        b'a'..=b'f' => byte.checked_sub(b'a')?.checked_add(10),
        _ => None,
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::strict::text(deserializer, "a SHA-256 digest")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_texts_are_no_digests() {
        let text = Digest::of(b"abc").to_string();
        assert_eq!(text, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(text.parse(), Ok(Digest::of(b"abc")));
        let odd =
            [&text[..63], &text.to_uppercase(), &text.replace('b', "g"), &(text.clone() + "0")];
        for odd in odd.into_iter().chain(["", "é"]) {
            assert_eq!(odd.parse::<Digest>(), Err(DigestError { digits: 64 }), "{odd}");
        }
    }
}
