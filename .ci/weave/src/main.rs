//! Puts many mutants into one copy of a crate, each behind a switch that is read when it runs.
//!
//! `weave FROM TO < mutants.json` takes mutants as `cargo mutants --list --json` writes them, each with a
//! number `n`, and writes the files of FROM that they are in to TO. Where mutant N stands, the code
//! does what the mutant would if `crate::mutant::on(N)`, else what it always did. Comments mark what
//! was put in: `/*[N*/ .. /*N]*/` around all of it, `/*<N*/ .. /*N>*/` around what only the mutant says,
//! so that whoever reads the compiler's errors can tell whose they are. What can't be put in
//! is printed, one number a line: `unviable` where the mutant is no Rust, else `unfit`.

use proc_macro2::{LineColumn, Span};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::{env, fs, io, path::Path};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

#[derive(serde::Deserialize)]
struct Mutant {
    n: u32,
    file: String,
    genre: String,
    replacement: String,
    span: Place,
}

#[derive(serde::Deserialize)]
struct Place {
    start: Position,
}

#[derive(serde::Deserialize, Clone, Copy, PartialEq, Eq, Hash)]
struct Position {
    line: usize,
    column: usize,
}

fn main() {
    let mut roots = env::args().skip(1);
    let from = roots.next().expect("where the crate is");
    let to = roots.next().expect("where its copy is");
    let mutants: Vec<Mutant> = serde_json::from_reader(io::stdin()).expect("mutants in JSON");
    let mut by_file: BTreeMap<&str, Vec<&Mutant>> = BTreeMap::new();
    for mutant in &mutants {
        by_file.entry(&mutant.file).or_default().push(mutant);
    }
    for (file, mutants) in by_file {
        let text = fs::read_to_string(Path::new(&from).join(file)).expect("the mutant's file");
        let tree = syn::parse_file(&text).expect("Rust");
        let mut weaver = Weaver { text: &text, waiting: HashMap::new(), edits: Vec::new() };
        for mutant in mutants {
            let key = (mutant.genre.as_str(), mutant.span.start);
            weaver.waiting.entry(key).or_default().push(mutant);
        }
        weaver.visit_file(&tree);
        let left: Vec<u32> = weaver.waiting.values().flatten().map(|it| it.n).collect();
        let path = Path::new(&to).join(file);
        let woven = woven(&text, weaver.edits);
        // What is as it was need not be built again.
        if fs::read_to_string(&path).ok().as_ref() != Some(&woven) {
            fs::create_dir_all(path.parent().expect("a file is in a directory"))
                .expect("a directory");
            fs::write(&path, woven).expect("the copy can be written");
        }
        left.iter().for_each(|n| println!("{n} unfit"));
    }
}

/// Text that goes around, or instead of, a piece of the file.
struct Edit {
    around: Range<usize>,
    before: String,
    /// Replaces the piece.
    instead: Option<String>,
    after: String,
}

/// The file with all edits made: at one place what is closed comes first, the inner before the outer,
/// then what is opened, the outer before the inner.
fn woven(text: &str, edits: Vec<Edit>) -> String {
    let mut points: Vec<(usize, u8, isize, usize, String)> = Vec::new();
    let mut gone: Vec<Range<usize>> = Vec::new();
    for (nth, edit) in edits.into_iter().enumerate() {
        let Edit { around: Range { start, end }, before, instead, after } = edit;
        let length = (end - start) as isize;
        points.push((start, 1, -length, nth, before));
        points.push((end, 0, length, usize::MAX - nth, after));
        if let Some(instead) = instead {
            points.push((start, 2, 0, nth, instead));
            gone.push(start..end);
        }
    }
    points.sort();
    let mut out = String::new();
    let mut at = 0;
    for (place, _, _, _, piece) in points {
        if !gone.iter().any(|it| it.contains(&at) && place == it.end) {
            out.push_str(&text[at..place]);
        }
        at = place;
        out.push_str(&piece);
    }
    out.push_str(&text[at..]);
    out
}

struct Weaver<'a> {
    text: &'a str,
    waiting: HashMap<(&'a str, Position), Vec<&'a Mutant>>,
    edits: Vec<Edit>,
}

/// The variants in order, each if its switch is on, and at last what was there.
fn chain(mutants: &[&Mutant], variant: impl Fn(&Mutant) -> String, old: &str) -> String {
    let mut said = String::new();
    for mutant in mutants {
        let n = mutant.n;
        said += &format!("if {} {{ /*<{n}*/{}/*{n}>*/ }} else ", on(n), variant(mutant));
    }
    format!("{said}{{ {old} }}")
}

fn on(n: u32) -> String {
    format!("crate::mutant::on({n})")
}

fn marks(mutants: &[&Mutant]) -> (String, String) {
    let numbers: Vec<String> = mutants.iter().map(|it| it.n.to_string()).collect();
    let numbers = numbers.join(",");
    (format!("/*[{numbers}*/"), format!("/*{numbers}]*/"))
}

impl<'a> Weaver<'a> {
    fn take(&mut self, genre: &'a str, at: Span) -> Vec<&'a Mutant> {
        let LineColumn { line, column } = at.start();
        self.waiting.remove(&(genre, Position { line, column: column + 1 })).unwrap_or_default()
    }

    fn put(&mut self, around: Range<usize>, before: String, after: String) {
        self.edits.push(Edit { around, before, instead: None, after });
    }

    fn swap(&mut self, around: Range<usize>, instead: String) {
        let (before, after) = (String::new(), String::new());
        self.edits.push(Edit { around, before, instead: Some(instead), after });
    }

    /// A mutant that replaces a body returns before it; where the type returned is opaque, it is
    /// either the mutant's or the body's.
    fn body(&mut self, signature: &syn::Signature, block: &'a syn::Block) {
        let Some(first) = block.stmts.first() else { return };
        let Some(last) = block.stmts.last() else { return };
        let mutants = self.take("FnValue", first.span());
        if mutants.is_empty() {
            return;
        }
        let opaque = matches!(&signature.output, syn::ReturnType::Type(_, it) if matches!(**it, syn::Type::ImplTrait(_)));
        let around = first.span().byte_range().start..last.span().byte_range().end;
        let (mut before, mut after) = (String::new(), String::new());
        for mutant in mutants {
            let (n, value) = (mutant.n, &mutant.replacement);
            let (open, close) = marks(&[mutant]);
            if opaque {
                before += &format!(
                    "{open}if {} {{ crate::mutant::OneOf::Left(/*<{n}*/{value}/*{n}>*/) }} else {{ crate::mutant::OneOf::Right({{ {close}",
                    on(n)
                );
                after += " }) }";
            } else {
                before +=
                    &format!("{open}if {} {{ return /*<{n}*/{value}/*{n}>*/; }} {close}", on(n));
            }
        }
        self.put(around, before, after);
    }
    fn binary(&mut self, it: &'a syn::ExprBinary) {
        let mutants = self.take("BinaryOperator", it.op.span());
        if says_let(&it.left) || says_let(&it.right) {
            // `let` goes with no other operator than `&&`.
            mutants.iter().for_each(|it| println!("{} unviable", it.n));
            return;
        }
        let Some(first) = mutants.first() else { return };
        let (open, close) = marks(&mutants);
        let around = range(it);
        let old = &self.text[range(&it.op)];
        let (before, between, after) = match old {
            // One operand each, worked out once: `&&` and `||` differ in when the second is asked.
            "&&" | "||" => {
                let sign = if old == "&&" { "==" } else { "!=" };
                let between =
                    format!("; if __it {sign} {} {{ __it }} else {{ {close} ", on(first.n));
                (format!("{open}({{ let __it: bool = "), between, " } })".into())
            }
            _ if is_assignment(&it.op) => {
                // `a += b`: the place is said again in each variant.
                let place = self.text[range(&*it.left)].to_string();
                let tail = chain(
                    &mutants,
                    |it| format!("{place} {} __it", it.replacement),
                    &format!("{place} {old} __it"),
                );
                self.swap(range(&*it.left), String::new());
                (format!("{open}{{ let __it = "), String::new(), format!("; {tail} }}{close}"))
            }
            "==" | "!=" | "<" | "<=" | ">" | ">=" => {
                let tail = chain(
                    &mutants,
                    |it| format!("*__a {} *__b", it.replacement),
                    &format!("*__a {old} *__b"),
                );
                (
                    format!("{open}(match (&({close}"),
                    format!("{open}), &({close}"),
                    format!("{open})) {{ (__a, __b) => {tail} }}){close}"),
                )
            }
            _ => {
                let tail = chain(
                    &mutants,
                    |it| format!("__a {} __b", it.replacement),
                    &format!("__a {old} __b"),
                );
                (
                    format!("{open}(match ({close}"),
                    ",".into(),
                    format!("{open}) {{ (__a, __b) => {tail} }}){close}"),
                )
            }
        };
        self.swap(range(&it.op), between);
        self.put(around, before, after);
    }

    fn unary(&mut self, it: &'a syn::ExprUnary) {
        let mutants = self.take("UnaryOperator", it.op.span());
        if mutants.is_empty() {
            return;
        }
        let (open, close) = marks(&mutants);
        let old = &self.text[range(&it.op)];
        let tail = chain(&mutants, |_| "__it".into(), &format!("{old} __it"));
        self.swap(range(&it.op), String::new());
        self.put(
            range(it),
            format!("{open}(match {close}"),
            format!("{open} {{ __it => {tail} }}){close}"),
        );
    }

    fn arm(&mut self, it: &'a syn::Arm) {
        let gone = self.take("MatchArm", it.span());
        let guard = match &it.pat {
            syn::Pat::Guard(it) => Some(&it.guard),
            _ => None,
        };
        let decided = guard.map(|it| self.take("MatchArmGuard", it.span())).unwrap_or_default();
        if gone.is_empty() && decided.is_empty() {
            return;
        }
        let all: Vec<&Mutant> = gone.iter().chain(&decided).copied().collect();
        let (open, close) = marks(&all);
        let never: Vec<&Mutant> = gone
            .iter()
            .chain(decided.iter().filter(|it| it.replacement == "false"))
            .copied()
            .collect();
        let nowhere: String = never.iter().map(|it| format!(" && !{}", on(it.n))).collect();
        let Some(guard) = guard else {
            let at = range(&it.pat).end;
            self.put(at..at, format!("{open} if true{nowhere}{close}"), String::new());
            return;
        };
        if says_let(guard) {
            self.put(range(&**guard), String::new(), format!("{open}{nowhere}{close}"));
            return;
        }
        let always: String = decided
            .iter()
            .filter(|it| it.replacement == "true")
            .map(|it| format!("{} || ", on(it.n)))
            .collect();
        self.put(
            range(&**guard),
            format!("{open}({always}{close}("),
            format!(")){open}{nowhere}{close}"),
        );
    }

    fn structure(&mut self, it: &'a syn::ExprStruct) {
        let Some(rest) = &it.rest else { return };
        for field in &it.fields {
            let mutants = self.take("StructField", field.span());
            let Some(first) = mutants.first() else { continue };
            let n = first.n;
            let (open, close) = marks(&mutants);
            let member = &self.text[range(&field.member)];
            let rest = &self.text[range(&**rest)];
            let path = &self.text[range(&it.path)];
            let base = if rest.contains("default()") {
                format!("let __it: {path} = {rest}; __it.{member}")
            } else {
                format!("({rest}).{member}")
            };
            let name =
                if field.colon_token.is_some() { String::new() } else { format!("{member}: ") };
            self.put(
                range(&field.expr),
                format!("{name}{open}if {} {{ /*<{n}*/{base}/*{n}>*/ }} else {{ {close}", on(n)),
                " }".into(),
            );
        }
    }
}

/// The range of an expression, whose attributes are none of it.
fn range(it: &impl Spanned) -> Range<usize> {
    it.span().byte_range()
}

fn is_assignment(it: &syn::BinOp) -> bool {
    use syn::BinOp as Op;
    matches!(
        it,
        Op::AddAssign(_)
            | Op::SubAssign(_)
            | Op::MulAssign(_)
            | Op::DivAssign(_)
            | Op::RemAssign(_)
            | Op::BitXorAssign(_)
            | Op::BitAndAssign(_)
            | Op::BitOrAssign(_)
            | Op::ShlAssign(_)
            | Op::ShrAssign(_)
    )
}

fn says_let(it: &syn::Expr) -> bool {
    match it {
        syn::Expr::Let(_) => true,
        syn::Expr::Binary(it) => says_let(&it.left) || says_let(&it.right),
        _ => false,
    }
}

impl<'a> Visit<'a> for Weaver<'a> {
    fn visit_item_fn(&mut self, it: &'a syn::ItemFn) {
        self.body(&it.sig, &it.block);
        visit::visit_item_fn(self, it);
    }

    fn visit_impl_item_fn(&mut self, it: &'a syn::ImplItemFn) {
        self.body(&it.sig, &it.block);
        visit::visit_impl_item_fn(self, it);
    }

    fn visit_trait_item_fn(&mut self, it: &'a syn::TraitItemFn) {
        if let Some(block) = &it.default {
            self.body(&it.sig, block);
        }
        visit::visit_trait_item_fn(self, it);
    }

    fn visit_expr_binary(&mut self, it: &'a syn::ExprBinary) {
        self.binary(it);
        if is_assignment(&it.op) {
            // The place is written out again in each variant, so nothing is woven into it.
            return self.visit_expr(&it.right);
        }
        visit::visit_expr_binary(self, it);
    }

    fn visit_expr_unary(&mut self, it: &'a syn::ExprUnary) {
        self.unary(it);
        visit::visit_expr_unary(self, it);
    }

    fn visit_expr_match(&mut self, it: &'a syn::ExprMatch) {
        // Where no arm takes all that is left, a guard in place of an arm takes too little.
        let takes_all = |it: &syn::Arm| match &it.pat {
            syn::Pat::Wild(_) => true,
            // `None` is a value, `other` a name for whatever comes.
            syn::Pat::Ident(it) => it.ident.to_string().starts_with(char::is_lowercase),
            _ => false,
        };
        if !it.arms.iter().any(takes_all) {
            for arm in it.arms.iter().filter(|it| !matches!(it.pat, syn::Pat::Guard(_))) {
                let left_out = self.take("MatchArm", arm.span());
                left_out.iter().for_each(|it| println!("{} unfit", it.n));
            }
        }
        visit::visit_expr_match(self, it);
    }

    fn visit_arm(&mut self, it: &'a syn::Arm) {
        self.arm(it);
        visit::visit_arm(self, it);
    }

    fn visit_expr_struct(&mut self, it: &'a syn::ExprStruct) {
        self.structure(it);
        visit::visit_expr_struct(self, it);
    }
}
