use std::{fs, path::Path};

use serde_json::Value;

use super::page::Page;

const RUN: &str = "
    const [done] = arguments;
    axe.run(document, { resultTypes: ['violations'] }).then(
        (found) => done(found.violations.flatMap(({ id, nodes }) =>
            nodes.map(({ target, failureSummary }) => `${id}: ${target}: ${failureSummary}`))),
        (failure) => done([`axe failed: ${failure}`]),
    );";

/// The accessibility checker, of the interface's npm packages, and what it found.
pub(crate) struct Axe {
    script: String,
    found: Vec<String>,
}

impl Axe {
    pub(crate) fn new() -> Self {
        let file =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/node_modules/axe-core/axe.min.js");
        Self { script: fs::read_to_string(file).expect("npm ci was run in ui/"), found: Vec::new() }
    }

    /// Looks at what the window shows. `screen` names it among the findings.
    pub(crate) async fn look_at(&mut self, page: &Page, screen: &str) {
        page.script(&self.script, Vec::new()).await;
        let found = page.script_until_done(RUN, Vec::new()).await;
        let found = found.as_array().expect("axe gives a list");
        let in_words = |finding| format!("{screen}, in the {} window: {finding}", page.name());
        self.found.extend(found.iter().filter_map(Value::as_str).map(in_words));
    }

    pub(crate) fn found_nothing(&self) {
        assert!(self.found.is_empty(), "\n{}", self.found.join("\n"));
    }
}
