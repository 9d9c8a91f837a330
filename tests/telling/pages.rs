//! What pages and pictures must not mislead about, on a contract as one meets it.

use std::fs;

use servanda::formats::json::Log;
use servanda::pictures::{AgreementGraph, Chronicle, Page, Timeline};
use servanda::{Agreement, Verifier};

fn agreement() -> Agreement {
    let text = fs::read_to_string("tests/cases/fit-out/agreement.json").unwrap();
    Agreement::from_json(&text).unwrap()
}

fn chronicle() -> Chronicle {
    let agreement = agreement();
    let log = fs::read("tests/cases/fit-out/log.jsonl").unwrap();
    let events: Vec<_> = Log::new(&log[..], &agreement).map(Result::unwrap).collect();
    let verifier = Verifier::new(&agreement).as_of("2025-07-21T00:00:00Z".parse().unwrap());
    Chronicle::new(&verifier, events)
}

/// The part of a page from one text to the next one that ends it.
fn part<'a>(page: &'a str, from: &str, to: &str) -> &'a str {
    let begun = page.split_once(from).unwrap_or_else(|| panic!("{from} is not on the page")).1;
    begun.split_once(to).unwrap().0
}

#[test]
fn what_is_forbidden_is_not_shown_as_open() {
    let page = Page::of(&chronicle()).html();
    let row = |act: &str| {
        let acts = part(&page, "<section id=\"acts\"", "</section>").to_owned();
        part(&acts, &format!("<bdi>{act}</bdi>"), "</tr>").to_owned()
    };
    assert!(row("let-insurance-lapse").contains("</span>forbidden</span>"));
    assert!(row("disclose-confidential-information").contains("</span>forbidden</span>"));
    assert!(row("submit-monthly-progress-report").contains("</span>open</span>"));
    assert!(row("terminate-agreement").contains("</span>waits</span>"));
}

#[test]
fn a_clause_whose_duty_was_made_good_is_not_red() {
    let page = Page::of(&chronicle()).html();
    let clause = |id: &str| {
        let text = part(&page, "<section id=\"text\"", "</section>").to_owned();
        part(&text, &format!("<bdi>{id}</bdi>"), "</li>").to_owned()
    };
    assert!(clause("3.1").contains("pill fill cured"));
    assert!(clause("5.1").contains("pill fill due"));
    assert!(clause("6.1").contains("pill fill breached"));
    // The finding itself says what came of it, and is not as red as one that stands.
    let card =
        |number: u8| part(&page, &format!("id=\"finding-{number}\""), "</article>").to_owned();
    assert!(card(1).contains("since cured"));
    assert!(card(1).contains("cured on 2025-03-24 08:00 UTC, 2 days 20 hours late"));
    assert!(!card(7).contains("since"), "it is late still");
    assert!(page.contains("<article class=\"card edge cured\" id=\"finding-1\""));
    assert!(page.contains("<article class=\"card edge breached\" id=\"finding-7\""));
}

#[test]
fn a_finding_is_explained_in_the_past_tense_and_code_is_code() {
    let page = Page::of(&chronicle()).html();
    let why = part(&page, "id=\"finding-1\"", "</article>");
    assert!(why.contains("<code><bdi>possession-of-site</bdi></code> was due"), "{why}");
    assert!(why.contains("it took Harbour View Properties Ltd doing"), "{why}");
    assert!(!why.contains(" is due") && !why.contains("it takes"), "{why}");
    let body = part(&page, "<main>", "</main>");
    assert!(!body.contains('`'), "no backtick where a person reads");
}

#[test]
fn the_head_of_the_page_answers_and_its_words_are_explained() {
    let page = Page::of(&chronicle()).html();
    let head = part(&page, "<dl class=\"head\">", "</dl>");
    assert!(head.contains("is 4 days 14 hours late with <code><bdi>payment-2</bdi></code>"));
    assert!(head.contains("by 2025-07-28 08:00 UTC, in 7 days"), "{head}");
    let words = part(&page, "<dl class=\"words\">", "</dl>");
    assert!(words.contains("broken, and made good since by doing it late"), "{words}");
    assert!(!words.contains("released"), "only words that occur");
}

#[test]
fn flags_differ_in_form_not_in_colour_alone() {
    let timeline = Timeline::of(&chronicle()).svg();
    let of_fault = timeline.matches("class=\"cloth f-breached\"").count();
    let of_nobody = timeline.matches("class=\"cloth f-told hollow\"").count();
    assert!(of_fault >= 4 && of_nobody >= 3, "{of_fault} {of_nobody}");
}

#[test]
fn who_owes_whom_is_said_in_words_not_by_an_arrow() {
    let text = fs::read_to_string("tests/cases/fit-out/agreement.json").unwrap();
    let text = text.replace("\"client\"", "\"\u{5d4}\u{5dc}\u{5e7}\u{5d5}\u{5d7}\"");
    let text = text.replace("\"contractor\"", "\"\u{5d4}\u{5e7}\u{5d1}\u{5dc}\u{5df}\"");
    let graph = AgreementGraph::of(&Agreement::from_json(&text).unwrap());
    for picture in [graph.svg(), graph.mermaid(), graph.dot()] {
        let owes = "\u{5d4}\u{5e7}\u{5d1}\u{5dc}\u{5df} owes \u{5d4}\u{5dc}\u{5e7}\u{5d5}\u{5d7}";
        assert!(picture.contains(owes), "{picture}");
        assert!(!picture.contains('\u{2192}'), "{picture}");
    }
}

#[test]
fn names_that_share_a_long_beginning_have_labels_of_their_own() {
    let text = fs::read_to_string("tests/cases/fit-out/agreement.json").unwrap();
    let long = "the-monthly-report-on-the-progress-of-the-works-and-on-all-that-delays-them-";
    let text = text.replace("\"progress-report-", &format!("\"{long}"));
    let agreement = Agreement::from_json(&text).unwrap();
    let empty: Vec<servanda::Event> = Vec::new();
    let chronicle = Chronicle::new(&Verifier::new(&agreement), empty);
    for picture in [Timeline::of(&chronicle).svg(), AgreementGraph::of(&agreement).svg()] {
        for number in 1..=6 {
            let label = format!("\u{2026}{number}</text>");
            assert_eq!(picture.matches(&label).count(), 1, "{number}: {picture}");
        }
    }
}
