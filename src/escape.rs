//! Text that was written by others, shown so that it can't pass for something else.

use std::borrow::Cow;
use std::fmt::Write;

/// A text for people to read, in which nothing is hidden: control characters, line ends, whatever
/// turns the direction of writing, and characters without a width are written out (`\n`, `\u{202e}`).
/// Everything else stays as it is.
///
/// Names, cases and notes may hold anything. Sentences and texts of this crate show them so; whoever
/// shows them otherwise does well to do the same. What machines read has them as they are.
///
/// ```
/// use servanda::report::escaped;
/// assert_eq!(escaped("lift-quarantine"), "lift-quarantine");
/// assert_eq!(escaped("sale\u{1b}[2J\nOutcome: settled"), r"sale\u{1b}[2J\nOutcome: settled");
/// assert_eq!(escaped("\u{202e}reyub"), r"\u{202e}reyub");
/// ```
#[must_use]
pub fn escaped(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len().saturating_add(16));
    for letter in text.chars() {
        match letter {
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            letter if is_hidden(letter) => {
                // Writing to a text can't fail.
                let _ = write!(shown, "\\u{{{:x}}}", u32::from(letter));
            }
            letter => shown.push(letter),
        }
    }
    Cow::Owned(shown)
}

/// The same of a message, from whose middle it takes what is more than a person reads: a name may be as
/// long as a line.
#[cfg(any(feature = "json", feature = "toml", feature = "yaml"))]
pub(crate) fn brief(message: &str) -> String {
    /// How many bytes are kept at each end.
    const END: usize = 300;
    let suggested = crate::names::suggesting(message);
    let shown = escaped(suggested.as_deref().unwrap_or(message));
    let start = floor(&shown, END);
    let end = floor(&shown, shown.len().saturating_sub(END));
    match (shown.get(..start), shown.get(end..)) {
        (Some(first), Some(last)) if start < end => format!("{first} … {last}"),
        _ => shown.into_owned(),
    }
}

/// The place of a character's start at or before this one.
#[cfg(any(feature = "json", feature = "toml", feature = "yaml"))]
fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at = at.saturating_sub(1);
    }
    at
}

/// Whether a character shows nothing of itself, or changes how others show.
fn is_hidden(letter: char) -> bool {
    if letter.is_ascii() {
        return letter.is_ascii_control();
    }
    letter.is_control()
        || turns(letter)
        || has_no_width(letter)
        // Ends of lines and paragraphs; what is no character at all.
        || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}')
}

/// Marks, embeddings, overrides and isolates of the direction of writing. A name needs none: its
/// letters have their own.
fn turns(letter: char) -> bool {
    matches!(
        letter,
        '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    )
}

/// What Unicode lets a screen ignore: joiners, selectors of variants, fillers, tags and the like.
fn has_no_width(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}'
            | '\u{34f}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{17b4}'
            | '\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200d}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_seen_stays_as_it_is() {
        for text in ["", "a b", "Grünland", "検疫の解除", "שלום", "👍🏽", "a\\n"] {
            assert!(matches!(escaped(text), Cow::Borrowed(shown) if shown == text), "{text}");
        }
    }

    #[test]
    fn what_hides_is_written_out() {
        for (text, shown) in [
            ("a\nb\r\tc", r"a\nb\r\tc"),
            ("\u{0}\u{1b}\u{7f}\u{9b}", r"\u{0}\u{1b}\u{7f}\u{9b}"),
            ("a\u{2028}b\u{2029}", r"a\u{2028}b\u{2029}"),
            ("\u{202e}x\u{2066}y\u{61c}", r"\u{202e}x\u{2066}y\u{61c}"),
            ("us\u{200b}sr\u{feff}\u{200d}", r"us\u{200b}sr\u{feff}\u{200d}"),
            ("a\u{e0041}\u{fe0f}\u{ad}", r"a\u{e0041}\u{fe0f}\u{ad}"),
            ("\u{ffff}", r"\u{ffff}"),
        ] {
            assert_eq!(escaped(text), shown);
        }
    }

    #[cfg(feature = "json")]
    #[test]
    fn a_message_is_no_longer_than_a_person_reads() {
        let long = "é".repeat(10_000);
        let shown = brief(&format!("unknown field `{long}`, expected one of `time`, `act`"));
        assert!(shown.len() < 610, "{}", shown.len());
        assert!(shown.starts_with("unknown field") && shown.ends_with("of `time`, `act`"));
        for length in 590..610 {
            let text = "a".repeat(length);
            assert!(brief(&text).len() <= length.max(605));
            assert_eq!(brief(&text) == text, length <= 600);
        }
    }

    #[test]
    fn what_is_shown_shows_the_same_again() {
        let text: String = ('\u{0}'..'\u{3000}').collect();
        let shown = escaped(&text).into_owned();
        assert_eq!(escaped(&shown), shown);
    }
}
