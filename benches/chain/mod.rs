//! What the benches of growth share: an agreement of any length, and how long a size is measured.

use std::fmt::Write as _;
use std::time::Duration;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion};

/// A group of measurements that take so long each, once they are warm.
pub fn group<'c>(
    criterion: &'c mut Criterion,
    name: &str,
    seconds: u64,
) -> BenchmarkGroup<'c, WallTime> {
    let mut group = criterion.benchmark_group(name);
    group.sample_size(10).warm_up_time(Duration::from_millis(300));
    group.measurement_time(Duration::from_secs(seconds));
    group
}

/// A chain of so many obligations: each is owed once the one before it is done, within a day, and
/// one more watches each third. Every event touches a few of them.
pub fn document(length: usize) -> String {
    let mut acts = String::new();
    let mut obligations = String::new();
    for number in 0..length {
        let comma = if number == 0 { "" } else { "," };
        write!(acts, r#"{comma}"a{number}":{{"by":["p{}"]}}"#, number % 3).expect("memory");
        let when = match number.checked_sub(1) {
            Some(before) => format!(r#""when":{{"discharged":"o{before}"}},"#),
            None => String::new(),
        };
        write!(
            obligations,
            r#"{comma}"o{number}":{{"debtor":"p{}","creditor":"p{}",{when}"perform":"a{number}","within":"P1D"}}"#,
            number % 3,
            number.wrapping_add(1) % 3,
        )
        .expect("memory");
    }
    format!(
        r#"{{"title":"chain","date":"2026-01-01T00:00:00Z","parties":{{"p0":"","p1":"","p2":""}},
        "acts":{{{acts}}},"obligations":{{{obligations}}}}}"#
    )
}
