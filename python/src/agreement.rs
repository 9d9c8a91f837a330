//! Agreements.

use std::path::{Path, PathBuf};

use pyo3::IntoPyObjectExt as _;
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use pythonize::{depythonize, pythonize};
use servanda::pictures::AgreementGraph;
use servanda::report::escaped;

use crate::{errors, instants};

/// What was promised.
#[pyclass(frozen, module = "servanda")]
#[derive(Debug)]
pub(crate) struct Agreement {
    pub(crate) inner: servanda::Agreement,
}

/// How an agreement is written.
#[derive(Clone, Copy, Debug)]
enum Form {
    Json,
    Toml,
    Yaml,
}

impl Form {
    fn named(name: &str) -> Option<Self> {
        match name {
            "json" => Some(Self::Json),
            "toml" => Some(Self::Toml),
            "yaml" | "yml" => Some(Self::Yaml),
            _ => None,
        }
    }

    /// What the name of a file ends in says, or else how its text starts, as the command has it.
    fn of(path: Option<&Path>, text: &str) -> Self {
        let ending = path.and_then(Path::extension).and_then(|it| it.to_str());
        let named = ending.map(str::to_ascii_lowercase).and_then(|it| Self::named(&it));
        named.unwrap_or(match text.trim_start().starts_with('{') {
            true => Self::Json,
            false => Self::Toml,
        })
    }

    fn read(self, text: &str) -> Result<servanda::Agreement, servanda::formats::ReadError> {
        match self {
            Self::Json => servanda::Agreement::from_json(text),
            Self::Toml => servanda::Agreement::from_toml(text),
            Self::Yaml => servanda::Agreement::from_yaml(text),
        }
    }
}

#[pymethods]
impl Agreement {
    #[staticmethod]
    fn from_file(py: Python<'_>, path: PathBuf) -> PyResult<Self> {
        let text = std::fs::read_to_string(&path).map_err(|error| errors::file(&path, error))?;
        let read = py.detach(|| Form::of(Some(&path), &text).read(&text));
        let inner =
            read.map_err(|error| errors::agreement(format!("{}: {error}", path.display())))?;
        Ok(Self { inner })
    }

    #[staticmethod]
    #[pyo3(signature = (text, format=None))]
    fn from_text(text: &str, format: Option<&str>) -> PyResult<Self> {
        let form = match format {
            Some(name) => Form::named(name).ok_or_else(|| {
                errors::agreement(format!(
                    "`{name}` is no format of an agreement: `json`, `toml` or `yaml`"
                ))
            })?,
            None => Form::of(None, text),
        };
        Ok(Self { inner: form.read(text).map_err(errors::agreement)? })
    }

    #[staticmethod]
    fn from_dict(document: &Bound<'_, PyAny>) -> PyResult<Self> {
        Ok(Self { inner: depythonize(document).map_err(errors::agreement)? })
    }

    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(pythonize(py, &self.inner)?)
    }

    fn to_json(&self) -> String {
        self.inner.to_json()
    }

    fn to_toml(&self) -> PyResult<String> {
        self.inner.to_toml().map_err(errors::agreement)
    }

    /// What is wrong with it before anybody signs it.
    #[pyo3(signature = (*, most_states=None))]
    fn check<'py>(
        &self,
        py: Python<'py>,
        most_states: Option<usize>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let analysis = py.detach(|| match most_states {
            Some(most) => self.inner.analyze_within(most),
            None => self.inner.analyze(),
        });
        let lints = pythonize(py, &analysis)?;
        let left_open = pythonize(py, analysis.left_open())?;
        let check = py.import("servanda._check")?.getattr("Check")?;
        check.call1((lints, left_open, analysis.is_sound(), analysis.to_string()))
    }

    #[getter]
    fn title(&self) -> &str {
        self.inner.title()
    }

    #[getter]
    fn date<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        instants::datetime_or_none(py, self.inner.date())
    }

    #[getter]
    fn digest(&self) -> String {
        self.inner.digest().to_string()
    }

    #[getter]
    fn parties(&self) -> Vec<&str> {
        self.inner.parties().filter_map(|it| self.inner.party_name(it)).collect()
    }

    #[getter]
    fn acts(&self) -> Vec<&str> {
        self.inner.acts().filter_map(|it| self.inner.act_name(it)).collect()
    }

    #[getter]
    fn obligations(&self) -> Vec<&str> {
        self.inner.obligations().filter_map(|it| self.inner.obligation_name(it)).collect()
    }

    /// The agreement as a graph, in SVG.
    fn graph(&self) -> String {
        AgreementGraph::of(&self.inner).svg()
    }

    fn __repr__(&self) -> String {
        let digest = self.digest();
        let start = digest.get(..12).unwrap_or(&digest);
        format!("<servanda.Agreement `{}` {start}>", escaped(self.inner.title()))
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.inner.digest() == other.inner.digest()
    }

    fn __hash__(&self) -> u64 {
        use std::hash::{DefaultHasher, Hash as _, Hasher as _};
        let mut hasher = DefaultHasher::new();
        self.inner.digest().to_string().hash(&mut hasher);
        hasher.finish()
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyTuple>> {
        let py = slf.py();
        let read = slf.get_type().getattr("from_text")?;
        let text = slf.get().inner.to_json();
        PyTuple::new(py, [read, (text, "json").into_bound_py_any(py)?])
    }
}
