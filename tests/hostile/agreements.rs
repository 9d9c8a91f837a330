//! Bad agreements, generated from a sound one: at every site, every defect that it can have.

use serde_json::{Value, json};

use super::kit::{Bad, key, more, printed, sites, sound, with, without};

/// What a site holds.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Sort {
    Text,
    Party,
    Act,
    Obligation,
    Passage,
    Instant,
    Span,
    Number,
    Flag,
    Word,
    Condition,
    /// The name of an act or an object.
    Happened,
    /// An object of fixed keys.
    Struct,
    /// An object whose keys are names.
    Entries,
    List,
}

const STANDINGS: [&str; 8] =
    ["dormant", "due", "performed", "suspended", "discharged", "breached", "released", "lapsed"];

fn sort(place: &str, value: &Value) -> Sort {
    let inside = |entries: &str| {
        place
            .strip_prefix(entries)
            .is_some_and(|rest| rest.starts_with('.') && !rest[1..].contains('.'))
    };
    if inside("parties") {
        return Sort::Text;
    }
    if inside("passages") || inside("acts") || inside("obligations") {
        return Sort::Struct;
    }
    match (key(place), value) {
        ("", _) | ("elapsed", _) => Sort::Struct,
        ("parties" | "passages" | "acts" | "obligations", _) => Sort::Entries,
        ("by" | "protects" | "cites" | "all" | "any", Value::Array(_)) => Sort::List,
        ("by" | "protects" | "debtor" | "creditor" | "verified_by", _) => Sort::Party,
        ("cites", _) => Sort::Passage,
        ("perform" | "refrain" | "act", _) => Sort::Act,
        ("happened", _) => Sort::Happened,
        ("date" | "at" | "reached", _) => Sort::Instant,
        ("within" | "per" | "for", _) => Sort::Span,
        ("quantity" | "beyond" | "at_least", _) => Sort::Number,
        ("target" | "binding" | "survives" | "normative", _) => Sort::Flag,
        ("early", _) => Sort::Word,
        ("title" | "gist", _) => Sort::Text,
        (standing, _) if STANDINGS.contains(&standing) => Sort::Obligation,
        _ => Sort::Condition,
    }
}

/// Every bad agreement in JSON.
pub(crate) fn all() -> Vec<Bad> {
    let document = sound();
    let mut bad = Vec::new();
    for (place, value) in sites(&document) {
        let sort = sort(&place, &value);
        bad.extend(wrong_types(&document, &place, sort));
        bad.extend(wrong_keys(&document, &place, &value, sort));
        bad.extend(wrong_values(&document, &place, sort));
    }
    bad.extend(broken_rules(&document));
    bad.extend(circles(&document));
    bad.extend(broken_text(&document));
    bad
}

fn wrong_types(document: &Value, place: &str, sort: Sort) -> Vec<Bad> {
    let is_text = matches!(
        sort,
        Sort::Text | Sort::Party | Sort::Act | Sort::Obligation | Sort::Passage | Sort::Instant
    ) || matches!(sort, Sort::Span | Sort::Word | Sort::Happened);
    // Who may do an act is a list or a word, and many texts may be objects of what is told.
    let is_by = sort == Sort::List && key(place) == "by";
    let is_act = sort == Sort::Act && matches!(key(place), "perform" | "refrain");
    let is_object = matches!(sort, Sort::Struct | Sort::Entries | Sort::Condition);
    // What may be told may be an object, and what it lacks is its name.
    let of_object = match (sort, key(place)) {
        (Sort::Number, "at_least") => "invalid type: map",
        (Sort::Number, _) | (Sort::Party, "debtor" | "creditor" | "verified_by") => {
            "missing field `told`"
        }
        (Sort::Instant, "at" | "reached") => "an object with `told`, or with `day` and `in`",
        (Sort::Instant, "date") => "missing field `day`",
        (Sort::Span, _) => "missing field `term`",
        (Sort::Text, _) if place.starts_with("parties.") => "missing field `gist`",
        _ => "invalid type: map",
    };
    let wrong = [
        ("null where something must be", true, json!(null), "invalid type: null"),
        ("a number where a text must be", is_text, json!(7), "invalid type: integer `7`"),
        ("a number where an object must be", is_object, json!(7), "invalid type: integer `7`"),
        (
            "a number where a flag must be",
            sort == Sort::Flag,
            json!(1),
            "invalid type: integer `1`",
        ),
        ("a flag where a text must be", is_text, json!(true), "invalid type: boolean `true`"),
        (
            "a flag where a number must be",
            sort == Sort::Number,
            json!(true),
            "invalid type: boolean",
        ),
        ("a text where a flag must be", sort == Sort::Flag, json!("yes"), "invalid type: string"),
        ("a text where an object must be", is_object, json!("pay"), "invalid type: string"),
        (
            "a text where a list must be",
            sort == Sort::List && !is_by,
            json!("pay"),
            "invalid type: string",
        ),
        (
            "a text where a list must be",
            is_by,
            json!("pay"),
            "invalid value: string \"pay\", expected a list of parties, or `all`",
        ),
        ("a list where a text must be", is_text && !is_act, json!([]), "invalid type: sequence"),
        (
            "a list where a number must be",
            sort == Sort::Number,
            json!([]),
            "invalid type: sequence",
        ),
        // serde would take the fields of a struct from a list, in their order.
        ("a list in place of an object", is_object, json!([]), "invalid type: sequence"),
        ("an object where a list must be", sort == Sort::List, json!({}), "invalid type: map"),
        ("an object where a number must be", sort == Sort::Number, json!({}), of_object),
        ("an object where a flag must be", sort == Sort::Flag, json!({}), "invalid type: map"),
    ];
    let wrong = wrong.into_iter().filter(|(_, applies, ..)| *applies);
    let mut bad: Vec<Bad> =
        wrong.map(|(kind, _, value, says)| formed(kind, document, place, value, says)).collect();
    if is_text && sort != Sort::Happened && sort != Sort::Word {
        let kind = "an object where a text must be";
        bad.push(formed(kind, document, place, json!({}), of_object));
    }
    bad
}

fn formed(kind: &'static str, document: &Value, place: &str, value: Value, says: &str) -> Bad {
    let printed = printed(&with(document, place, value), None);
    Bad::form(kind, printed.text, printed.lines[place].0, says)
}

fn wrong_keys(document: &Value, place: &str, value: &Value, sort: Sort) -> Vec<Bad> {
    let Value::Object(map) = value else { return Vec::new() };
    let mut bad = Vec::new();
    let mut put_in = |kind: &'static str, entry: &str, says: String| {
        let printed = printed(document, Some((place, entry)));
        bad.push(Bad::form(kind, printed.text, printed.extra, says));
    };
    let is_condition = sort == Sort::Condition;
    let unknown = |key: &str| match is_condition {
        true => format!("a condition has one key, but `{key}` follows"),
        false => format!("unknown field `{key}`"),
    };
    if sort != Sort::Entries {
        put_in("a key that nothing has", r#""nonsense": 1"#, unknown("nonsense"));
        put_in("a key of nothing", r#""": 1"#, unknown(""));
    }
    if let Some((first, value)) = map.iter().next() {
        let again = format!("{}: {value}", json!(first));
        match sort {
            Sort::Entries => {
                put_in("a name declared twice", &again, format!("duplicate key `{first}`"));
            }
            _ if is_condition => put_in("a condition's key twice", &again, unknown(first)),
            _ => {
                put_in("a key twice", &again, format!("duplicate field `{first}`"));
                let escaped = format!("\"\\u{:04x}{}\": {value}", first.as_bytes()[0], &first[1..]);
                put_in("a key twice, once escaped", &escaped, format!("duplicate field `{first}`"));
                let capital = first[..1].to_uppercase() + &first[1..];
                let entry = format!("\"{capital}\": {value}");
                put_in("a key in capitals", &entry, unknown(&capital));
            }
        }
        if is_condition {
            let key = format!("{first} ");
            let other = with(document, place, json!({ key: value }));
            let printed = printed(&other, None);
            let line = printed.lines[place].0 + 1;
            bad.push(Bad::form(
                "a word that no condition has",
                printed.text,
                line,
                "unknown field",
            ));
        }
    }
    if is_condition {
        let says = "a condition must have a key";
        bad.push(formed("a condition of nothing", document, place, json!({}), says));
    }
    let required: &[&str] = match key(place) {
        "" => &["title", "parties", "acts", "obligations"],
        "elapsed" => &["since", "for"],
        "happened" => &["act"],
        _ if place.starts_with("acts.") && sort == Sort::Struct => &["by"],
        _ if place.starts_with("obligations.") && sort == Sort::Struct => &["debtor", "creditor"],
        _ if place.starts_with("passages.") => &["gist", "normative"],
        _ => &[],
    };
    for key in required {
        let printed = printed(&without(document, place, key), None);
        let says = format!("missing field `{key}`");
        bad.push(Bad::form(
            "a key that must be there is not",
            printed.text,
            printed.lines[place].1,
            says,
        ));
    }
    bad
}

/// Texts that are no instants, by kind.
pub(crate) const NO_INSTANTS: [(&str, &str, &str); 27] = [
    ("an instant that is a date", "2026-05-04", "not an instant"),
    ("an instant without an offset", "2026-05-04T09:00:00", "not an instant"),
    ("an instant without a T", "2026-05-04 09:00:00Z", "not an instant"),
    ("an instant without seconds", "2026-05-04T09:00Z", "not an instant"),
    ("an instant in the basic format", "20260504T090000Z", "not an instant"),
    ("an instant with an offset without a colon", "2026-05-04T09:00:00+0200", "not an instant"),
    ("an instant with an offset in hours", "2026-05-04T09:00:00+02", "not an instant"),
    ("an instant with the name of a zone", "2026-05-04T09:00:00 Europe/Paris", "not an instant"),
    ("an instant of a week date", "2026-W19-1T09:00:00Z", "not an instant"),
    ("an instant of a Unix time", "1777885200", "not an instant"),
    ("an instant with a comma", "2026-05-04T09:00:00,5Z", "not an instant"),
    ("an instant with a fraction of nothing", "2026-05-04T09:00:00.Z", "not an instant"),
    ("an instant with space around it", " 2026-05-04T09:00:00Z", "not an instant"),
    ("an instant with more after it", "2026-05-04T09:00:00ZZ", "not an instant"),
    ("an instant in other digits", "२०२६-05-04T09:00:00Z", "not an instant"),
    ("an instant with a true minus", "2026-05-04T09:00:00\u{2212}02:00", "not an instant"),
    ("an instant of five digits of a year", "12026-05-04T09:00:00Z", "not an instant"),
    ("an instant with a signed year", "+2026-05-04T09:00:00Z", "not an instant"),
    ("an instant of nothing", "", "not an instant"),
    ("a month that there is not", "2026-13-04T09:00:00Z", "no such instant"),
    ("a day that there is not", "2026-02-29T09:00:00Z", "no such instant"),
    ("an hour that there is not", "2026-05-04T24:00:00Z", "no such instant"),
    ("a minute that there is not", "2026-05-04T09:60:00Z", "no such instant"),
    ("an offset that there is not", "2026-05-04T09:00:00+24:00", "no such instant"),
    ("second 60", "2016-12-31T23:59:60Z", "second 60 (a leap second)"),
    ("finer than a nanosecond", "2026-05-04T09:00:00.0000000001Z", "finer than a nanosecond"),
    ("outside the years that there are", "9999-12-31T23:59:59-00:01", "outside the years"),
];

const NO_SPANS: [(&str, &str, &str); 18] = [
    ("a duration with a fraction", "P1.5D", "not a duration"),
    ("a duration with a fraction", "PT0,5H", "not a duration"),
    ("a duration of less than nothing", "-P1D", "not a duration"),
    ("a duration of less than nothing", "P-1D", "not a duration"),
    ("a duration with a plus", "P+1D", "not a duration"),
    ("a duration with a unit twice", "P1D1D", "not a duration"),
    ("a duration out of order", "P1D1M", "not a duration"),
    ("a duration with hours among the days", "P1H", "not a duration"),
    ("a duration with days among the hours", "PT1D", "not a duration"),
    ("a duration in small letters", "p1d", "not a duration"),
    ("a duration without its P", "1D", "not a duration"),
    ("a duration of a figure alone", "P1", "not a duration"),
    ("a duration of a unit alone", "PD", "not a duration"),
    ("a duration of nothing at all", "P", "not a duration"),
    ("a duration of a bare T", "P1DT", "not a duration"),
    ("a duration in other digits", "P\u{0661}D", "not a duration"),
    ("a duration of no length", "P0Y0DT0S", "a duration must be longer than nothing"),
    ("a duration past all figures", "P4294967296D", "a duration's numbers must be at most"),
];

fn wrong_values(document: &Value, place: &str, sort: Sort) -> Vec<Bad> {
    let formed = |(kind, text, says): (&'static str, &str, &str)| {
        formed(kind, document, place, json!(text), says)
    };
    let unknown = |kind, name: &str| {
        Bad::rule(kind, &with(document, place, json!(name)), place, "UnknownName")
    };
    match sort {
        Sort::Instant => NO_INSTANTS.into_iter().map(formed).collect(),
        Sort::Span => NO_SPANS
            .into_iter()
            // A deadline may be at once.
            .filter(|(kind, ..)| key(place) != "within" || *kind != "a duration of no length")
            .map(formed)
            .collect(),
        Sort::Number => [
            ("a number below 0", json!(-1), "invalid value: integer `-1`"),
            (
                "a number past the largest",
                json!(18_446_744_073_709_551_616.0),
                "a number of more than 15 digits is exact only as a text",
            ),
        ]
        .into_iter()
        .map(|(kind, value, says)| self::formed(kind, document, place, value, says))
        .chain(
            [
                ("a text where a number must be", json!("3")),
                ("a number with a fraction", json!(1.5)),
                ("a whole number with a point", json!(1.0)),
            ]
            .into_iter()
            .map(|(kind, value)| Bad::rule(kind, &with(document, place, value), place, "Figure")),
        )
        .collect(),
        Sort::Word => vec![
            formed(("a word that `early` has not", "later", "unknown variant `later`")),
            formed(("a word in capitals", "Counts", "unknown variant `Counts`")),
            // serde would read a word from an object with the word for its key, too.
            self::formed(
                "a word in an object",
                document,
                place,
                json!({ "counts": null }),
                "invalid type: map",
            ),
        ],
        Sort::Party => vec![
            unknown("a party that is not declared", "byer"),
            unknown("a party by the name of an act", "pay"),
            unknown("a party in capitals", "Buyer"),
            unknown("a name of nothing", ""),
        ],
        Sort::Act => vec![
            unknown("an act that is not declared", "payy"),
            unknown("an act by the name of a party", "buyer"),
        ],
        Sort::Happened if !document_is_object(document, place) => vec![
            unknown("an act that is not declared", "payy"),
            unknown("an act by the name of an obligation", "price"),
        ],
        Sort::Obligation => vec![
            unknown("an obligation that is not declared", "prise"),
            unknown("an obligation with a space", "price "),
        ],
        Sort::Passage => vec![unknown("a passage that is not declared", "p-3")],
        _ => Vec::new(),
    }
}

fn document_is_object(document: &Value, place: &str) -> bool {
    super::kit::at(&mut document.clone(), place).is_object()
}

fn broken_rules(document: &Value) -> Vec<Bad> {
    let mut bad = Vec::new();
    let mut rule = |kind, place: &str, document: Value, at: &str, rule| {
        let at = if at.is_empty() { place.to_owned() } else { format!("{place}.{at}") };
        bad.push(Bad::rule(kind, &document, &at, rule));
    };
    for act in ["pay", "deliver", "resell"] {
        let place = format!("acts.{act}");
        let nobody = with(document, &format!("{place}.by"), json!([]));
        rule("an act that nobody may do", &place, nobody, "by", "NobodyMay");
    }
    for name in ["price", "delivery"] {
        let place = &*format!("obligations.{name}");
        let both = more(document, place, json!({ "refrain": "pay" }));
        rule("both duties", place, both, "", "TwoDuties");
        rule("no duty", place, without(document, place, "perform"), "", "NoDuty");
        let none = more(document, place, json!({ "quantity": 0 }));
        rule("a quantity of 0", place, none, "quantity", "ZeroQuantity");
        let deadlines = json!({ "within": "P1D", "at": "2026-09-01T00:00:00Z" });
        rule("two deadlines", place, more(document, place, deadlines), "within", "TwoDeadlines");
        for (key, value) in [("beyond", json!(1)), ("per", json!("P1D"))] {
            let stray = more(document, place, json!({ key: value }));
            rule("a prohibition's key on a duty", place, stray, key, "NotOfDuty");
        }
        let other = more(document, place, json!({ "debtor": "bank" }));
        rule("a debtor that may not", place, other, "debtor", "DebtorMayNot");
        let own = json!({ "repaired_by": place.strip_prefix("obligations.") });
        rule("its own repair", place, more(document, place, own), "repaired_by", "RepairsItself");
        let goal = more(document, place, json!({ "achieve": { "all": [] } }));
        rule("both duties", place, goal, "", "TwoDuties");
    }
    let place = "obligations.exclusive";
    let strays = [
        ("quantity", json!(1)),
        ("within", json!("P1D")),
        ("at", json!("2026-09-01T00:00:00Z")),
        ("early", json!("counts")),
        ("verified_by", json!("bank")),
    ];
    for (key, value) in strays {
        let stray = more(document, place, json!({ key: value }));
        rule("a duty's key on a prohibition", place, stray, key, "NotOfDuty");
    }
    let both = more(document, place, json!({ "perform": "resell" }));
    rule("both duties", place, both, "", "TwoDuties");
    let other = more(document, place, json!({ "debtor": "buyer" }));
    rule("a debtor that is its own creditor", place, other, "debtor", "DebtorIs");
    let conditions = ["obligations.price.when", "obligations.exclusive.until", "settled_when"];
    for place in conditions {
        let deep = json!({ "all": [{ "any": [{ "not": { "happened": { "act": "fly", "by": "zoe" } } }] }] });
        let at = "all[0].any[0].not.happened.act";
        rule("a name deep in a condition", place, with(document, place, deep), at, "UnknownName");
        let since = json!({ "elapsed": { "since": { "due": "nothing" }, "for": "P1D" } });
        let at = "elapsed.since.due";
        rule("a name deep in a condition", place, with(document, place, since), at, "UnknownName");
    }
    bad
}

fn circles(document: &Value) -> Vec<Bad> {
    let kind = "a circle of resting";
    let mut bad = Vec::new();
    let mut circle = |first: &str, document: Value| {
        bad.push(Bad::rule(kind, &document, &format!("obligations.{first}"), "CircleOfResting"));
    };
    for word in ["due", "suspended"] {
        let own = json!({ "suspended_while": { word: "price" } });
        circle("price", more(document, "obligations.price", own));
        let hidden = json!({ "elapsed": { "since": { "not": { word: "price" } }, "for": "P1D" } });
        let hidden = json!({ "suspended_while": { "any": [{ "all": [hidden] }] } });
        circle("price", more(document, "obligations.price", hidden));
        let required = json!({ "requires": { word: "delivery" } });
        circle("delivery", more(document, "acts.deliver", required));
        let there = json!({ "suspended_while": { word: "exclusive" } });
        let there = more(document, "obligations.price", there);
        let back = json!({ "suspended_while": { "not": { word: "price" } } });
        circle("price", more(&there, "obligations.exclusive", back));
    }
    bad
}

/// Texts that are no JSON, or not all of it.
fn broken_text(document: &Value) -> Vec<Bad> {
    let text = printed(document, None).text;
    let lines = text.matches('\n').count() + 1;
    let mut bad = Vec::new();
    for part in 1..40 {
        let cut = &text[..text.len() * part / 40];
        let line = cut.matches('\n').count() + 1;
        bad.push(Bad::form("a text that breaks off", cut, line, "EOF while parsing"));
    }
    let first = |from: &str, to: &str| text.replacen(from, to, 1);
    let line_of = |from: &str| text.split(from).next().unwrap().matches('\n').count() + 1;
    let edits = [
        ("more after the end", format!("{text} x"), lines, "trailing characters"),
        ("a second document", format!("{text}{text}"), lines, "trailing characters"),
        ("a byte order mark", format!("\u{feff}{text}"), 1, "expected value"),
        (
            "a comma too many",
            first("[\n\"buyer\"", "[\n\"buyer\","),
            line_of("[\n\"buyer\"") + 2,
            "trailing comma",
        ),
        ("a comma too few", first("\"Sale\",", "\"Sale\""), 3, "expected `,` or `}`"),
        ("a colon too few", first("\"title\":", "\"title\""), 2, "expected `:`"),
        ("single quotes", first("\"Sale\"", "'Sale'"), 2, "expected value"),
        ("no quotes", first("\"title\"", "title"), 2, "key must be a string"),
        ("a comment", first("{", "{ // the sale"), 1, "key must be a string"),
        ("not a number", first(": 2,", ": NaN,"), line_of(": 2,"), "expected value"),
        ("a number with a 0 before it", first(": 2,", ": 02,"), line_of(": 2,"), "invalid number"),
        ("a number with a plus", first(": 2,", ": +2,"), line_of(": 2,"), "expected value"),
        (
            "a number in hexadecimal",
            first(": 2,", ": 0x2,"),
            line_of(": 2,"),
            "expected `,` or `}`",
        ),
        ("a control character in a text", first("Sale", "Sa\u{1}le"), 2, "control character"),
        ("a line's end in a text", first("Sale", "Sa\nle"), 3, "control character"),
        ("an escape that there is not", first("Sale", "Sa\\xle"), 2, "invalid escape"),
        (
            "half of a surrogate pair",
            first("Sale", "Sa\\ud800le"),
            2,
            "unexpected end of hex escape",
        ),
        (
            "the wrong half of a surrogate pair",
            first("Sale", "Sa\\udc00le"),
            2,
            "lone leading surrogate",
        ),
        ("an escape of too few digits", first("Sale", "Sa\\u12le"), 2, "invalid escape"),
        ("only space", " \n \n".to_owned(), 3, "EOF while parsing"),
        ("a text alone", "\"agreement\"".to_owned(), 1, "invalid type: string"),
        ("lists without end", "[".repeat(100_000), 1, "invalid type: sequence"),
    ];
    bad.extend(edits.into_iter().map(|(kind, text, line, says)| Bad::form(kind, text, line, says)));
    for depth in [130, 1_000, 20_000] {
        let deep = format!("{}{{\"all\": []}}{}", "{\"not\":".repeat(depth), "}".repeat(depth));
        let printed = printed(&with(document, "settled_when", json!("here")), None);
        let text = printed.text.replace("\"here\"", &deep);
        let line = printed.lines["settled_when"].0;
        bad.push(Bad::form("conditions without end", text, line, "recursion limit exceeded"));
    }
    bad
}
