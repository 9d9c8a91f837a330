//! What two instants of knowledge make of one log, as a page.

use std::fmt;

use askama::Template;

use crate::escape::escaped;
use crate::names::Names;
use crate::report::{Phrases, PlainPhrases, Sentences};
use crate::verify::{Difference, ToldMove};

use super::fit::{clean, marked};
use super::look::{Colours, Look};

/// What logs known by an instant and by a later one differ in, as a page of HTML that stands alone: a difference for
/// each case, with what went, what came and what stands otherwise.
///
/// ```
/// use servanda::Verifier;
/// use servanda::cuba::{self, Act, Party, Reading};
/// use servanda::pictures::DifferencePage;
/// use servanda::Event;
///
/// let verifier = Verifier::new(&cuba::agreement(Reading::Verified)?).by_time()?;
/// let (done, told) = ("1962-11-01T00:00:00Z".parse()?, "1962-11-08T00:00:00Z".parse()?);
/// let mut evidence = verifier.evidence();
/// evidence.take(&Event::act(done, Party::Us, Act::LiftQuarantine).known(told).into());
/// let differences: Vec<_> = evidence.differences(done, told).collect();
/// let html = DifferencePage::of(&differences).with(&cuba::PHRASES).html();
/// assert!(html.contains("Newly found") && !html.contains("Found no more"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy)]
pub struct DifferencePage<'a, V: Names> {
    differences: &'a [Difference<V>],
    phrases: &'a dyn Phrases,
}

impl<'a, V: Names> DifferencePage<'a, V> {
    /// The page of the differences of one log, in plain phrases: everything goes by its name.
    #[must_use]
    pub fn of(differences: &'a [Difference<V>]) -> Self {
        Self { differences, phrases: &PlainPhrases }
    }

    /// In phrases of your own.
    #[must_use]
    pub fn with(self, phrases: &'a dyn Phrases) -> Self {
        Self { phrases, ..self }
    }

    /// As HTML.
    #[must_use]
    pub fn html(&self) -> String {
        let first = self.differences.first();
        let title = first.map(|it| clean(&escaped(it.after().agreement().title())));
        let cases = self.differences.iter().map(|it| Case::of(it, self.phrases)).collect();
        let sheet = Sheet { colours: Colours::PAGE, title: title.unwrap_or_default(), cases };
        sheet.to_string()
    }
}

impl<V: Names> fmt::Debug for DifferencePage<'_, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DifferencePage")
            .field("differences", &self.differences)
            .finish_non_exhaustive()
    }
}

/// All that the template is filled with.
#[derive(Template)]
#[template(path = "difference.html")]
struct Sheet {
    colours: Colours,
    title: String,
    cases: Vec<Case>,
}

/// A case: what it came to and what it comes to, and the three lists.
struct Case {
    name: Option<String>,
    known_by: String,
    against: String,
    as_of: Option<String>,
    before: String,
    after: String,
    is_empty: bool,
    /// Each with its heading, its class, and whether its findings went.
    lists: Vec<List>,
    standings: Vec<(String, String)>,
}

/// The findings that went, or that came.
struct List {
    heading: &'static str,
    class: &'static str,
    how: &'static str,
    cards: Vec<Card>,
}

/// A finding that moved.
struct Card {
    look: Look,
    at: String,
    event: Option<u64>,
    matter: String,
    line: u64,
    known: String,
    said: String,
}

impl Case {
    fn of<V: Names>(difference: &Difference<V>, phrases: &dyn Phrases) -> Self {
        let text = difference.text_with(phrases);
        let terms = difference.after().agreement().terms();
        let sentences = Sentences { terms, phrases };
        let [before, after] = text.verdicts();
        let list = |heading, class, how, moves: Vec<ToldMove<'_>>| List {
            heading,
            class,
            how,
            cards: moves.into_iter().map(Card::of).collect(),
        };
        let lists = vec![
            list("Found no more", "discharged", "It went with", text.gone()),
            list("Newly found", "breached", "It came with", text.come()),
        ];
        let standings = text.moved_standings().into_iter();
        Self {
            name: difference.after().case().map(|case| clean(&escaped(case))),
            known_by: sentences.instant(difference.known_by()),
            against: sentences.instant(difference.against()),
            as_of: difference.after().as_of().map(|at| sentences.instant(at)),
            before,
            after,
            is_empty: difference.is_empty(),
            lists: lists.into_iter().filter(|list| !list.cards.is_empty()).collect(),
            standings: standings.map(|(name, moved)| (clean(&name), clean(&moved))).collect(),
        }
    }
}

impl Card {
    fn of(told: ToldMove<'_>) -> Self {
        let ToldMove { finding, at, event, matter, line, known, said } = told;
        Self {
            look: Look::of_finding(finding.kind()),
            at,
            event,
            matter: marked(&clean(&matter)),
            line,
            known,
            said: marked(&clean(&said)),
        }
    }
}
