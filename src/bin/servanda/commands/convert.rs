//! `convert`: agreements and logs in another format.

use std::path::Path;

use servanda::event::Entry;
use servanda::formats::{Losses, cloud_events, csv, xes};
use servanda::names::Text;

use crate::arguments::{Convert, ConvertFormat, LogFormat};
use crate::document::{self, Form};
use crate::failure::Failure;
use crate::logs::{self, How, Words};
use crate::output::{note, write_file, write_out};

/// What a format is for.
enum Kind {
    Agreement(Form),
    Log(LogFormat),
}

pub fn run(arguments: &Convert) -> Result<(), Failure> {
    let from = source(arguments)?;
    let to = target(arguments)?;
    match (kind(from), kind(to)) {
        (Kind::Agreement(from), Kind::Agreement(to)) => agreement(arguments, from, to),
        (Kind::Log(_), Kind::Log(LogFormat::Ocel)) => {
            Err(Failure::plain("logs are read from OCEL, and not written as it"))
        }
        (Kind::Log(from), Kind::Log(_)) => log(arguments, from, to),
        (Kind::Agreement(_), Kind::Log(_)) => {
            Err(Failure::plain("an agreement can't be written as a log"))
        }
        (Kind::Log(_), Kind::Agreement(_)) => {
            Err(Failure::plain("a log can't be written as an agreement"))
        }
    }
}

fn source(arguments: &Convert) -> Result<ConvertFormat, Failure> {
    let of_log = |format: LogFormat| match format {
        LogFormat::JsonLines => ConvertFormat::JsonLines,
        LogFormat::Csv => ConvertFormat::Csv,
        LogFormat::CloudEvents => ConvertFormat::CloudEvents,
        LogFormat::Xes => ConvertFormat::Xes,
        LogFormat::Ocel => ConvertFormat::Ocel,
    };
    let asked = arguments.from.or(arguments.reading.log_format.map(of_log));
    asked.or_else(|| named(&arguments.input)).ok_or_else(|| {
        Failure::with_help(
            format!("{}: its name does not say what it is", arguments.input.display()),
            "say so with --from",
        )
    })
}

fn target(arguments: &Convert) -> Result<ConvertFormat, Failure> {
    let of_output = || arguments.output.as_deref().and_then(named);
    arguments.to.or_else(of_output).ok_or_else(|| {
        Failure::with_help("what to write is not said", "say so with --to, or name it in --output")
    })
}

fn named(path: &Path) -> Option<ConvertFormat> {
    match Form::of_name(path) {
        Some(Form::Json) => Some(ConvertFormat::Json),
        Some(Form::Toml) => Some(ConvertFormat::Toml),
        Some(Form::Yaml) => Some(ConvertFormat::Yaml),
        None => match logs::named(path)? {
            LogFormat::JsonLines => Some(ConvertFormat::JsonLines),
            LogFormat::Csv => Some(ConvertFormat::Csv),
            LogFormat::CloudEvents => Some(ConvertFormat::CloudEvents),
            LogFormat::Xes => Some(ConvertFormat::Xes),
            LogFormat::Ocel => Some(ConvertFormat::Ocel),
        },
    }
}

fn kind(format: ConvertFormat) -> Kind {
    match format {
        ConvertFormat::Json => Kind::Agreement(Form::Json),
        ConvertFormat::Toml => Kind::Agreement(Form::Toml),
        ConvertFormat::Yaml => Kind::Agreement(Form::Yaml),
        ConvertFormat::JsonLines => Kind::Log(LogFormat::JsonLines),
        ConvertFormat::Csv => Kind::Log(LogFormat::Csv),
        ConvertFormat::CloudEvents | ConvertFormat::CloudEventsBatch => {
            Kind::Log(LogFormat::CloudEvents)
        }
        ConvertFormat::Xes => Kind::Log(LogFormat::Xes),
        ConvertFormat::Ocel => Kind::Log(LogFormat::Ocel),
    }
}

fn agreement(arguments: &Convert, from: Form, to: Form) -> Result<(), Failure> {
    let (text, name) = document::read_text(&arguments.input)?;
    let agreement = document::parse(&text, &name, from)?;
    let mut written = match to {
        Form::Json => agreement.to_json(),
        Form::Toml => agreement.to_toml().map_err(Failure::plain)?,
        Form::Yaml => agreement.to_yaml(),
    };
    if !written.ends_with('\n') {
        written.push('\n');
    }
    // An agreement says nothing that a format can't hold, but people say more beside it.
    let losses = match from != Form::Json && has_comments(&text) {
        true => vec!["the comments".to_owned()],
        false => Vec::new(),
    };
    allow(arguments, &losses)?;
    write(arguments, written.as_bytes())
}

/// Whether there is a comment, in TOML or YAML: what follows a `#` outside quotes.
fn has_comments(text: &str) -> bool {
    text.lines().any(|line| {
        let mut quote = None;
        let mut before = ' ';
        line.chars().any(|letter| {
            match (quote, letter) {
                (None, '#') if before.is_whitespace() => return true,
                (None, '"' | '\'') => quote = Some(letter),
                (Some(open), letter) if open == letter && before != '\\' => quote = None,
                _ => {}
            }
            before = letter;
            false
        })
    })
}

fn log(arguments: &Convert, from: LogFormat, to: ConvertFormat) -> Result<(), Failure> {
    let path = &arguments.input;
    let how = How::as_format(path, from, &arguments.reading)?;
    let failed = |error| logs::failed(path, &error, None);
    let input = logs::open(path, how.encoding).map_err(|error| Failure::file(path, error))?;
    let mut words = Words::new(input, &how, None).map_err(failed)?;
    let mut entries: Vec<Entry<Text>> = Vec::new();
    while let Some(entry) = logs::next_entry(&mut words) {
        entries.push(entry.map_err(failed)?);
    }
    let mut written = Vec::new();
    let losses = convert(&entries, to, &mut written)?;
    let lost = [words.losses(), losses.as_ref()].into_iter().flatten();
    let lost: Vec<String> = lost.flat_map(|losses| logs::told(Some(losses))).collect();
    allow(arguments, &lost)?;
    logs::tell_changes(words.losses());
    logs::tell_changes(losses.as_ref());
    write(arguments, &written)
}

fn convert(
    entries: &[Entry<Text>],
    to: ConvertFormat,
    out: &mut Vec<u8>,
) -> Result<Option<Losses>, Failure> {
    Ok(match to {
        ConvertFormat::Csv => Some(csv::write_entries(out, entries)?),
        ConvertFormat::Xes => Some(xes::write_entries(out, entries)?),
        ConvertFormat::CloudEvents => {
            cloud_events::write_entries(out, entries, cloud_events::Framing::Lines)?;
            None
        }
        ConvertFormat::CloudEventsBatch => {
            cloud_events::write_entries(out, entries, cloud_events::Framing::Batch)?;
            None
        }
        ConvertFormat::JsonLines
        | ConvertFormat::Ocel
        | ConvertFormat::Json
        | ConvertFormat::Toml
        | ConvertFormat::Yaml => {
            for entry in entries {
                serde_json::to_writer(&mut *out, entry).map_err(std::io::Error::from)?;
                out.push(b'\n');
            }
            None
        }
    })
}

/// Tells what is lost; with `--strict`, that is too much.
fn allow(arguments: &Convert, losses: &[String]) -> Result<(), Failure> {
    if losses.is_empty() {
        return Ok(());
    }
    if arguments.strict {
        return Err(Failure::with_help(
            format!("not written, for this would be lost:\n{}", losses.join("\n")),
            "without --strict it is written all the same",
        ));
    }
    losses.iter().for_each(|loss| note(format!("lost: {loss}")));
    Ok(())
}

fn write(arguments: &Convert, text: &[u8]) -> Result<(), Failure> {
    match &arguments.output {
        Some(path) => write_file(path, text),
        None => write_out(|out| Ok(out.write_all(text)?)),
    }
}
