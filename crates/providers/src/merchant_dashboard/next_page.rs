//! Where a list goes on: an address that the dashboard gives, and that is followed only within the same list.

use std::{fmt, marker::PhantomData};

use super::{
    ask::Ask,
    call::Call,
    link::Link,
    page::{Page, Row},
    protocol::{ApiBase, LINKS},
};
use crate::transport::Method;

/// Longest address that is followed, in characters.
const LONGEST: usize = 2_048;

/// The address of the page behind one that was read, not checked yet. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct NextPage<R> {
    address: String,
    /// How the page was asked for that it follows.
    asked: Ask,
    rows: PhantomData<R>,
}

/// Why the next page is not asked for. Nothing was sent: the token goes nowhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NextFault {
    /// It is no address, or names somebody.
    #[error("the next page has no address")]
    Malformed,
    /// It lies at another scheme, host or port than the dashboard.
    #[error("the next page lies on another host")]
    ForeignOrigin,
    /// It lies on the dashboard, and not in this list.
    #[error("the next page does not lie in the list")]
    OtherPath,
    /// It is the page that it follows, which would be asked for without end.
    #[error("the next page is the same again")]
    SamePage,
}

impl<R> NextPage<R> {
    pub(super) fn new(address: String, asked: Ask) -> Self {
        Self { address, asked, rows: PhantomData }
    }
}

impl NextPage<Link> {
    /// The page of the organization's links that has this query, for who keeps no more than the query of an address.
    pub(super) fn of_links(query: &str) -> Self {
        Self::new(format!("?{query}"), Ask::new(Method::Get, LINKS.to_owned()))
    }
}

impl<R: Row> NextPage<R> {
    /// The call for the page, if it lies at `base` and in the list that was asked for. Only its query is taken over.
    pub fn call(&self, base: &ApiBase) -> Result<Call<Page<R>>, NextFault> {
        if self.address.len() > LONGEST {
            return Err(NextFault::Malformed);
        }
        let asked = base.url().join(self.asked.path()).map_err(|_| NextFault::Malformed)?;
        let next = asked.join(&self.address).map_err(|_| NextFault::Malformed)?;
        if !next.username().is_empty() || next.password().is_some() {
            return Err(NextFault::Malformed);
        }
        if next.origin() != base.url().origin() {
            return Err(NextFault::ForeignOrigin);
        }
        if next.path() != self.asked.path() {
            return Err(NextFault::OtherPath);
        }
        let query = next.query().filter(|query| !query.is_empty());
        if query == self.asked.query() {
            return Err(NextFault::SamePage);
        }
        let ask = self.asked.clone().with_query(query.map(ToOwned::to_owned));
        Ok(Call::new(ask, Page::read))
    }
}

impl<R> fmt::Debug for NextPage<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NextPage(..)")
    }
}
