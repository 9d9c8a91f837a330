//! What is read and written, by the names that the command knows it by.

use clap::ValueEnum;

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
    /// A report in JSON a line
    #[value(name = "jsonl", alias = "json-lines")]
    JsonLines,
    /// Two tables in CSV, each case's obligations and its findings: with --output
    Csv,
}

/// How an answer is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AnswerFormat {
    /// For people
    Text,
    /// For machines
    Json,
}

/// How what is next is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum NextFormat {
    /// For people
    Text,
    /// For machines
    Json,
    /// A calendar (iCalendar): an entry for each deadline, with a reminder the day before
    Ics,
}

/// What is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Picture {
    /// The agreement as a graph, in SVG
    Graph,
    /// The agreement as a graph, in Mermaid's language
    Mermaid,
    /// The agreement as a graph, in the DOT language
    Dot,
    /// The judged log as a timeline, in SVG
    Timeline,
    /// The judged log as one page of HTML
    Html,
    /// A judged log of many cases as one page of HTML: the summary drawn, and a table of the cases
    Portfolio,
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
    /// OCEL 2.0 in JSON
    Ocel,
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
    /// A log in OCEL 2.0 in JSON, which is read and not written
    Ocel,
}
