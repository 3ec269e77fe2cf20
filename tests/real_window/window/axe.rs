use std::{fs, path::Path};

use serde_json::Value;

use super::page::Page;

const IS_THERE: &str = "return 'axe' in window";

/// A dialog that is still fading in has colours of its own: only what stands is looked at. The size of targets is of
/// WCAG 2.2, which axe looks at where it is asked to.
const RUN: &str = "
    const [done] = arguments;
    const moves = document.getAnimations().filter(({ effect }) =>
        Number.isFinite(effect?.getComputedTiming().endTime));
    const rules = { 'target-size': { enabled: true } };
    Promise.allSettled(moves.map(({ finished }) => finished))
        .then(() => axe.run(document, { resultTypes: ['violations'], rules }))
        .then(
            (found) => done(found.violations.flatMap(({ id, nodes }) =>
                nodes.map(({ target, html, failureSummary }) =>
                    `${id}: ${target}: ${html}: ${failureSummary}`))),
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
        if page.script(IS_THERE, Vec::new()).await == false {
            page.script(&self.script, Vec::new()).await;
        }
        let found = page.script_until_done(RUN, Vec::new()).await;
        let found = found.as_array().expect("axe gives a list");
        let in_words = |finding| format!("{screen}, in the {} window: {finding}", page.name());
        self.found.extend(found.iter().filter_map(Value::as_str).map(in_words));
    }

    /// All that it found so far, in words.
    pub(crate) fn found(&self) -> &[String] {
        &self.found
    }

    pub(crate) fn found_nothing(&self) {
        assert!(self.found.is_empty(), "\n{}", self.found.join("\n"));
    }
}
