//! Agreements are written back as they were read.

use servanda::Agreement;

/// A sale, and small agreements that between them have every key and every form of it.
fn agreements() -> impl Iterator<Item = Agreement> {
    include_str!("agreements.jsonl").lines().map(|line| Agreement::from_json(line).unwrap())
}

#[test]
fn what_is_written_back_reads_as_the_same_agreement() {
    for agreement in agreements() {
        let title = agreement.title();
        assert_eq!(Agreement::from_json(&agreement.to_json()).unwrap(), agreement, "{title}");
        assert_eq!(
            Agreement::from_toml(&agreement.to_toml().unwrap()).unwrap(),
            agreement,
            "{title}"
        );
        #[cfg(feature = "yaml")]
        assert_eq!(Agreement::from_yaml(&agreement.to_yaml()).unwrap(), agreement, "{title}");
    }
}

#[test]
fn only_what_differs_from_its_default_is_written() {
    let agreement = Agreement::from_json(
        r#"{"title": "t", "parties": {"a": "", "b": "",
            "g": {"gist": "", "members": ["a"], "speaks": "all"}},
            "acts": {"pay": {"by": "all", "requires": {"all": []}, "expires_when": {"any": []},
                "power": false, "cites": []}},
            "obligations": {"o": {"debtor": "a", "creditor": "b", "perform": ["pay"], "quantity": 1,
                "where": {}, "when": {"happened": {"act": "pay", "at_least": 1, "where": {}}},
                "early": "counts", "within": "P0D", "binding": true, "target": false}}}"#,
    )
    .unwrap();
    let written: serde_json::Value = serde_json::from_str(&agreement.to_json()).unwrap();
    let expected: serde_json::Value = serde_json::from_str(
        r#"{"title": "t", "parties": {"a": "", "b": "", "g": {"gist": "", "members": ["a"]}},
            "acts": {"pay": {"by": "all"}},
            "obligations": {"o": {"debtor": "a", "creditor": "b", "perform": "pay",
                "when": {"happened": "pay"}, "within": "PT0S"}}}"#,
    )
    .unwrap();
    assert_eq!(written, expected);
}

#[test]
fn figures_in_a_unit_are_texts_with_all_their_places() {
    let text = r#"{"title": "t", "parties": {"a": "", "b": ""},
        "acts": {
            "agree": {"by": ["a"], "tells": {"price": {"unit": {"name": "USD", "places": 2}}}},
            "pay": {"by": ["a"], "unit": {"name": "USD", "places": 2}}},
        "obligations": {
            "deposit": {"debtor": "a", "creditor": "b", "perform": "pay", "quantity": 2400,
                "when": {"happened": {"act": "pay", "at_least": 0.5}}},
            "rest": {"debtor": "a", "creditor": "b", "perform": "pay",
                "quantity": {"told": "price", "share": 0.90}},
            "cap": {"debtor": "a", "creditor": "b", "refrain": "pay", "beyond": "99.9",
                "until": {"told": {"price": {"at_most": "1"}}}}}}"#;
    let agreement = Agreement::from_json(text).unwrap();
    let written: serde_json::Value = serde_json::from_str(&agreement.to_json()).unwrap();
    let obligations = &written["obligations"];
    assert_eq!(obligations["deposit"]["quantity"], "2400.00");
    assert_eq!(obligations["deposit"]["when"]["happened"]["at_least"], "0.50");
    assert_eq!(obligations["rest"]["quantity"]["share"], "0.9");
    assert_eq!(obligations["cap"]["beyond"], "99.90");
    assert_eq!(obligations["cap"]["until"]["told"]["price"]["at_most"], "1.00");
    assert_eq!(Agreement::from_json(&agreement.to_json()).unwrap(), agreement);
    assert_eq!(Agreement::from_toml(&agreement.to_toml().unwrap()).unwrap(), agreement);
}

#[test]
fn equal_terms_have_one_digest() {
    let one = |quantity: &str, words: &str, unit: &str| {
        let text = format!(
            r#"{{"title": "t", "parties": {{"a": "", "b": ""}},
            "acts": {{"rate": {{"by": ["a"], "tells": {{"grade": {words}}}}},
                "pay": {{"by": ["a"], "unit": {{"name": "USD", "places": {unit}}}}}}},
            "obligations": {{"o": {{"debtor": "a", "creditor": "b", "perform": "pay",
                "quantity": {quantity}, "when": {{"told": {{"grade": {words}}}}}}}}}}}"#
        );
        Agreement::from_json(&text).unwrap().digest()
    };
    let digest = one("1.50", r#"["a", "b"]"#, "2");
    assert_eq!(one("\"1.5\"", r#"["b", "a"]"#, "2"), digest);
    assert_ne!(one("1.51", r#"["a", "b"]"#, "2"), digest);
    assert_ne!(one("1.50", r#"["a", "c"]"#, "2"), digest);
    assert_ne!(one("1.50", r#"["a", "b"]"#, "3"), digest);
}

#[test]
fn each_term_of_the_selection_enters_its_digest() {
    let digests: std::collections::BTreeSet<_> =
        agreements().map(|agreement| agreement.digest()).collect();
    assert_eq!(digests.len(), agreements().count());
    for agreement in agreements() {
        // Whatever key is taken away, another agreement is left, if any is.
        let document: serde_json::Value = serde_json::from_str(&agreement.to_json()).unwrap();
        for list in ["acts", "obligations"] {
            for (name, entry) in document[list].as_object().unwrap() {
                for key in entry.as_object().unwrap().keys() {
                    let mut changed = document.clone();
                    changed[list][name].as_object_mut().unwrap().remove(key);
                    if let Ok(changed) = Agreement::from_json(&changed.to_string()) {
                        let says = format!("{}: {list}.{name}.{key}", agreement.title());
                        // Who protects everybody protects as if nothing were said.
                        let is_default =
                            key == "protects" && changed.digest() == agreement.digest();
                        assert!(is_default || changed.digest() != agreement.digest(), "{says}");
                    }
                }
            }
        }
    }
}
