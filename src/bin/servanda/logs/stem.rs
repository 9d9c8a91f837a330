//! What the name of a log says of it.

use std::path::Path;

use super::archive;

/// The name of a log, without what says that it is packed: in small letters.
pub fn stem(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy().to_ascii_lowercase());
    let name = name.unwrap_or_default();
    let packed = [".gz", ".zst", ".zip"];
    let stem = packed.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(&name);
    match name.ends_with(".zip") && !stem.contains('.') {
        true => archive::name(path).unwrap_or_default().to_ascii_lowercase(),
        false => stem.to_owned(),
    }
}
