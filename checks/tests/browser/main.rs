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
use servanda::cuba::{self, Reading};
use servanda::pictures::{AgreementGraph, Chronicle, Page, Portfolio, Timeline};
use servanda::{Agreement, Event, Verifier};

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

/// A run in which another agreement takes the place of the first.
fn amended() -> Chronicle {
    let text = r#"{"title": "Loan", "date": "2026-03-01T00:00:00Z",
        "parties": {"lender": "who lends", "borrower": "who borrows"}, "acts": {"repay": {"by": ["borrower"]}},
        "obligations": {
            "debt": {"debtor": "borrower", "creditor": "lender", "perform": "repay", "within": "P7D"},
            "interest": {"debtor": "borrower", "creditor": "lender", "perform": "repay", "within": "P3D"},
            "costs": {"debtor": "borrower", "creditor": "lender", "perform": "repay", "within": "P9D"}
        }}"#;
    let old = Agreement::from_json(text).unwrap();
    let new = text.replace("P7D", "P14D").replace("interest", "late-fee").replace("Loan", "Longer");
    let new = Agreement::from_json(&new).unwrap();
    let at = |day: u8| format!("2026-03-{day:02}T00:00:00Z").parse().unwrap();
    let (lender, borrower) = (old.party("lender").unwrap(), old.party("borrower").unwrap());
    let log = [
        Event::amended(at(2), lender, new.digest()).together([lender, borrower]),
        Event::act(at(20), borrower, old.act("repay").unwrap()),
    ];
    Chronicle::new(&Verifier::new(&old).also(&new), log)
}

/// Cases of the settlement as it was, and as it might have gone.
fn portfolio(pages: Option<&str>) -> String {
    let agreement = cuba::agreement(Reading::Verified).unwrap();
    let mut portfolio = Portfolio::new(&agreement);
    if let Some(pages) = pages {
        portfolio = portfolio.with_pages(pages);
    }
    let mut verification = Verifier::new(&agreement).start();
    for number in 0..120 {
        let (name, log) = match number % 3 {
            0 => ("as it was", cuba::history()),
            1 => ("collapse", cuba::collapse()),
            _ => ("<b>it might</b>", cuba::as_it_might_have_gone()),
        };
        for event in log {
            verification.take(&event.case(&format!("{name} {number}")));
        }
    }
    verification.reports().for_each(|report| portfolio.add(&report));
    portfolio.html()
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
        ("amended", amended()),
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
fn a_page_is_searched_and_taken_back_in_time() {
    let Some(mut browser) = Browser::start("tools") else { return };
    let html = Page::of(&settlement(Reading::Verified)).with(&cuba::PHRASES).html();
    browser.resize(1_280, 900);
    browser.show("tools.html", &html, "light");
    let set = |id: &str, value: &str| {
        format!(
            "(() => {{ const it = document.getElementById('{id}'); it.value = '{value}'; \
             it.dispatchEvent(new Event('input', {{bubbles: true}})); }})()"
        )
    };
    let shown = |part: &str| format!("document.querySelectorAll('{part}:not([hidden])').length");
    let (rows, cards, events) =
        (shown("#obligations tbody tr"), shown(".card"), shown("#events tbody tr"));
    let number = |browser: &mut Browser, what: &str| browser.value(what).as_u64().unwrap();
    let whole = [&rows, &cards, &events].map(|what| number(&mut browser, what));
    assert!(whole.iter().all(|count| *count > 2), "{whole:?}");

    browser.value(&set("search", "Quarantine"));
    let found = [&rows, &cards, &events].map(|what| number(&mut browser, what));
    assert!(found.iter().zip(whole).all(|(part, whole)| *part < whole), "{found:?}");
    let told = "document.getElementById('stood').textContent";
    assert!(browser.value(told).as_str().unwrap().starts_with("at the end ("));
    // A link leads to what is hidden, too.
    browser.value("location.hash = '#event-1'");
    let is_hidden = "document.getElementById('event-1').hidden";
    assert_eq!(
        browser.value(&format!("new Promise((done) => setTimeout(() => done({is_hidden}), 50))")),
        false
    );
    browser.value(&set("search", ""));

    browser.value(&set("party", "1"));
    assert!(number(&mut browser, &events) < whole[2]);
    browser.value(&set("party", ""));
    browser.value(&set("found", "premature"));
    assert!(number(&mut browser, &cards) < whole[1]);
    browser.value(&set("found", ""));

    // As it stood at first: nothing was found, and the removal of the weapons was not due.
    let standing = "document.querySelector('#obligation-7 .pill').textContent";
    let at_the_end = browser.value(standing);
    browser.value(&set("when", "0"));
    assert_eq!(browser.value(standing), "○dormant");
    assert_eq!(number(&mut browser, &cards), 0);
    assert_eq!(number(&mut browser, &events), 0);
    let cursor = "document.getElementById('cursor').getAttribute('d')";
    assert!(browser.value(cursor).as_str().unwrap().starts_with("M286 "));
    browser.picture("page-back-in-time");
    let dormant = "(() => { const it = document.getElementById('dormant'); it.click(); })()";
    browser.value(dormant);
    assert!(number(&mut browser, &rows) < whole[0]);
    browser.value(dormant);
    browser.value(&set("when", "100000"));
    assert_eq!(browser.value(standing), at_the_end);
    assert_eq!([&rows, &cards, &events].map(|what| number(&mut browser, what)), whole);
    assert_eq!(browser.value(cursor), Value::Null);
    browser.is_content("tools.html");

    // Without scripts nothing is missing, and there is nothing that does nothing.
    browser.call("Emulation.setScriptExecutionDisabled", serde_json::json!({"value": true}));
    browser.show("tools.html", &html, "light");
    let tools = "document.getElementById('tools').getClientRects().length";
    assert_eq!(browser.value(tools), 0);
    assert_eq!([&rows, &cards, &events].map(|what| number(&mut browser, what)), whole);
}

/// The settlement with thousands of events after it, many of which are void.
fn long() -> Chronicle {
    let agreement = cuba::agreement(Reading::Verified).unwrap();
    let mut log = cuba::history();
    let mut at = log.last().unwrap().time;
    for number in 0..5_000 {
        at = at.after("PT37M".parse().unwrap()).unwrap();
        let party = if number % 10 == 0 { cuba::Party::Us } else { cuba::Party::Ussr };
        log.push(Event::act(at, party, cuba::Act::RemoveWeapons));
    }
    Chronicle::new(&Verifier::new(&agreement), log)
}

#[test]
fn many_events_are_folded_and_found_all_the_same() {
    let Some(mut browser) = Browser::start("folded") else { return };
    browser.resize(1_280, 900);
    browser.show("folded.html", &Page::of(&long()).html(), "light");
    let stops = browser.value("servanda.stops()").as_array().unwrap().len();
    assert!(stops <= 300, "{stops}");
    let open = "document.querySelectorAll('details.group[open]').length";
    assert_eq!(browser.value(open), 0);
    browser.value("location.hash = '#event-3000'");
    let later = |what: &str| format!("new Promise((done) => setTimeout(() => done({what}), 100))");
    assert_eq!(browser.value(&later(open)), 1);
    assert_eq!(
        browser.value(&later("document.getElementById('event-3000').checkVisibility()")),
        true
    );
    let search = |text: &str| {
        format!(
            "(() => {{ const it = document.getElementById('search'); it.value = '{text}'; \
             it.dispatchEvent(new Event('input', {{bubbles: true}})); }})()"
        )
    };
    browser.value(&search("lift-quarantine"));
    assert_eq!(browser.value("document.getElementById('event-10').checkVisibility()"), true);
    assert_eq!(browser.value("document.getElementById('finding-3').checkVisibility()"), true);
    browser.value(&search(""));
    // What was opened by hand, or by a link, stays as it is.
    assert_eq!(browser.value(open), 1);
    browser.is_content("folded.html");
}

#[test]
fn a_portfolio_is_searched_filtered_sorted_and_opened() {
    let Some(mut browser) = Browser::start("portfolio") else { return };
    browser.resize(1_280, 900);
    let html = portfolio(Some("cases"));
    for scheme in ["light", "dark"] {
        browser.show("portfolio.html", &html, scheme);
        browser.picture(&format!("portfolio-{scheme}"));
        for check in ["faint", "unsaid", "wide"] {
            browser.checks(check);
        }
        browser.is_content("portfolio.html");
    }
    let count = "document.getElementById('count').textContent";
    let rows = "document.querySelectorAll('#rows > tr').length";
    assert_eq!(browser.value(count), "120 of 120 cases");
    assert_eq!(browser.value(rows), 100);
    browser.value("document.getElementById('more').click()");
    assert_eq!(browser.value(rows), 120);

    // By name, by outcome, by what was found; a name is no markup.
    let choose = |id: &str, value: &str| {
        format!(
            "(() => {{ const it = document.getElementById('{id}'); it.value = '{value}'; \
             it.dispatchEvent(new Event('input', {{bubbles: true}})); }})()"
        )
    };
    browser.value(&choose("name", "<B>IT"));
    assert_eq!(browser.value(count), "40 of 120 cases");
    assert_eq!(browser.value("document.querySelectorAll('#rows b').length"), 0);
    browser.value(&choose("name", ""));
    browser.value(&choose("outcome", "0"));
    assert_eq!(browser.value(count), "40 of 120 cases");
    browser.value(&choose("outcome", ""));

    // In the order of their names, once more from the end.
    let first = "document.querySelector('#rows th').textContent";
    let by_name = "document.querySelector('[data-by=\"0\"]').click()";
    browser.value(by_name);
    assert_eq!(browser.value(first), "<b>it might</b> 2");
    browser.value(by_name);
    assert_eq!(browser.value(first), "collapse 118");
    let sorted = "document.querySelector('#table th').getAttribute('aria-sort')";
    assert_eq!(browser.value(sorted), "descending");

    // A case opens to where its obligations stand, and leads to its own page.
    browser.value("document.querySelector('#rows button').click()");
    let view = "document.querySelector('#rows .view').innerText";
    assert!(browser.value(view).as_str().unwrap().contains("remove-weapons"));
    let link = "document.querySelector('#rows .view a').getAttribute('href')";
    assert_eq!(browser.value(link), "cases/119.html");
    browser.value("document.querySelector('#rows button').click()");
    assert_eq!(browser.value("document.querySelectorAll('#rows .view').length"), 0);

    browser.show("portfolio.html", &portfolio(None), "light");
    browser.value("document.querySelector('#rows button').click()");
    assert_eq!(browser.value("document.querySelectorAll('#rows .view a').length"), 0);
    browser.resize(390, 800);
    browser.checks("wide");
    browser.picture("portfolio-narrow");
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
        1,
        "but the script of the page"
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
