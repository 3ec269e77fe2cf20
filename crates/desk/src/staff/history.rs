//! Who did what, as the owner reads it.

use std::collections::HashMap;

use domain::{
    TillError, Timestamp,
    event::Fact,
    hold::HoldEndKind,
    ids::{AccountId, SaleId, StaffId},
    rights::Right,
    sale_state::Moment,
    staff::Role,
};
use ledger::{ChainError, HistoryRow, HistorySearch, Ledger, LedgerError};
use serde::Serialize;

use super::known_book::check_anchor;
use crate::{
    actor::Actor,
    book::till_error,
    desk::{Desk, id},
    staff_names::StaffNames,
    view::{ChainReport, HistoryEntry, HistoryGroup, HistoryKind, HistoryPage, HistoryQuery},
};

/// How many rows one answer has.
const PAGE: u32 = 100;

impl Desk {
    /// What happened, newest first, and who did it.
    ///
    /// # Errors
    /// `NotAllowed`; `NotFound` where the question names nothing that could be there; the book can't be read.
    pub async fn history(&self, by: Actor, query: HistoryQuery) -> Result<HistoryPage, TillError> {
        by.allow(Right::ReadHistory)?;
        let asked = Asked::from(&query)?;
        self.book
            .ask(move |ledger| {
                let mut rows = ledger.history(&asked.search(PAGE + 1))?;
                let more = rows.len() > PAGE as usize;
                rows.truncate(PAGE as usize);
                let mut teller = Teller::new(ledger)?;
                let entries = rows.iter().map(|row| teller.tell(row)).collect::<Result<_, _>>()?;
                Ok(HistoryPage { entries, more })
            })
            .await
    }

    /// Checks every row of the book, since the first, and that the book is the one that the keychain remembers.
    ///
    /// # Errors
    /// `NotAllowed`; `PinSecretMissing`; those of the keychain and the book.
    pub async fn verify_history(&self, by: Actor) -> Result<ChainReport, TillError> {
        by.allow(Right::ReadHistory)?;
        match self.book.with(Ledger::verify_chain).await? {
            Ok(rows) => self.verify_end(by, rows).await,
            Err(ChainError::Broken { seq }) => {
                tracing::error!(seq, "the chain of events is broken");
                Ok(ChainReport { rows: seq.saturating_sub(1), broken: Some(seq) })
            }
            Err(ChainError::Ledger(error)) => Err(till_error(&error)),
        }
    }
}

impl Desk {
    /// Checks that the chain, which fits, is the one that was written here: whoever writes the file by hand can calculate
    /// another one, but for the event that the keychain remembers.
    async fn verify_end(&self, by: Actor, rows: u64) -> Result<ChainReport, TillError> {
        if by.is_pinless() {
            return Ok(ChainReport { rows, broken: None });
        }
        let secret = self.staff_secret().await?.ok_or(TillError::PinSecretMissing)?;
        match check_anchor(&self.book, &secret).await {
            Ok(()) => Ok(ChainReport { rows, broken: None }),
            Err(TillError::BookChangedOutside { row }) => {
                tracing::error!(row, "the book is not the one that the keychain remembers");
                Ok(ChainReport { rows: row.saturating_sub(1), broken: Some(row) })
            }
            Err(error) => Err(error),
        }
    }
}

/// The page's question, in the book's terms.
pub(super) struct Asked {
    by: Option<StaffId>,
    only_people: bool,
    kinds: &'static [&'static str],
    from: Option<Timestamp>,
    to: Option<Timestamp>,
    sale: Option<SaleId>,
    pub(super) before: Option<u64>,
}

impl Asked {
    pub(super) fn from(query: &HistoryQuery) -> Result<Self, TillError> {
        let moment = |text: &Option<String>| {
            let parse = |text: &String| Timestamp::parse(text).ok_or(TillError::NotFound);
            text.as_ref().map(parse).transpose()
        };
        Ok(Self {
            by: query.by.as_deref().map(id).transpose()?,
            only_people: query.only_people,
            kinds: query.group.map(HistoryGroup::words).unwrap_or_default(),
            from: moment(&query.from)?,
            to: moment(&query.to)?,
            sale: query.sale.as_deref().map(id).transpose()?,
            before: query.before,
        })
    }

    pub(super) fn search(&self, limit: u32) -> HistorySearch<'_> {
        HistorySearch {
            by: self.by,
            only_people: self.only_people,
            kinds: self.kinds,
            from: self.from,
            to: self.to,
            sale: self.sale,
            before: self.before,
            limit,
        }
    }
}

/// Tells rows of the book in the page's terms.
pub(super) struct Teller<'l> {
    ledger: &'l Ledger,
    names: StaffNames,
    references: HashMap<SaleId, String>,
    accounts: HashMap<AccountId, String>,
}

impl<'l> Teller<'l> {
    pub(super) fn new(ledger: &'l Ledger) -> Result<Self, LedgerError> {
        let (references, accounts) = (HashMap::new(), HashMap::new());
        Ok(Self { ledger, names: StaffNames::read(ledger)?, references, accounts })
    }

    pub(super) fn tell(&mut self, row: &HistoryRow) -> Result<HistoryEntry, LedgerError> {
        let About { approved_by, member, role, account } = about(&row.fact);
        let account = account.map(|account| self.account(account)).transpose()?.unwrap_or_default();
        let view = |staff: StaffId| self.names.view(staff);
        Ok(HistoryEntry {
            seq: row.seq,
            at: Moment(row.at),
            by: Some(row.by).filter(|by| *by != StaffId::TILL).map(view),
            approved_by: approved_by.map(view),
            kind: HistoryKind::of(&row.fact),
            detail: detail(&row.fact),
            role,
            member: member.map(view),
            account,
            rules: match &row.fact {
                Fact::RulesChanged { rules } => Some(rules.clone()),
                _ => None,
            },
            settings: match &row.fact {
                Fact::SettingsChanged { settings } => Some(settings.clone()),
                _ => None,
            },
            sale: row.sale.map(|sale| sale.to_string()),
            reference: row.sale.map(|sale| self.reference(sale)).transpose()?.unwrap_or_default(),
            money: row.money,
        })
    }

    fn reference(&mut self, sale: SaleId) -> Result<String, LedgerError> {
        if let Some(known) = self.references.get(&sale) {
            return Ok(known.clone());
        }
        let texts = self.ledger.sale(sale)?.and_then(|record| record.texts);
        let reference = texts.map(|texts| texts.reference).unwrap_or_default();
        self.references.insert(sale, reference.clone());
        Ok(reference)
    }

    fn account(&mut self, account: AccountId) -> Result<String, LedgerError> {
        if let Some(known) = self.accounts.get(&account) {
            return Ok(known.clone());
        }
        let name = self.ledger.account(account)?.map(|account| account.name).unwrap_or_default();
        self.accounts.insert(account, name.clone());
        Ok(name)
    }
}

/// The people and the account that a fact names, and the role that it gives.
#[derive(Default)]
struct About {
    approved_by: Option<StaffId>,
    member: Option<StaffId>,
    role: Option<Role>,
    account: Option<AccountId>,
}

fn about(fact: &Fact) -> About {
    match fact {
        Fact::StaffAdded { member, role } | Fact::StaffRoleChanged { member, role } => {
            About { member: Some(*member), role: Some(*role), ..About::default() }
        }
        Fact::StaffRenamed { member }
        | Fact::StaffRetired { member }
        | Fact::PinSet { member }
        | Fact::PinProven { member, .. }
        | Fact::Recovered { member } => About { member: Some(*member), ..About::default() },
        Fact::PinRefused { member } => About { member: *member, ..About::default() },
        Fact::RefundPlanned { approved_by, .. } => {
            About { approved_by: *approved_by, ..About::default() }
        }
        Fact::AccountAdded { account, .. }
        | Fact::AccountChanged { account }
        | Fact::AccountKeyReplaced { account }
        | Fact::AccountForgotten { account }
        | Fact::AccountChosen { account }
        | Fact::SaleStarted { account, .. }
        | Fact::CustomerMade { account, .. }
        | Fact::CustomerChanged { account, .. }
        | Fact::CustomerDeleted { account, .. } => {
            About { account: Some(*account), ..About::default() }
        }
        _ => About::default(),
    }
}

/// The word inside a fact that says what happened, and nothing of what a provider or a person wrote.
fn detail(fact: &Fact) -> String {
    match fact {
        Fact::Link { event, .. } => kind_of(event),
        Fact::Wish { event, .. } => kind_of(event),
        Fact::Refund { event, .. } | Fact::HoldEnd { event, .. } => kind_of(event),
        Fact::HoldEndPlanned { kind, .. } => match kind {
            HoldEndKind::Capture => "CAPTURE".to_owned(),
            HoldEndKind::Release => "RELEASE".to_owned(),
        },
        Fact::LinkShared { way, .. } => word(way),
        _ => String::new(),
    }
}

/// The word by which the book knows a plain choice.
fn word(choice: &impl Serialize) -> String {
    let choice = serde_json::to_value(choice).unwrap_or_default();
    choice.as_str().unwrap_or_default().to_owned()
}

/// The word by which the book knows an event.
fn kind_of(event: &impl Serialize) -> String {
    let event = serde_json::to_value(event).unwrap_or_default();
    event.get("kind").and_then(|kind| kind.as_str()).unwrap_or_default().to_owned()
}
