// The loan that the examples of these pages share; each of them includes this file.

servanda::vocabulary! {
    pub struct Loan;
    pub enum Party { Lender, Borrower, Witness }
    pub enum Action { Lend, Repay, Boast, Sign, Leave }
    pub enum Debt { Repayment, Silence, Interest, Farewell }
}

pub use Debt::*;
pub use Action::*;
pub use Party::*;
pub use servanda::condition::*;
pub use servanda::event::*;
pub use servanda::formats::*;
pub use servanda::monitor::*;
pub use servanda::report::*;
pub use servanda::terms::*;
pub use servanda::*;

/// Noon on a day of May 2026.
pub fn day(day: u32) -> Instant {
    Instant::utc(2026, 5, day, 12, 0, 0).unwrap()
}

/// A duration.
pub fn span(text: &str) -> TermOf<Loan> {
    text.parse().unwrap()
}

/// An agreement of noon on the first, with its parties and nothing else.
pub fn draft() -> AgreementBuilder<Loan> {
    Agreement::builder("Loan", day(1))
        .party(Lender, "who lends")
        .party(Borrower, "who borrows")
        .party(Witness, "who looks on")
}
