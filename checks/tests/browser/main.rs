//! Pictures and pages in a real browser: they are whole by themselves, nothing is complained of,
//! links lead somewhere, the keyboard gets everywhere, texts can be read, and what is hostile does
//! no harm.
//!
//! With `SCREENSHOTS=1` pictures of all that is opened are left in `target/tmp/pictures`, to be looked
//! at. Without a chromium the tests are skipped and say so; in CI that is an error.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stderr,
    reason = "tests may stop at once"
)]

mod chromium;
#[path = "../drawn/mod.rs"]
mod drawn;

use std::path::{Path, PathBuf};

use chromium::Browser;
use drawn::{Hostile, Plain};
use serde_json::Value;
use servanda::Verifier;
use servanda::cuba::{self, Reading};
use servanda::pictures::{AgreementGraph, Chronicle, Page, Timeline};

const HELP: &str = include_str!("page.js");
const TAB: (&str, u32) = ("Tab", 9);
const ENTER: (&str, u32) = ("Enter", 13);

fn settlement(reading: Reading) -> Chronicle {
    let agreement = cuba::agreement(reading).unwrap();
    let verifier = Verifier::new(&agreement).as_of("1963-01-07T17:00:00Z".parse().unwrap());
    let log = match reading {
        Reading::Verified | Reading::Established => cuba::history(),
        Reading::Practised => cuba::practice(),
    };
    Chronicle::new(&verifier, log)
}

fn collapse() -> Chronicle {
    let verifier = Verifier::new(&cuba::agreement(Reading::Verified).unwrap()).submitting();
    Chronicle::new(&verifier, cuba::collapse())
}

fn written(name: &str, text: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages");
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

impl Browser {
    /// Opens something that was drawn, light or dark.
    fn show(&mut self, name: &str, text: &str, scheme: &str) {
        self.prefer(scheme, "screen");
        self.open(&written(name, text));
        self.value(HELP);
    }

    /// Nothing is wrong by one of the functions of `page.js`.
    fn checks(&mut self, what: &str) {
        let wrong = self.value(&format!("servanda.{what}()"));
        let wrong = wrong.as_array().unwrap();
        assert!(
            wrong.is_empty(),
            "{what}: {} of them, {:#?}",
            wrong.len(),
            &wrong[..wrong.len().min(12)]
        );
    }

    /// Nothing was complained of, and nothing asked for but the file itself.
    fn is_content(&mut self, name: &str) {
        assert_eq!(self.complaints(), Vec::<String>::new(), "{name}");
        let others: Vec<String> = self
            .requests()
            .into_iter()
            .filter(|url| !url.ends_with(name) && url != "data:,")
            .collect();
        assert_eq!(others, Vec::<String>::new(), "{name}");
    }
}

#[test]
fn pages_are_whole_and_can_be_read() {
    let Some(mut browser) = Browser::start("pages") else { return };
    let pages = [
        ("history-verified", settlement(Reading::Verified)),
        ("practice", settlement(Reading::Practised)),
        ("collapse-submitted", collapse()),
    ];
    for (name, chronicle) in pages {
        let html = Page::of(&chronicle).with(&cuba::PHRASES).html();
        for scheme in ["light", "dark"] {
            browser.resize(1_280, 900);
            let file = format!("{name}-{scheme}.html");
            browser.show(&file, &html, scheme);
            browser.picture(&format!("page-{name}-{scheme}"));
            browser
                .value("document.querySelectorAll('details').forEach((it) => { it.open = true })");
            for check in ["faint", "broken", "unsaid", "wide", "crowded"] {
                browser.checks(check);
            }
            browser.is_content(&file);
        }
        browser.resize(390, 800);
        browser.checks("wide");
        browser.picture(&format!("page-{name}-narrow"));
    }
}

#[test]
fn light_and_dark_are_told_apart_and_print_is_light_and_whole() {
    let Some(mut browser) = Browser::start("schemes") else { return };
    let html = Page::of(&settlement(Reading::Verified)).html();
    let paper = "getComputedStyle(document.body).backgroundColor";
    browser.show("schemes.html", &html, "light");
    assert_eq!(browser.value(paper), "rgb(255, 255, 255)");
    browser.show("schemes.html", &html, "dark");
    assert_eq!(browser.value(paper), "rgb(20, 23, 27)");
    browser.prefer("dark", "print");
    assert_eq!(browser.value(paper), "rgb(255, 255, 255)");
    let shown = |selector: &str| {
        format!("document.querySelector('{selector}').getClientRects().length > 0")
    };
    assert_eq!(browser.value(&shown("nav")), false);
    assert_eq!(browser.value(&shown(".why li")), true, "explanations are printed");
    let printed = browser.call("Page.printToPDF", serde_json::json!({}));
    assert!(printed["data"].as_str().unwrap().len() > 20_000);
}

#[test]
fn the_keyboard_gets_everywhere_in_order() {
    let Some(mut browser) = Browser::start("keyboard") else { return };
    let html = Page::of(&settlement(Reading::Verified)).with(&cuba::PHRASES).html();
    browser.resize(1_280, 900);
    browser.show("keyboard.html", &html, "light");
    let stops = browser.value("servanda.stops()").as_array().unwrap().len();
    assert!(stops > 80, "{stops}");
    for stop in 0..stops {
        browser.press(TAB.0, TAB.1);
        let focus = browser.value("servanda.focus()");
        assert_eq!(focus["stop"], Value::from(stop), "{focus}");
        assert_eq!(focus["isInside"], true, "{focus}");
        assert_eq!(focus["isOutlined"], true, "{focus}");
        if stop == 0 {
            assert_eq!(focus["href"], "#outcome");
        }
    }
    // The first stop skips to the outcome.
    browser.show("keyboard.html", &html, "light");
    browser.press(TAB.0, TAB.1);
    browser.press(ENTER.0, ENTER.1);
    assert_eq!(browser.value("location.hash"), "#outcome");
    // An explanation opens and closes.
    browser.value("document.querySelector('.why summary').focus()");
    for is_open in [true, false] {
        browser.press(ENTER.0, ENTER.1);
        assert_eq!(browser.value("document.querySelector('.why').open"), is_open);
    }
}

#[test]
fn flags_passages_and_findings_lead_to_each_other() {
    let Some(mut browser) = Browser::start("links") else { return };
    let html = Page::of(&settlement(Reading::Verified)).with(&cuba::PHRASES).html();
    browser.show("links.html", &html, "light");
    // From the flag to the finding, to its passage, to the obligation, and back to the finding.
    let way = [
        ("svg a[href='#finding-3']", "finding-3"),
        ("#finding-3 blockquote a", "passage-7"),
        ("#passage-7 a[href^='#obligation']", "obligation-10"),
        ("#obligation-10 a[href^='#finding']", "finding-3"),
        ("#finding-3 a[href^='#event']", "event-10"),
        ("#event-10 a[href^='#finding']", "finding-3"),
        ("#finding-3 a[href^='#act']", "act-14"),
    ];
    for (link, target) in way {
        let click = format!(
            "document.querySelector(\"{link}\").dispatchEvent(new MouseEvent('click', {{bubbles: true, cancelable: true}}))"
        );
        browser.value(&click);
        assert_eq!(browser.value("document.querySelector(':target')?.id"), target, "{link}");
    }
}

#[test]
fn hostile_names_do_no_harm() {
    let Some(mut browser) = Browser::start("hostile") else { return };
    let chronicle = drawn::chronicle(&Hostile, 200);
    let html = Page::of(&chronicle).html();
    browser.resize(1_280, 900);
    browser.show("hostile.html", &html, "light");
    for check in ["broken", "unsaid", "wide", "crowded"] {
        browser.checks(check);
    }
    assert_eq!(browser.value("window.harmed ?? null"), Value::Null);
    assert_eq!(
        browser.value("document.querySelectorAll('script, img, [onload], [onerror]').length"),
        0
    );
    assert!(browser.value("document.body.innerText").as_str().unwrap().contains(drawn::HARM));
    browser.is_content("hostile.html");
    browser.resize(390, 800);
    browser.checks("wide");

    let agreement = drawn::agreement(&Hostile, 40);
    let pictures = [
        ("hostile-graph.svg", AgreementGraph::of(&agreement).svg()),
        ("hostile-timeline.svg", Timeline::of(&chronicle).svg()),
    ];
    for (name, svg) in pictures {
        browser.resize(1_280, 900);
        browser.show(name, &svg, "light");
        assert_eq!(browser.value("document.documentElement.localName"), "svg");
        assert_eq!(browser.value("document.querySelectorAll('script, parsererror').length"), 0);
        assert_eq!(browser.value("window.harmed ?? null"), Value::Null);
        browser.is_content(name);
        browser.picture(name);
    }
}

#[test]
fn pictures_are_readable_at_twenty_and_at_two_hundred() {
    let Some(mut browser) = Browser::start("pictures") else { return };
    let timelines = [
        ("history", Timeline::of(&settlement(Reading::Established)).with(&cuba::PHRASES).svg()),
        ("collapse", Timeline::of(&collapse()).with(&cuba::PHRASES).svg()),
        ("20", Timeline::of(&drawn::chronicle(&Plain, 20)).svg()),
        ("200", Timeline::of(&drawn::chronicle(&Plain, 200)).svg()),
    ];
    for (name, svg) in timelines {
        for scheme in ["light", "dark"] {
            let file = format!("timeline-{name}-{scheme}.svg");
            browser.resize(1_208, 900);
            browser.show(&file, &svg, scheme);
            browser.picture(&file);
            browser.checks("crowded");
            if name != "200" {
                browser.checks("faint");
            }
            browser.is_content(&file);
        }
    }
    let graphs = [
        ("verified", AgreementGraph::of(&cuba::agreement(Reading::Verified).unwrap()).svg()),
        ("practised", AgreementGraph::of(&cuba::agreement(Reading::Practised).unwrap()).svg()),
        ("20", AgreementGraph::of(&drawn::agreement(&Plain, 20)).svg()),
        ("200", AgreementGraph::of(&drawn::agreement(&Plain, 200)).svg()),
    ];
    for (name, svg) in graphs {
        for scheme in ["light", "dark"] {
            let file = format!("graph-{name}-{scheme}.svg");
            browser.resize(1_500, 900);
            browser.show(&file, &svg, scheme);
            browser.picture(&file);
            browser.checks("cramped");
            if name != "200" {
                browser.checks("faint");
            }
            browser.is_content(&file);
        }
    }
}
