//! Pages in a notebook.

use servanda::report::escaped;

/// A page of its own within another: nothing of either reaches the other.
pub(crate) fn framed(html: &str) -> String {
    let page = html.replace('&', "&amp;").replace('"', "&quot;");
    format!(
        "<iframe sandbox=\"allow-scripts\" style=\"width: 100%; height: 40em; border: 0\" \
         srcdoc=\"{page}\"></iframe>"
    )
}

/// A text as it stands, where there is no page.
pub(crate) fn plain(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| escaped(line).to_string()).collect();
    let text = lines.join("\n").replace('&', "&amp;").replace('<', "&lt;");
    format!("<pre>{text}</pre>")
}
