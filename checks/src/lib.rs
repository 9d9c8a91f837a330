//! What the checks share: where the repository is, and its programs as they are now.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

/// The folder of the repository.
pub fn repository() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// A program of the crate, built as it is now and with all features: `["--bin", "servanda"]`.
///
/// # Panics
/// If it does not build.
pub fn program(target: [&str; 2]) -> PathBuf {
    // A test is at <target>/<profile>/deps/<name>-<hash>.
    let own = env::current_exe().expect("a test knows where it is");
    let built = own.ancestors().nth(2).expect("a test is in a target folder");
    let profile = match built.file_name().and_then(|name| name.to_str()) {
        Some("debug") | None => "dev",
        Some(other) => other,
    };
    let status = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--locked", "--all-features", "--profile", profile])
        .args(target)
        .arg("--target-dir")
        .arg(built.parent().expect("a profile is in a target folder"))
        .current_dir(repository())
        .stdin(Stdio::null())
        .status()
        .expect("cargo runs");
    assert!(status.success(), "{target:?} does not build");
    let [kind, name] = target;
    if kind == "--example" { built.join("examples").join(name) } else { built.join(name) }
}

/// An empty folder of a test's own, in a folder for such.
///
/// # Panics
/// If it can't be made.
pub fn folder(temporary: &str, name: &str) -> PathBuf {
    let folder = Path::new(temporary).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder can be made");
    folder
}
