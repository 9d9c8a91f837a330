//! What hostile input can cost: each kind of input at four sizes, each twice the one before. The time
//! for a byte or a line stays what it was.
#![allow(
    clippy::expect_used,
    unreachable_pub,
    missing_docs,
    missing_debug_implementations,
    reason = "a bench may stop at once, and nobody imports it"
)]

mod chain;

use std::fmt::Write as _;
use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use servanda::formats::BadLines;
use servanda::{Agreement, Monitor, Saved, Verifier};

const SIZES: [usize; 4] = [1_000, 2_000, 4_000, 8_000];

/// Measures a work on texts of four sizes, by the byte.
fn by_the_byte(
    criterion: &mut Criterion,
    name: &str,
    text: impl Fn(usize) -> String,
    work: impl Fn(&str),
) {
    let mut group = chain::group(criterion, name, 1);
    for size in SIZES {
        let text = text(size);
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(BenchmarkId::from_parameter(size), |bencher| {
            bencher.iter(|| work(black_box(&text)));
        });
    }
    group.finish();
}

/// A condition of so many parts, each of which one act makes hold.
fn wide(parts: usize) -> String {
    let mut acts = String::new();
    let mut conditions = String::new();
    for number in 0..parts {
        let comma = if number == 0 { "" } else { "," };
        write!(acts, r#""a{number}":{{"by":["p"]}},"#).expect("memory");
        write!(conditions, r#"{comma}{{"happened":"a{number}"}}"#).expect("memory");
    }
    format!(
        r#"{{"title":"wide","date":"2026-01-01T00:00:00Z","parties":{{"p":"","q":""}},
        "acts":{{{acts}"last":{{"by":["p"],"requires":{{"all":[{conditions}]}}}}}},
        "obligations":{{"o":{{"debtor":"p","creditor":"q","perform":"last"}}}}}}"#
    )
}

/// So many lines, each the same.
fn repeated(line: &str) -> impl Fn(usize) -> String {
    move |lines| line.repeat(lines)
}

fn agreements(criterion: &mut Criterion) {
    let read = |text: &str| {
        black_box(Agreement::from_json(text)).expect("sound");
    };
    by_the_byte(criterion, "a chain of obligations is read", chain::document, read);
    by_the_byte(criterion, "a condition of many parts is read", wide, read);
    by_the_byte(
        criterion,
        "an agreement of misspelt names is refused",
        |length| chain::document(length).replace(r#""perform":"a"#, r#""perform":"b"#),
        |text| {
            black_box(Agreement::from_json(text)).expect_err("misspelt");
        },
    );
}

fn logs(criterion: &mut Criterion) {
    let agreement = Agreement::from_json(&chain::document(100)).expect("sound");
    let judge = |text: &str| {
        let reports = Verifier::new(&agreement).judge_log(text.as_bytes(), BadLines::Skip);
        black_box(reports).expect("bad lines are skipped");
    };
    let time = r#"{"time":"2026-01-02T00:00:00Z""#;
    for (name, line) in [
        ("a log of what everybody may do", format!("{time},\"actor\":\"p0\",\"act\":\"a0\"}}\n")),
        ("a log of what nobody may do", format!("{time},\"actor\":\"p1\",\"act\":\"a0\"}}\n")),
        ("a log of unknown names", format!("{time},\"actor\":\"p1\",\"act\":\"b0\"}}\n")),
        ("a log that is no log", "{\"time\":\"yesterday\"}\n".to_owned()),
        ("a log of one line of brackets", "[".to_owned()),
    ] {
        by_the_byte(criterion, name, repeated(&line), judge);
    }
    by_the_byte(
        criterion,
        "a log of one line with a long note",
        |size| {
            let note = "note ".repeat(size);
            format!("{time},\"actor\":\"p0\",\"act\":\"a0\",\"note\":\"{note}\"}}\n")
        },
        judge,
    );
}

fn saved_states(criterion: &mut Criterion) {
    let mut group = chain::group(criterion, "a saved state is read and gone on from", 1);
    for size in SIZES {
        let agreement = Agreement::from_json(&chain::document(size)).expect("sound");
        let saved = Monitor::new(&agreement).save();
        let text = serde_json::to_string(&saved).expect("JSON");
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(BenchmarkId::from_parameter(size), |bencher| {
            bencher.iter(|| {
                let saved: Saved = serde_json::from_str(black_box(&text)).expect("sound");
                Monitor::restore(&agreement, saved).expect("of this agreement")
            });
        });
    }
    group.finish();
}

criterion_group!(benches, agreements, logs, saved_states);
criterion_main!(benches);
