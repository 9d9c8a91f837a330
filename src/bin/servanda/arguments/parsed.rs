//! Arguments that are more than a word.

use servanda::Condition;
use servanda::names::Text;

/// A condition in JSON, or one key and one name.
pub fn condition(text: &str) -> Result<Condition<Text>, String> {
    let read = match text.split_once(':') {
        Some((key, name)) if !text.trim_start().starts_with('{') => {
            serde_json::from_value(serde_json::json!({ key: name }))
        }
        _ => serde_json::from_str(text),
    };
    read.map_err(|error| error.to_string())
}

pub fn separator(text: &str) -> Result<u8, String> {
    match text.as_bytes() {
        [byte] if byte.is_ascii() && !b"\"\r\n".contains(byte) => Ok(*byte),
        _ if text == "\\t" || text == "tab" => Ok(b'\t'),
        _ => Err("expected one character, as `;`, or `tab`".to_owned()),
    }
}
