//! Law: a log is read by two readers, a fast one for plain lines and the strict one for all others,
//! and nobody can tell which read a line: what the log gives, the strict reader gives too.

use std::sync::OnceLock;

use servanda::formats::LineErrorKind;
use servanda::formats::json::Log;
use servanda::names::Text;
use servanda::{Agreement, Event};

fn agreement() -> &'static Agreement {
    static AGREEMENT: OnceLock<Agreement> = OnceLock::new();
    AGREEMENT.get_or_init(|| {
        Agreement::from_json(include_str!("../../fuzz/agreement.json")).expect("a sound agreement")
    })
}

/// The bytes are one line of a log of a sale.
pub fn holds(bytes: &[u8]) {
    for line in bytes.split(|byte| *byte == b'\n') {
        let read = Log::new(line, agreement()).next();
        let strict = serde_json::from_slice::<Event<Text>>(line);
        match (read, strict) {
            (None, strict) => assert!(
                line.iter().all(u8::is_ascii_whitespace) && strict.is_err(),
                "passed over: {line:?}"
            ),
            (Some(Ok(event)), Ok(words)) => assert_eq!(Ok(event), words.resolved(agreement())),
            (Some(Err(error)), Ok(words)) => match (error.kind(), words.resolved(agreement())) {
                (LineErrorKind::Figure(error), Err(figure)) => assert_eq!(*error, figure),
                (kind, resolved) => {
                    panic!("the log finds {kind:?}, the reader of words {resolved:?}")
                }
            },
            (Some(Err(error)), Err(strict)) => {
                // An error at the very start has no column in serde_json.
                let column = Some(strict.column()).filter(|column| *column > 0);
                assert_eq!((error.line(), error.kind().column()), (1, column));
            }
            (Some(read), strict) => panic!("the log gives {read:?}, the strict reader {strict:?}"),
        }
    }
}
