//! What is unclear is looked up again, and what staff wished is asked for again, until the provider has answered.

use std::{collections::HashMap, hash::Hash, time::Duration};

use domain::{TillError, ids::LinkId};
use ledger::{Ledger, OpenQuestion};
use providers::Lane;

use crate::{desk::Desk, pace::next_settling};

/// How often each was tried, and when it is due, on the clock that counts sleep.
#[derive(Debug, Default)]
pub(crate) struct Settling {
    questions: Tried<OpenQuestion>,
    wishes: Tried<LinkId>,
}

#[derive(Debug)]
struct Tried<T>(HashMap<T, (u32, Duration)>);

impl<T> Default for Tried<T> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<T: Copy + Eq + Hash> Tried<T> {
    /// Forgets what is not among `open`, and notes what is new: it is first due at `first`.
    fn keep(&mut self, open: &[T], first: Duration) {
        self.0.retain(|subject, _| open.contains(subject));
        for subject in open {
            self.0.entry(*subject).or_insert((0, first));
        }
    }

    /// True where `subject` is due; it is tried then.
    fn is_due(&mut self, subject: T, now: Duration) -> bool {
        let Some((tries, due)) = self.0.get_mut(&subject).filter(|(_, due)| *due <= now) else {
            return false;
        };
        *due = now.saturating_add(next_settling(*tries));
        *tries = tries.saturating_add(1);
        true
    }

    fn next(&self) -> Duration {
        self.0.values().map(|(_, due)| *due).min().unwrap_or(Duration::MAX)
    }
}

impl Desk {
    pub(super) async fn settling_due(&self) -> Result<Duration, TillError> {
        let mut memory = self.watcher.settling.lock().await;
        let questions = self.open_questions().await?;
        let wishes = self.book.ask(Ledger::wished_links).await?;
        let began = self.clock.elapsed();
        memory.questions.keep(&questions, began);
        // Whoever wished it has asked for it just now.
        memory.wishes.keep(&wishes, began.saturating_add(next_settling(0)));
        for question in questions {
            if memory.questions.is_due(question, self.clock.elapsed())
                && let Err(error) = self.settle(question, Lane::Settling).await
            {
                tracing::warn!(?question, %error, "a question could not be settled");
            }
        }
        for link in wishes {
            if memory.wishes.is_due(link, self.clock.elapsed())
                && let Err(error) = self.carry_out(link, Lane::Settling).await
            {
                tracing::warn!(%link, %error, "a wish could not be carried out");
            }
        }
        let next = memory.questions.next().min(memory.wishes.next());
        Ok(next.saturating_sub(self.clock.elapsed()))
    }
}
