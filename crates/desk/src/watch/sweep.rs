//! One account's sweep: the lists, the looks that they lead to, and the long tail. One piece of work at a time, always
//! the one that has been due for longest, so that each gets its share of a budget that is too small for all.

use std::time::Duration;

use domain::{
    TillError,
    account::Account,
    capabilities::Sweep,
    ids::{AccountId, LinkId},
};
use ledger::{LinkToWatch, RefundsToWatch};
use providers::Lane;

use super::{
    chase::Chase,
    lists::{self, Lists, Which},
    look::Looked,
    rounds::{Moment, Round, Rounds},
};
use crate::desk::Desk;

/// How soon one link of the long tail follows the other.
const NEXT_ROUND: Duration = Duration::from_secs(2);

/// The lists for links of this age leave room for the link on screen.
const NOT_YOUNG: Duration = Duration::from_hours(1);

/// How old what the book has to watch may be: after a change, and otherwise.
const RELOAD_CHANGED: Duration = Duration::from_secs(5);
const RELOAD: Duration = Duration::from_mins(5);

/// What the sweep of one account remembers. All moments are on the clock that counts sleep.
#[derive(Debug, Default)]
pub(crate) struct Sweeping {
    lists: Lists,
    chase: Chase,
    rounds: Rounds,
    /// Not before this comes the next one of the long tail.
    round_due: Duration,
    loaded: Option<Loaded>,
}

/// What the book had to watch was last taken from it.

#[derive(Debug)]
struct Loaded {
    at: Duration,
    /// How many changes there had been.
    changes: u64,
}

/// A piece of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    /// A look at a link that a list told something new about.
    Chase(LinkId),
    /// A look that belongs to the long tail.
    Round(Round),
    /// A page of a list.
    Page(Which),
}

impl Sweeping {
    /// The piece that has been due for longest, or that is due next. What a list told something new about comes first.
    fn next(&self, swept: bool, moment: Moment) -> Option<(Piece, Duration)> {
        let chase = self.chase.next().map(|(link, due)| (Piece::Chase(link), due));
        if let Some((_, due)) = chase
            && due <= moment.elapsed
        {
            return chase;
        }
        // Where no list helps, the budget alone sets the pace.
        let round_due = if swept { self.round_due } else { Duration::ZERO };
        let round = self.rounds.next(swept, moment);
        let round = round.map(|next| (Piece::Round(next.round), next.at.max(round_due)));
        let lists = Which::BOTH.map(|which| (Piece::Page(which), self.lists.due(which)));
        let lists = lists.into_iter().filter(|_| swept && !self.rounds.no_links());
        lists.chain(round).chain(chase).min_by_key(|(_, due)| *due)
    }

    /// How old the youngest link is on which money is expected. The one on screen is asked about by itself, and gets what
    /// closer lists would take.
    fn youngest(&self, moment: Moment, on_screen: bool) -> Option<Duration> {
        let age = self.rounds.youngest().map(|made| moment.now.since(made))?;
        Some(if on_screen { age.max(NOT_YOUNG) } else { age })
    }
}

impl Desk {
    /// Does the next piece of work of one account, if it is due, and tells how long nothing is due then. `None` where
    /// the account is not in use any more.
    pub(super) async fn sweep_due(&self, id: AccountId) -> Result<Option<Duration>, TillError> {
        let account = match self.account_in_use(id).await {
            Ok(account) => account,
            Err(TillError::NotFound) => {
                self.watcher.forget(id);
                return Ok(None);
            }
            Err(error) => return Err(error),
        };
        let sweeping = self.watcher.sweeping(id);
        let memory = &mut *sweeping.lock().await;
        let may_begin = [Lane::Settling, Lane::Sweep].map(|lane| self.wait(&account, lane));
        let wait = may_begin[0].min(may_begin[1]);
        if !wait.is_zero() {
            return Ok(Some(wait));
        }
        self.load(&account, memory).await?;
        let moment = self.moment(&account);
        let swept = self.is_swept(&account, memory, moment);
        let Some((piece, due)) = memory.next(swept, moment) else {
            return Ok(Some(RELOAD));
        };
        let wait = due.saturating_sub(moment.elapsed);
        if !wait.is_zero() {
            return Ok(Some(wait.min(RELOAD)));
        }
        // What a list told has a right to the tokens of what is unclear: money may be there that nobody knows of.
        let lane = match piece {
            Piece::Chase(_) if may_begin[0].is_zero() => Lane::Settling,
            _ => Lane::Sweep,
        };
        let wait = self.wait(&account, lane);
        if !wait.is_zero() {
            return Ok(Some(wait));
        }
        match piece {
            Piece::Chase(link) => self.chase(link, lane, &mut memory.chase).await?,
            Piece::Round(round) => self.go_round(&account, round, memory).await?,
            Piece::Page(which) => {
                let watched = self.watched(&account, memory, moment);
                let page = self.turn_page(&account, which, watched, &mut memory.lists).await?;
                for link in page {
                    memory.chase.add(link, self.clock.elapsed());
                }
                if memory.lists.are_refused(self.clock.elapsed()) {
                    // From now on, when each link is read is another question.
                    memory.loaded = None;
                }
            }
        }
        Ok(Some(Duration::ZERO))
    }

    /// True where a list shows many links at once.
    fn is_swept(&self, account: &Account, memory: &Sweeping, moment: Moment) -> bool {
        self.executor.provider(account).sweeps(account) && !memory.lists.are_refused(moment.elapsed)
    }

    fn watched(&self, account: &Account, memory: &Sweeping, moment: Moment) -> lists::Watched {
        let can = self.executor.provider(account).capabilities();
        lists::Watched {
            youngest: memory.youngest(moment, self.watcher.shown().is_some()),
            looks_back: can.sweep == Sweep::Links,
        }
    }

    fn wait(&self, account: &Account, lane: Lane) -> Duration {
        self.executor.wait_for(account, lane)
    }

    fn moment(&self, account: &Account) -> Moment {
        Moment {
            now: self.clock.now(),
            provider_time: self.executor.provider_time(account),
            elapsed: self.clock.elapsed(),
        }
    }

    /// Asks the book what there is to watch, where that may have changed.
    async fn load(&self, account: &Account, memory: &mut Sweeping) -> Result<(), TillError> {
        let (moment, changes) = (self.moment(account), self.watcher.changes());
        if let Some(loaded) = &memory.loaded {
            let age = moment.elapsed.saturating_sub(loaded.at);
            if age < if loaded.changes == changes { RELOAD } else { RELOAD_CHANGED } {
                return Ok(());
            }
        }
        let id = account.id;
        let (links, refunds, mark) = self
            .book
            .ask(move |ledger| {
                let mut links: Vec<LinkToWatch> = ledger.watched_links(moment.now)?;
                links.retain(|link| link.account == id);
                let mut refunds: Vec<RefundsToWatch> = ledger.watched_refunds(moment.now)?;
                refunds.retain(|refunds| refunds.account == id);
                Ok((links, refunds, ledger.sweep_mark(id)?))
            })
            .await?;
        let swept = self.is_swept(account, memory, moment);
        memory.rounds.load(links, refunds, swept, moment);
        memory.lists.take_mark(mark);
        memory.loaded = Some(Loaded { at: moment.elapsed, changes });
        memory.lists.hurry(self.watched(account, memory, moment));
        Ok(())
    }

    async fn chase(&self, link: LinkId, lane: Lane, chase: &mut Chase) -> Result<(), TillError> {
        match self.look(link, lane).await {
            Ok(looked) => chase.looked(link, looked, self.clock.elapsed()),
            Err(TillError::NotFound) => chase.drop(link),
            Err(error) => {
                chase.looked(link, Looked::NotTold, self.clock.elapsed());
                return Err(error);
            }
        }
        Ok(())
    }

    async fn go_round(
        &self,
        account: &Account,
        round: Round,
        memory: &mut Sweeping,
    ) -> Result<(), TillError> {
        let began = self.clock.elapsed();
        let told = match round {
            Round::Link(link) => {
                self.look(link, Lane::Sweep).await.map(|looked| looked == Looked::Told)
            }
            Round::Refunds(refunds) => self.follow_refunds(refunds, Lane::Sweep).await,
        };
        let moment = self.moment(account);
        let swept = self.is_swept(account, memory, moment);
        memory.rounds.looked(round, matches!(told, Ok(true)), swept, moment);
        memory.round_due = began.saturating_add(NEXT_ROUND);
        told.map(drop)
    }
}
