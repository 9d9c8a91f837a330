//! What is written for other tools, whole: a document of each kind, of one small story.

use expect_test::expect;
use servanda::formats::json::WordLog;
use servanda::formats::sarif::LogFile;
use servanda::formats::{BadLines, cloud_events, csv, junit, sarif, xes};
use servanda::names::Text;
use servanda::{Agreement, Event, Report, Verifier};

const SALE: &str = r#"{
    "title": "sale", "date": "2026-05-01T00:00:00Z",
    "parties": {"buyer": "pays", "seller": "delivers"},
    "acts": {
        "pay": {"by": ["buyer"]},
        "deliver": {"by": ["seller"], "requires": {"happened": "pay"}},
        "resell": {"by": ["buyer"]}
    },
    "obligations": {
        "price": {"debtor": "buyer", "creditor": "seller", "perform": "pay", "within": "P1D"},
        "goods": {"debtor": "seller", "creditor": "buyer", "perform": "deliver", "within": "P9D"},
        "tip": {"debtor": "buyer", "creditor": "seller", "perform": "pay", "quantity": 2,
            "within": "P1D", "target": true},
        "no-resale": {"debtor": "buyer", "creditor": "seller", "refrain": "resell"}
    }
}"#;

/// Two sales: in the first the goods come before the price, in the second a line can't be read.
const LOG: &str = r#"{"time": "2026-05-01T01:00:00Z", "case": "7", "actor": "seller", "act": "deliver"}
{"time": "2026-05-01T01:00:00Z", "case": "8 & 9", "actor": "buyer", "act": "pay"}
{"time": "2026-05-01T02:00:00Z", "case": "7", "actor": "seller", "act": "pay"}
{"time": "2026-05-01T02:30:00Z", "case": "7", "actor": "seller", "attest": "price"}
half a line
{"time": "2026-05-03T00:00:00Z", "case": "7", "actor": "buyer", "act": "resell"}
{"time": "2026-05-03T00:00:00Z", "case": "8 & 9", "actor": "seller", "act": "deliver"}
"#;

fn reports(submitting: bool) -> Vec<Report> {
    let verifier = Verifier::new(&Agreement::from_json(SALE).unwrap());
    let verifier = if submitting { verifier.submitting() } else { verifier };
    verifier.judge_log(LOG.as_bytes(), BadLines::Skip).unwrap()
}

fn text(write: impl FnOnce(&mut Vec<u8>)) -> String {
    let mut out = Vec::new();
    write(&mut out);
    String::from_utf8(out).unwrap()
}

#[test]
fn a_junit_document_of_what_was_recorded() {
    expect![[r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="servanda">
          <testsuite name="sale: 7" tests="8" failures="5" errors="1">
            <testcase name="price" classname="sale">
              <failure type="overdue" message="2026-05-02T00:00:00Z: buyer was late with `price`, which was due by 2026-05-02 00:00 UTC; not done yet, 1 day later"/>
              <system-out>stands breached</system-out>
            </testcase>
            <testcase name="goods" classname="sale">
              <system-out>stands discharged</system-out>
            </testcase>
            <testcase name="tip" classname="sale">
              <system-out>stands due
        2026-05-02T00:00:00Z: buyer had not done `tip` by then, as was hoped; not done yet, 1 day later (2 of 2 missing)</system-out>
            </testcase>
            <testcase name="no-resale" classname="sale">
              <failure type="prohibited" message="2026-05-03T00:00:00Z, event 6: buyer did `resell`, which `no-resale` forbids"/>
              <system-out>stands breached</system-out>
            </testcase>
            <testcase name="deliver is done when it may be" classname="sale">
              <failure type="premature" message="2026-05-01T01:00:00Z, event 1: seller did `deliver` before buyer had done `pay`"/>
            </testcase>
            <testcase name="event 3 has an effect" classname="sale">
              <failure type="void" message="2026-05-01T02:00:00Z, event 3: that seller did `pay` has no effect: only buyer may"/>
            </testcase>
            <testcase name="event 4 has an effect" classname="sale">
              <failure type="void" message="2026-05-01T02:30:00Z, event 4: that seller attested `price` has no effect: it has no verifier"/>
            </testcase>
            <testcase name="every line can be read" classname="sale">
              <error type="passed-over" message="line 5: expected value"/>
            </testcase>
          </testsuite>
          <testsuite name="sale: 8 &amp; 9" tests="4" failures="0" errors="0">
            <testcase name="price" classname="sale">
              <system-out>stands discharged</system-out>
            </testcase>
            <testcase name="goods" classname="sale">
              <system-out>stands discharged</system-out>
            </testcase>
            <testcase name="tip" classname="sale">
              <system-out>stands due
        2026-05-02T00:00:00Z: buyer had not done `tip` by then, as was hoped; not done yet, 1 day later (1 of 2 missing)</system-out>
            </testcase>
            <testcase name="no-resale" classname="sale">
              <system-out>stands due</system-out>
            </testcase>
          </testsuite>
        </testsuites>
    "#]].assert_eq(&text(|out| junit::write(out, reports(false)).unwrap()));
}

#[test]
fn a_junit_document_of_what_was_submitted() {
    expect![[r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="servanda">
          <testsuite name="sale: 7" tests="9" failures="4" errors="1">
            <testcase name="price" classname="sale">
              <system-out>stands due</system-out>
            </testcase>
            <testcase name="goods" classname="sale">
              <system-out>stands dormant</system-out>
            </testcase>
            <testcase name="tip" classname="sale">
              <system-out>stands due</system-out>
            </testcase>
            <testcase name="no-resale" classname="sale">
              <system-out>stands due</system-out>
            </testcase>
            <testcase name="event 1 is let in" classname="sale">
              <failure type="premature" message="2026-05-01T01:00:00Z: seller did `deliver` before buyer had done `pay`"/>
            </testcase>
            <testcase name="event 3 is let in" classname="sale">
              <failure type="void" message="2026-05-01T02:00:00Z: that seller did `pay` has no effect: only buyer may"/>
            </testcase>
            <testcase name="event 4 is let in" classname="sale">
              <failure type="void" message="2026-05-01T02:30:00Z: that seller attested `price` has no effect: it has no verifier"/>
            </testcase>
            <testcase name="event 6 is let in" classname="sale">
              <failure type="prohibited" message="2026-05-03T00:00:00Z: buyer did `resell`, which `no-resale` forbids"/>
            </testcase>
            <testcase name="every line can be read" classname="sale">
              <error type="passed-over" message="line 5: expected value"/>
            </testcase>
          </testsuite>
        </testsuites>
    "#]].assert_eq(&text(|out| junit::write(out, &reports(true)[..1]).unwrap()));
}

#[test]
fn a_junit_document_of_one_sale_without_a_name() {
    let report = Verifier::new(&Agreement::from_json(SALE).unwrap()).judge(Vec::<Event>::new());
    expect![[r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="servanda">
          <testsuite name="sale" tests="4" failures="0" errors="0">
            <testcase name="price" classname="sale">
              <system-out>stands due</system-out>
            </testcase>
            <testcase name="goods" classname="sale">
              <system-out>stands dormant</system-out>
            </testcase>
            <testcase name="tip" classname="sale">
              <system-out>stands due</system-out>
            </testcase>
            <testcase name="no-resale" classname="sale">
              <system-out>stands due</system-out>
            </testcase>
          </testsuite>
        </testsuites>
    "#]]
    .assert_eq(&text(|out| junit::write(out, &[report]).unwrap()));
}

#[test]
fn a_sarif_document_of_what_was_submitted() {
    let mut file = LogFile::new("may.jsonl");
    (1..=7).for_each(|line| file.next_event_at(line));
    let whole = text(|out| sarif::write(out, &reports(true), &file).unwrap());
    let mut document: serde_json::Value = serde_json::from_str(&whole).unwrap();
    let driver = &mut document["runs"][0]["tool"]["driver"];
    driver["semanticVersion"] = "this one".into();
    // One rule for each kind of finding; the first shows what they are like.
    driver["rules"].as_array_mut().unwrap().truncate(1);
    // And one result of each kind.
    let mut seen = std::collections::HashSet::new();
    let results = document["runs"][0]["results"].as_array_mut().unwrap();
    results.retain(|result| seen.insert(result["ruleId"].to_string()));
    expect![[r#"
        {
          "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
          "version": "2.1.0",
          "runs": [
            {
              "tool": {
                "driver": {
                  "name": "servanda",
                  "semanticVersion": "this one",
                  "rules": [
                    {
                      "id": "overdue",
                      "shortDescription": {
                        "text": "A duty was not done by its deadline."
                      },
                      "defaultConfiguration": {
                        "level": "error"
                      }
                    }
                  ]
                }
              },
              "invocations": [
                {
                  "executionSuccessful": true,
                  "toolExecutionNotifications": [
                    {
                      "level": "warning",
                      "message": {
                        "text": "passed over: expected value"
                      },
                      "locations": [
                        {
                          "physicalLocation": {
                            "artifactLocation": {
                              "uri": "may.jsonl"
                            },
                            "region": {
                              "startLine": 5
                            }
                          }
                        }
                      ]
                    }
                  ]
                }
              ],
              "results": [
                {
                  "ruleId": "premature",
                  "ruleIndex": 2,
                  "level": "error",
                  "message": {
                    "text": "refused: seller did `deliver` before buyer had done `pay`, 2026-05-01T01:00:00Z (case 7)"
                  },
                  "locations": [
                    {
                      "physicalLocation": {
                        "artifactLocation": {
                          "uri": "may.jsonl"
                        },
                        "region": {
                          "startLine": 1
                        }
                      },
                      "logicalLocations": [
                        {
                          "name": "deliver"
                        }
                      ]
                    }
                  ],
                  "properties": {
                    "at": "2026-05-01T01:00:00Z",
                    "refused": true,
                    "party": "seller",
                    "act": "deliver",
                    "case": "7"
                  }
                },
                {
                  "ruleId": "void",
                  "ruleIndex": 4,
                  "level": "error",
                  "message": {
                    "text": "refused: that seller did `pay` has no effect: only buyer may, 2026-05-01T02:00:00Z (case 7)"
                  },
                  "locations": [
                    {
                      "physicalLocation": {
                        "artifactLocation": {
                          "uri": "may.jsonl"
                        },
                        "region": {
                          "startLine": 3
                        }
                      },
                      "logicalLocations": [
                        {
                          "name": "pay"
                        }
                      ]
                    }
                  ],
                  "properties": {
                    "at": "2026-05-01T02:00:00Z",
                    "refused": true,
                    "party": "seller",
                    "act": "pay",
                    "case": "7"
                  }
                },
                {
                  "ruleId": "prohibited",
                  "ruleIndex": 1,
                  "level": "error",
                  "message": {
                    "text": "refused: buyer did `resell`, which `no-resale` forbids, 2026-05-03T00:00:00Z (case 7)"
                  },
                  "locations": [
                    {
                      "physicalLocation": {
                        "artifactLocation": {
                          "uri": "may.jsonl"
                        },
                        "region": {
                          "startLine": 6
                        }
                      },
                      "logicalLocations": [
                        {
                          "name": "no-resale"
                        }
                      ]
                    }
                  ],
                  "properties": {
                    "at": "2026-05-03T00:00:00Z",
                    "refused": true,
                    "party": "buyer",
                    "obligation": "no-resale",
                    "case": "7"
                  }
                },
                {
                  "ruleId": "unmet",
                  "ruleIndex": 6,
                  "level": "note",
                  "message": {
                    "text": "buyer had not done `tip` by then, as was hoped; not done yet, 1 day later (1 of 2 missing), 2026-05-02T00:00:00Z (case 8 & 9)"
                  },
                  "locations": [
                    {
                      "physicalLocation": {
                        "artifactLocation": {
                          "uri": "may.jsonl"
                        }
                      },
                      "logicalLocations": [
                        {
                          "name": "tip"
                        }
                      ]
                    }
                  ],
                  "properties": {
                    "at": "2026-05-02T00:00:00Z",
                    "refused": false,
                    "party": "buyer",
                    "obligation": "tip",
                    "case": "8 & 9"
                  }
                }
              ]
            }
          ]
        }"#]].assert_eq(&serde_json::to_string_pretty(&document).unwrap());
}

/// An event of every kind, and one whose marks are empty.
fn events() -> Vec<Event<Text>> {
    const EVERY_KIND: &str = r#"{"time": "2026-05-01T01:00:00Z", "actor": "buyer", "act": "pay", "quantity": 2, "case": "7", "id": "a1", "note": "in notes", "source": "/till"}
{"time": "2026-05-01T02:00:00Z", "actor": "buyer", "act": "pay", "case": "7", "source": "the till"}
{"time": "2026-05-01T03:00:00Z", "actor": "court", "attest": "goods", "known": "2026-05-02T03:00:00Z"}
{"time": "2026-05-01T04:00:00Z", "actor": "court", "deny": "goods"}
{"time": "2026-05-01T05:00:00Z", "actor": "buyer", "release": "goods"}
{"time": "2026-05-01T06:00:00Z", "actor": "buyer", "extend": "goods", "until": "2026-06-01T00:00:00Z"}
{"time": "2026-05-01T07:00:00Z", "actors": ["buyer", "seller"], "amend": "goods", "verified_by": "court", "debtor": "buyer"}
{"time": "2026-05-01T08:00:00Z", "actors": ["buyer", "a;b"], "waive": "deliver", "case": "8"}
{"time": "2026-05-01T09:00:00Z", "id": "", "note": "", "source": "", "case": ""}
"#;
    WordLog::new(EVERY_KIND.as_bytes()).map(Result::unwrap).collect()
}

#[test]
fn a_log_as_cloud_events() {
    expect![[r#"
        {"specversion":"1.0","id":"a1","source":"/till","type":"servanda.event","time":"2026-05-01T01:00:00Z","datacontenttype":"application/json","subject":"7","data":{"time":"2026-05-01T01:00:00Z","actor":"buyer","act":"pay","quantity":2,"case":"7","id":"a1","note":"in notes","source":"/till"}}
        {"specversion":"1.0","id":"2","source":"urn:servanda:log","type":"servanda.event","time":"2026-05-01T02:00:00Z","datacontenttype":"application/json","subject":"7","servandalacking":"id source","data":{"time":"2026-05-01T02:00:00Z","actor":"buyer","act":"pay","case":"7","source":"the till"}}
        {"specversion":"1.0","id":"3","source":"urn:servanda:log","type":"servanda.event","time":"2026-05-01T03:00:00Z","datacontenttype":"application/json","servandalacking":"id source","data":{"time":"2026-05-01T03:00:00Z","actor":"court","attest":"goods","known":"2026-05-02T03:00:00Z"}}
        {"specversion":"1.0","id":"4","source":"urn:servanda:log","type":"servanda.event","time":"2026-05-01T04:00:00Z","datacontenttype":"application/json","servandalacking":"id source","data":{"time":"2026-05-01T04:00:00Z","actor":"court","deny":"goods"}}
        {"specversion":"1.0","id":"5","source":"urn:servanda:log","type":"servanda.event","time":"2026-05-01T05:00:00Z","datacontenttype":"application/json","servandalacking":"id source","data":{"time":"2026-05-01T05:00:00Z","actor":"buyer","release":"goods"}}
        {"specversion":"1.0","id":"6","source":"urn:servanda:log","type":"servanda.event","time":"2026-05-01T06:00:00Z","datacontenttype":"application/json","servandalacking":"id source","data":{"time":"2026-05-01T06:00:00Z","actor":"buyer","extend":"goods","until":"2026-06-01T00:00:00Z"}}
        {"specversion":"1.0","id":"7","source":"urn:servanda:log","type":"servanda.event","time":"2026-05-01T07:00:00Z","datacontenttype":"application/json","servandalacking":"id source","data":{"time":"2026-05-01T07:00:00Z","actors":["buyer","seller"],"amend":"goods","verified_by":"court","debtor":"buyer"}}
        {"specversion":"1.0","id":"8","source":"urn:servanda:log","type":"servanda.event","time":"2026-05-01T08:00:00Z","datacontenttype":"application/json","subject":"8","servandalacking":"id source","data":{"time":"2026-05-01T08:00:00Z","actors":["buyer","a;b"],"waive":"deliver","case":"8"}}
        {"specversion":"1.0","id":"9","source":"urn:servanda:log","type":"servanda.event","time":"2026-05-01T09:00:00Z","datacontenttype":"application/json","servandalacking":"id source","data":{"time":"2026-05-01T09:00:00Z","case":"","id":"","note":"","source":""}}
    "#]].assert_eq(&text(|out| {
        cloud_events::write(out, &events(), cloud_events::Framing::Lines).unwrap();
    }));
}

#[test]
fn a_log_as_a_batch_of_cloud_events() {
    let some = &events()[1..3];
    expect![[r#"
        [
        {"specversion":"1.0","id":"1","source":"urn:servanda:log","type":"servanda.event","time":"2026-05-01T02:00:00Z","datacontenttype":"application/json","subject":"7","servandalacking":"id source","data":{"time":"2026-05-01T02:00:00Z","actor":"buyer","act":"pay","case":"7","source":"the till"}},
        {"specversion":"1.0","id":"2","source":"urn:servanda:log","type":"servanda.event","time":"2026-05-01T03:00:00Z","datacontenttype":"application/json","servandalacking":"id source","data":{"time":"2026-05-01T03:00:00Z","actor":"court","attest":"goods","known":"2026-05-02T03:00:00Z"}}
        ]
    "#]].assert_eq(&text(|out| {
        cloud_events::write(out, some, cloud_events::Framing::Batch).unwrap();
    }));
}

#[test]
fn a_log_as_csv() {
    let mut losses = None;
    expect![[r#"
        time,actor,actors,act,quantity,attest,deny,release,extend,until,amend,verified_by,debtor,waive,known,case,id,note,source
        2026-05-01T01:00:00Z,buyer,,pay,2,,,,,,,,,,,7,a1,in notes,/till
        2026-05-01T02:00:00Z,buyer,,pay,,,,,,,,,,,,7,,,the till
        2026-05-01T03:00:00Z,court,,,,goods,,,,,,,,,2026-05-02T03:00:00Z,,,,
        2026-05-01T04:00:00Z,court,,,,,goods,,,,,,,,,,,,
        2026-05-01T05:00:00Z,buyer,,,,,,goods,,,,,,,,,,,
        2026-05-01T06:00:00Z,buyer,,,,,,,goods,2026-06-01T00:00:00Z,,,,,,,,,
        2026-05-01T07:00:00Z,,buyer;seller,,,,,,,,goods,court,buyer,,,,,,
        2026-05-01T08:00:00Z,,"[""buyer"",""a;b""]",,,,,,,,,,,deliver,,8,,,
        2026-05-01T09:00:00Z,,,,,,,,,,,,,,,,,,
    "#]].assert_eq(&text(|out| losses = Some(csv::write(out, &events()).unwrap())));
    expect![[r#"
        an empty `case` reads back as none: event 9
        an empty `id` reads back as none: event 9
        an empty `note` reads back as none: event 9
        an empty `source` reads back as none: event 9"#]]
    .assert_eq(&losses.unwrap().to_string());
}

#[test]
fn a_log_as_xes() {
    let mut events = events();
    events[1].note = Some("a bell\u{7}".into());
    let mut losses = None;
    expect![[r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <log xes.version="1849-2016" xes.features="nested-attributes" xmlns="http://www.xes-standard.org/">
          <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
          <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
          <extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
          <extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
          <classifier name="Activity" scope="event" keys="concept:name"/>
          <trace>
            <string key="concept:name" value="7"/>
            <event>
              <string key="concept:name" value="pay"/>
              <date key="time:timestamp" value="2026-05-01T01:00:00Z"/>
              <string key="lifecycle:transition" value="complete"/>
              <string key="org:resource" value="buyer"/>
              <int key="servanda:quantity" value="2"/>
              <int key="servanda:place" value="1"/>
              <string key="servanda:id" value="a1"/>
              <string key="servanda:note" value="in notes"/>
              <string key="servanda:source" value="/till"/>
            </event>
            <event>
              <string key="concept:name" value="pay"/>
              <date key="time:timestamp" value="2026-05-01T02:00:00Z"/>
              <string key="lifecycle:transition" value="complete"/>
              <string key="org:resource" value="buyer"/>
              <int key="servanda:place" value="2"/>
              <string key="servanda:note" value="a bell�"/>
              <string key="servanda:source" value="the till"/>
            </event>
          </trace>
          <trace>
            <string key="concept:name" value="all"/>
            <boolean key="servanda:caseless" value="true"/>
            <event>
              <string key="concept:name" value="attest goods"/>
              <date key="time:timestamp" value="2026-05-01T03:00:00Z"/>
              <string key="lifecycle:transition" value="complete"/>
              <string key="org:resource" value="court"/>
              <string key="servanda:attest" value="goods"/>
              <int key="servanda:place" value="3"/>
              <date key="servanda:known" value="2026-05-02T03:00:00Z"/>
            </event>
            <event>
              <string key="concept:name" value="deny goods"/>
              <date key="time:timestamp" value="2026-05-01T04:00:00Z"/>
              <string key="lifecycle:transition" value="complete"/>
              <string key="org:resource" value="court"/>
              <string key="servanda:deny" value="goods"/>
              <int key="servanda:place" value="4"/>
            </event>
            <event>
              <string key="concept:name" value="release goods"/>
              <date key="time:timestamp" value="2026-05-01T05:00:00Z"/>
              <string key="lifecycle:transition" value="complete"/>
              <string key="org:resource" value="buyer"/>
              <string key="servanda:release" value="goods"/>
              <int key="servanda:place" value="5"/>
            </event>
            <event>
              <string key="concept:name" value="extend goods"/>
              <date key="time:timestamp" value="2026-05-01T06:00:00Z"/>
              <string key="lifecycle:transition" value="complete"/>
              <string key="org:resource" value="buyer"/>
              <string key="servanda:extend" value="goods"/>
              <date key="servanda:until" value="2026-06-01T00:00:00Z"/>
              <int key="servanda:place" value="6"/>
            </event>
            <event>
              <string key="concept:name" value="amend goods"/>
              <date key="time:timestamp" value="2026-05-01T07:00:00Z"/>
              <string key="lifecycle:transition" value="complete"/>
              <string key="servanda:amend" value="goods"/>
              <list key="servanda:actors">
                <values>
                  <string key="servanda:actor" value="buyer"/>
                  <string key="servanda:actor" value="seller"/>
                </values>
              </list>
              <string key="servanda:verified_by" value="court"/>
              <string key="servanda:debtor" value="buyer"/>
              <int key="servanda:place" value="7"/>
            </event>
          </trace>
          <trace>
            <string key="concept:name" value="8"/>
            <event>
              <string key="concept:name" value="waive deliver"/>
              <date key="time:timestamp" value="2026-05-01T08:00:00Z"/>
              <string key="lifecycle:transition" value="complete"/>
              <string key="servanda:waive" value="deliver"/>
              <list key="servanda:actors">
                <values>
                  <string key="servanda:actor" value="buyer"/>
                  <string key="servanda:actor" value="a;b"/>
                </values>
              </list>
              <int key="servanda:place" value="8"/>
            </event>
          </trace>
          <trace>
            <string key="concept:name" value=""/>
            <event>
              <string key="concept:name" value="tick"/>
              <date key="time:timestamp" value="2026-05-01T09:00:00Z"/>
              <string key="lifecycle:transition" value="complete"/>
              <boolean key="servanda:tick" value="true"/>
              <int key="servanda:place" value="9"/>
              <string key="servanda:id" value=""/>
              <string key="servanda:note" value=""/>
              <string key="servanda:source" value=""/>
            </event>
          </trace>
        </log>
    "#]].assert_eq(&text(|out| losses = Some(xes::write(out, &events).unwrap())));
    expect!["`servanda:note` has a character that XML can't hold: it is replaced: event 2"]
        .assert_eq(&losses.unwrap().to_string());
}
