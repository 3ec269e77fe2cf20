//! The roll: what its seal covers, and what a change makes of it.

use domain::{Timestamp, ids::StaffId, staff::Role};
use serde_json::json;

use super::change;
use crate::records::{StaffChange, StaffRecord, StaffRoll};

impl StaffRoll {
    /// All that the seal covers, as one text: of each member the id, role, name, PIN and whether they are retired; the
    /// rules; and the wrapped secret. The same roll always gives the same text.
    pub fn canonical(&self) -> String {
        // Lists and no objects: a library decides in which order the names of an object stand.
        let members: Vec<_> = self
            .members
            .iter()
            .map(|member| {
                json!([
                    member.id,
                    member.role,
                    member.name,
                    member.retired_at.is_some(),
                    member.pin_set,
                    member.hash,
                ])
            })
            .collect();
        let wrapped = self.sealed.as_ref().map(|sealed| &sealed.wrapped);
        json!([members, self.rules_text, wrapped]).to_string()
    }

    /// What [`Ledger::change_staff`](crate::Ledger::change_staff) makes of it at `at`. The wrapped secret and the seal
    /// stay: who makes the change makes them, too.
    #[must_use]
    pub fn after(&self, change: &StaffChange, at: Timestamp) -> Self {
        let mut next = self.clone();
        match change {
            StaffChange::Add { member, role, name, hash } => {
                next.pins_set = true;
                next.members.push(StaffRecord {
                    id: *member,
                    role: *role,
                    name: name.as_str().to_owned(),
                    pin_set: true,
                    hash: Some(hash.clone()),
                    added_at: at,
                    retired_at: None,
                    failures: 0,
                });
            }
            StaffChange::Rename { member, name } => {
                next.edit(*member, |record| name.as_str().clone_into(&mut record.name));
            }
            StaffChange::SetRole { member, role } => {
                next.edit(*member, |record| record.role = *role);
            }
            StaffChange::Retire { member } => next.edit(*member, |record| {
                record.retired_at = Some(at);
                record.hash = None;
            }),
            StaffChange::SetPin { member, hash } => next.set_pin(*member, hash),
            StaffChange::Recover { member, hash, distrusted } => {
                next.set_pin(*member, hash);
                if *distrusted {
                    next.distrust_all_but(*member);
                }
            }
            StaffChange::FirstPin { member, name, hash } => {
                next.set_pin(*member, hash);
                next.edit(*member, |record| name.as_str().clone_into(&mut record.name));
            }
            StaffChange::Rules(rules) => {
                next.rules = rules.clone();
                next.rules_text = serde_json::to_string(rules).ok();
            }
            StaffChange::RecoveryCode => {}
        }
        next
    }

    /// How many events of the staff and the rules [`Ledger::change_staff`](crate::Ledger::change_staff) writes for the change:
    /// none where it changes nothing.
    pub fn events_of(&self, change: &StaffChange) -> u32 {
        if self.is_news(change, &self.after(change, Timestamp::EPOCH)) {
            u32::try_from(change::facts(self, change).len()).unwrap_or(u32::MAX)
        } else {
            0
        }
    }

    /// Another PIN or code is news also where nothing of it shows.
    pub(super) fn is_news(&self, change: &StaffChange, next: &Self) -> bool {
        let silent = matches!(
            change,
            StaffChange::Rename { .. } | StaffChange::SetRole { .. } | StaffChange::Rules(_)
        );
        next != self || !silent
    }

    /// One member, also who left.
    pub fn member(&self, id: StaffId) -> Option<&StaffRecord> {
        self.members.iter().find(|member| member.id == id)
    }

    fn edit(&mut self, id: StaffId, change: impl FnOnce(&mut StaffRecord)) {
        if let Some(record) = self.members.iter_mut().find(|member| member.id == id) {
            change(record);
        }
    }

    fn distrust_all_but(&mut self, id: StaffId) {
        let others = self.members.iter_mut().filter(|member| member.id != id);
        for record in others.filter(|member| member.retired_at.is_none()) {
            record.role = Role::Cashier;
            record.hash = None;
        }
    }

    fn set_pin(&mut self, id: StaffId, hash: &str) {
        self.pins_set = true;
        self.edit(id, |record| {
            record.pin_set = true;
            record.hash = Some(hash.to_owned());
            record.failures = 0;
        });
    }
}
