//! What sets two names apart that may look the same.

/// Where two names differ, by the code points there: "U+0433 instead of U+0072".
pub(crate) fn difference(name: &str, other: &str) -> String {
    let (here, there) = apart(name, other);
    format!("{} instead of {}", points(&here), points(&there))
}

/// Whether people may take the one for the other: where they differ there is more than letters of
/// ASCII, or only such as look alike.
pub(super) fn may_look_alike(name: &str, other: &str) -> bool {
    let (here, there) = apart(name, other);
    let is_plain = |letter: &char| letter.is_ascii_graphic() && !"l1I|0O".contains(*letter);
    !here.iter().chain(&there).all(is_plain)
}

/// The parts in which two texts differ: without what both begin and end with.
fn apart(name: &str, other: &str) -> (Vec<char>, Vec<char>) {
    let (here, there): (Vec<char>, Vec<char>) = (name.chars().collect(), other.chars().collect());
    let start = here.iter().zip(&there).take_while(|(a, b)| a == b).count();
    let (here, there) =
        (here.get(start..).unwrap_or_default(), there.get(start..).unwrap_or_default());
    let end = here.iter().rev().zip(there.iter().rev()).take_while(|(a, b)| a == b).count();
    let cut =
        |part: &[char]| part.get(..part.len().saturating_sub(end)).unwrap_or_default().to_vec();
    (cut(here), cut(there))
}

/// Code points as they are written in tables; not more of them than a person reads.
fn points(letters: &[char]) -> String {
    const MOST: usize = 8;
    if letters.is_empty() {
        return "nothing".to_owned();
    }
    let shown = letters.iter().take(MOST).map(|letter| format!("U+{:04X}", u32::from(*letter)));
    let shown = shown.collect::<Vec<_>>().join(" ");
    if letters.len() > MOST { format!("{shown} …") } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_points_say_where_two_names_differ() {
        for (name, other, told) in [
            ("ussг", "ussr", "U+0433 instead of U+0072"),
            ("ussr ", "ussr", "U+0020 instead of nothing"),
            ("caf\u{e9}s", "cafe\u{301}s", "U+00E9 instead of U+0065 U+0301"),
            ("USSR", "ussr", "U+0055 U+0053 U+0053 U+0052 instead of U+0075 U+0073 U+0073 U+0072"),
            ("aa", "aaa", "nothing instead of U+0061"),
        ] {
            assert_eq!(difference(name, other), told, "{name} {other}");
        }
        let long = difference(&"a".repeat(90), &"b".repeat(90));
        assert!(long.len() < 150 && long.contains(" … instead of"), "{long}");
    }

    #[test]
    fn letters_that_are_clearly_others_need_no_code_points() {
        assert!(!may_look_alike("sellr", "seller") && !may_look_alike("usa", "us"));
        for (name, other) in
            [("ussг", "ussr"), ("ussr ", "ussr"), ("pa1", "pal"), ("é", "e\u{301}")]
        {
            assert!(may_look_alike(name, other), "{name} {other}");
        }
    }
}
