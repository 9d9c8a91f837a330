//! Pictures: an agreement as a graph, a judged log as a timeline, and both with all that they rest
//! on as one page.
//!
//! Each is a function from an agreement or a judged log to text: nothing is read or written, and
//! the same input gives the same picture. Names may hold anything: they are cleaned of what XML has
//! no place for, and the templates escape the rest.

mod chronicle;
mod difference;
mod fit;
mod graph;
mod look;
mod page;
#[cfg(feature = "json")]
mod portfolio;
mod script;
mod timeline;

pub use chronicle::Chronicle;
pub use difference::DifferencePage;
pub use graph::AgreementGraph;
pub use page::Page;
#[cfg(feature = "json")]
pub use portfolio::Portfolio;
pub use timeline::Timeline;

/// Where a picture is to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Setting {
    /// By itself, with its title and its colours.
    Alone,
    /// On a page that has both, and what it links to.
    OnPage,
}

/// `obligation-3`: where a page tells of the third obligation.
fn anchor(kind: &str, place: usize) -> String {
    format!("{kind}-{}", place.saturating_add(1))
}

/// `order/A-1`: where a page tells of a subject, so that it is found by its name.
fn subject_anchor(terms: &crate::terms::Terms, subject: &crate::names::Subject) -> String {
    let mut anchor = String::new();
    let kind = terms.kind_names[subject.kind].bytes();
    for byte in kind.chain([b'/']).chain(subject.name.bytes()) {
        // As browsers write it in an address.
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'/' | b':' => {
                anchor.push(char::from(byte));
            }
            other => anchor.push_str(&format!("%{other:02X}")),
        }
    }
    anchor
}
