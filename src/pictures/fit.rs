//! Text that fits: cleaned of what XML has no place for, and cut to the room that there is.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The width of a column, in parts of the font's size: a generous mean of the usual sans serifs.
const COLUMN: f64 = 0.53;

/// In one line, with what XML can't hold and what hides written out.
pub(crate) fn clean(text: &str) -> String {
    crate::escape::escaped(text).into_owned()
}

/// About how wide a text is, in pixels, in a font of this size.
pub(crate) fn width(text: &str, size: f64) -> f64 {
    f64::from(u32::try_from(text.width()).unwrap_or(u32::MAX)) * COLUMN * size
}

/// A text cut to so many pixels, with an ellipsis where something was cut away.
pub(crate) fn cut(text: &str, size: f64, room: f64) -> String {
    // A tenth of a pixel more than there is does not show.
    if width(text, size) <= room + 0.1 {
        return text.to_owned();
    }
    let mut left = room - COLUMN * size;
    let kept = text.chars().take_while(|letter| {
        let columns = u32::try_from(letter.width().unwrap_or_default()).unwrap_or(u32::MAX);
        left -= f64::from(columns) * COLUMN * size;
        left >= 0.0
    });
    let kept: String = kept.collect();
    format!("{}…", kept.trim_end())
}

/// A text with its first letter large, as the head of a line.
pub(crate) fn headed(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A length or a place in pixels, to a tenth.
pub(crate) fn px(value: f64) -> String {
    let text = format!("{value:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cleans_what_xml_cannot_hold() {
        assert_eq!(
            clean("a\u{0}b\u{1b}c\nd\u{202e}e\u{ffff}"),
            r"a\u{0}b\u{1b}c\nd\u{202e}e\u{ffff}"
        );
        assert_eq!(clean("שלום <b>"), "שלום <b>");
    }

    #[test]
    fn cuts_to_the_room() {
        assert_eq!(cut("short", 12.0, 200.0), "short");
        let long = cut("a name that goes on and on and on", 12.0, 100.0);
        assert!(long.ends_with('…') && width(&long, 12.0) <= 100.0, "{long}");
        let wide = cut("締約国は武器を撤去する", 12.0, 60.0);
        assert!(wide.ends_with('…') && width(&wide, 12.0) <= 60.0, "{wide}");
        assert_eq!(cut("anything", 12.0, 0.0), "…");
    }

    #[test]
    fn writes_pixels_shortly() {
        assert_eq!([px(12.0), px(0.25), px(-0.01)], ["12", "0.2", "0"]);
    }
}
