//! Bad agreements in TOML: what TOML can get wrong in ways of its own.

use super::kit::Bad;

const SOUND: &str = r#"title = "Sale"
date = "2026-05-04T09:00:00Z"

[parties]
buyer = "who buys"
seller = "who sells"

[acts.pay]
by = ["buyer"]

[obligations.price]
debtor = "buyer"
creditor = "seller"
perform = "pay"
within = "P1W"
quantity = 2
target = true
when = {any = [{happened = "pay"}, {reached = "2026-05-05T09:00:00Z"}]}
"#;

/// Each: a kind, what is replaced by what, the line of the error, and what it says.
const DAMAGES: [(&str, &str, &str, usize, &str); 27] = [
    (
        "an instant of TOML's own",
        "\"2026-05-04T09:00:00Z\"",
        "2026-05-04T09:00:00Z",
        2,
        "invalid type",
    ),
    (
        "an instant of TOML's own",
        "{reached = \"2026-05-05T09:00:00Z\"}",
        "{reached = 2026-05-05}",
        18,
        "invalid type",
    ),
    (
        "a key twice in TOML",
        "by = [\"buyer\"]",
        "by = [\"buyer\"]\nby = [\"buyer\"]",
        10,
        "duplicate key",
    ),
    (
        "a table twice in TOML",
        "[obligations.price]",
        "[acts.pay]\n[obligations.price]",
        11,
        "duplicate key",
    ),
    (
        "a key twice in TOML, once quoted",
        "quantity = 2",
        "quantity = 2\n\"quantity\" = 2",
        17,
        "duplicate key",
    ),
    (
        "a name declared twice",
        "seller = \"who sells\"",
        "seller = \"who sells\"\nseller = \"x\"",
        7,
        "duplicate key",
    ),
    ("a number where a text must be", "\"P1W\"", "7", 15, "invalid type: integer `7`"),
    (
        "a text where a number must be",
        "quantity = 2",
        "quantity = \"-2\"",
        16,
        "`-2`: not a decimal number",
    ),
    ("a text where a flag must be", "true", "\"true\"", 17, "invalid type: string"),
    (
        "a number with a fraction",
        "quantity = 2",
        "quantity = -2.5",
        16,
        "invalid value: floating point `-2.5`",
    ),
    ("a number below 0", "quantity = 2", "quantity = -2", 16, "invalid value: integer `-2`"),
    ("a text where a list must be", "[\"buyer\"]", "\"buyer\"", 9, "expected a list of parties"),
    (
        "a list in place of an object",
        "[parties]\nbuyer = \"who buys\"\nseller = \"who sells\"",
        "parties = [\"buyer\", \"seller\"]",
        4,
        "invalid type: sequence",
    ),
    (
        "a condition in words",
        "{happened = \"pay\"}",
        "\"happened pay\"",
        18,
        "invalid type: string",
    ),
    (
        "a condition with two keys",
        "{happened = \"pay\"}",
        "{happened = \"pay\", due = \"price\"}",
        18,
        "a condition has one key",
    ),
    ("a condition of nothing", "{happened = \"pay\"}", "{}", 18, "a condition must have a key"),
    ("a word that no condition has", "{happened = ", "{happens = ", 18, "unknown field `happens`"),
    ("a key that nothing has", "target = true", "targets = true", 17, "unknown field `targets`"),
    ("a table that nothing has", "[acts.pay]", "[annex]\n[acts.pay]", 8, "unknown field `annex`"),
    ("a key in capitals", "title", "Title", 1, "unknown field `Title`"),
    ("an equals sign too few", "perform =", "perform", 14, ""),
    ("a quote too few", "\"pay\"\nwithin", "\"pay\nwithin", 14, ""),
    ("a bracket too few", "[acts.pay]", "[acts.pay", 8, ""),
    ("a comma too few", "\"pay\"}, {", "\"pay\"} {", 18, ""),
    ("a value of nothing", "quantity = 2", "quantity =", 16, ""),
    ("a duration with a fraction", "P1W", "P1.5W", 15, "not a duration"),
    ("second 60", "2026-05-04T09:00:00Z", "2026-05-04T23:59:60Z", 2, "second 60"),
];

/// Every bad agreement in TOML.
pub(crate) fn all() -> Vec<Bad> {
    let damaged = |(kind, from, to, line, says): (&'static str, &str, &str, usize, &str)| {
        assert!(SOUND.contains(from), "nothing to damage: {from}");
        Bad::form(kind, SOUND.replacen(from, to, 1), line, says)
    };
    DAMAGES.into_iter().map(damaged).collect()
}
