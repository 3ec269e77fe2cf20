//! Sums, as they go out and as they come back.

use domain::{
    Amount, Currency, Money, Outcome,
    account::Account,
    capabilities::MadeOf,
    hold::{HoldEndKind, NewHoldEnd},
    link::{MadeLink, NewLink},
    money::LARGEST_AMOUNT,
    payment::PaymentStatus,
    refund::NewRefund,
};
use proptest::{
    prop_assert, prop_assert_eq,
    sample::select,
    test_runner::{Config, TestCaseError, TestRunner},
};
use providers::{
    BoxedExchange, Counting, LinkQuery, MadeHoldEnd, MadeRefund, PaymentToRead, Provider, Session,
};

use crate::{
    answers::Answer,
    asks::{hold_end, key, link_query, new_link, new_refund, one_line, payment_to_read},
    operations::{Kind, Op},
    script::About,
    stage::{Played, play, session, telling},
    subject::Subject,
    told::Told,
};

/// Currencies with 0, 2 and 3 minor digits, those in dispute among them.
const CURRENCIES: [&str; 22] = [
    "EUR", "GBP", "USD", "PLN", "SEK", "JPY", "KRW", "VND", "ISK", "CLP", "UGX", "XAF", "PYG",
    "KWD", "BHD", "OMR", "TND", "JOD", "IQD", "CHF", "HUF", "AED",
];

fn all() -> Vec<Currency> {
    CURRENCIES.iter().map(|code| code.parse().unwrap()).collect()
}

/// What `money` is in the provider's units, by its documents; `None` where its digits can't hold it, or there are too many.
fn units(subject: &dyn Subject, money: Money) -> Option<String> {
    let (ours, theirs) = (money.currency().exponent(), subject.digits(money.currency()));
    let minor = u128::from(money.minor());
    let units = if let Some(more) = theirs.checked_sub(ours) {
        minor * 10_u128.pow(more.into())
    } else {
        let fewer = 10_u128.pow((ours - theirs).into());
        minor.is_multiple_of(fewer).then(|| minor / fewer)?
    };
    (units <= subject.most_units()).then(|| units.to_string())
}

/// An account whose owner allowed every currency.
fn bold(subject: &dyn Subject) -> Account {
    Account { currencies: all(), allowed_disputed: all(), ..subject.account() }
}

struct Sums<'s> {
    subject: &'s dyn Subject,
    session: &'s Session,
    provider: &'static dyn Provider,
    account: Account,
    money: Money,
}

impl Sums<'_> {
    fn once(&self, exchange: BoxedExchange<Told>, answer: &Answer) -> Played {
        play(self.subject, self.session, Kind::Writes, exchange, |_, _| answer.clone())
    }

    fn create(&self, answer: &str) -> Played {
        let amount = self.money.try_into().unwrap();
        let ask = NewLink { amount, lines: one_line(amount), ..new_link() };
        let page = self.subject.pay_page(&self.account);
        let record = self.subject.link_answer(&ask, answer, &page);
        let exchange = self.provider.create_link(&self.account, ask, key());
        self.once(telling(exchange, Told::Link), &record)
    }

    fn refund(&self, answer: &str) -> Played {
        let ask =
            NewRefund { amount: self.money.try_into().unwrap(), ..new_refund(&self.subject.ids()) };
        let record = self.subject.refund_answer(&ask, answer);
        let exchange = self.provider.refund(&self.account, ask, key());
        self.once(telling(exchange, Told::Refund), &record)
    }

    fn end_hold(&self, kind: HoldEndKind, answer: &str) -> Played {
        let ask = NewHoldEnd {
            amount: self.money.try_into().unwrap(),
            ..hold_end(&self.subject.ids(), kind)
        };
        let exchange = self.provider.end_hold(&self.account, ask.clone(), key());
        let exchange = telling(exchange, Told::HoldEnd);
        play(self.subject, self.session, Kind::Writes, exchange, |_, request| {
            self.subject.hold_end_answer(&ask, answer, request)
        })
    }

    fn read(&self, answer: &str) -> Outcome<Told> {
        let currency = self.money.currency();
        let payment = PaymentToRead { currency, ..payment_to_read(&self.subject.ids()) };
        let exchange = self.provider.read_payment(&self.account, payment);
        let exchange = telling(exchange, Told::Payment);
        let record = |request: &_| {
            self.subject.payment_answer(&PaymentStatus::Paid, answer, currency, request)
        };
        play(self.subject, self.session, Kind::Reads, exchange, |_, it| record(it)).outcome
    }

    fn check_refund(&self, units: &str, other: &str) -> Result<(), TestCaseError> {
        let played = self.refund(units);
        prop_assert_eq!(self.subject.amount_sent(&played.sent[0]), Some(units.to_owned()));
        let Outcome::Done(Told::Refund(MadeRefund::Stands(refund))) = played.outcome else {
            return Err(TestCaseError::fail(format!("{}: {:?}", self.money, played.outcome)));
        };
        prop_assert_eq!(refund.amount, self.money);
        prop_assert!(matches!(self.refund(other).outcome, Outcome::Unclear(_)));
        Ok(())
    }

    /// Out as `units` and back as the same sum; and another sum is never taken for it: at most it is put to staff, to the
    /// letter.
    fn check(&self, units: &str) -> Result<(), TestCaseError> {
        let other = format!("{units}0");
        let capabilities = self.provider.capabilities();
        let money = self.money;

        let played = self.create(units);
        let counts_itself = capabilities.made_of == MadeOf::Catalogue;
        let due = if counts_itself { None } else { Some(units.to_owned()) };
        prop_assert_eq!(self.subject.amount_sent(&played.sent[0]), due);
        prop_assert!(is_shown(&played), "{} {:?}", money, played.outcome);
        let tells = |op| !self.subject.unsaid(op).contains(&About::Amount);
        let played = self.create(&other);
        prop_assert!(!tells(Op::CreateLink) || !is_shown(&played));
        let total = made(&played).and_then(|link| link.total);
        let confirms = counts_itself && money.minor() <= LARGEST_AMOUNT / 10;
        let due = confirms.then(|| Amount::new(Money::new(money.minor() * 10, money.currency())));
        prop_assert_eq!(total, due.transpose().unwrap());

        if capabilities.refund.is_some() {
            self.check_refund(units, &other)?;
        }

        for (kind, op, promise) in [
            (HoldEndKind::Capture, Op::Capture, capabilities.capture),
            (HoldEndKind::Release, Op::Release, capabilities.release),
        ] {
            if promise.is_none() {
                continue;
            }
            let played = self.end_hold(kind, units);
            prop_assert_eq!(self.subject.amount_sent(&played.sent[0]), Some(units.to_owned()));
            let Outcome::Done(Told::HoldEnd(MadeHoldEnd::Done(payment))) = played.outcome else {
                return Err(TestCaseError::fail(format!("{money}: {:?}", played.outcome)));
            };
            prop_assert_eq!(payment.amount, money);
            let other = || self.end_hold(kind, &other).outcome;
            prop_assert!(!tells(op) || matches!(other(), Outcome::Unclear(_)));
        }

        let Outcome::Done(Told::Payment(payment)) = self.read(units) else {
            return Err(TestCaseError::fail(format!("{money} is not read back")));
        };
        prop_assert_eq!((payment.amount, payment.status), (money, PaymentStatus::Paid));

        if !capabilities.lists || !self.subject.lists_by_sum() {
            return Ok(());
        }
        let asked = LinkQuery { amount: Some(money), ..link_query() };
        let exchange = self.provider.list_links(&self.account, asked);
        let played = play(
            self.subject,
            self.session,
            Kind::Reads,
            telling(exchange, Told::Links),
            |_, ask| self.subject.nothing(ask),
        );
        prop_assert_eq!(self.subject.amount_sent(&played.sent[0]), Some(units.to_owned()));
        Ok(())
    }
}

fn made(played: &Played) -> Option<&MadeLink> {
    match &played.outcome {
        Outcome::Done(told) => told.made(),
        _ => None,
    }
}

/// True where a customer may be shown the link.
fn is_shown(played: &Played) -> bool {
    matches!(&played.outcome, Outcome::Done(told) if told.shown().is_some())
}

fn runner() -> TestRunner {
    TestRunner::new(Config { failure_persistence: None, cases: 64, ..Config::default() })
}

fn counts_alike(subject: &dyn Subject, currency: Currency) -> bool {
    subject.digits(currency) == currency.exponent()
}

/// Money that is not taken is asked for by nobody.
fn nothing_is_asked_for(subject: &dyn Subject, session: &Session, currency: Currency) {
    let sums = Sums {
        subject,
        session,
        provider: subject.provider(),
        account: bold(subject),
        money: Money::new(1_000, currency),
    };
    let played = sums.create("1000");
    assert!(played.sent.is_empty(), "{currency} is asked for");
    assert!(matches!(played.outcome, Outcome::Rejected(_)), "{currency}: {:?}", played.outcome);
}

pub(crate) fn what_goes_out_and_comes_back_is_the_same_sum(subject: &dyn Subject) {
    let provider = subject.provider();
    let session = session(subject);
    for currency in all() {
        let theirs = subject.digits(currency);
        let counting = if !subject.takes(currency) {
            Counting::NotTaken
        } else if counts_alike(subject, currency) {
            Counting::Agrees
        } else {
            Counting::Disputed { theirs }
        };
        assert_eq!(provider.counting(currency), counting, "{currency}");
        if counting == Counting::NotTaken {
            nothing_is_asked_for(subject, &session, currency);
        }
    }
    let agreed: Vec<_> = all()
        .into_iter()
        .filter(|one| subject.takes(*one) && counts_alike(subject, *one))
        .collect();
    let account = Account { currencies: agreed.clone(), ..subject.account() };
    runner()
        .run(&(1..=LARGEST_AMOUNT, select(agreed)), |(minor, currency)| {
            let money = Money::new(minor, currency);
            Sums { subject, session: &session, provider, account: account.clone(), money }
                .check(&minor.to_string())
        })
        .unwrap();
}

pub(crate) fn a_disputed_currency_is_counted_exactly_and_only_where_it_is_allowed(
    subject: &dyn Subject,
) {
    let provider = subject.provider();
    let session = session(subject);
    let disputed: Vec<_> = all()
        .into_iter()
        .filter(|one| subject.takes(*one) && !counts_alike(subject, *one))
        .collect();
    if disputed.is_empty() {
        return;
    }
    runner()
        .run(&(1..=LARGEST_AMOUNT / 1_000, select(disputed)), |(minor, currency)| {
            // A sum that both can count, and one of which the provider's digits may lose a part.
            for minor in [minor * 1_000, minor] {
                let money = Money::new(minor, currency);
                let timid = Account { currencies: all(), ..subject.account() };
                let timid = Sums { subject, session: &session, provider, account: timid, money };
                let played = timid.create(&minor.to_string());
                prop_assert!(played.sent.is_empty(), "{} is asked for unallowed", money);
                prop_assert!(matches!(played.outcome, Outcome::Rejected(_)));

                let sums =
                    Sums { subject, session: &session, provider, account: bold(subject), money };
                if let Some(units) = units(subject, money) {
                    sums.check(&units)?;
                } else {
                    for played in [sums.create("1"), sums.refund("1")] {
                        prop_assert!(played.sent.is_empty(), "{} is rounded", money);
                        prop_assert!(matches!(played.outcome, Outcome::Rejected(_)));
                    }
                }
            }
            Ok(())
        })
        .unwrap();
}
