//! `check --since`, and what `check` leaves open.

use std::fs;

use serde_json::Value;

use crate::kit::{folder, servanda, text};

/// A sale with a fee for paying late, and a seller who waits for the price.
const SALE: &str = r#"title = "Sale"
date = "2026-05-04T09:00:00Z"
[parties]
buyer = "who buys"
seller = "who sells"
[acts]
pay = { by = ["buyer"] }
pay-fee = { by = ["buyer"] }
[obligations]
price = { debtor = "buyer", creditor = "seller", perform = "pay", within = "P7D" }
fee = { debtor = "buyer", creditor = "seller", perform = "pay-fee", when = { breached = "price" } }
"#;

#[test]
fn each_place_that_means_otherwise_is_shown_in_its_line() {
    let folder = folder("since");
    let sale = folder.join("sale.toml");
    fs::write(&sale, SALE).unwrap();
    let ran = servanda(&["check", text(&sale), "--since", "0.1"]);
    // It is advice: an old agreement is not wrong for being old.
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.contains("11 │ fee = {"), "{}", ran.out);
    assert!(ran.out.contains("with servanda 0.1, it stayed dormant"), "{}", ran.out);
    assert!(ran.out.contains("Sale: 3 places where a verdict can differ"), "{}", ran.out);

    let written = servanda(&["check", text(&sale), "--since", "0.1", "--format", "json"]);
    let written: Value = serde_json::from_str(&written.out).unwrap();
    let places: Vec<_> = written["changed"].as_array().unwrap().iter().collect();
    let at = |number: usize| (places[number]["place"].clone(), places[number]["line"].clone());
    assert_eq!(at(0), ("obligations.price.within".into(), 10.into()));
    assert_eq!(at(1), ("obligations.fee.when".into(), 11.into()));
    assert_eq!(at(2), ("obligations.fee".into(), 11.into()));

    let unknown = servanda(&["check", text(&sale), "--since", "0.3"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("one earlier edition"), "{}", unknown.err);
}

#[test]
fn what_no_walk_speaks_of_is_left_open_by_its_name() {
    let folder = folder("left-open");
    let sale = folder.join("sale.toml");
    let told = SALE.replace(
        r#"pay = { by = ["buyer"] }"#,
        r#"pay = { by = ["buyer"], tells = { price = "quantity" } }"#,
    );
    fs::write(&sale, told).unwrap();
    let ran = servanda(&["check", text(&sale)]);
    assert_eq!(ran.code, 1);
    let expected = "left open at acts.pay.tells: walks do not speak of what is told\n";
    assert!(ran.out.contains(expected), "{}", ran.out);
    let written = servanda(&["check", text(&sale), "--format", "json"]);
    let written: Value = serde_json::from_str(&written.out).unwrap();
    assert_eq!(written["left_open"], serde_json::json!(["acts.pay.tells"]));
    assert_eq!(written["unspoken"], "walks do not speak of what is told");
}
