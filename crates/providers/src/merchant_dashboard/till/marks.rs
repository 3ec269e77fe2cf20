//! Our own names and values on a link, by which ours are known again: the metadata, and the label that staff see in the
//! dashboard.

use domain::{link::NewLink, reference::OurReference};

use crate::merchant_dashboard::{
    FieldFault, LONGEST_NAME, Link, Metadata, Named, Private, SeenMetadata,
};

/// Our id of the link.
const INTENT: &str = "intent_id";

/// Our reference.
const REFERENCE: &str = "reference";

/// What is kept with a new link.
pub(super) fn metadata(wanted: &NewLink) -> Result<Metadata, FieldFault> {
    let reference = wanted.reference.as_str().to_owned();
    Metadata::new([(INTENT, wanted.id.to_string()), (REFERENCE, reference)])
}

/// The label of a link: our reference, and what the customer pays for, as far as it fits. In a line, for the dashboard
/// shows it in lists.
pub(super) fn label(reference: &OurReference, description: &str) -> Private {
    let whole = format!("{reference} {description}");
    let line = whole.chars().map(|c| if c.is_control() { ' ' } else { c }).take(LONGEST_NAME);
    let line: String = line.collect();
    Private::from(line.trim())
}

/// Our id of what a link was made for. An empty one tells nothing.
pub(super) fn intent(metadata: &SeenMetadata) -> Named<'_> {
    named(metadata, INTENT)
}

/// The reference of a link; empty where it does not tell its metadata, `None` where it tells that it has none.
pub(super) fn reference(link: &Link) -> Option<String> {
    match named(&link.metadata, REFERENCE) {
        Named::NotTold => Some(String::new()),
        Named::Without => None,
        Named::With(text) => Some(text.to_owned()),
    }
}

/// False where the link says that it is none with our reference. Where it does not tell its metadata, its id alone says
/// whose it is: anybody may change the label.
pub(super) fn may_be_ours(link: &Link, ours: &OurReference) -> bool {
    fits(named(&link.metadata, REFERENCE), ours.as_str())
}

/// False where the link says that it was made for another intent than `wanted`.
pub(super) fn may_be_of(link: &Link, wanted: &NewLink) -> bool {
    fits(intent(&link.metadata), &wanted.id.to_string())
}

/// Whether the label says that the link is ours; `None` where it is not told. Our references are unique.
pub(super) fn is_labelled(link: &Link, ours: &OurReference) -> Option<bool> {
    let rest = link.name.as_ref()?.as_str().strip_prefix(ours.as_str());
    Some(rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
}

fn named<'m>(metadata: &'m SeenMetadata, name: &str) -> Named<'m> {
    match metadata.named(name) {
        Named::With("") => Named::NotTold,
        told => told,
    }
}

fn fits(told: Named<'_>, ours: &str) -> bool {
    match told {
        Named::NotTold => true,
        Named::Without => false,
        Named::With(text) => text == ours,
    }
}
