//! Which events were handled: each is, once.

use std::collections::{HashSet, VecDeque};

use super::super::ids::EventId;

/// How many events are remembered. A provider of this kind sends a message again for up to three days (RELIABILITY 4.8);
/// a shop of a thousand sales a day gets some two thousand events a day. With ids of at most 255 bytes, kept twice,
/// this is at most some 6 MB.
pub const MOST_EVENTS: usize = 10_000;

/// The ids of the events that were handled last. Only those of verified events belong here.
///
/// One of these is for one account. Whoever handles messages side by side holds a lock on it from [`HandledEvents::is_news`]
/// to [`HandledEvents::handled`]: otherwise two deliveries of the same message can both be news.
///
/// It has no clock: an event is forgotten when [`MOST_EVENTS`] newer ones were handled. One that comes again after that
/// is news once more, which does no harm: it is a hint to read, and the read finds what is known.
#[derive(Debug, Clone, Default)]
pub struct HandledEvents {
    known: HashSet<EventId>,
    oldest_first: VecDeque<EventId>,
}

impl HandledEvents {
    /// True where `id` was not handled, as far as is remembered.
    pub fn is_news(&self, id: &EventId) -> bool {
        !self.known.contains(id)
    }

    /// Remembers `id`, once what it hints at was done: an event whose handling failed stays news. Gives whether it was.
    pub fn handled(&mut self, id: EventId) -> bool {
        if !self.known.insert(id.clone()) {
            return false;
        }
        self.oldest_first.push_back(id);
        if self.oldest_first.len() > MOST_EVENTS
            && let Some(forgotten) = self.oldest_first.pop_front()
        {
            self.known.remove(&forgotten);
        }
        true
    }
}
