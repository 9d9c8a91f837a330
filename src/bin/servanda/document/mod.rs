//! Agreements from files, and what is wrong with them, shown where it stands.

mod excerpt;
mod node;
mod problem;

use std::ops::Range;
use std::path::Path;

use servanda::Agreement;

use crate::clocks;
use crate::failure::Failure;
use node::Node;
pub use problem::{Problem, brief, word_at};

/// How an agreement is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Json,
    Toml,
    Yaml,
}

impl Form {
    /// What the name of a file ends in says, or else how its text starts.
    pub fn of(path: &Path, text: &str) -> Self {
        Self::of_name(path).unwrap_or(match text.trim_start().starts_with('{') {
            true => Self::Json,
            false => Self::Toml,
        })
    }

    /// What the name of a file ends in says.
    pub fn of_name(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "json" => Some(Self::Json),
            "toml" => Some(Self::Toml),
            "yaml" | "yml" => Some(Self::Yaml),
            _ => None,
        }
    }
}

/// Reads an agreement from a file.
pub fn read(path: &Path) -> Result<Agreement, Failure> {
    Document::read(path).map(|document| document.agreement)
}

/// An agreement with the text that it was read from.
pub struct Document {
    pub agreement: Agreement,
    pub name: String,
    text: String,
    root: Option<Node>,
}

impl Document {
    pub fn read(path: &Path) -> Result<Self, Failure> {
        let (text, name) = read_text(path)?;
        let form = Form::of(path, &text);
        if looks_like_log(&text) {
            return Err(Failure::with_help(
                format!("{name}: this looks like a log, and an agreement was expected"),
                "name the agreement first, and then the log",
            ));
        }
        let agreement = parse(&text, &name, form)?;
        clocks::check(&agreement)?;
        let root = Node::parse(&text, form);
        Ok(Self { agreement, name, text, root })
    }

    /// Where the thing at a place stands: its bytes.
    pub fn find(&self, place: &str) -> Option<Range<usize>> {
        self.root.as_ref()?.find(place)
    }

    /// The line and column of a byte, both counted from 1.
    pub fn line_and_column(&self, byte: usize) -> (usize, usize) {
        let before = self.text.get(..byte).unwrap_or_default();
        let line = before.matches('\n').count().saturating_add(1);
        let column = before.rsplit('\n').next().unwrap_or_default().len();
        (line, column.saturating_add(1))
    }

    /// What is to be said of the thing at a place.
    pub fn problem(&self, place: &str, message: &str) -> Problem {
        Problem::new(message, &self.name, &self.text, self.find(place))
    }
}

/// Whether a text begins as a log does: with an event in JSON, or with the columns of a table.
fn looks_like_log(text: &str) -> bool {
    let Some(first) = text.lines().map(str::trim).find(|line| !line.is_empty()) else {
        return false;
    };
    let event: Option<serde_json::Value> = serde_json::from_str(first).ok();
    match event {
        Some(event) => {
            let has = |key: &str| event.get(key).is_some();
            (has("time") || has("specversion")) && !has("obligations") && !has("acts")
        }
        None => {
            let columns: Vec<&str> = first.split([',', ';', '\t']).map(str::trim).collect();
            columns.len() > 1 && columns.contains(&"time")
        }
    }
}

/// Whether a text reads as an agreement.
pub fn looks_like_agreement(path: &Path) -> bool {
    let is_small = std::fs::metadata(path).is_ok_and(|it| it.is_file() && it.len() < 16_777_216);
    let text = if is_small { std::fs::read_to_string(path).ok() } else { None };
    text.is_some_and(|text| {
        let form = Form::of(path, &text);
        match form {
            Form::Json => Agreement::from_json(&text).is_ok(),
            Form::Toml => Agreement::from_toml(&text).is_ok(),
            Form::Yaml => Agreement::from_yaml(&text).is_ok(),
        }
    })
}

/// Reads the text of a file, `-` being standard input, and says how to call it.
pub fn read_text(path: &Path) -> Result<(String, String), Failure> {
    if path.as_os_str() == "-" {
        let name = "standard input".to_owned();
        let text = std::io::read_to_string(std::io::stdin().lock());
        return text.map(|text| (text, name)).map_err(|error| Failure::file(path, error));
    }
    let mut text = std::fs::read_to_string(path).map_err(|error| Failure::file(path, error))?;
    // A mark of the order of bytes says nothing in UTF-8.
    if text.starts_with('\u{feff}') {
        text.remove(0);
    }
    Ok((text, path.display().to_string()))
}

/// Reads an agreement that is written in this form.
pub fn parse(text: &str, name: &str, form: Form) -> Result<Agreement, Failure> {
    let agreement = match form {
        Form::Json => Agreement::from_json(text),
        Form::Toml => Agreement::from_toml(text),
        Form::Yaml => Agreement::from_yaml(text),
    };
    agreement.map_err(|error| problem::of_agreement(text, name, form, &error).into())
}
