//! What a provider says that it can do, and what it does.

use domain::{
    Money,
    account::{Account, Environment},
    capabilities::{Capabilities, Changes, KEY_MARGIN, KeyPromise, MadeOf, Sweep, WriteRules},
    hold::{HoldEndKind, NewHoldEnd},
    link::{Alteration, LinkTerms, NewLink},
    link_kind::LinkKind,
    link_wish::LinkFigures,
    refund::NewRefund,
};
use providers::{BoxedExchange, Class, Request};

use crate::{
    answers::html,
    asks::{
        self, CHAIR, TABLE, amount, hold_end, key, link_to_alter, money, new_link, new_link_of,
        new_refund, new_terms, uses,
    },
    keys::whole,
    operations::{Kind, Op, operations},
    stage::{play, session, telling},
    subject::Subject,
    told::Told,
};

/// What is promised about an operation that acts once.
pub(crate) fn rules(subject: &dyn Subject, op: Op) -> Option<WriteRules> {
    let Capabilities { create, refund, capture, release, .. } = subject.provider().capabilities();
    match op {
        Op::CreateLink | Op::Reserve | Op::CheckCard | Op::Subscribe => Some(*create),
        Op::Refund => *refund,
        Op::Capture => *capture,
        Op::Release => *release,
        _ => None,
    }
}

/// What an exchange sends to a provider that is out of order.
fn sent<T: 'static>(
    subject: &dyn Subject,
    exchange: BoxedExchange<T>,
    tell: fn(T) -> Told,
) -> Vec<Request> {
    play(subject, &session(subject), Kind::Writes, telling(exchange, tell), |_, _| html(500)).sent
}

/// The same for what is never sent: the exchange must end by itself.
fn nothing_is_sent<T: 'static>(
    subject: &dyn Subject,
    exchange: BoxedExchange<T>,
    tell: fn(T) -> Told,
) -> bool {
    sent(subject, exchange, tell).is_empty()
}

pub(crate) fn what_is_promised_is_done(subject: &dyn Subject) {
    let provider = subject.provider();
    let (account, ids) = (subject.account(), subject.ids());
    let capabilities = provider.capabilities();
    let offered: Vec<Op> = operations(subject).iter().map(|operation| operation.op).collect();
    for (op, promised) in [
        (Op::Capture, capabilities.capture.is_some()),
        (Op::Release, capabilities.release.is_some()),
        (Op::CancelLink, capabilities.cancel),
        (Op::ChangeLink, capabilities.change != Changes::None),
        (Op::Refund, capabilities.refund.is_some()),
        (Op::PreviewLink, capabilities.preview),
        (Op::Sweep, provider.sweeps(&account)),
        (Op::ListLinks, capabilities.lists),
        (Op::ListTransactions, capabilities.lists),
        (Op::Reserve, capabilities.reservations),
        (Op::ReadReserved, capabilities.reservations),
        (Op::CheckCard, capabilities.card_checks),
        (Op::ReadChecked, capabilities.card_checks),
        (Op::Subscribe, capabilities.subscriptions),
        (Op::StopCharges, capabilities.subscriptions),
        (Op::ResumeCharges, capabilities.subscriptions),
        (Op::FindCustomers, capabilities.customers),
        (Op::ReadCustomer, capabilities.customers),
        (Op::CreateCustomer, capabilities.customers),
        (Op::ChangeCustomer, capabilities.customers),
        (Op::DeleteCustomer, capabilities.customers),
    ] {
        assert_eq!(offered.contains(&op), promised, "{op:?}");
    }
    let create = |ask| sent(subject, provider.create_link(&account, ask, key()), Told::Link);
    // Each kind of link is asked for in words of its own.
    let kinds =
        [LinkKind::Reservation, LinkKind::CardCheck, LinkKind::Subscription(asks::schedule())];
    for kind in kinds.into_iter().filter(|kind| kind.is_offered(capabilities)) {
        let asked =
            sent(subject, provider.create_link(&account, new_link_of(kind), key()), Told::Link);
        assert_ne!(whole(&asked[0]), whole(&create(new_link())[0]), "{kind:?}");
    }
    if capabilities.most_uses > 1 {
        let most = NewLink { usage: uses(capabilities.most_uses), ..new_link() };
        let request = whole(&create(most)[0]);
        assert!(request.contains(&capabilities.most_uses.to_string()), "{request}");
        assert_ne!(request, whole(&create(new_link())[0]));
    }
    if capabilities.shipping {
        let shipped = |cost| NewLink { shipping: Some(money(cost, "EUR")), ..new_link() };
        let request = whole(&create(shipped(7_357))[0]);
        assert!(request.contains("7357"), "{request}");
        // To ship for nothing is not the same as not to ship.
        assert_ne!(whole(&create(shipped(0))[0]), whole(&create(new_link())[0]));
    }
    if capabilities.partial_refund {
        let part = NewRefund { amount: amount(1, "EUR"), ..new_refund(&ids) };
        let refund = sent(subject, provider.refund(&account, part, key()), Told::Refund);
        assert_eq!(subject.amount_sent(&refund[0]).as_deref(), Some("1"));
    }
    if capabilities.partial_capture {
        let part = NewHoldEnd { amount: amount(1, "EUR"), ..hold_end(&ids, HoldEndKind::Capture) };
        let capture = sent(subject, provider.end_hold(&account, part, key()), Told::HoldEnd);
        assert_eq!(subject.amount_sent(&capture[0]).as_deref(), Some("1"));
    }
    // What a lost answer made is looked for by what nobody else uses.
    let find = provider.find_link(&account, new_link(), asks::now());
    let found = sent(subject, find, Told::Found);
    let by_reference = subject.finds_by_reference();
    assert_eq!(names(&found[0], asks::REFERENCE), by_reference, "{}", found[0].url);
    if capabilities.refund.is_none() {
        return;
    }
    let find = provider.refunds_of(&account, asks::refunds_to_find(&ids));
    let found = sent(subject, find, Told::Refunds);
    let by = if by_reference { asks::REFERENCE } else { ids.payment };
    assert!(names(&found[0], by), "{}", found[0].url);
}

fn names(request: &Request, id: &str) -> bool {
    let url = url::Url::parse(&request.url).unwrap();
    url.query_pairs().any(|(_, value)| value == id)
        || request.body.as_ref().is_some_and(|body| body.contains(id))
}

fn customers_are_asked_for_where_there_are_any(subject: &dyn Subject, account: &Account) {
    let provider = subject.provider();
    for (what, sent) in [
        (
            "find",
            sent(
                subject,
                provider.find_customers(account, asks::customers_to_find()),
                Told::Customers,
            ),
        ),
        (
            "read",
            sent(subject, provider.read_customer(account, asks::customer_id()), Told::Customer),
        ),
        (
            "create",
            sent(
                subject,
                provider.create_customer(account, asks::customer_details(), key()),
                Told::Customer,
            ),
        ),
        (
            "change",
            sent(
                subject,
                provider.change_customer(account, asks::customer_change()),
                Told::Customer,
            ),
        ),
        (
            "delete",
            sent(subject, provider.delete_customer(account, asks::customer_id()), |()| {
                Told::CustomerDeleted
            }),
        ),
    ] {
        assert_eq!(!sent.is_empty(), provider.capabilities().customers, "to {what} a customer");
    }
}

/// What a link asks for stays what it is where a provider can't change that: nothing is written.
pub(crate) fn a_sum_that_can_not_be_changed_is_not_written(subject: &dyn Subject) {
    let (provider, account, ids) = (subject.provider(), subject.account(), subject.ids());
    let capabilities = provider.capabilities();
    let all = operations(subject);
    let Some(change) = all.iter().find(|operation| operation.op == Op::ChangeLink) else { return };
    let script = &change.play.scripts[0];
    let writes = |sum| {
        let terms = new_terms(capabilities);
        let figures = LinkFigures { amount: amount(sum, "EUR"), ..terms.figures };
        let terms = Alteration::Change(LinkTerms { figures, ..terms });
        let exchange = provider.alter_link(&account, link_to_alter(&ids, terms));
        let exchange = telling(exchange, Told::Altered);
        let played = play(subject, &change.session, change.kind, exchange, |step, _| {
            script.answers[step].clone()
        });
        played.sent.iter().any(|request| request.class == Class::Writes)
    };
    assert!(writes(new_terms(capabilities).figures.amount.minor()));
    assert_eq!(writes(2_000), capabilities.change == Changes::All);
}

/// Either of a sum, to which products are words, or of the provider's own products, which alone make the sum.
pub(crate) fn a_link_is_made_of_what_its_provider_makes_links_of(subject: &dyn Subject) {
    let (provider, account) = (subject.provider(), subject.account());
    let create = |ask| sent(subject, provider.create_link(&account, ask, key()), Told::Link);
    let free = || NewLink { lines: Vec::new(), ..new_link() };
    let asked = create(new_link()).remove(0);
    match provider.capabilities().made_of {
        MadeOf::Sum => {
            assert_eq!(subject.amount_sent(&asked).as_deref(), Some("1999"));
            assert_eq!(subject.products_sent(&asked), []);
            assert_eq!(whole(&asked), whole(&create(free())[0]));
        }
        MadeOf::Catalogue => {
            assert_eq!(subject.amount_sent(&asked), None, "the provider counts by itself");
            let due = [(CHAIR.to_owned(), 2), (TABLE.to_owned(), 1)];
            assert_eq!(subject.products_sent(&asked), due);
            // Each product is named once, however often staff chose it.
            let twice = asks::lines().into_iter().chain(asks::lines()).collect();
            let due = [(CHAIR.to_owned(), 4), (TABLE.to_owned(), 2)];
            let asked = create(NewLink { lines: twice, ..new_link() });
            assert_eq!(subject.products_sent(&asked[0]), due);
            assert!(create(free()).is_empty(), "a free amount is asked for");
            let mut lines = asks::lines();
            lines[1].catalogue_id = None;
            let strange = NewLink { lines, ..new_link() };
            assert!(create(strange).is_empty(), "a product is asked for that is not theirs");
        }
    }
}

pub(crate) fn what_is_not_promised_is_not_sent(subject: &dyn Subject) {
    let provider = subject.provider();
    let (account, ids) = (subject.account(), subject.ids());
    let capabilities = provider.capabilities();
    for (kind, promise) in
        [(HoldEndKind::Capture, capabilities.capture), (HoldEndKind::Release, capabilities.release)]
    {
        let end = provider.end_hold(&account, hold_end(&ids, kind), key());
        assert_eq!(nothing_is_sent(subject, end, Told::HoldEnd), promise.is_none(), "{kind:?}");
    }
    let refund = provider.refund(&account, new_refund(&ids), key());
    let promised = capabilities.refund.is_some();
    assert_eq!(!nothing_is_sent(subject, refund, Told::Refund), promised, "a refund");
    assert!(promised || !capabilities.partial_refund);
    let preview = provider.preview_link(&account, asks::link_to_preview(&ids));
    assert_eq!(!nothing_is_sent(subject, preview, Told::Preview), capabilities.preview, "a look");
    customers_are_asked_for_where_there_are_any(subject, &account);
    for charge in [false, true] {
        let set = provider.set_charges(&account, asks::subscription_to_set(&ids, charge));
        let set = sent(subject, set, Told::Charges);
        assert_eq!(!set.is_empty(), capabilities.subscriptions, "to charge: {charge}");
    }
    let links = provider.list_links(&account, asks::link_query());
    assert_eq!(nothing_is_sent(subject, links, Told::Links), !capabilities.lists);
    let rows = provider.list_transactions(&account, asks::transaction_query());
    assert_eq!(nothing_is_sent(subject, rows, Told::Transactions), !capabilities.lists);
    let sweep = provider.sweep(&account, asks::sweep());
    assert_eq!(nothing_is_sent(subject, sweep, Told::Swept), !provider.sweeps(&account));
    assert!(capabilities.sweep != Sweep::None || !provider.sweeps(&account));
    // The keys for it may be missing.
    let without = Account { reports_id: None, ..account.clone() };
    let sweep = provider.sweep(&without, asks::sweep());
    assert_eq!(nothing_is_sent(subject, sweep, Told::Swept), !provider.sweeps(&without));
    let kinds =
        [LinkKind::Reservation, LinkKind::CardCheck, LinkKind::Subscription(asks::schedule())];
    for kind in kinds.into_iter().filter(|kind| !kind.is_offered(capabilities)) {
        let create = provider.create_link(&account, new_link_of(kind), key());
        assert!(nothing_is_sent(subject, create, Told::Link), "{kind:?}");
    }
    for forbidden in capabilities.forbidden {
        let description = format!("Two chairs {forbidden} one table");
        let create = provider.create_link(&account, NewLink { description, ..new_link() }, key());
        assert!(nothing_is_sent(subject, create, Told::Link), "{forbidden:?} is sent");
    }
    for (alteration, promised) in [
        (Alteration::Cancel, capabilities.cancel),
        (Alteration::Change(new_terms(capabilities)), capabilities.change != Changes::None),
    ] {
        let alter = provider.alter_link(&account, link_to_alter(&ids, alteration));
        assert_eq!(!sent(subject, alter, Told::Altered).is_empty(), promised);
    }
    if !capabilities.customer_email {
        let customer_email = Some("nino@shop.example".to_owned().try_into().unwrap());
        let told = NewLink { customer_email, ..new_link() };
        let create = provider.create_link(&account, told, key());
        assert!(nothing_is_sent(subject, create, Told::Link), "an e-mail is not told");
    }
    let unknown =
        ["ka", "xx"].into_iter().filter(|code| !capabilities.page_languages.contains(code));
    for language in unknown {
        let page_language = Some(language.to_owned().try_into().unwrap());
        let create = provider.create_link(&account, NewLink { page_language, ..new_link() }, key());
        assert!(nothing_is_sent(subject, create, Told::Link), "{language} is not asked for");
    }
    if !capabilities.shipping {
        let shipped = NewLink { shipping: Some(Money::zero("EUR".parse().unwrap())), ..new_link() };
        let create = provider.create_link(&account, shipped, key());
        assert!(nothing_is_sent(subject, create, Told::Link), "shipping is asked for");
    }
    if capabilities.most_uses == 1 {
        let often = NewLink { usage: uses(2), ..new_link() };
        let create = provider.create_link(&account, often, key());
        assert!(nothing_is_sent(subject, create, Told::Link), "a second use is asked for");
    }
}

pub(crate) fn the_figures_make_sense(subject: &dyn Subject) {
    let capabilities = subject.provider().capabilities();
    for op in [Op::CreateLink, Op::Refund, Op::Capture, Op::Release] {
        let Some(rules) = rules(subject, op) else { continue };
        if !matches!(rules.key, KeyPromise::None) {
            // A window within the margin would never let a key be used.
            assert!(rules.key_window.is_none_or(|window| window > KEY_MARGIN), "{op:?}");
        }
        assert!(rules.quiet_period() >= rules.read_lag, "{op:?}");
        assert!(!rules.late_bound.is_zero(), "{op:?}: nothing is ever late");
    }
    assert!((1..=1_000).contains(&capabilities.most_uses));
    assert!(capabilities.name_limit > 0 && capabilities.description_limit > 0);
    let [live, sandbox, practice] =
        [Environment::Live, Environment::Sandbox, Environment::Practice]
            .map(|environment| capabilities.rate(environment));
    for rate in [live, sandbox, practice] {
        assert!(rate.burst > 0 && rate.per_minute >= rate.burst, "{rate:?}");
    }
    for (environment, rate) in [(Environment::Live, live), (Environment::Sandbox, sandbox)] {
        // In no minute more than the provider takes: those saved up go at once, and then those of the minute.
        let most = subject.most_requests_a_minute(environment);
        assert!(most.is_none_or(|most| rate.per_minute + rate.burst <= most), "{rate:?}");
    }
    if let Some(days) = capabilities.refund_takes {
        assert!(days.least > 0 && days.least <= days.most, "{days:?}");
    }
    assert!(sandbox.per_minute <= live.per_minute);
}
