//! What the benches of growth share: an agreement of any length.

use std::fmt::Write as _;

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
