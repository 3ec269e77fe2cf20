//! What goes wrong below the book, injected into its own connection: a full disk, a folder that can't be written, an end
//! between any two steps, and a file from before the newest step.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use domain::{
    hold::HoldEndKind, ids::StaffId, link_wish::WishEnd, payment::PaymentStatus,
    refund_life::RefundEvent, sale_state::SaleState, staff::StaffName,
};
use rusqlite::Connection;

use crate::{
    ChangeStaffError, Ledger, LedgerError, Sealed, StaffChange, StartHoldEndError,
    StartRefundError,
    migrations::STEPS,
    shop::{Shop, at, figures, made, now, seen, typed},
};

fn pragma(shop: &Shop, sql: &str) {
    shop.ledger.writer().execute_batch(sql).unwrap();
}

/// A disk that has no room for another page.
fn fill_disk(shop: &Shop) {
    let pages: i64 =
        shop.ledger.writer().query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    pragma(shop, &format!("PRAGMA max_page_count = {pages}"));
}

#[test]
fn a_full_disk_leaves_no_half_of_a_sale() {
    let shop = Shop::new();
    shop.waiting();
    fill_disk(&shop);
    let new_sale = typed("Table 5");
    let (refused, before) = (0..10_000)
        .find_map(|_| {
            let before = shop.tables();
            let problem = shop.ledger.start_sale(now(), &shop.start(&new_sale)).err()?;
            Some((problem, before))
        })
        .unwrap();
    assert!(matches!(refused, LedgerError::DiskFull), "{refused:?}");
    assert_eq!(shop.tables(), before);

    pragma(&shop, "PRAGMA max_page_count = 1000000");
    shop.begin(&new_sale);
    shop.ledger.verify_chain().unwrap();
}

#[test]
fn a_book_that_can_t_be_written_says_so_and_can_still_be_read() {
    let shop = Shop::new();
    let (sale, link) = shop.waiting();
    let payment = shop.pay(link, 2_500);
    let (_, link) = shop.waiting();
    let reserved = shop.reserve(link, 2_500);
    let before = shop.tables();
    pragma(&shop, "PRAGMA query_only = ON");
    let new_sale = typed("Table 5");
    let refused = shop.ledger.start_sale(now(), &shop.start(&new_sale));
    assert!(matches!(refused, Err(LedgerError::ReadOnly)), "{refused:?}");
    let refused = shop.begin_refund(payment, 1_000);
    assert!(matches!(refused, Err(StartRefundError::Ledger(LedgerError::ReadOnly))));
    let refused = shop.begin_hold_end(reserved, HoldEndKind::Capture, 2_500);
    assert!(matches!(refused, Err(StartHoldEndError::Ledger(LedgerError::ReadOnly))));
    assert_eq!(shop.tables(), before);
    let sale = shop.ledger.sale(sale).unwrap().unwrap();
    assert!(matches!(sale.state(), SaleState::Paid { .. }));

    pragma(&shop, "PRAGMA query_only = OFF");
    shop.begin_refund(payment, 1_000).unwrap();
}

/// Ends `write` after each of SQLite's own steps in turn until it comes through whole. Whenever it does not, nothing of
/// it may be in the book.
fn end_at_every_step(shop: &Shop, write: impl Fn() -> Result<(), LedgerError>) {
    let before = shop.tables();
    let stride = 23;
    for steps in (1..).map(|times| times * stride) {
        let left = Arc::new(AtomicU64::new(steps));
        // An end in COMMIT's own last step is reported although all is in the file: no such end exists outside of tests.
        let committed = Arc::new(AtomicBool::new(false));
        let commits = Arc::clone(&committed);
        let commit = move || {
            commits.store(true, Ordering::Relaxed);
            false
        };
        let end =
            move || !committed.load(Ordering::Relaxed) && left.fetch_sub(1, Ordering::Relaxed) == 1;
        shop.ledger.writer().commit_hook(Some(commit)).unwrap();
        shop.ledger.writer().progress_handler(1, Some(end)).unwrap();
        let result = write();
        let nobody: Option<fn() -> bool> = None;
        shop.ledger.writer().progress_handler(1, nobody).unwrap();
        shop.ledger.writer().commit_hook(nobody).unwrap();
        if result.is_ok() {
            assert!(steps > 10 * stride, "nothing was ended");
            assert_ne!(shop.tables(), before);
            return;
        }
        assert_eq!(shop.tables(), before, "after {steps} steps");
    }
}

#[test]
fn a_write_that_ends_between_any_two_steps_was_never_begun() {
    let shop = Shop::new();
    let new_sale = typed("Table 4");
    let start = shop.start(&new_sale);
    end_at_every_step(&shop, || shop.ledger.start_sale(now(), &start).map(|_| ()));
    let link = made("LNK_1");
    end_at_every_step(&shop, || shop.ledger.link_event(now(), start.link, &link).map(|_| ()));
    let payment = shop.fresh();
    let paid = seen("TRN_1", PaymentStatus::Paid, 2_500);
    end_at_every_step(&shop, || {
        let link = start.link;
        shop.ledger.payment_seen(now(), link, &paid, payment).map(|_| ())
    });
    let refund = shop.refund(payment, 1_000);
    end_at_every_step(&shop, || match shop.ledger.start_refund(now(), &refund) {
        Ok(_) => Ok(()),
        Err(StartRefundError::Ledger(problem)) => Err(problem),
        Err(refused) => panic!("{refused:?}"),
    });
    let gone = RefundEvent::Made { provider_id: String::from("TRN_R1").try_into().unwrap() };
    end_at_every_step(&shop, || {
        let refund = refund.refund;
        shop.ledger.refund_event(now(), refund, &gone).map(|_| ())
    });
    let reserved = shop.reserve(start.link, 2_500);
    let capture = shop.hold_end(reserved, HoldEndKind::Capture, 2_000);
    end_at_every_step(&shop, || match shop.ledger.start_hold_end(now(), &capture) {
        Ok(_) => Ok(()),
        Err(StartHoldEndError::Ledger(problem)) => Err(problem),
        Err(refused) => panic!("{refused:?}"),
    });
    let captured = RefundEvent::Made { provider_id: String::from("TRN_C1").try_into().unwrap() };
    end_at_every_step(&shop, || {
        shop.ledger.hold_end_event(now(), capture.hold_end, &captured).map(|_| ())
    });
    end_at_every_step(&shop, || {
        shop.ledger.ask_change(now(), start.link, figures(900), "Lamp", at(5)).map(|_| ())
    });
    end_at_every_step(&shop, || {
        let wished = shop.ledger.sale(start.sale)?.and_then(|sale| sale.link?.wish_number);
        shop.ledger.end_wish(now(), start.link, wished.unwrap(), WishEnd::Granted).map(|_| ())
    });
    end_at_every_step(&shop, || shop.ledger.erase_texts(start.sale));
    shop.ledger.ensure_owner(at(0)).unwrap();
    let first_pin = StaffChange::FirstPin {
        member: StaffId::OWNER,
        name: StaffName::new("Mari").unwrap(),
        hash: "hash".into(),
    };
    let sealed = Sealed { wrapped: "wrapped".into(), seal: "seal".into() };
    end_at_every_step(&shop, || match shop.ledger.change_staff(now(), &first_pin, Some(&sealed)) {
        Ok(()) => Ok(()),
        Err(ChangeStaffError::Ledger(problem)) => Err(problem),
        Err(refused) => panic!("{refused:?}"),
    });
    shop.ledger.verify_chain().unwrap();
}

/// The version of a book that this program writes.
const THIS: i64 = 8;

const NEXT_STEP: &str = "CREATE TABLE tables_to_come (id TEXT) STRICT;";

fn version(file: &Path) -> (i64, i64) {
    let file = Connection::open(file).unwrap();
    let version = file.query_row("PRAGMA user_version", [], |row| row.get(0));
    let events = file.query_row("SELECT count(*) FROM events", [], |row| row.get(0));
    (version.unwrap(), events.unwrap())
}

#[test]
fn an_older_book_is_copied_before_it_is_changed() {
    let shop = Shop::new();
    let (sale, _) = shop.waiting();
    let Shop { folder, ledger, .. } = shop;
    drop(ledger);

    let newer = Ledger::open_with(folder.path(), &[&STEPS[..], &[NEXT_STEP]].concat()).unwrap();
    assert!(newer.sale(sale).unwrap().is_some());
    drop(newer);
    assert_eq!(version(&folder.path().join(format!("till-before-{THIS}.db"))), (THIS, 5));
    assert_eq!(version(&folder.path().join("till.db")), (THIS + 1, 5));

    let older = Ledger::open(folder.path());
    assert!(matches!(older, Err(LedgerError::TooNew { found: 9, known: 8 })));
}

#[test]
fn a_step_that_fails_leaves_the_older_book_and_can_be_taken_again() {
    let shop = Shop::new();
    let Shop { folder, ledger, .. } = shop;
    drop(ledger);
    let half = format!("{NEXT_STEP} INSERT INTO nowhere VALUES (1);");
    assert!(Ledger::open_with(folder.path(), &[&STEPS[..], &[half.as_str()]].concat()).is_err());
    assert_eq!(version(&folder.path().join("till.db")), (THIS, 1));
    assert!(Ledger::open_with(folder.path(), &[&STEPS[..], &[NEXT_STEP]].concat()).is_ok());
}

#[test]
fn an_unchanged_book_is_not_copied() {
    let shop = Shop::new();
    let Shop { folder, ledger, .. } = shop;
    drop(ledger);
    drop(Ledger::open(folder.path()).unwrap());
    assert!(!folder.path().join(format!("till-before-{THIS}.db")).exists());
}
