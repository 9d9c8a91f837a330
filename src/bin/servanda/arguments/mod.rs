//! What the command takes.

mod calendar;
mod formats;
mod parsed;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use encoding_rs::Encoding;
use servanda::Condition;
use servanda::analysis::Edition;
use servanda::formats::schema::SchemaOf;
use servanda::names::Text;
use servanda::time::Span;

pub use calendar::{Calendar, CalendarFormat};
pub use formats::{AnswerFormat, ConvertFormat, LogFormat, NextFormat, Picture, ReportFormat};
pub use parsed::{AsOf, Map, When};
use parsed::{condition, encoding, folder, schema, separator, span, time_format, when, zone};

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
    /// Show instants in UTC; without it, in the time zone of the agreement's calendars, where it has some
    #[arg(long, global = true, conflicts_with = "calendar")]
    pub utc: bool,
    /// Show instants in the time zone of this calendar of the agreement
    #[arg(long, global = true, value_name = "NAME")]
    pub calendar: Option<Box<str>>,
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
    /// Look at an agreement before it is signed: standoffs, what can never be, what nobody can do
    #[command(after_help = EXIT_CODES)]
    Check(Check),
    /// Say clause by clause what another agreement has otherwise that is to take this one's place, and whether
    /// runs can be carried over to it
    #[command(after_help = EXIT_CODES)]
    Compare(Compare),
    /// Say why things stand as they do: what holds, since when, what it would take, whose move it is; without
    /// a log, what waits for what
    #[command(after_help = EXIT_CODES)]
    Explain(Explain),
    /// Say what events would change, or which edits would make a log conform
    #[command(after_help = EXIT_CODES)]
    WhatIf(WhatIf),
    /// Say what is open, by deadline, and whose move it is: as a table, or as a calendar
    #[command(after_help = EXIT_CODES)]
    Next(Next),
    /// Say what leads from here to a settlement, and who or what can keep it away
    #[command(after_help = EXIT_CODES)]
    Plan(Plan),
    /// Step through an agreement on the terminal
    #[command(after_help = EXIT_CODES)]
    Step(Step),
    /// Draw an agreement as a graph, or a judged log as a timeline or a page
    #[command(after_help = EXIT_CODES)]
    Render(Render),
    /// Write an agreement or a log in another format
    #[command(after_help = EXIT_CODES)]
    Convert(Convert),
    /// Draft a mapping from a log: what its columns or attributes are, and which of them may say what
    #[command(after_help = EXIT_CODES)]
    Map(DraftMap),
    /// Write a calendar from the database of time zones and from files of holidays, or check one
    #[command(after_help = EXIT_CODES)]
    Calendar(Calendar),
    /// Print the JSON Schema of what is read, or of what a command prints with --format json
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

impl Command {
    /// Whether its answer is asked for in JSON: then its errors are, too.
    pub fn is_for_machines(&self) -> bool {
        let is_json = |format: AnswerFormat| format == AnswerFormat::Json;
        match self {
            Self::Verify(it) => matches!(it.format, ReportFormat::Json | ReportFormat::JsonLines),
            Self::Check(it) => is_json(it.format),
            Self::Compare(it) => is_json(it.format),
            Self::Explain(it) => is_json(it.format),
            Self::WhatIf(it) => is_json(it.format),
            Self::Plan(it) => is_json(it.format),
            Self::Next(it) => it.format == NextFormat::Json,
            _ => false,
        }
    }
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
    /// Judge each event as if it had been logged when it happened, however late it was. Then a line may
    /// withdraw or correct an event, or say up to when the log is complete
    #[arg(long, conflicts_with_all = ["state", "case", "by"])]
    pub by_time: bool,
    /// With --by-time: print instead what the log as known by --known-by and as known by this later instant
    /// differ in, and which line made it so
    #[arg(long, value_name = "INSTANT", value_parser = when, requires_all = ["by_time", "known_by"], conflicts_with = "follow")]
    pub against: Option<When>,
    /// A further agreement at hand: a line of the log may put it in the agreement's place, by its digest
    /// (`servanda check --digest FILE`)
    #[arg(long, value_name = "FILE", conflicts_with = "state")]
    pub also: Vec<PathBuf>,
    /// How to print the report
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: ReportFormat,
    #[command(flatten)]
    pub cases: Cases,
    /// With --format csv: the folder in which obligations.csv and findings.csv are written
    #[arg(short, long, value_name = "FOLDER", conflicts_with_all = ["follow", "state"])]
    pub output: Option<PathBuf>,
    /// Go on as the log grows, and report findings as events arrive; time moves with the events
    #[arg(long)]
    pub follow: bool,
    /// With --follow: time moves with the system's clock too, so that a deadline that passes is found
    /// without an event. An event that is logged so many seconds late is still in order (0)
    #[arg(
        long,
        value_name = "SECONDS",
        requires = "follow",
        num_args = 0..=1,
        default_missing_value = "0",
        conflicts_with_all = ["as_of", "known_by"]
    )]
    pub clock: Option<u64>,
    /// With --follow: stop when the log has not grown for so many seconds
    #[arg(long, value_name = "SECONDS", requires = "follow")]
    pub idle: Option<u64>,
    /// Say also which log was judged: the SHA-256 of its bytes, as sha256sum has it, and its lines
    #[arg(long, conflicts_with_all = ["follow", "state"])]
    pub digest: bool,
    /// Go on where the last run with this file stopped, and keep in it where this one stops
    #[arg(long, value_name = "FILE")]
    pub state: Option<PathBuf>,
}

/// Of which cases of a log what is told. Of more than twenty the summary is, and the first that are not conformant.
#[derive(Clone, Debug, Default, Args)]
#[group(skip)]
pub struct Cases {
    /// Print the report of each case, however many there are
    #[arg(long, conflicts_with_all = ["follow", "state"])]
    pub each: bool,
    /// Print the summary, however few cases there are
    #[arg(long, conflicts_with_all = ["each", "follow", "state"])]
    pub summary: bool,
    /// Judge this case alone
    #[arg(long, value_name = "CASE", conflicts_with_all = ["follow", "state"])]
    pub case: Option<String>,
    /// Print the reports of these cases alone
    #[arg(long, value_name = "WHICH", conflicts_with_all = ["follow", "state"])]
    pub only: Option<Only>,
    /// How many of the worst cases, and of the first that are not conformant, are told beside the summary
    #[arg(long, value_name = "NUMBER", default_value_t = 5)]
    pub top: usize,
    /// Say in the summary also how it is with the cases of which this attribute says the same: a column, or in
    /// XES `case:` and an attribute of the trace. A column is named in a mapping that is a file (`--map FILE.toml`)
    #[arg(long, value_name = "ATTRIBUTE", conflicts_with_all = ["follow", "state"])]
    pub by: Option<String>,
}

/// Which cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Only {
    /// In which an obligation stands breached
    Breached,
    /// In which something is still owed
    Open,
    /// In which nothing was found
    Conformant,
    /// In which something was
    NotConformant,
}

/// How a log is judged.
#[derive(Clone, Debug, Args)]
pub struct Judging {
    /// Leave out what happened after this instant, and judge as of it; a day, as 1962-11-10, is its last
    /// instant in the time zone in which instants are shown; `end` is the instant of the log's last event, so that what lies open past a case's own
    /// last event is found
    #[arg(long, value_name = "INSTANT")]
    pub as_of: Option<AsOf>,
    /// Leave out what came to be known after this instant; a day is its last instant
    #[arg(long, value_name = "INSTANT", value_parser = when)]
    pub known_by: Option<When>,
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
    /// Which column or attribute says what: `time=when,actor=who`, or the same for all: `actor=value:shop`. Of a
    /// log in OCEL, also which of an event's objects: `actor=type:employee`, `actor=qualifier:packed by`.
    /// What has no `=` is a file: a mapping in TOML, as `servanda map LOG` drafts one
    #[arg(long, value_name = "KEY=COLUMN,...|FILE")]
    pub map: Option<Map>,
    /// Of a log in CSV, columns to pass over
    #[arg(long, value_name = "COLUMN,...")]
    pub ignore: Vec<String>,
    /// Of a log in CSV, what stands between two cells; without it what its first row has of `,`, `;`, tabs and `|`
    #[arg(long, value_name = "CHARACTER", value_parser = separator)]
    pub separator: Option<u8>,
    /// How times are written, as strftime has it: `%d.%m.%Y %H:%M`; or `epoch`, `epoch-ms`, `epoch-us`,
    /// `epoch-ns`. Without it as RFC 3339 has it, also with a blank for the T, or without seconds
    #[arg(long, value_name = "FORMAT", value_parser = time_format)]
    pub time_format: Option<String>,
    /// How far ahead of UTC times are that say no offset: `+01:00`
    #[arg(long, value_name = "OFFSET", value_parser = zone, allow_hyphen_values = true)]
    pub time_zone: Option<String>,
    /// How the log is encoded: `latin1`, for example. Without it, as its first bytes have it, or else UTF-8
    #[arg(long, value_name = "ENCODING", value_parser = encoding)]
    pub encoding: Option<&'static Encoding>,
}

/// A run to speak of: an agreement, and the log so far.
#[derive(Clone, Debug, Args)]
pub struct Run {
    /// The agreement: JSON, TOML or YAML
    pub agreement: PathBuf,
    /// The log so far; without it, nothing has happened yet
    pub log: Option<PathBuf>,
    /// Of a log of several cases, the one to speak of
    #[arg(long)]
    pub case: Option<String>,
    #[command(flatten)]
    pub reading: Reading,
    #[command(flatten)]
    pub judging: Judging,
}

/// `check`.
#[derive(Debug, Args)]
pub struct Check {
    /// The agreement: JSON, TOML or YAML
    pub agreement: PathBuf,
    /// Print the agreement's digest alone: the SHA-256 of its canonical form, the same for all
    /// spellings that mean the same
    #[arg(long)]
    pub digest: bool,
    /// Point at each place where a verdict can differ from what that version of servanda, 0.1, made of
    /// the same agreement and the same log, and at nothing else
    #[arg(long, value_name = "VERSION", conflicts_with = "digest")]
    pub since: Option<Edition>,
    /// How to print what is found
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: AnswerFormat,
    /// How many states each walk through what can come of the agreement may look at
    #[arg(long, value_name = "NUMBER", default_value_t = 20_000)]
    pub most_states: usize,
}

/// `compare`. Exit code 1 says that the two mean something else.
#[derive(Debug, Args)]
pub struct Compare {
    /// The agreement as it is: JSON, TOML or YAML
    pub old: PathBuf,
    /// The one that is to take its place
    pub new: PathBuf,
    /// Say also what becomes of each open run that `verify --state` kept in this file
    #[arg(long, value_name = "FILE")]
    pub state: Option<PathBuf>,
    /// With --state: the instant at which runs are carried over; a day is its last instant. Without it, each where its
    /// clock stands
    #[arg(long, value_name = "INSTANT", value_parser = when, requires = "state")]
    pub at: Option<When>,
    /// How to print the answer
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: AnswerFormat,
}

/// `explain`.
#[derive(Debug, Args)]
#[group(skip)]
pub struct Explain {
    #[command(flatten)]
    pub run: Run,
    #[command(flatten)]
    pub about: About,
    /// In which subject: its name, or its kind and its name as `order/A-1`
    #[arg(long, value_name = "[KIND/]NAME", conflicts_with = "finding")]
    pub subject: Option<String>,
    /// How to print the answer
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: AnswerFormat,
}

/// What to explain; without a word, everything that was found, or without a log what waits for what.
#[derive(Debug, Args)]
#[group(multiple = false)]
pub struct About {
    /// Why does this obligation stand as it does?
    #[arg(long)]
    pub obligation: Option<String>,
    /// Why may this act be done now, or why not: by each party that may do it
    #[arg(long)]
    pub act: Option<String>,
    /// Why does this condition hold, or why not: in JSON, or as `discharged:price`
    #[arg(long, value_parser = condition)]
    pub condition: Option<Condition<Text>>,
    /// Why was this found: its number in the report, counted from 1
    #[arg(long, value_name = "NUMBER")]
    pub finding: Option<usize>,
}

impl About {
    /// Whether nothing particular is asked.
    pub fn is_silent(&self) -> bool {
        let Self { obligation, act, condition, finding } = self;
        obligation.is_none() && act.is_none() && condition.is_none() && finding.is_none()
    }
}

/// `what-if`.
#[derive(Debug, Args)]
#[group(skip)]
pub struct WhatIf {
    #[command(flatten)]
    pub run: Run,
    /// An event that might come next: in JSON, its `time` where the clock stands if it says none, or
    /// as `PARTY:ACT`. Several are taken in their order
    #[arg(long = "event", value_name = "EVENT", required_unless_present_any = ["until", "mend"])]
    pub events: Vec<String>,
    /// And then time goes on to this instant, or to the end of this day
    #[arg(long, value_name = "INSTANT", value_parser = when)]
    pub until: Option<When>,
    /// Say instead where the log stopped conforming, and what would have had to be otherwise
    #[arg(long, conflicts_with_all = ["events", "until"])]
    pub mend: bool,
    /// How to print the answer
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: AnswerFormat,
}

/// `next`.
#[derive(Debug, Args)]
pub struct Next {
    /// The agreement: JSON, TOML or YAML
    pub agreement: PathBuf,
    /// The log so far; without it, nothing has happened yet
    pub log: Option<PathBuf>,
    /// Of a log of several cases, this one alone
    #[arg(long)]
    pub case: Option<Box<str>>,
    /// Only what is due within this time (30d, 2w, 6h, or as P1M), what is overdue, and what is to be
    /// verified
    #[arg(long, value_name = "TIME", value_parser = span)]
    pub within: Option<Span>,
    /// Only what waits for this party
    #[arg(long)]
    pub party: Option<String>,
    #[command(flatten)]
    pub reading: Reading,
    #[command(flatten)]
    pub judging: Judging,
    /// How to print it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: NextFormat,
}

/// `plan`.
#[derive(Debug, Args)]
#[group(skip)]
pub struct Plan {
    #[command(flatten)]
    pub run: Run,
    #[command(flatten)]
    pub goal: Goal,
    /// Say also which party alone can keep the goal away
    #[arg(long)]
    pub blockers: bool,
    /// Say also which steps lead to where the goal can no longer be reached
    #[arg(long)]
    pub dead_ends: bool,
    /// Say also who must give first, and what each side risks when the other stops
    #[arg(long)]
    pub exposure: bool,
    /// How many states may be looked at for an answer (with --blockers, for each party)
    #[arg(long, value_name = "NUMBER", default_value_t = 100_000)]
    pub most_states: usize,
    /// How many seconds all answers together may take
    #[arg(long, value_name = "NUMBER", default_value_t = 60)]
    pub most_seconds: u64,
    /// How many MiB of memory may be held
    #[arg(long, value_name = "MIB", default_value_t = 1024)]
    pub most_memory: u64,
    /// How to print the answer
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: AnswerFormat,
}

/// What is to be reached; without a word, a settlement.
#[derive(Debug, Args)]
#[group(multiple = false)]
pub struct Goal {
    /// That this act is done
    #[arg(long, value_name = "ACT")]
    pub done: Option<String>,
    /// That this condition holds: in JSON, or as `discharged:price`
    #[arg(long, value_name = "CONDITION", value_parser = condition)]
    pub holds: Option<Condition<Text>>,
}

/// `step`.
#[derive(Debug, Args)]
pub struct Step {
    #[command(flatten)]
    pub run: Run,
    /// The file that is offered when the log is saved
    #[arg(long, value_name = "FILE")]
    pub save: Option<String>,
}

/// `render`.
#[derive(Debug, Args)]
pub struct Render {
    #[command(flatten)]
    pub run: Run,
    /// Judge each event as if it had been logged when it happened, as `verify --by-time` does: what was withdrawn
    /// or corrected is struck through. For a timeline and for a page
    #[arg(long)]
    pub by_time: bool,
    /// With --by-time: draw instead what the log as known by --known-by and as known by this later instant differ
    /// in, and which line made it so
    #[arg(long, value_name = "INSTANT", value_parser = when, requires_all = ["by_time", "known_by"])]
    pub against: Option<When>,
    /// For a timeline and for a page, a further agreement at hand: a line of the log may put it in the agreement's
    /// place, by its digest. What it has otherwise is shown, and marked with the day
    #[arg(long, value_name = "FILE")]
    pub also: Vec<PathBuf>,
    /// For a page, a further reading of the agreement: a table says where the log comes to something else under it
    #[arg(long = "reading", value_name = "FILE", conflicts_with_all = ["by_time", "also"])]
    pub readings: Vec<PathBuf>,
    /// With a portfolio that is written to a file: draw each case on a page of its own too, in this folder beside that
    /// file, and lead to it
    #[arg(long, value_name = "FOLDER", value_parser = folder, requires = "output")]
    pub pages: Option<String>,
    /// Where to write it; without it, standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// What to draw; without it, what the name of the output ends in, or else the graph of an
    /// agreement and the page of a log
    #[arg(long, value_name = "PICTURE")]
    pub to: Option<Picture>,
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

/// `map`.
#[derive(Debug, Args)]
pub struct DraftMap {
    /// The log; `-` is standard input. It may be compressed by gzip or zstd, or the one file of a zip archive
    pub log: PathBuf,
    /// Where to write it; without it, standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// The log's format; without it, what its name ends in, or else JSON Lines
    #[arg(long, value_name = "FORMAT")]
    pub log_format: Option<LogFormat>,
    /// Of a log in CSV, what stands between two cells; without it what its first row has of `,`, `;`, tabs and `|`
    #[arg(long, value_name = "CHARACTER", value_parser = separator)]
    pub separator: Option<u8>,
    /// How the log is encoded: `latin1`, for example
    #[arg(long, value_name = "ENCODING", value_parser = encoding)]
    pub encoding: Option<&'static Encoding>,
}

/// `schema`.
#[derive(Debug, Args)]
pub struct Schema {
    /// What to print the schema of: what is read (`agreement`, `event`), what `verify` prints (`report`; of
    /// many cases `summary`; with --against `difference`; with --follow each line as `followed`), what the
    /// command of that name prints, or what each prints when it can't go on (`error`)
    #[arg(value_parser = schema())]
    pub of: SchemaOf,
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
