//! Reports as JUnit XML, which CI systems show as tests: one for each obligation.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event as Markup};

use crate::monitor::Finding;
use crate::names::Names;
use crate::report::{PlainPhrases, Prose, Report, Skipped, Standings};

use super::xml::holdable;

/// Writes reports as JUnit XML: a suite for each report, in it a test for each obligation, and one
/// for each act that was done too early and each event that was void or refused. A test fails by
/// the findings that are somebody's fault; what is only told is in its output. Lines that were
/// passed over are errors in a test of their own.
///
/// Each report is asked for when the one before it is written, so that a log of many cases takes no more
/// memory than one of few; so sums stand with each suite, and none with all of them.
///
/// ```
/// use servanda::cuba::{self, Reading};
/// use servanda::formats::junit;
/// use servanda::Verifier;
///
/// let report = Verifier::new(&cuba::agreement(Reading::Verified)?).judge(cuba::history());
/// let mut out = Vec::new();
/// junit::write(&mut out, &[report])?;
/// assert!(String::from_utf8(out)?.contains(r#"<failure type="premature""#));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Where it can't be written.
pub fn write<W: Write, V: Names, R: Borrow<Report<V>>>(
    out: W,
    reports: impl IntoIterator<Item = R>,
) -> io::Result<()> {
    let mut out = Writer::new_with_indent(out, b' ', 2);
    out.write_event(Markup::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let mut root = BytesStart::new("testsuites");
    root.push_attribute(("name", "servanda"));
    out.write_event(Markup::Start(root))?;
    for (number, report) in reports.into_iter().enumerate() {
        let report = report.borrow();
        // Every report knows the same lines that were passed over: they are told once.
        let skipped = if number == 0 { report.skipped() } else { &[] };
        suite(report, skipped).write(&mut out)?;
    }
    out.write_event(Markup::End(BytesEnd::new("testsuites")))?;
    let out = out.get_mut();
    out.write_all(b"\n")?;
    out.flush()
}

struct Suite {
    name: String,
    title: String,
    tests: Vec<Test>,
}

struct Test {
    name: String,
    failures: Vec<Fault>,
    errors: Vec<Fault>,
    told: Vec<String>,
}

struct Fault {
    kind: &'static str,
    message: String,
}

fn suite<V: Names>(report: &Report<V>, skipped: &[Skipped]) -> Suite {
    let agreement = report.agreement();
    let title = agreement.title().to_owned();
    let name = match report.case() {
        Some(case) => format!("{title}: {case}"),
        None => title.clone(),
    };
    let prose = Prose::new(agreement);
    let tell = |finding: &Finding<V>, told: &str| {
        let of = finding.event.map(|place| format!(", event {place}")).unwrap_or_default();
        format!("{}{of}: {told}", finding.at)
    };
    let mut tests: Vec<Test> = report.obligations().map(|it| obligation(report, &it)).collect();
    let mut others: Vec<Test> = Vec::new();
    let mut by_name: HashMap<String, usize> = HashMap::new();
    for (finding, told) in report.findings().zip(report.told(&PlainPhrases)) {
        let place = agreement.obligations().position(|it| Some(&it) == own_obligation(&finding));
        let test = match place.and_then(|place| tests.get_mut(place)) {
            Some(test) => test,
            None => {
                let name = subject(report, &finding);
                let number = *by_name.entry(name).or_insert_with_key(|name| {
                    others.push(Test::new(name.clone()));
                    others.len().saturating_sub(1)
                });
                match others.get_mut(number) {
                    Some(test) => test,
                    None => continue,
                }
            }
        };
        if finding.kind().is_only_told() {
            test.told.push(tell(&finding, &told));
        } else {
            let kind = finding.kind().as_str();
            test.failures.push(Fault { kind, message: tell(&finding, &told) });
        }
    }
    tests.append(&mut others);
    for refusal in report.refusals() {
        let mut test = Test::new(format!("event {} is let in", refusal.event));
        test.failures = refusal
            .findings
            .iter()
            .map(|finding| Fault {
                kind: finding.kind().as_str(),
                message: format!("{}: {}", finding.at, prose.finding(finding)),
            })
            .collect();
        tests.push(test);
    }
    if !skipped.is_empty() {
        let mut test = Test::new("every line can be read".to_owned());
        test.errors = skipped
            .iter()
            .map(|skipped| Fault {
                kind: "passed-over",
                message: format!("line {}: {}", skipped.line, skipped.error),
            })
            .collect();
        tests.push(test);
    }
    Suite { name, title, tests }
}

fn obligation<V: Names>(report: &Report<V>, standings: &Standings<V>) -> Test {
    let name = report.agreement().obligation_name(standings.obligation).unwrap_or_default();
    let mut test = Test::new(name.to_owned());
    test.told.push(format!("stands {}", standings.status));
    test
}

/// The obligation that a finding is about; none of a void event, which is about itself.
fn own_obligation<V: Names>(finding: &Finding<V>) -> Option<&V::Obligation> {
    match finding.matter {
        crate::monitor::Matter::Void { .. } => None,
        _ => finding.obligation(),
    }
}

fn subject<V: Names>(report: &Report<V>, finding: &Finding<V>) -> String {
    let act = finding.act().and_then(|act| report.agreement().act_name(*act));
    match (&finding.matter, act, finding.event) {
        (crate::monitor::Matter::Void { .. }, _, Some(place)) => {
            format!("event {place} has an effect")
        }
        (crate::monitor::Matter::VoidStatement { .. }, _, Some(place)) => {
            format!("line {place} has an effect")
        }
        (_, Some(act), _) => format!("{act} is done when it may be"),
        (_, None, _) => finding.kind().to_string(),
    }
}

impl Suite {
    fn failures(&self) -> usize {
        self.tests.iter().filter(|test| !test.failures.is_empty()).count()
    }

    fn errors(&self) -> usize {
        self.tests.iter().filter(|test| !test.errors.is_empty()).count()
    }

    fn write<W: Write>(&self, out: &mut Writer<W>) -> io::Result<()> {
        let mut suite = BytesStart::new("testsuite");
        suite.push_attribute(("name", &*holdable(&self.name)));
        suite.push_attribute(("tests", &*self.tests.len().to_string()));
        suite.push_attribute(("failures", &*self.failures().to_string()));
        suite.push_attribute(("errors", &*self.errors().to_string()));
        out.write_event(Markup::Start(suite))?;
        for test in &self.tests {
            test.write(out, &self.title)?;
        }
        out.write_event(Markup::End(BytesEnd::new("testsuite")))
    }
}

impl Test {
    fn new(name: String) -> Self {
        Self { name, failures: Vec::new(), errors: Vec::new(), told: Vec::new() }
    }

    fn write<W: Write>(&self, out: &mut Writer<W>, title: &str) -> io::Result<()> {
        let mut test = BytesStart::new("testcase");
        test.push_attribute(("name", &*holdable(&self.name)));
        test.push_attribute(("classname", &*holdable(title)));
        out.write_event(Markup::Start(test))?;
        for (tag, faults) in [("failure", &self.failures), ("error", &self.errors)] {
            for fault in faults {
                let mut start = BytesStart::new(tag);
                start.push_attribute(("type", fault.kind));
                start.push_attribute(("message", &*holdable(&fault.message)));
                out.write_event(Markup::Empty(start))?;
            }
        }
        if !self.told.is_empty() {
            out.write_event(Markup::Start(BytesStart::new("system-out")))?;
            let told = self.told.join("\n");
            out.write_event(Markup::Text(BytesText::new(&holdable(&told))))?;
            out.write_event(Markup::End(BytesEnd::new("system-out")))?;
        }
        out.write_event(Markup::End(BytesEnd::new("testcase")))
    }
}
