//! What the command takes.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use servanda::Instant;

/// The exit codes, told at the end of every help.
const EXIT_CODES: &str = "\
Exit codes:
  0  conformant, or done
  1  there are findings
  2  the input can't be read, or the command line
  3  the output can't be written, or a bug";

/// Agreements that can be kept, and checked.
#[derive(Debug, Parser)]
#[command(name = "servanda", version, after_help = EXIT_CODES, max_term_width = 100)]
pub struct Arguments {
    /// When to use colour
    #[arg(long = "color", global = true, value_name = "WHEN", default_value = "auto")]
    pub colour: ColourChoice,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ColourChoice {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Judge a log of events against an agreement
    #[command(after_help = EXIT_CODES)]
    Verify(Verify),
    /// Write an agreement or a log in another format
    #[command(after_help = EXIT_CODES)]
    Convert(Convert),
    /// Print the JSON Schema of agreements, events or reports
    #[command(after_help = EXIT_CODES)]
    Schema(Schema),
    /// Write a commented agreement to start from
    #[command(after_help = EXIT_CODES)]
    Init(Init),
    /// Print a shell's completions for this command
    #[command(after_help = EXIT_CODES)]
    Completions(Completions),
    /// Print this command's page of the manual, or write all its pages to a folder
    #[command(after_help = EXIT_CODES)]
    Man(Man),
}

/// `verify`.
#[derive(Debug, Args)]
pub struct Verify {
    /// The agreement: JSON, TOML or YAML
    pub agreement: PathBuf,
    /// The log; `-` is standard input. It may be compressed by gzip or zstd
    pub log: PathBuf,
    #[command(flatten)]
    pub reading: Reading,
    #[command(flatten)]
    pub judging: Judging,
    /// How to print the report
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: ReportFormat,
    /// Go on as the log grows, and report findings as events arrive; time moves with the events
    #[arg(long)]
    pub follow: bool,
    /// With --follow: stop when the log has not grown for so many seconds
    #[arg(long, value_name = "SECONDS", requires = "follow")]
    pub idle: Option<u64>,
    /// Go on where the last run with this file stopped, and keep in it where this one stops
    #[arg(long, value_name = "FILE")]
    pub state: Option<PathBuf>,
}

/// How a log is judged.
#[derive(Clone, Debug, Args)]
pub struct Judging {
    /// Leave out what happened after this instant, and judge as of it
    #[arg(long, value_name = "INSTANT")]
    pub as_of: Option<Instant>,
    /// Leave out what came to be known after this instant
    #[arg(long, value_name = "INSTANT")]
    pub known_by: Option<Instant>,
    /// Submit each event to a gatekeeper, which refuses what is void, prohibited or premature
    #[arg(long)]
    pub submit: bool,
    /// Pass over lines that can't be read, and note them in the report
    #[arg(long)]
    pub skip: bool,
}

/// How a log is read.
#[derive(Clone, Debug, Args)]
pub struct Reading {
    /// The log's format; without it, what its name ends in, or else JSON Lines
    #[arg(long, value_name = "FORMAT")]
    pub log_format: Option<LogFormat>,
    /// Of a log in CSV, which column says what: `time=when,actor=who`
    #[arg(long, value_name = "KEY=COLUMN,...")]
    pub map: Option<servanda::CsvColumns>,
    /// Of a log in CSV, columns to pass over
    #[arg(long, value_name = "COLUMN,...", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// Of a log in CSV, what stands between two cells
    #[arg(long, value_name = "CHARACTER", default_value = ",", value_parser = separator)]
    pub separator: u8,
}

/// `convert`.
#[derive(Debug, Args)]
pub struct Convert {
    /// The agreement or log to convert; `-` is standard input
    pub input: PathBuf,
    /// Where to write it; without it, standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// The format to write; without it, what the name of the output ends in
    #[arg(long, value_name = "FORMAT")]
    pub to: Option<ConvertFormat>,
    /// The format to read; without it, what the name of the input ends in
    #[arg(long, value_name = "FORMAT", conflicts_with = "log_format")]
    pub from: Option<ConvertFormat>,
    #[command(flatten)]
    pub reading: Reading,
    /// Refuse to write what loses something
    #[arg(long)]
    pub strict: bool,
}

/// `schema`.
#[derive(Debug, Args)]
pub struct Schema {
    /// What to print the schema of
    pub of: SchemaKind,
}

/// `init`.
#[derive(Debug, Args)]
pub struct Init {
    /// Where to write it; `-` is standard output
    #[arg(default_value = "agreement.toml")]
    pub path: PathBuf,
    /// Write over a file that is there
    #[arg(long)]
    pub force: bool,
}

/// `completions`.
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    pub shell: Shell,
}

/// `man`.
#[derive(Debug, Args)]
pub struct Man {
    /// Write a page for the command, and one for each thing that it does, to this folder
    #[arg(value_name = "FOLDER")]
    pub folder: Option<PathBuf>,
}

/// How a report is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// For people
    Text,
    /// For machines; with --follow, one line for each finding
    Json,
    /// SARIF 2.1.0, for editors and CI systems
    Sarif,
    /// JUnit XML, for CI systems
    Junit,
}

/// How a log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// JSON Lines: one event a line
    #[value(name = "jsonl", alias = "json-lines")]
    JsonLines,
    /// CSV, its columns named in the first row
    Csv,
    /// CloudEvents 1.0 in JSON, one a line or as a batch
    #[value(name = "cloudevents", alias = "cloud-events")]
    CloudEvents,
    /// XES (IEEE 1849)
    Xes,
}

/// What `convert` reads and writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ConvertFormat {
    /// An agreement in JSON
    Json,
    /// An agreement in TOML
    Toml,
    /// An agreement in YAML
    Yaml,
    /// A log in JSON Lines
    #[value(name = "jsonl", alias = "json-lines")]
    JsonLines,
    /// A log in CSV
    Csv,
    /// A log in CloudEvents 1.0, one a line
    #[value(name = "cloudevents", alias = "cloud-events")]
    CloudEvents,
    /// A log in CloudEvents 1.0, as a batch
    #[value(name = "cloudevents-batch", alias = "cloud-events-batch")]
    CloudEventsBatch,
    /// A log in XES
    Xes,
}

/// What there is a schema of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SchemaKind {
    /// Agreements
    Agreement,
    /// Events: the lines of a log
    Event,
    /// Reports, as `verify --format json` prints them
    Report,
}

fn separator(text: &str) -> Result<u8, String> {
    match text.as_bytes() {
        [byte] if byte.is_ascii() && !b"\"\r\n".contains(byte) => Ok(*byte),
        _ if text == "\\t" || text == "tab" => Ok(b'\t'),
        _ => Err("expected one character, as `;`, or `tab`".to_owned()),
    }
}
