//! Pictures: an agreement as a graph, a judged log as a timeline, and both with all that they rest
//! on as one page.
//!
//! Each is a function from an agreement or a judged log to text: nothing is read or written, and
//! the same input gives the same picture. Names may hold anything: they are cleaned of what XML has
//! no place for, and the templates escape the rest.

mod chronicle;
mod fit;
mod graph;
mod look;
mod page;
mod timeline;

pub use chronicle::Chronicle;
pub use graph::AgreementGraph;
pub use page::Page;
pub use timeline::Timeline;
