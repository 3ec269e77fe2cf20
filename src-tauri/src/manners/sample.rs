//! Sales for the tests beside.

use desk::{
    domain::{
        Money, Timestamp,
        account::Environment,
        link_kind::LinkKind,
        sale_state::{Moment, SaleState},
    },
    view::SaleRow,
};

pub(super) fn euros(minor: u64) -> Money {
    Money::new(minor, "EUR".parse().unwrap())
}

/// A live sale over 25 euros that waits.
pub(super) fn sale(id: &str, what_for: &str, staff_note: &str) -> SaleRow {
    SaleRow {
        id: id.to_owned(),
        at: Moment(Timestamp::parse("2026-03-02T10:00:00Z").unwrap()),
        amount: euros(2_500),
        shipping: None,
        use_limit: None,
        kind: LinkKind::Payment,
        what_for: what_for.to_owned(),
        reference: String::new(),
        staff_note: staff_note.to_owned(),
        masked_email: String::new(),
        made_by: "Nora".to_owned(),
        made_by_id: String::new(),
        environment: Environment::Live,
        state: SaleState::Waiting { expires_at: None },
    }
}

pub(super) fn practice_sale(id: &str, what_for: &str) -> SaleRow {
    SaleRow { environment: Environment::Practice, ..sale(id, what_for, "") }
}
