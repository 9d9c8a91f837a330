//! How things look: a class for their colour, a symbol and a word, so that nothing is told by
//! colour alone.

use crate::monitor::{FindingKind, Outcome, Status};

/// How one thing looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Look {
    /// The name of its colour: see [`COLOURS`].
    pub(crate) class: &'static str,
    pub(crate) symbol: &'static str,
    pub(crate) word: &'static str,
}

impl Look {
    /// An event that was not let in.
    pub(crate) const REFUSED: Self = Self::new("breached", "!", "refused");

    /// What its word means, to be shown where somebody points at it.
    pub(crate) fn meaning(&self) -> &'static str {
        super::page::meaning(self)
    }

    const fn new(class: &'static str, symbol: &'static str, word: &'static str) -> Self {
        Self { class, symbol, word }
    }

    /// Where an obligation stands. A prohibition that is due is in force, and one that is
    /// discharged was kept.
    pub(crate) fn of_status(status: Status, is_prohibition: bool) -> Self {
        match status {
            Status::Dormant => Self::new("dormant", "○", "dormant"),
            Status::Due if is_prohibition => Self::new("due", "◆", "in force"),
            Status::Due => Self::new("due", "●", "due"),
            Status::Performed => Self::new("performed", "◐", "performed"),
            Status::Suspended => Self::new("suspended", "‖", "suspended"),
            Status::Discharged if is_prohibition => Self::new("discharged", "✓", "kept"),
            Status::Discharged => Self::new("discharged", "✓", "discharged"),
            Status::Breached => Self::new("breached", "✗", "breached"),
            Status::Cured => Self::new("cured", "✓", "cured"),
            Status::Repaired => Self::new("cured", "✓", "repaired"),
            Status::Released => Self::new("released", "◇", "released"),
            Status::Lapsed => Self::new("lapsed", "–", "lapsed"),
        }
    }

    pub(crate) fn of_finding(kind: FindingKind) -> Self {
        let class = if kind.is_only_told() { "told" } else { "breached" };
        let symbol = if kind.is_only_told() { "i" } else { "!" };
        Self::new(class, symbol, kind.as_str())
    }

    pub(crate) fn of_outcome(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Breached => Self::new("breached", "✗", "breached"),
            Outcome::Settled => Self::new("discharged", "✓", "settled"),
            Outcome::Terminated => Self::new("lapsed", "–", "terminated"),
            Outcome::Clear => Self::new("discharged", "○", "clear"),
            Outcome::Pending => Self::new("due", "…", "pending"),
        }
    }
}

/// A colour by its name: on light paper, and on dark.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Colour {
    pub(crate) name: &'static str,
    pub(crate) light: &'static str,
    pub(crate) dark: &'static str,
}

const fn colour(name: &'static str, light: &'static str, dark: &'static str) -> Colour {
    Colour { name, light, dark }
}

/// Every colour. `on` is for text upon one of those that follow `ink` and `muted`; these are told
/// from `paper` and `shade` by at least 4.5 to 1, and from `on` too.
pub(crate) const COLOURS: [Colour; 15] = [
    colour("paper", "#ffffff", "#14171b"),
    colour("shade", "#f5f6f8", "#1c2026"),
    colour("line", "#d3d8de", "#3a414b"),
    colour("on", "#ffffff", "#14171b"),
    colour("ink", "#1a1d21", "#e8eaed"),
    colour("muted", "#565e69", "#a6afbb"),
    colour("dormant", "#646c78", "#9aa4b1"),
    colour("due", "#1a5fd0", "#82b1ff"),
    colour("performed", "#0b6b80", "#4fc3d9"),
    colour("suspended", "#855400", "#e0b252"),
    colour("discharged", "#197338", "#5fcf80"),
    colour("breached", "#c5112b", "#ff8a8a"),
    colour("cured", "#4a6b10", "#a7d65f"),
    colour("released", "#7a35e0", "#c4a7ff"),
    colour("lapsed", "#5c6570", "#b3bcc7"),
];

/// Colours of parties, in their order; they come round again where there are more.
pub(crate) const PARTIES: [Colour; 8] = [
    colour("party-0", "#1a5fd0", "#82b1ff"),
    colour("party-1", "#b0480a", "#ffab70"),
    colour("party-2", "#0b6b80", "#4fc3d9"),
    colour("party-3", "#7a35e0", "#c4a7ff"),
    colour("party-4", "#4a6b10", "#a7d65f"),
    colour("party-5", "#b4185c", "#ff8fc0"),
    colour("party-6", "#57534e", "#c2bcb4"),
    colour("party-7", "#7d5a00", "#e0b252"),
];

/// The class of a party's colour, by its place.
pub(crate) fn of_party(place: usize) -> &'static str {
    let turn = place.checked_rem(PARTIES.len()).unwrap_or_default();
    PARTIES.get(turn).map_or("muted", |colour| colour.name)
}

/// The style sheet of the colours, light, dark where that is preferred, and light in print. What
/// is told, and nobody's fault, has the colour of what is suspended.
#[derive(askama::Template)]
#[template(path = "colours.css", escape = "none")]
pub(crate) struct Colours {
    colours: &'static [Colour],
    parties: &'static [Colour],
    /// What the colours hold for: `svg` in a picture that stands alone, `:root` on a page.
    scope: &'static str,
}

impl Colours {
    pub(crate) const PICTURE: Self =
        Self { colours: &COLOURS, parties: &PARTIES, scope: "svg.servanda" };
    pub(crate) const PAGE: Self = Self { colours: &COLOURS, parties: &PARTIES, scope: ":root" };

    /// The names of the colours of statuses and findings.
    pub(crate) fn statuses(&self) -> impl Iterator<Item = &'static str> {
        let statuses = self.colours.iter().map(|colour| colour.name);
        statuses.skip_while(|name| *name != "dormant").chain(["told"])
    }

    /// The names of the parties' colours.
    pub(crate) fn parties(&self) -> impl Iterator<Item = &'static str> {
        self.parties.iter().map(|colour| colour.name)
    }
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "tests may stop at once")]
mod tests {
    use super::*;

    /// The contrast of two colours by the rule of WCAG 2.
    fn contrast(one: &str, other: &str) -> f64 {
        let luminance = |colour: &str| {
            let channel = |from: usize| {
                let value = u8::from_str_radix(&colour[from..from + 2], 16).unwrap();
                let value = f64::from(value) / 255.0;
                if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
        };
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn every_colour_of_text_can_be_read() {
        let [paper, shade, _, on, text @ ..] = COLOURS;
        for colour in text.iter().chain(&PARTIES) {
            for ground in [paper, shade] {
                let ratios =
                    [contrast(colour.light, ground.light), contrast(colour.dark, ground.dark)];
                assert!(ratios.iter().all(|ratio| *ratio >= 4.5), "{} {ratios:?}", colour.name);
            }
            let ratios = [contrast(colour.light, on.light), contrast(colour.dark, on.dark)];
            assert!(ratios.iter().all(|ratio| *ratio >= 4.5), "on {} {ratios:?}", colour.name);
        }
        assert!(contrast("#000000", "#ffffff") > 20.9);
        assert!(contrast("#777777", "#ffffff") < 4.5);
    }

    #[test]
    fn no_two_statuses_look_alike_without_their_colour() {
        let statuses = [
            Status::Dormant,
            Status::Due,
            Status::Performed,
            Status::Suspended,
            Status::Discharged,
            Status::Breached,
            Status::Cured,
            Status::Released,
            Status::Lapsed,
        ];
        for is_prohibition in [false, true] {
            let words: std::collections::BTreeSet<_> = statuses
                .iter()
                .map(|status| Look::of_status(*status, is_prohibition).word)
                .collect();
            assert_eq!(words.len(), statuses.len());
        }
    }
}
