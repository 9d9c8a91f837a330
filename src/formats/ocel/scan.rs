//! Where a value ends.

/// How deep values may be nested; serde reads them no deeper.
const DEEPEST: usize = 128;

/// Finds the end of a value.
#[derive(Debug)]
pub(super) struct Scan {
    /// The brackets that close what is open, the innermost last.
    closing: Vec<u8>,
    state: Within,
}

#[derive(Clone, Copy, Debug)]
enum Within {
    /// Among brackets and commas, or before the value.
    Value,
    /// In a value without quotes or brackets, that stands for itself.
    Plain,
    Text,
    /// Behind a backslash in a text.
    Escape,
}

impl Scan {
    pub(super) fn new() -> Self {
        Self { closing: Vec::new(), state: Within::Value }
    }

    /// Whether the value is whole if nothing comes any more: so it may be of a number.
    pub(super) fn may_end(&self) -> bool {
        matches!(self.state, Within::Plain)
    }

    /// How many of these bytes are of the value, and whether it ends there or can't go on.
    pub(super) fn take(&mut self, bytes: &[u8]) -> (usize, Option<Result<(), String>>) {
        let mut used = 0_usize;
        for byte in bytes {
            let ends_after = match (self.state, *byte) {
                (Within::Escape, _) => {
                    self.state = Within::Text;
                    false
                }
                (Within::Text, b'\\') => {
                    self.state = Within::Escape;
                    false
                }
                (Within::Text, b'"') => {
                    self.state = Within::Value;
                    self.closing.is_empty()
                }
                (Within::Text, _) => false,
                (Within::Plain, b',' | b']' | b'}' | b' ' | b'\n' | b'\r' | b'\t') => {
                    return (used, Some(Ok(())));
                }
                (Within::Plain, _) => false,
                (Within::Value, b'"') => {
                    self.state = Within::Text;
                    false
                }
                (Within::Value, b'{' | b'[') if self.closing.len() >= DEEPEST => {
                    let message = format!("nested deeper than {DEEPEST} values");
                    return (used, Some(Err(message)));
                }
                (Within::Value, b'{') => {
                    self.closing.push(b'}');
                    false
                }
                (Within::Value, b'[') => {
                    self.closing.push(b']');
                    false
                }
                (Within::Value, b'}' | b']') => match self.closing.pop() {
                    Some(closing) if closing == *byte => self.closing.is_empty(),
                    Some(closing) => {
                        let (closing, found) = (char::from(closing), char::from(*byte));
                        let message = format!("expected `{closing}`, but here is `{found}`");
                        return (used, Some(Err(message)));
                    }
                    None => return (used, Some(Err("expected a value".to_owned()))),
                },
                (Within::Value, b',' | b':') if self.closing.is_empty() => {
                    return (used, Some(Err("expected a value".to_owned())));
                }
                (Within::Value, _) => {
                    if self.closing.is_empty() {
                        self.state = Within::Plain;
                    }
                    false
                }
            };
            used = used.saturating_add(1);
            if ends_after {
                return (used, Some(Ok(())));
            }
        }
        (used, None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How much of a text is its first value, or what is wrong with it; read in parts of this size.
    fn scanned(text: &str, size: usize) -> Option<Result<usize, String>> {
        let mut scan = Scan::new();
        let mut value = Vec::new();
        for part in text.as_bytes().chunks(size) {
            let (used, found) = scan.take(part);
            value.extend_from_slice(&part[..used]);
            if let Some(found) = found {
                return Some(found.map(|()| value.len()));
            }
        }
        scan.may_end().then_some(Ok(value.len()))
    }

    #[test]
    fn a_value_ends_where_it_does_however_it_is_cut() {
        for (text, rest) in [
            ("{}", ","),
            (r#"{"a": [1, "}]\"", {"b": "\\"}]}"#, "}"),
            (r#""a\\\"b""#, " : 1"),
            ("[[[]]]", "]"),
            ("12.5e3", "]"),
            ("true", "\n}"),
            ("null", ""),
        ] {
            for size in 1..=text.len() {
                let whole = format!("{text}{rest}");
                assert_eq!(scanned(&whole, size), Some(Ok(text.len())), "{whole} by {size}");
            }
        }
    }

    #[test]
    fn a_value_that_is_cut_off_has_no_end() {
        for text in ["{", r#"{"a": "}"#, r#""a\""#, "[1", "[[]", ""] {
            assert_eq!(scanned(text, 2), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_value_is_told() {
        let error = |text: &str| scanned(text, 3).unwrap().unwrap_err();
        for text in ["]", "}", ",", ":1"] {
            assert_eq!(error(text), "expected a value", "{text}");
        }
        assert_eq!(error(r#"{"a": [1}"#), "expected `]`, but here is `}`");
        assert_eq!(error(&"[".repeat(129)), "nested deeper than 128 values");
        assert_eq!(scanned(&format!("{}{}", "[".repeat(128), "]".repeat(128)), 9), Some(Ok(256)));
    }
}
