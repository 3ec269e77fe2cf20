//! Staff's calls (seed, 'Merchant APIs').

use super::{
    ask::Ask,
    call::Call,
    change::{self, LinkChange},
    errors::Unreadable,
    field_fault::FieldFault,
    ids::LinkUuid,
    lenient,
    link::Link,
    new_link::{self, NewLink},
    page::Page,
    payment::Payment,
    protocol::{LINKS, PAYMENTS},
};
use crate::transport::Method;

/// The dashboard took a deletion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deleted;

/// The first page of all links of the organization, or the whole list.
pub fn list() -> Call<Page<Link>> {
    Call::new(Ask::new(Method::Get, LINKS.to_owned()), Page::read)
}

/// Makes a link. There is no key that would keep a repeat from making another one: whoever got no clear answer looks for
/// the intent in the list first. An answer of success can be of another sum or with other limits: whoever asked must
/// compare.
///
/// # Errors
/// The first field that can't be sent.
pub fn create(link: &NewLink) -> Result<Call<Link>, FieldFault> {
    let body = new_link::body(link)?.to_json();
    Ok(Call::new(Ask::new(Method::Post, LINKS.to_owned()).with_body(body), Link::read_asked))
}

/// Reads a link with its statistics. The answer must be about that one.
pub fn detail(link: &LinkUuid) -> Call<Link> {
    Call::new(Ask::new(Method::Get, of(link)).about(link), Link::read_asked)
}

/// Changes a link. The answer must be about that one.
///
/// # Errors
/// The first field that can't be sent; the field `link` where nothing shall change.
pub fn change(link: &LinkUuid, change: &LinkChange) -> Result<Call<Link>, FieldFault> {
    let body = change::body(change)?.to_json();
    let ask = Ask::new(Method::Patch, of(link)).about(link).with_body(body);
    Ok(Call::new(ask, Link::read_asked))
}

/// Deletes a link: it becomes unavailable. Whoever deletes one has looked at its payments first.
pub fn delete(link: &LinkUuid) -> Call<Deleted> {
    Call::new(Ask::new(Method::Delete, of(link)).about(link), read_deleted)
}

/// The first page of the payments of a link, or the whole list.
pub fn payments(link: &LinkUuid) -> Call<Page<Payment>> {
    Call::new(Ask::new(Method::Get, of(link) + PAYMENTS).about(link), Page::read)
}

/// Nothing, or an object: a page of a server in between has deleted nothing.
fn read_deleted(body: &[u8], ask: &Ask) -> Result<Deleted, Unreadable> {
    if !body.trim_ascii().is_empty() {
        ask.check(&lenient::object(body)?)?;
    }
    Ok(Deleted)
}

fn of(link: &LinkUuid) -> String {
    format!("{LINKS}{link}/")
}
