//! `render`: pictures.

use std::path::Path;

use servanda::analysis::Readings;
use servanda::pictures::{AgreementGraph, Chronicle, DifferencePage, Page, Timeline};
use servanda::verify::Evidence;

use crate::arguments::{Picture, Render};
use crate::clocks::{self, phrases};
use crate::document;
use crate::failure::Failure;
use crate::logs::{self, How};
use crate::output::{write_file, write_out};

use super::by_time::{LogByTime, differences};
use super::so_far::{SoFar, one_case};
use super::{portfolio, verify};

pub fn run(arguments: &Render) -> Result<(), Failure> {
    let picture = picture(arguments)?;
    if picture != Picture::Html && !arguments.readings.is_empty() {
        return Err(Failure::plain("--reading is for a page"));
    }
    if !matches!(picture, Picture::Timeline | Picture::Html) {
        if !arguments.also.is_empty() {
            return Err(Failure::plain("--also is for a timeline and for a page"));
        }
        if arguments.by_time && arguments.against.is_none() {
            return Err(Failure::plain("--by-time is for a timeline and for a page"));
        }
    }
    let needs_log = matches!(picture, Picture::Timeline | Picture::Html | Picture::Portfolio);
    if needs_log && arguments.run.log.is_none() {
        return Err(Failure::plain("a timeline and a page are of a log: name one"));
    }
    if picture == Picture::Portfolio {
        return portfolio::run(arguments);
    }
    if arguments.pages.is_some() {
        return Err(Failure::plain("--pages is for a portfolio"));
    }
    if let (Some(known_by), Some(against)) = (arguments.run.judging.known_by, arguments.against) {
        if picture != Picture::Html {
            return Err(Failure::plain("a difference is drawn as a page"));
        }
        let evidence = evidence(arguments)?;
        let [known_by, against] =
            [known_by, against].map(|when| clocks::instant(evidence.agreement(), when));
        let differences = differences(evidence, known_by, against)?;
        return written(arguments, &DifferencePage::of(&differences).with(phrases()).html());
    }
    if arguments.by_time {
        return match picture {
            Picture::Timeline => {
                written(arguments, &Timeline::of(&by_time(arguments)?).with(phrases()).svg())
            }
            _ => written(arguments, &Page::of(&by_time(arguments)?).with(phrases()).html()),
        };
    }
    let so_far = SoFar::read(&arguments.run)?;
    if arguments.also.is_empty() {
        so_far.tell_of_amendment();
    }
    let verifier = verify::also(so_far.verifier(&arguments.run), &arguments.also)?;
    let chronicle =
        || Chronicle::new(&verifier, &so_far.events).with_skipped(so_far.skipped.clone());
    let graph = || match &arguments.run.log {
        // With a log, each obligation is drawn as it stands.
        Some(_) => {
            let chronicle = chronicle();
            let report = chronicle.report();
            AgreementGraph::told(report.agreement(), phrases()).with_standings(report)
        }
        None => AgreementGraph::told(&so_far.agreement, phrases()),
    };
    let text = match picture {
        Picture::Graph => drawn(&graph())?,
        Picture::Mermaid => graph().mermaid(),
        Picture::Dot => graph().dot(),
        Picture::Timeline => Timeline::of(&chronicle()).with(phrases()).svg(),
        Picture::Html | Picture::Portfolio => {
            let (chronicle, readings) = (chronicle(), readings(arguments, &so_far)?);
            let page = Page::of(&chronicle).with(phrases());
            match &readings {
                Some(readings) => page.with_readings(readings).html(),
                None => page.html(),
            }
        }
    };
    written(arguments, &text)
}

/// What the log comes to under each reading of the agreement, if there is another: each goes by the name of its file.
fn readings(arguments: &Render, so_far: &SoFar) -> Result<Option<Readings>, Failure> {
    if arguments.readings.is_empty() {
        return Ok(None);
    }
    let run = &arguments.run;
    let name =
        |path: &Path| path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let mut all = vec![(name(&run.agreement), so_far.verifier(run))];
    for path in &arguments.readings {
        all.push((name(path), so_far.verifier_of(&document::read(path)?, run)));
    }
    Ok(Some(Readings::of(all, &so_far.events)))
}

/// The lines of a log that is judged by time.
fn evidence(arguments: &Render) -> Result<Evidence, Failure> {
    let run = &arguments.run;
    let agreement = document::read(&run.agreement)?;
    let Some(path) = &run.log else {
        return Err(Failure::plain("a timeline and a page are of a log: name one"));
    };
    let how = How::of(path, &run.reading)?;
    let input = logs::open(path, how.encoding).map_err(|error| Failure::file(path, error))?;
    let log = LogByTime { path, how: &how, judging: &run.judging };
    let verifier = verify::also(verify::verifier(&agreement, &run.judging), &arguments.also)?;
    log.evidence(&verifier, input, |_| ())
}

/// The run of a log that is judged by time.
fn by_time(arguments: &Render) -> Result<Chronicle, Failure> {
    let (run, evidence) = (&arguments.run, evidence(arguments)?);
    let chronicles = Chronicle::by_time(evidence);
    let case_of = |chronicle: &Chronicle| chronicle.report().case().map(str::to_owned);
    let cases: Vec<_> = chronicles.iter().map(case_of).collect();
    let number = one_case(run, &cases.iter().map(Option::as_deref).collect::<Vec<_>>())?;
    chronicles.into_iter().nth(number).ok_or_else(|| Failure::plain("there is nothing to draw"))
}

pub fn written(arguments: &Render, text: &str) -> Result<(), Failure> {
    let end = if text.ends_with('\n') { "" } else { "\n" };
    let text = [text, end].concat();
    match &arguments.output {
        Some(path) => write_file(path, text.as_bytes()),
        None => write_out(|out| Ok(out.write_all(text.as_bytes())?)),
    }
}

/// The most boxes of a picture that can be looked at.
const MOST_BOXES: usize = 1_000;

/// A graph as a picture, if it is one that can be looked at.
fn drawn(graph: &AgreementGraph) -> Result<String, Failure> {
    let boxes = graph.boxes();
    match boxes > MOST_BOXES {
        true => Err(Failure::with_help(
            format!(
                "the graph has {boxes} boxes: a picture of more than {MOST_BOXES} is not drawn"
            ),
            "write it for another program with `--to dot` or `--to mermaid`",
        )),
        false => Ok(graph.svg()),
    }
}

/// What is asked for, or what the name of the output says, or what there is to draw.
fn picture(arguments: &Render) -> Result<Picture, Failure> {
    let has_log = arguments.run.log.is_some();
    let whole = if has_log { Picture::Html } else { Picture::Graph };
    match (arguments.to, arguments.output.as_deref()) {
        (Some(picture), _) => Ok(picture),
        (None, Some(path)) => named(path, has_log),
        (None, None) => Ok(whole),
    }
}

/// What the name of the output ends in says: what is written under a name that promises something else,
/// other programs can't open.
fn named(path: &Path, has_log: bool) -> Result<Picture, Failure> {
    let ending = path.extension().map(|it| it.to_string_lossy().to_ascii_lowercase());
    match ending.as_deref() {
        Some("svg") if has_log => Ok(Picture::Timeline),
        Some("svg") => Ok(Picture::Graph),
        Some("mmd" | "mermaid" | "md") => Ok(Picture::Mermaid),
        Some("dot" | "gv") => Ok(Picture::Dot),
        Some("html" | "htm") => Ok(Picture::Html),
        _ => Err(Failure::with_help(
            format!("{}: what is to be drawn can't be told by that name", path.display()),
            "let it end in .svg, .html, .mmd or .dot, or say what with --to",
        )),
    }
}
