//! Logs that are not written in UTF-8.

use std::io::{self, BufReader, Cursor, Read};

use encoding_rs::{Encoding, UTF_8};
use encoding_rs_io::DecodeReaderBytesBuilder;

use super::input::Input;

/// How much of a log may say how it is encoded.
const START: u64 = 256;

/// A log in UTF-8: from the encoding that is asked for, or else that of the mark of the order of bytes, or else the
/// one that a document in XML declares.
pub fn in_utf8(mut input: Input, asked: Option<&'static Encoding>) -> io::Result<Input> {
    let mut start = Vec::new();
    (&mut input).take(START).read_to_end(&mut start)?;
    let of_mark = Encoding::for_bom(&start).map(|(encoding, _)| encoding);
    let encoding = asked.or(of_mark).or_else(|| declared(&start)).unwrap_or(UTF_8);
    let whole = Cursor::new(start).chain(input);
    if encoding == UTF_8 {
        return Ok(Box::new(whole));
    }
    let decoder = DecodeReaderBytesBuilder::new().encoding(Some(encoding)).build(whole);
    Ok(Box::new(BufReader::with_capacity(1 << 16, decoder)))
}

/// The encoding that a document in XML declares.
fn declared(start: &[u8]) -> Option<&'static Encoding> {
    let text: String =
        start.iter().take_while(|byte| **byte != b'>').map(|it| char::from(*it)).collect();
    let (_, rest) = text.strip_prefix("<?xml")?.split_once("encoding")?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let (label, _) = rest.get(1..)?.split_once(quote)?;
    Encoding::for_label(label.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], asked: Option<&'static Encoding>) -> String {
        let mut text = String::new();
        let input: Input = Box::new(Cursor::new(bytes.to_vec()));
        in_utf8(input, asked).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn a_log_is_read_by_its_mark_its_declaration_or_as_asked() {
        assert_eq!(read("München".as_bytes(), None), "München");
        assert_eq!(read(b"M\xfcnchen", Encoding::for_label(b"latin1")), "München");
        let utf_16 =
            |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
        assert_eq!(read(&utf_16("\u{feff}München\n"), None), "München\n");
        let xml = b"<?xml version='1.0' encoding='ISO-8859-1'?><log>M\xfcnchen</log>";
        assert!(read(xml, None).ends_with("<log>München</log>"));
        let xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><log>München</log>";
        assert_eq!(read(xml.as_bytes(), None), xml);
        assert_eq!(read(b"", None), "");
    }
}
