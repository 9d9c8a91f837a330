//! The floors of ARCHITECTURE.md: no module imports from a floor above its own.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const PAGE: &str = include_str!("../../ARCHITECTURE.md");

/// The floor of each module, by the page's table.
fn floors() -> BTreeMap<&'static str, u8> {
    let rows = PAGE.lines().filter_map(|line| {
        let mut cells = line.strip_prefix("| ")?.split(" | ");
        Some((cells.next()?.parse::<u8>().ok()?, cells.next()?))
    });
    rows.flat_map(|(floor, modules)| {
        modules.split(", ").map(move |module| (module.trim_matches('`'), floor))
    })
    .collect()
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|it| it == "rs") {
            found.push(path);
        }
    }
}

/// The code of a file: docs and unit tests may look upwards.
fn code(text: &str) -> String {
    let (code, _) = text.split_once("\nmod tests {").unwrap_or((text, ""));
    code.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| [line, "\n"])
        .collect()
}

/// The modules of the crate that code speaks of: `crate::monitor::…`, or in braces after `crate::`.
fn imports(code: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for rest in code.split("crate::").skip(1) {
        if let Some(inside) = rest.strip_prefix('{') {
            let inside = inside.split("};").next().unwrap_or_default();
            found.extend(inside.split([',', '\n']).map(|it| it.trim().split(':').next().unwrap()));
        } else {
            found.extend(rest.split(|it: char| !it.is_alphanumeric() && it != '_').next());
        }
    }
    found
}

#[test]
fn no_module_imports_from_a_floor_above_its_own() {
    let floors = floors();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    files(&root, &mut all);
    let (mut up, mut seen) = (Vec::new(), 0);
    for path in all {
        let place = path.strip_prefix(&root).unwrap();
        let module = place.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs");
        // The root and the prelude only say again what the floors say.
        if ["lib", "prelude"].contains(&module) {
            continue;
        }
        let own = floors.get(module).unwrap_or_else(|| panic!("`{module}` stands on no floor"));
        let code = code(&fs::read_to_string(&path).unwrap());
        for import in imports(&code) {
            seen += 1;
            if floors.get(import).is_some_and(|floor| floor > own) {
                up.push(format!("{} imports `{import}`", place.display()));
            }
        }
        let is_rule = place.starts_with("monitor/rules");
        if is_rule && code.contains("automaton::") {
            up.push(format!("{} imports the automaton", place.display()));
        }
    }
    assert!(up.is_empty(), "{}", up.join("\n"));
    assert!(seen > 500, "only {seen} imports were found");
}
