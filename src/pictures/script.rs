//! The scripts of pages, which hold all that they run.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// A script that stands in a page, and the hash by which the content policy of the page lets it run, and no other.
pub(super) struct Script {
    pub(super) text: &'static str,
    pub(super) hash: String,
}

impl Script {
    pub(super) fn new(text: &'static str) -> Self {
        Self { text, hash: STANDARD.encode(Sha256::digest(text)) }
    }
}
