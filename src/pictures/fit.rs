//! Text that fits: cleaned of what XML has no place for, and cut to the room that there is.

use std::collections::HashMap;

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

/// Labels cut to so many pixels that are as different as the names are: those that begin alike keep where they
/// differ.
pub(crate) fn cut_apart(names: &[String], size: f64, room: impl Fn(usize) -> f64) -> Vec<String> {
    let mut labels: Vec<String> =
        names.iter().enumerate().map(|(place, name)| cut(name, size, room(place))).collect();
    let mut alike: HashMap<String, Vec<usize>> = HashMap::new();
    for (place, label) in labels.iter().enumerate() {
        alike.entry(label.clone()).or_default().push(place);
    }
    for places in alike.into_values().filter(|places| places.len() > 1) {
        let own: Vec<&String> = places.iter().filter_map(|place| names.get(*place)).collect();
        let shared = shared_beginning(&own);
        for place in places {
            let (Some(name), Some(label)) = (names.get(place), labels.get_mut(place)) else {
                continue;
            };
            // A little of what they share, and then what tells them apart.
            let before: String = name.chars().take(shared).collect();
            let after: String = name.chars().skip(shared).collect();
            if after.is_empty() {
                continue;
            }
            let end = cut(&format!("…{after}"), size, room(place) * 0.7);
            let left = room(place) - width(&end, size);
            let begin = cut(&before, size, left + COLUMN * size);
            *label = format!("{}{end}", begin.trim_end_matches('…'));
        }
    }
    labels
}

/// With how many letters all of these begin alike, up to a letter before the end of a word.
fn shared_beginning(names: &[&String]) -> usize {
    let Some((first, others)) = names.split_first() else { return 0 };
    let shared = |other: &&String| {
        first.chars().zip(other.chars()).take_while(|(one, other)| one == other).count()
    };
    others.iter().map(shared).min().unwrap_or_default()
}

/// A sentence as HTML: what stands between backticks is code, and stands apart from the direction in which
/// the rest is written.
pub(crate) fn marked(sentence: &str) -> String {
    let html = |text: &str| {
        let Ok(escaped) = askama::filters::escape(text, askama::filters::Html);
        escaped.to_string()
    };
    let mut parts = sentence.split('`').map(html);
    let mut marked = parts.next().unwrap_or_default();
    while let Some(code) = parts.next() {
        match parts.next() {
            Some(text) => marked += &format!("<code><bdi>{code}</bdi></code>{text}"),
            None => marked += &format!("`{code}"),
        }
    }
    marked
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
    fn labels_that_begin_alike_keep_where_they_differ() {
        let names = [1, 2, 13].map(|number| {
            format!("the-obligation-to-submit-a-progress-report-by-the-end-of-month-{number}-of-it")
        });
        let labels = cut_apart(&names, 12.0, |_| 150.0);
        assert!(labels.iter().all(|label| width(label, 12.0) <= 150.1), "{labels:?}");
        assert!(labels[0].starts_with("the-ob") && labels[0].contains("…1-of-it"), "{labels:?}");
        assert!(labels[1].contains("…2-of-it") && labels[2].contains("…13-of-it"), "{labels:?}");
    }

    #[test]
    fn code_in_a_sentence_is_marked_and_nothing_is_let_through() {
        assert_eq!(marked("did `x` <b>"), "did <code><bdi>x</bdi></code> &#60;b&#62;");
        assert_eq!(marked("`<i>` and `"), "<code><bdi>&#60;i&#62;</bdi></code> and `");
        assert_eq!(marked("plain"), "plain");
    }

    #[test]
    fn writes_pixels_shortly() {
        assert_eq!([px(12.0), px(0.25), px(-0.01)], ["12", "0.2", "0"]);
    }
}
