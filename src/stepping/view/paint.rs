//! Colours and marks. Everything that has a colour has a mark or a word too.

use ratatui::style::{Color, Modifier, Style};

use crate::monitor::Status;

/// Whether there are colours.
#[derive(Clone, Copy, Debug)]
pub(in crate::stepping) struct Paint {
    has_colour: bool,
}

impl Paint {
    /// Colours, unless `NO_COLOR` is set.
    pub(in crate::stepping) fn of_environment() -> Self {
        Self { has_colour: std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()) }
    }

    #[cfg(test)]
    pub(in crate::stepping) fn new(has_colour: bool) -> Self {
        Self { has_colour }
    }

    fn colour(self, colour: Color) -> Style {
        if self.has_colour { Style::new().fg(colour) } else { Style::new() }
    }

    pub(super) fn status(self, status: Status) -> Style {
        match status {
            Status::Dormant => self.faint(),
            Status::Due => self.colour(Color::Yellow),
            Status::Suspended => self.colour(Color::Magenta),
            Status::Performed => self.colour(Color::Cyan),
            Status::Discharged => self.colour(Color::Green),
            Status::Breached => self.bad(),
            Status::Cured | Status::Repaired => self.colour(Color::LightGreen),
            Status::Released => self.colour(Color::Blue),
            Status::Lapsed => self.faint(),
        }
    }

    pub(super) fn good(self) -> Style {
        self.colour(Color::Green)
    }

    pub(super) fn bad(self) -> Style {
        self.colour(Color::Red).add_modifier(Modifier::BOLD)
    }

    pub(super) fn accent(self) -> Style {
        self.colour(Color::Cyan).add_modifier(Modifier::BOLD)
    }

    pub(super) fn strong(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    pub(super) fn faint(self) -> Style {
        Style::new().add_modifier(Modifier::DIM)
    }

    /// What the chosen act is about.
    pub(super) fn linked(self, style: Style) -> Style {
        style.add_modifier(Modifier::UNDERLINED)
    }

    /// What is chosen, where the keys go.
    pub(super) fn chosen(self, has_keys: bool) -> Style {
        if has_keys { Style::new().add_modifier(Modifier::REVERSED) } else { self.strong() }
    }
}

/// A mark for each status, for those who see no colours.
pub(super) fn mark(status: Status) -> &'static str {
    match status {
        Status::Dormant => "·",
        Status::Due => "●",
        Status::Suspended => "‖",
        Status::Performed => "◐",
        Status::Discharged => "✓",
        Status::Breached => "✗",
        Status::Cured => "✚",
        Status::Repaired => "✠",
        Status::Released => "○",
        Status::Lapsed => "–",
    }
}
