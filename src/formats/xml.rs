//! What XML can hold.

use std::borrow::Cow;

/// A text with every character that XML 1.0 can't hold replaced.
pub(super) fn holdable(text: &str) -> Cow<'_, str> {
    let is_held = |letter: char| !matches!(letter, '\0'..'\u{9}' | '\u{b}' | '\u{c}' | '\u{e}'..'\u{20}' | '\u{fffe}' | '\u{ffff}');
    if text.chars().all(is_held) {
        return Cow::Borrowed(text);
    }
    text.chars().map(|letter| if is_held(letter) { letter } else { '\u{fffd}' }).collect()
}
