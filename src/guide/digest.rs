//! Digests: which agreement, which log.
//!
//! A verdict is about one agreement and one log. Every report says which: `agreement` is the
//! agreement's digest, `version` is that of servanda, and with `--digest` (or
//! [`Report::with_log`](crate::Report::with_log)) `log` is the SHA-256 of the log's bytes as they lie,
//! which is what `sha256sum` says of the file, and the number of its lines.
//!
//! ```sh
//! servanda check wall.toml --digest               # the digest alone
//! servanda verify wall.toml log.jsonl --digest    # the report says of what it is
//! ```
//!
//! # What moves an agreement's digest
//!
//! Two agreements that read the same have one digest ([`Agreement::digest`](crate::Agreement::digest)).
//! It is the SHA-256 of the agreement's *canonical form*, which
//! [`Agreement::canonical`](crate::Agreement::canonical) gives, so that anybody can check a digest:
//!
//! ```
//! use servanda::Agreement;
//! use servanda::report::Digest;
//!
//! let written = |within: &str, more: &str| format!(r#"{{
//!     "title": "Sale {more}", "date": "2026-05-04T11:00:00+02:00",
//!     "parties": {{"seller": "who sells", "buyer": "who buys"}},
//!     "acts": {{"pay": {{"by": ["buyer"]}}}},
//!     "obligations": {{"price": {{
//!         "debtor": "buyer", "creditor": "seller", "perform": "pay", "within": "{within}" {more}
//!     }}}}
//! }}"#);
//! let sale = Agreement::from_json(&written("P2W", ""))?;
//! let spelt_otherwise = Agreement::from_json(&written("P14D", ""))?;
//! let another = Agreement::from_json(&written("PT336H", ""))?;
//!
//! assert_eq!(sale.digest(), spelt_otherwise.digest());
//! assert_ne!(sale.digest(), another.digest());   // a calendar may have days of other lengths
//! assert_eq!(sale.digest(), Digest::of(sale.canonical().as_bytes()));
//! assert_eq!(sale.canonical(), concat!(
//!     r#"{"acts":{"pay":{"by":["buyer"]}},"date":"2026-05-04T09:00:00Z","obligations":"#,
//!     r#"[["price",{"creditor":"seller","debtor":"buyer","perform":"pay","within":"P14D"}]],"#,
//!     r#""parties":{"buyer":{},"seller":{}}}"#,
//! ));
//! # Ok::<(), servanda::formats::ReadError>(())
//! ```
//!
//! # The canonical form
//!
//! It is JSON without any space, in UTF-8:
//!
//! - `title`, `passages`, `cites` and the parties' descriptions are left out.
//! - An object has its keys in the order of their bytes. The obligations, whose order means something,
//!   are a list of pairs in the order of the document: a name, and an object.
//! - A key whose value is its default is left out, however it was written: `quantity` 1, `beyond` 0,
//!   `binding` true, `target`, `survives` and `power` false, `early` `counts`, `speaks` `all`, `share` 1,
//!   `when`, `requires` and `entry_into_force` `{"all": []}`, `until`, `suspended_while`, `expires_when`
//!   and `terminates_when` `{"any": []}`, a `where` of nothing, and a `protects` of every party that is no
//!   group. So an agreement keeps its digest when a later version of servanda knows more keys.
//! - `happened` has its long form: `{"happened":{"act":a}}`, with `at_least` if that is not 1, and with
//!   `by` and `where` if somebody or something is named. A figure in a unit is whole, in the smallest
//!   part that the unit has.
//! - A duration is its months, days and seconds, each a whole number where it is not nought: `P12M` for
//!   a year, `P7D` for a week, `PT129600S` for 36 hours.
//! - An instant is in UTC with `Z`, with no fraction of a second or one of three, six or nine digits, as
//!   many as it needs.
//! - A text escapes `"` and `\`, and the characters below U+0020: as `\b`, `\t`, `\n`, `\f`, `\r`, or
//!   as `\u` and four hexadecimal digits in small letters. Everything else stands as it is.
//! - Lists keep their order: the parties of `by` and `protects`, the parts of `all` and `any`. A `by` that
//!   is `all` is the list of every party. It, a group's members, the acts of an obligation of several, and
//!   words that may be told are in the order of their bytes; a list of one act is that act.
