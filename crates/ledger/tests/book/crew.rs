//! People at the shop.

use domain::{
    ids::StaffId,
    staff::{Role, StaffName},
};
use ledger::{ChangeStaffError, Entry, Sealed, StaffChange, StaffRoll};
use uuid::Uuid;

use crate::shop::{Shop, at, now};

pub(crate) const OWNER: StaffId = StaffId::OWNER;

pub(crate) fn nino() -> StaffId {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0101).into()
}

pub(crate) fn ana() -> StaffId {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0102).into()
}

pub(crate) fn by(staff: StaffId) -> Entry {
    Entry { by: staff, ..now() }
}

pub(crate) fn name(text: &str) -> StaffName {
    StaffName::new(text).unwrap()
}

pub(crate) fn sealed(text: &str) -> Sealed {
    Sealed { wrapped: format!("wrapped {text}"), seal: format!("seal {text}") }
}

pub(crate) fn joins(member: StaffId, role: Role, called: &str) -> StaffChange {
    StaffChange::Add { member, role, name: name(called), hash: format!("hash of {called}") }
}

pub(crate) fn first_pin() -> StaffChange {
    StaffChange::FirstPin { member: OWNER, name: name("Mari"), hash: "hash of Mari".into() }
}

pub(crate) fn change(shop: &Shop, change: &StaffChange) -> Result<(), ChangeStaffError> {
    shop.ledger.change_staff(now(), change, None)
}

pub(crate) fn roll(shop: &Shop) -> StaffRoll {
    shop.ledger.staff_roll().unwrap()
}

/// A shop whose owner Mari has a PIN, with Nino at the counter.
pub(crate) fn staffed() -> Shop {
    let shop = Shop::new();
    shop.ledger.ensure_owner(at(0)).unwrap();
    shop.ledger.change_staff(now(), &first_pin(), Some(&sealed("one"))).unwrap();
    change(&shop, &joins(nino(), Role::Cashier, "Nino")).unwrap();
    shop
}
