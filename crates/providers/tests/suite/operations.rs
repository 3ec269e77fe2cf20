//! Every operation of a provider, and that each ends as it must.

use std::{iter, rc::Rc};

use domain::{
    Outcome,
    account::Account,
    capabilities::Capabilities,
    hold::HoldEndKind,
    ids::IdempotencyKey,
    link::{Alteration, OwnRecord},
    link_kind::LinkKind,
};
use providers::{BoxedExchange, Provider, Request, Session};

use crate::{
    asks,
    due::Due,
    requests::verb,
    script::{Play, Script},
    stage::{SigningIn, signed_in, telling},
    subject::{Ids, Plays, Subject},
    told::Told,
    wrapped::{METHODS, Wrapped},
};

/// Which operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Op {
    SignIn,
    WarmUp,
    CreateLink,
    Reserve,
    CheckCard,
    Subscribe,
    FindLink,
    ReadLink,
    ReadReserved,
    ReadCaptured,
    ReadChecked,
    ReadBegun,
    StopCharges,
    ResumeCharges,
    CancelLink,
    ChangeLink,
    ListLinks,
    ListTransactions,
    Sweep,
    PreviewLink,
    ReadPayment,
    Capture,
    Release,
    Refund,
    RefundsOf,
    FindCustomers,
    ReadCustomer,
    CreateCustomer,
    ChangeCustomer,
    DeleteCustomer,
}

/// What an operation does at the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    SignsIn,
    /// Opens a connection; any answer will do.
    Opens,
    Reads,
    /// Acts once: under a key, and never blindly again.
    Writes,
    /// Writes the whole set, and may do so again.
    Rewrites,
}

type Begin = Box<dyn Fn(&'static dyn Provider, &Account, IdempotencyKey) -> BoxedExchange<Told>>;

/// An operation and how the provider plays it.
pub(crate) struct Operation {
    pub(crate) op: Op,
    pub(crate) kind: Kind,
    pub(crate) begin: Begin,
    pub(crate) play: Play,
    /// What its requests show.
    pub(crate) session: Rc<Session>,
}

impl Operation {
    /// Which script, for messages.
    pub(crate) fn at(&self, script: &Script, step: usize) -> String {
        format!("{:?}, {}, request {step}", self.op, script.name)
    }
}

/// Every operation that the provider offers.
pub(crate) fn operations(subject: &dyn Subject) -> Vec<Operation> {
    let ids = subject.ids();
    let Plays {
        sign_in,
        warm_up,
        create_link,
        reserve,
        check_card,
        subscribe,
        find_link,
        read_link,
        read_reserved,
        read_captured,
        read_checked,
        read_begun,
        stop_charges,
        resume_charges,
        cancel_link,
        change_link,
        list_links,
        list_transactions,
        sweep,
        preview_link,
        read_payment,
        capture,
        release,
        refund,
        refunds_of,
        customers,
    } = subject.plays();
    let session = Rc::new(signed_in(subject, &sign_in));
    let offered = [
        (Op::SignIn, Some(sign_in)),
        (Op::WarmUp, Some(warm_up)),
        (Op::CreateLink, Some(create_link)),
        (Op::Reserve, reserve),
        (Op::CheckCard, check_card),
        (Op::Subscribe, subscribe),
        (Op::FindLink, Some(find_link)),
        (Op::ReadLink, Some(read_link)),
        (Op::ReadReserved, read_reserved),
        (Op::ReadCaptured, read_captured),
        (Op::ReadChecked, read_checked),
        (Op::ReadBegun, read_begun),
        (Op::StopCharges, stop_charges),
        (Op::ResumeCharges, resume_charges),
        (Op::CancelLink, cancel_link),
        (Op::ChangeLink, change_link),
        (Op::ListLinks, list_links),
        (Op::ListTransactions, list_transactions),
        (Op::Sweep, sweep),
        (Op::PreviewLink, preview_link),
        (Op::ReadPayment, Some(read_payment)),
        (Op::Capture, capture),
        (Op::Release, release),
        (Op::Refund, refund),
        (Op::RefundsOf, Some(refunds_of)),
    ];
    let of_customers = customers.into_iter().flat_map(|plays| {
        [
            (Op::FindCustomers, Some(plays.find)),
            (Op::ReadCustomer, Some(plays.read)),
            (Op::CreateCustomer, Some(plays.create)),
            (Op::ChangeCustomer, Some(plays.change)),
            (Op::DeleteCustomer, Some(plays.delete)),
        ]
    });
    offered
        .into_iter()
        .chain(of_customers)
        .filter_map(|(op, play)| {
            let (kind, begin) = beginning(op, ids);
            Some(Operation { op, kind, begin, play: play?, session: Rc::clone(&session) })
        })
        .collect()
}

/// What an operation does, and how one begins.
fn beginning(op: Op, ids: Ids) -> (Kind, Begin) {
    let read = |begin: Begin| (Kind::Reads, begin);
    match op {
        Op::SignIn => (
            Kind::SignsIn,
            Box::new(|provider, account, _| {
                Box::new(SigningIn { provider, account: account.clone() })
            }),
        ),
        Op::WarmUp => (
            Kind::Opens,
            Box::new(|provider, account, _| telling(provider.warm_up(account), |()| Told::Opened)),
        ),
        Op::CreateLink => creates(LinkKind::Payment),
        Op::Reserve => creates(LinkKind::Reservation),
        Op::CheckCard => creates(LinkKind::CardCheck),
        Op::Subscribe => creates(LinkKind::Subscription(asks::schedule())),
        Op::FindLink => read(Box::new(|provider, account, _| {
            telling(provider.find_link(account, asks::new_link(), asks::now()), Told::Found)
        })),
        Op::ReadLink => reads_a_link(ids, asks::own(LinkKind::Payment)),
        Op::ReadReserved => reads_a_link(ids, asks::own(LinkKind::Reservation)),
        Op::ReadCaptured => reads_a_link(ids, asks::own_captured()),
        Op::ReadChecked => reads_a_link(ids, asks::own(LinkKind::CardCheck)),
        Op::ReadBegun => read(Box::new(move |provider, account, _| {
            telling(provider.read_link(account, asks::begun_link_to_read(&ids)), Told::Report)
        })),
        Op::StopCharges => sets_charges(ids, false),
        Op::ResumeCharges => sets_charges(ids, true),
        Op::CancelLink => alters(ids, |_| Alteration::Cancel),
        Op::ChangeLink => alters(ids, |can| Alteration::Change(asks::new_terms(can))),
        Op::ListLinks => read(Box::new(|provider, account, _| {
            telling(provider.list_links(account, asks::link_query()), Told::Links)
        })),
        Op::ListTransactions => read(Box::new(|provider, account, _| {
            let query = asks::transaction_query();
            telling(provider.list_transactions(account, query), Told::Transactions)
        })),
        Op::Sweep => read(Box::new(|provider, account, _| {
            telling(provider.sweep(account, asks::sweep()), Told::Swept)
        })),
        Op::PreviewLink => read(Box::new(move |provider, account, _| {
            telling(provider.preview_link(account, asks::link_to_preview(&ids)), Told::Preview)
        })),
        Op::ReadPayment => read(Box::new(move |provider, account, _| {
            telling(provider.read_payment(account, asks::payment_to_read(&ids)), Told::Payment)
        })),
        Op::Capture => ends_a_hold(ids, HoldEndKind::Capture),
        Op::Release => ends_a_hold(ids, HoldEndKind::Release),
        Op::Refund => (
            Kind::Writes,
            Box::new(move |provider, account, key| {
                telling(provider.refund(account, asks::new_refund(&ids), key), Told::Refund)
            }),
        ),
        Op::RefundsOf => read(Box::new(move |provider, account, _| {
            telling(provider.refunds_of(account, asks::refunds_to_find(&ids)), Told::Refunds)
        })),
        Op::FindCustomers => read(Box::new(|provider, account, _| {
            telling(provider.find_customers(account, asks::customers_to_find()), Told::Customers)
        })),
        Op::ReadCustomer => read(Box::new(|provider, account, _| {
            telling(provider.read_customer(account, asks::customer_id()), Told::Customer)
        })),
        Op::CreateCustomer | Op::ChangeCustomer | Op::DeleteCustomer => keeps_customers(op),
    }
}

/// No money hangs on any of these. What makes a customer has a key all the same.
fn keeps_customers(op: Op) -> (Kind, Begin) {
    match op {
        Op::CreateCustomer => (
            Kind::Writes,
            Box::new(|provider, account, key| {
                let details = asks::customer_details();
                telling(provider.create_customer(account, details, key), Told::Customer)
            }),
        ),
        Op::ChangeCustomer => (
            Kind::Rewrites,
            Box::new(|provider, account, _| {
                telling(provider.change_customer(account, asks::customer_change()), Told::Customer)
            }),
        ),
        _ => (
            Kind::Rewrites,
            Box::new(|provider, account, _| {
                let delete = provider.delete_customer(account, asks::customer_id());
                telling(delete, |()| Told::CustomerDeleted)
            }),
        ),
    }
}

fn creates(kind: LinkKind) -> (Kind, Begin) {
    let begin: Begin = Box::new(move |provider, account, key| {
        telling(provider.create_link(account, asks::new_link_of(kind), key), Told::Link)
    });
    (Kind::Writes, begin)
}

fn reads_a_link(ids: Ids, own: OwnRecord) -> (Kind, Begin) {
    let begin: Begin = Box::new(move |provider, account, _| {
        telling(provider.read_link(account, asks::link_to_read_as(&ids, own.clone())), Told::Report)
    });
    (Kind::Reads, begin)
}

fn sets_charges(ids: Ids, charge: bool) -> (Kind, Begin) {
    let begin: Begin = Box::new(move |provider, account, _| {
        let subscription = asks::subscription_to_set(&ids, charge);
        telling(provider.set_charges(account, subscription), Told::Charges)
    });
    (Kind::Rewrites, begin)
}

fn alters(ids: Ids, alteration: fn(&Capabilities) -> Alteration) -> (Kind, Begin) {
    let begin: Begin = Box::new(move |provider, account, _| {
        let link = asks::link_to_alter(&ids, alteration(provider.capabilities()));
        telling(provider.alter_link(account, link), Told::Altered)
    });
    (Kind::Rewrites, begin)
}

fn ends_a_hold(ids: Ids, kind: HoldEndKind) -> (Kind, Begin) {
    let begin: Begin = Box::new(move |provider, account, key| {
        telling(provider.end_hold(account, asks::hold_end(&ids, kind), key), Told::HoldEnd)
    });
    (Kind::Writes, begin)
}

/// Every way that an exchange can take, to its end and not beyond.
pub(crate) fn each_exchange_ends_as_it_must(subject: &dyn Subject) {
    for operation in operations(subject) {
        assert!(!operation.play.scripts.is_empty(), "{:?} has no script", operation.op);
        for script in &operation.play.scripts {
            let played = operation.play(subject, script);
            let context = format!("{:?}, {}", operation.op, script.name);
            Due::Done(script.told.clone()).assert(&played.outcome, &context);
            let sent: Vec<_> = played.sent.iter().map(|request| asked(subject, request)).collect();
            assert_eq!(sent, script.asked, "{context}");
        }
    }
}

/// What a request asks, from where the account's addresses begin.
fn asked(subject: &dyn Subject, request: &Request) -> String {
    let account = subject.account();
    let at_home = subject.housed().into_iter().find(|housed| housed.account == account).unwrap();
    let address = request.url.split('?').next().unwrap_or_default();
    let path =
        iter::once(at_home.base).chain(at_home.beside).find_map(|base| address.strip_prefix(base));
    // A slash at a path's end says nothing.
    format!("{} {}", verb(request.method), path.unwrap().trim_end_matches('/'))
}

/// A method that a subject does not play is one that the suite says nothing about. A new method in the trait does not
/// compile before it is among [`METHODS`].
pub(crate) fn every_method_of_the_trait_is_played(subject: &dyn Subject) {
    let watched = Wrapped::around(subject);
    for operation in operations(&watched) {
        for script in &operation.play.scripts {
            let played = operation.play(&watched, script);
            assert!(matches!(played.outcome, Outcome::Done(_)));
        }
    }
    crate::capabilities::the_figures_make_sense(&watched);
    crate::capabilities::what_is_not_promised_is_not_sent(&watched);
    crate::hosts::an_account_that_can_not_be_is_refused(&watched);
    crate::notifications::each_message_is_worth_what_its_signature_is(&watched);
    crate::hosts::a_key_meets_no_host_of_another_environment(&watched);
    crate::hosts::each_request_goes_to_the_accounts_own_host(&watched);
    crate::hosts::a_dashboard_lies_at_the_accounts_own_host(&watched);
    crate::hosts::no_account_shows_a_pay_page_of_another_environment(&watched);
    crate::errors::a_new_sign_in_is_tried_only_where_it_helps(&watched);
    crate::money::what_goes_out_and_comes_back_is_the_same_sum(&watched);
    crate::offered_keys::a_key_is_looked_at_before_it_is_sent(&watched);
    let called = watched.called();
    let missing: Vec<_> = METHODS.iter().filter(|method| !called.contains(**method)).collect();
    assert!(missing.is_empty(), "the suite never calls {missing:?}");
}
