//! The keys.

use ratatui::text::{Line, Span};

use super::paint::Paint;

const KEYS: [(&str, &str); 20] = [
    ("Tab, Shift-Tab", "to the next pane, or back: acts, cards, log"),
    ("arrows, hjkl", "choose; left and right: the party or column beside"),
    ("PgUp PgDn Home End", "further"),
    ("Enter on an act", "do it, or learn why not; a quantity can be typed"),
    ("y", "why an act may be done or not, why a card stands so"),
    ("w on an act", "waive what it requires, by all whom that protects"),
    ("Enter on a card", "all about it"),
    ("a, d on a card", "attest, deny: its verifier's words"),
    ("r, e on a card", "release, extend: its creditor's words"),
    ("o, v on a card", "amend: another debtor, another verifier"),
    ("/", "find subjects by their names; once more: all of them again"),
    ("t", "time passes up to the next deadline or other timer"),
    ("c", "time passes by a span, or to an instant"),
    ("u   U, Ctrl-R", "take a step back, take it again"),
    ("s", "save the log as JSON Lines"),
    ("q, Ctrl-C", "quit; asks if there are steps that are not saved"),
    ("· dormant  ● due", "‖ suspended  ◐ performed  ✓ discharged"),
    ("✗ breached", "✚ cured  ○ released  – lapsed"),
    ("● open  ○ closed", "of acts: whether they may be done now"),
    ("! fault  i told", "of findings: whether somebody is at fault"),
];

/// One line for each.
pub(super) fn lines(paint: Paint) -> Vec<Line<'static>> {
    KEYS.iter()
        .map(|(key, what)| {
            Line::from(vec![
                Span::styled(format!(" {key:<20}"), paint.accent()),
                Span::raw((*what).to_owned()),
            ])
        })
        .collect()
}
