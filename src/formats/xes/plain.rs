//! Reading at once an event as nearly all are written: its attributes flat, each a key and a value in double quotes,
//! nothing in them that stands for something else. Any other event is for the reader of XML, which knows what is wrong
//! with it, if anything is.

use std::ops::Range;

use super::element::KINDS;

/// The attributes of one event that is written plainly.
#[derive(Debug, Default)]
pub(super) struct PlainAttributes {
    text: String,
    /// Where the key and the value of each stand in the text.
    places: Vec<(Range<usize>, Range<usize>)>,
}

/// Where a plain event stands in what is still to be read.
pub(super) struct Extent {
    /// How much white space stands before it.
    pub(super) before: usize,
    pub(super) end: usize,
}

impl PlainAttributes {
    /// Reads the event that comes next in these bytes; none if it is not plain, or not whole.
    pub(super) fn read(&mut self, bytes: &[u8]) -> Option<Extent> {
        self.text.clear();
        self.places.clear();
        let start = without_blanks(bytes);
        let place_of = |rest: &[u8]| start.len().saturating_sub(rest.len());
        let mut rest = without_blanks(start.strip_prefix(b"<event>")?);
        let after = loop {
            if let Some(after) = rest.strip_prefix(b"</event>") {
                break after;
            }
            let tag = rest.strip_prefix(b"<")?;
            let (kind, key) = tag.split_at_checked(tag.iter().position(|byte| *byte == b' ')?)?;
            let is_attribute = KINDS.iter().any(|known| known.as_bytes() == kind);
            let key = key.strip_prefix(b" key=\"").filter(|_| is_attribute)?;
            let key_end = quoted(key)?;
            let value = key_end.strip_prefix(b"\" value=\"")?;
            let value_end = quoted(value)?;
            self.places
                .push((place_of(key)..place_of(key_end), place_of(value)..place_of(value_end)));
            rest = without_blanks(value_end.strip_prefix(b"\"")?);
            rest = without_blanks(rest.strip_prefix(b"/>")?);
        };
        let text = start.get(..place_of(after))?;
        self.text.push_str(std::str::from_utf8(text).ok()?);
        let before = bytes.len().saturating_sub(start.len());
        Some(Extent { before, end: bytes.len().saturating_sub(after.len()) })
    }

    /// The keys and the values of the event that was read last.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        self.places.iter().filter_map(|(key, value)| {
            Some((self.text.get(key.clone())?, self.text.get(value.clone())?))
        })
    }
}

/// What follows white space, as XML has it.
fn without_blanks(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n'));
    bytes.get(end.unwrap_or(bytes.len())..).unwrap_or_default()
}

/// What follows a quoted text, from its closing quote on; none where something in it is more than it looks.
fn quoted(bytes: &[u8]) -> Option<&[u8]> {
    let end = bytes.iter().position(|byte| matches!(byte, b'"' | b'&' | b'<' | 0..0x20))?;
    bytes.get(end..).filter(|rest| rest.first() == Some(&b'"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: &str = "\n  <event>\n <string key=\"a b\" value=\"c > 'é'\"/><date key=\"d\" value=\"\" />\n</event>";

    #[test]
    fn a_plain_event_is_read_with_its_attributes() {
        let mut plain = PlainAttributes::default();
        for after in ["", "<event>", "\n</trace>"] {
            let extent = plain.read(format!("{PLAIN}{after}").as_bytes()).unwrap();
            assert_eq!((extent.before, extent.end), (3, PLAIN.len()));
            assert_eq!(plain.iter().collect::<Vec<_>>(), [("a b", "c > 'é'"), ("d", "")]);
        }
        assert!(plain.read(b"<event></event>").is_some());
        assert_eq!(plain.iter().count(), 0);
    }

    #[test]
    fn an_event_that_is_not_plain_or_not_whole_is_left_to_the_reader_of_xml() {
        let mut plain = PlainAttributes::default();
        for (from, to) in [
            ("<event>", "<event a=\"b\">"),
            ("<event>", "<trace>"),
            ("string", "strings"),
            ("string", "xes:string"),
            ("key", "kay"),
            ("value", "key"),
            ("a b", "a &amp; b"),
            ("a b", "a\tb"),
            ("c >", "c <"),
            ("\"/>", "\" x=\"y\"/>"),
            ("\"/>", "\"></string>"),
            ("<date", "text<date"),
            ("<date", "<!-- --><date"),
        ] {
            assert!(plain.read(PLAIN.replace(from, to).as_bytes()).is_none(), "{from} {to}");
        }
        for end in 0..PLAIN.len() {
            assert!(plain.read(PLAIN.as_bytes().get(..end).unwrap()).is_none(), "{end}");
        }
        let odd: Vec<u8> = PLAIN.bytes().map(|it| if it == b'b' { 0xff } else { it }).collect();
        assert!(plain.read(&odd).is_none());
    }
}
