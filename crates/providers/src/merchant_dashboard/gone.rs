//! Why customers find a link gone: the 410 does not say, staff's look at the link does.

use domain::Timestamp;

use super::{errors::DashboardError, link::Link, told::Told};

/// Why customers find a link gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GoneReason {
    /// It was used as often as it may be: a payment came, or begins.
    UsedUp,
    /// Its end is over.
    Expired,
    /// Somebody switched it off.
    SwitchedOff,
    /// It is not there for staff either.
    Deleted,
    /// Nothing that was told shows why.
    Unknown,
}

/// What `detail`, staff's look at a link, shows of why it is gone at `now`, by the dashboard's clock.
///
/// A counter and an end prove themselves, so they come first. A dashboard may switch off by itself what is used up or
/// over, so that only without them does `is_active` say that somebody did it. What was not told, or can't be read, proves
/// nothing.
pub fn gone_reason(detail: Result<&Link, &DashboardError>, now: Timestamp) -> GoneReason {
    let link = match detail {
        Ok(link) => link,
        Err(DashboardError::NotFound { is_from_api: true, .. }) => return GoneReason::Deleted,
        Err(_) => return GoneReason::Unknown,
    };
    let uses = link.times_used.known().zip(link.max_uses.known());
    if uses.is_some_and(|(used, most)| used >= most) {
        GoneReason::UsedUp
    } else if link.expires_at.known().is_some_and(|end| *end <= now) {
        GoneReason::Expired
    } else if link.is_active == Told::Is(false) {
        GoneReason::SwitchedOff
    } else {
        GoneReason::Unknown
    }
}
