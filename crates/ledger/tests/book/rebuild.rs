use domain::{
    TillError,
    account::Environment,
    error::{Doubt, Fault},
    hold::HoldEndKind,
    ids::{HoldEndId, LinkId, PaymentId, ProviderCustomerId, RefundId, StaffId},
    link::ProviderLinkState,
    link_life::{Absence, LinkEvent},
    link_wish::WishEnd,
    payment::PaymentStatus,
    refund_life::RefundEvent,
    sale::NewSale,
    staff::{Role, StaffName},
    usage::Usage,
};
use ledger::{Entry, StaffChange, Tried};
use proptest::prelude::*;
use uuid::Uuid;

use crate::shop::{Shop, at, by_the_owner, eur, figures, made, now, seen, typed};

#[derive(Debug, Clone)]
enum Move {
    Sale(Usage),
    Link(LinkEvent),
    Cancel,
    Charges(bool),
    EndWish(WishEnd),
    Change(u64),
    Payment(u8, PaymentStatus, u64),
    Refund(u64),
    RefundStep(RefundEvent),
    HoldEnd(HoldEndKind, u64),
    HoldEndStep(RefundEvent),
    Elsewhere(u8, u64),
    ElsewhereFailed(u8),
    Customer(u8),
    CustomerGone(u8),
    Account,
    Forget,
    Staff(u8, StaffMove),
}

#[derive(Debug, Clone, Copy)]
enum StaffMove {
    Join,
    Promote,
    Retire,
    SetPin,
    SignIn,
    Miss,
}

fn link_events() -> Vec<LinkEvent> {
    let error = TillError::UnknownError;
    let observed = |state| LinkEvent::Observed { state };
    vec![
        LinkEvent::Begun { provider_time: at(9) },
        made("LNK_1"),
        made("LNK_2"),
        LinkEvent::Unusable {
            provider_id: Some(String::from("LNK_3").try_into().unwrap()),
            error: error.clone(),
        },
        LinkEvent::Rejected { error },
        LinkEvent::NotSent { fault: Fault::Tls },
        LinkEvent::Unclear { doubt: Doubt::Unreadable },
        LinkEvent::Absent(Absence::KeyKnown),
        LinkEvent::Absent(Absence::Proven),
        observed(ProviderLinkState::Open),
        observed(ProviderLinkState::Paid),
        observed(ProviderLinkState::Expired),
        observed(ProviderLinkState::Closed),
    ]
}

fn refund_events() -> Vec<RefundEvent> {
    let gone = |id: &str| RefundEvent::Made { provider_id: id.to_owned().try_into().unwrap() };
    vec![
        RefundEvent::Begun { provider_time: at(9) },
        gone("TRN_R1"),
        gone("TRN_E1"),
        RefundEvent::Rejected { error: TillError::UnknownError },
        RefundEvent::NotSent { fault: Fault::Dns },
        RefundEvent::Unclear { doubt: Doubt::TimedOut },
        RefundEvent::Absent(Absence::Proven),
        RefundEvent::Contradicted,
        RefundEvent::FailedLate,
        RefundEvent::PersonFoundIt { provider_id: None },
        RefundEvent::PersonFoundIt {
            provider_id: Some(String::from("TRN_E2").try_into().unwrap()),
        },
        RefundEvent::PersonFoundNone,
    ]
}

fn wish_ends() -> Vec<WishEnd> {
    vec![
        WishEnd::Granted,
        WishEnd::Granted,
        WishEnd::Overtaken,
        WishEnd::Refused { error: TillError::UnknownError },
    ]
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let statuses = vec![
        PaymentStatus::Pending,
        PaymentStatus::Processing,
        PaymentStatus::Reserved,
        PaymentStatus::Paid,
        PaymentStatus::Paid,
        PaymentStatus::Refused,
        PaymentStatus::Reversed,
        PaymentStatus::CardConfirmed,
        PaymentStatus::Unknown("NEW_WORD".into()),
    ];
    let one = prop_oneof![
        2 => prop::sample::select(vec![
            Usage::Single,
            Usage::Multiple { limit: 2.try_into().unwrap() },
        ]).prop_map(Move::Sale),
        1 => Just(Move::Cancel),
        1 => prop::bool::ANY.prop_map(Move::Charges),
        2 => prop::sample::select(wish_ends()).prop_map(Move::EndWish),
        1 => (1u64..3_000).prop_map(Move::Change),
        2 => (prop::sample::select(vec![HoldEndKind::Capture, HoldEndKind::Release]), 1u64..3_000)
            .prop_map(|(kind, minor)| Move::HoldEnd(kind, minor)),
        3 => prop::sample::select(refund_events()).prop_map(Move::HoldEndStep),
        6 => prop::sample::select(link_events()).prop_map(Move::Link),
        4 => (0u8..3, prop::sample::select(statuses), 1u64..3_000)
            .prop_map(|(id, status, minor)| Move::Payment(id, status, minor)),
        3 => (1u64..3_000).prop_map(Move::Refund),
        6 => prop::sample::select(refund_events()).prop_map(Move::RefundStep),
        1 => (0u8..3, 1u64..500).prop_map(|(id, minor)| Move::Elsewhere(id, minor)),
        1 => (0u8..3).prop_map(Move::ElsewhereFailed),
        1 => (0u8..3).prop_map(Move::Customer),
        1 => (0u8..3).prop_map(Move::CustomerGone),
        1 => Just(Move::Account),
        1 => Just(Move::Forget),
        3 => (0u8..3, prop::sample::select(vec![
            StaffMove::Join,
            StaffMove::Promote,
            StaffMove::Retire,
            StaffMove::SetPin,
            StaffMove::SignIn,
            StaffMove::Miss,
        ])).prop_map(|(who, step)| Move::Staff(who, step)),
    ];
    prop::collection::vec(one, 0..60)
}

fn customer(id: u8) -> ProviderCustomerId {
    format!("cus_{id}").try_into().unwrap()
}

/// Ends what is wished of a link, if anything is.
fn end_wish(shop: &Shop, link: LinkId, end: WishEnd) {
    let sale = shop.ledger.sale_of_link(link).unwrap().unwrap();
    let record = shop.ledger.sale(sale).unwrap().unwrap().link.unwrap();
    if let Some(number) = record.wish_number {
        assert!(shop.ledger.end_wish(now(), link, number, end).unwrap());
    }
}

fn move_staff(shop: &Shop, entry: Entry, who: u8, step: StaffMove) {
    let member: StaffId = Uuid::from_u128(0x57aff + u128::from(who)).into();
    let hash = String::from("hash");
    let change = match step {
        StaffMove::Join => {
            let name = StaffName::new(&format!("Member {who}")).unwrap();
            StaffChange::Add { member, role: Role::Cashier, name, hash }
        }
        StaffMove::Promote => StaffChange::SetRole { member, role: Role::Owner },
        StaffMove::Retire => StaffChange::Retire { member },
        StaffMove::SetPin => StaffChange::SetPin { member, hash },
        StaffMove::SignIn => {
            shop.ledger.signed_in(Entry { by: member, ..entry }).unwrap();
            return;
        }
        StaffMove::Miss => {
            shop.ledger.count_try(Tried::Member(member)).unwrap();
            shop.ledger.pin_refused(entry, Some(member)).unwrap();
            return;
        }
    };
    let _ = shop.ledger.change_staff(entry, &change, None);
}

/// Carries the moves out on the newest link, payment and refund. What the book refuses is part of the story.
fn live_through(shop: &mut Shop, moves: Vec<Move>) {
    let mut link: Option<LinkId> = None;
    let mut payment: Option<PaymentId> = None;
    let mut refund: Option<RefundId> = None;
    let mut hold_end: Option<HoldEndId> = None;
    for (step, next) in (1_i64..).zip(moves) {
        let entry = by_the_owner(at(step));
        match next {
            Move::Sale(usage) => {
                let new_sale = NewSale { usage, ..typed("Table 4") };
                let start = shop.start(&new_sale);
                if shop.ledger.start_sale(entry, &start).is_ok() {
                    link = Some(start.link);
                }
            }
            Move::Link(event) => {
                if let Some(link) = link {
                    let _ = shop.ledger.link_event(entry, link, &event);
                }
            }
            Move::Cancel => {
                if let Some(link) = link {
                    let _ = shop.ledger.ask_cancel(entry, link, at(4));
                }
            }
            Move::Charges(stopped) => {
                if let Some(link) = link {
                    let _ = shop.ledger.ask_charges(entry, link, stopped, at(4));
                }
            }
            Move::EndWish(end) => {
                if let Some(link) = link {
                    end_wish(shop, link, end);
                }
            }
            Move::Change(minor) => {
                if let Some(link) = link {
                    let _ = shop.ledger.ask_change(entry, link, figures(minor), "Lamp", at(4));
                }
            }
            Move::HoldEnd(kind, minor) => {
                if let Some(payment) = payment {
                    hold_end = shop.begin_hold_end(payment, kind, minor).ok().or(hold_end);
                }
            }
            Move::HoldEndStep(event) => {
                if let Some(hold_end) = hold_end {
                    let _ = shop.ledger.hold_end_event(entry, hold_end, &event);
                }
            }
            Move::Payment(id, status, minor) => {
                if let Some(link) = link {
                    let report = seen(&format!("TRN_{id}"), status, minor);
                    let fresh = shop.fresh();
                    let seen = shop.ledger.payment_seen(entry, link, &report, fresh);
                    payment = seen.unwrap().or(payment);
                }
            }
            Move::Refund(minor) => {
                if let Some(payment) = payment {
                    refund = shop.begin_refund(payment, minor).ok().or(refund);
                }
            }
            Move::RefundStep(event) => {
                if let Some(refund) = refund {
                    let _ = shop.ledger.refund_event(entry, refund, &event);
                }
            }
            Move::Elsewhere(id, minor) => {
                if let Some(payment) = payment {
                    let id = format!("TRN_E{id}").try_into().unwrap();
                    shop.ledger.refund_elsewhere(entry, payment, &id, eur(minor), refund).unwrap();
                }
            }
            Move::ElsewhereFailed(id) => {
                if let Some(payment) = payment {
                    let id = format!("TRN_E{id}").try_into().unwrap();
                    shop.ledger.refund_elsewhere_failed(entry, payment, &id).unwrap();
                }
            }
            Move::Customer(id) => {
                if let Some(link) = link {
                    let sale = shop.ledger.sale_of_link(link).unwrap().unwrap();
                    let chosen = customer(id);
                    let _ = shop.ledger.choose_customer(entry, sale, Some(&chosen));
                }
            }
            Move::CustomerGone(id) => {
                shop.ledger.customer_deleted(entry, shop.account, customer(id)).unwrap();
            }
            Move::Account => shop.account = shop.add_account(Environment::Sandbox),
            Move::Forget => {
                let _ = shop.ledger.forget_account(entry, shop.account);
            }
            Move::Staff(who, step) => move_staff(shop, entry, who, step),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn any_history_gives_the_same_tables_again(moves in moves()) {
        let mut shop = Shop::new();
        live_through(&mut shop, moves);
        let before = (shop.tables(), shop.ledger.staff_roll().unwrap());
        shop.ledger.rebuild().unwrap();
        prop_assert_eq!(&shop.ledger.staff_roll().unwrap(), &before.1);
        shop.ledger.rebuild_staff().unwrap();
        let after = shop.tables();
        for (name, rows) in &before.0 {
            prop_assert_eq!(rows, &after[name], "{}", name);
        }
        shop.ledger.verify_chain().unwrap();
    }
}

#[test]
fn tables_that_went_wrong_are_right_after_a_rebuild() {
    let shop = Shop::new();
    let (_, link) = shop.waiting();
    let payment = shop.pay(link, 2_500);
    shop.begin_refund(payment, 1_000).unwrap();
    let reserved = shop.reserve(link, 2_500);
    shop.begin_hold_end(reserved, HoldEndKind::Capture, 2_000).unwrap();
    shop.ledger.ask_change(now(), link, figures(900), "Lamp", at(5)).unwrap();
    end_wish(&shop, link, WishEnd::Granted);
    let before = shop.tables();
    shop.file()
        .execute_batch(
            "UPDATE refunds SET minor = 1, reserves = 0; UPDATE payments SET paid = 0;
             UPDATE hold_ends SET minor = 1, state = '{\"kind\":\"CONFIRMED\"}';
             UPDATE links SET state = '{\"kind\":\"FAILED\"}', expires_at = 0; DELETE FROM sale_events;
             UPDATE sales SET standing = 'OVER', minor = 1, shipping = NULL; DELETE FROM sale_search;",
        )
        .unwrap();
    assert_ne!(shop.tables(), before);
    shop.ledger.rebuild().unwrap();
    assert_eq!(shop.tables(), before);
}

#[test]
fn a_rebuild_misses_nothing_that_was_erased() {
    let shop = Shop::new();
    let (sale, link) = shop.waiting();
    let payment = shop.pay(link, 2_500);
    shop.begin_refund(payment, 1_000).unwrap();
    shop.ledger.erase_texts(sale).unwrap();
    let before = shop.ledger.sale(sale).unwrap();
    shop.ledger.rebuild().unwrap();
    assert_eq!(shop.ledger.sale(sale).unwrap(), before);
    assert_eq!(before.unwrap().texts, None);
}

#[test]
fn a_rebuild_keeps_what_people_wrote_and_set() {
    let shop = Shop::new();
    let (sale, link) = shop.waiting();
    shop.ledger.set_shop_name(now(), "Corner Shop").unwrap();
    shop.ledger.set_active_account(now(), shop.account).unwrap();
    shop.ledger.note_check(link, at(5), true).unwrap();
    shop.ledger.set_sweep_mark(shop.account, at(6)).unwrap();
    shop.ledger.ask_change(now(), link, figures(900), "Lamp", at(5)).unwrap();
    let before = shop.ledger.sale(sale).unwrap();
    assert_eq!(
        before.as_ref().unwrap().link.as_ref().unwrap().wished_description.as_deref(),
        Some("Lamp")
    );
    shop.ledger.rebuild().unwrap();
    assert_eq!(shop.ledger.sale(sale).unwrap(), before);
    assert_eq!(shop.ledger.shop_name().unwrap().as_deref(), Some("Corner Shop"));
    assert_eq!(shop.ledger.active_account().unwrap(), Some(shop.account));
    assert_eq!(shop.ledger.accounts().unwrap().len(), 1);
    assert_eq!(shop.ledger.sweep_mark(shop.account).unwrap(), Some(at(6)));
}
