//! Draws the settlement of 1962: its graph, what happened under each reading as a timeline, and as
//! one page of HTML each. They are written into the folder that is named, or into `target/pictures`.
//!
//! ```sh
//! cargo run --example pictures --features render
//! ```

use std::fs;
use std::path::{Path, PathBuf};

use servanda::Verifier;
use servanda::cuba::{self, Reading};
use servanda::pictures::{AgreementGraph, Chronicle, Page, Timeline};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args_os().nth(1).map_or_else(|| "target/pictures".into(), PathBuf::from);
    fs::create_dir_all(&folder)?;
    for reading in Reading::ALL {
        let agreement = cuba::agreement(reading)?;
        let graph = AgreementGraph::of(&agreement);
        write(&folder, &format!("graph-{reading}.svg"), &graph.svg())?;
        write(&folder, &format!("graph-{reading}.mmd"), &graph.mermaid())?;
        write(&folder, &format!("graph-{reading}.dot"), &graph.dot())?;

        let verifier = Verifier::new(&agreement).as_of("1963-01-07T17:00:00Z".parse()?);
        let log = match reading {
            Reading::Verified | Reading::Established => cuba::history(),
            Reading::Practised => cuba::practice(),
        };
        let logs = [
            ("history", log),
            ("ideal", cuba::as_it_might_have_gone()),
            ("collapse", cuba::collapse()),
        ];
        for (name, log) in logs {
            let chronicle = Chronicle::new(&verifier, log);
            let timeline = Timeline::of(&chronicle).with(&cuba::PHRASES);
            write(&folder, &format!("timeline-{name}-{reading}.svg"), &timeline.svg())?;
            let page = Page::of(&chronicle).with(&cuba::PHRASES);
            write(&folder, &format!("page-{name}-{reading}.html"), &page.html())?;
        }
    }
    Ok(())
}

#[expect(clippy::print_stdout, reason = "an example tells what it wrote")]
fn write(folder: &Path, name: &str, text: &str) -> std::io::Result<()> {
    let path = folder.join(name);
    fs::write(&path, text)?;
    println!("{}", path.display());
    Ok(())
}
