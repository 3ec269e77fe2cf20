//! Where requests go, and which pay pages are shown.

use domain::{
    Outcome,
    account::{Account, Environment},
};
use url::Url;

use crate::{
    asks::{key, new_link},
    operations::{Kind, Op, operations},
    stage::{play, telling},
    subject::{Housed, Subject},
    told::Told,
};

pub(crate) fn each_request_goes_to_the_accounts_own_host(subject: &dyn Subject) {
    for housed in subject.housed() {
        let account = &housed.account;
        let own_host = subject.provider().api_host(account);
        let plain = account.place.practice_port().is_some();
        for operation in operations(subject) {
            for script in &operation.play.scripts {
                let exchange = (operation.begin)(subject.provider(), account, key());
                let played =
                    play(subject, &operation.session, operation.kind, exchange, |step, request| {
                        script
                            .answers
                            .get(step)
                            .cloned()
                            .unwrap_or_else(|| subject.nothing(request))
                    });
                assert!(!played.sent.is_empty(), "{:?}, {}", operation.op, script.name);
                for request in &played.sent {
                    let context = format!("{:?}, {}: {}", operation.op, script.name, request.url);
                    let url = Url::parse(&request.url).unwrap();
                    let port = url.port().map_or_else(String::new, |port| format!(":{port}"));
                    let host = format!("{}{port}", url.host_str().unwrap());
                    let beside = housed.beside.filter(|base| lies_below(&request.url, base));
                    assert!(host == own_host || beside.is_some(), "{context}");
                    assert_eq!(url.scheme(), if plain { "http" } else { "https" }, "{context}");
                    assert!(url.username().is_empty() && url.password().is_none(), "{context}");
                    assert_eq!(url.fragment(), None, "{context}");
                    // The sign-in lies beside what only some accounts have before their resources.
                    if operation.kind != Kind::SignsIn {
                        let at_home = lies_below(&request.url, housed.base);
                        assert!(at_home || beside.is_some(), "{context}");
                    }
                }
            }
        }
    }
}

/// The page on which staff see the account: of all addresses that is one of the account's own host.
pub(crate) fn a_dashboard_lies_at_the_accounts_own_host(subject: &dyn Subject) {
    for Housed { account, base, .. } in subject.housed() {
        let address = subject.provider().dashboard(&account);
        // Where else would staff get a new session?
        assert!(address.is_some() || !subject.provider().capabilities().session_key, "{base}");
        let Some(address) = address else { continue };
        let (page, base) = (Url::parse(&address).unwrap(), Url::parse(base).unwrap());
        assert_eq!(page.origin(), base.origin(), "{address}");
        assert!(page.username().is_empty() && page.password().is_none(), "{address}");
        assert_eq!((page.query(), page.fragment()), (None, None), "{address}");
    }
}

fn lies_below(url: &str, base: &str) -> bool {
    url.strip_prefix(base).is_some_and(|path| path.starts_with('/'))
}

pub(crate) fn a_key_meets_no_host_of_another_environment(subject: &dyn Subject) {
    let provider = subject.provider();
    let housed = subject.housed();
    for environment in [Environment::Live, Environment::Sandbox, Environment::Practice] {
        let of_it = housed.iter().filter(|housed| housed.account.environment() == environment);
        assert!(of_it.count() > 0, "no account in {environment:?}");
    }
    for housed in &housed {
        assert_eq!(provider.check_host(&housed.account.place), Ok(()), "{}", housed.base);
    }
    let forbidden = subject.forbidden_places();
    assert!(!forbidden.is_empty());
    for place in forbidden {
        assert!(provider.check_host(&place).is_err(), "{place:?}");
    }
    if !subject.hosts_tell_environments() {
        return;
    }
    for one in &housed {
        for other in &housed {
            let [host, others] = [one, other].map(|housed| provider.api_host(&housed.account));
            let same = one.account.environment() == other.account.environment();
            assert!(same || host != others, "{host} serves two environments");
        }
    }
}

pub(crate) fn no_account_shows_a_pay_page_of_another_environment(subject: &dyn Subject) {
    let housed = subject.housed();
    let create = operations(subject).into_iter().find(|one| one.op == Op::CreateLink).unwrap();
    for one in &housed {
        for other in &housed {
            let page = subject.pay_page(&other.account);
            let ask = new_link();
            let record = subject.link_answer(&ask, &ask.amount.minor().to_string(), &page);
            let exchange = subject.provider().create_link(&one.account, ask, key());
            let played = play(
                subject,
                &create.session,
                create.kind,
                telling(exchange, Told::Link),
                |_, _| record.clone(),
            );
            let Outcome::Done(told) = &played.outcome else {
                panic!("{page}: {:?}", played.outcome);
            };
            let context = format!("{} shows {page}", one.base);
            if page == subject.pay_page(&one.account) {
                assert_eq!(told.shown(), Some(page.as_str()), "{context}");
                let hosts = subject.provider().pay_hosts(&one.account);
                assert!(domain::pay_url::PayUrl::check(&page, &hosts).is_ok());
            } else if one.account.environment() != other.account.environment() {
                assert_eq!(told.shown(), None, "{context}");
            }
        }
    }
}

/// A host counts that the owner confirmed, where nobody else can tell it, and counts for nothing where the provider's own
/// are known.
pub(crate) fn a_pay_page_lies_where_it_was_confirmed_and_where_that_is_asked(
    subject: &dyn Subject,
) {
    let provider = subject.provider();
    let confirms = provider.capabilities().confirms_pay_host;
    let create = operations(subject).into_iter().find(|one| one.op == Op::CreateLink).unwrap();
    let shows = |account: &Account, page: &str| {
        let ask = new_link();
        let record = subject.link_answer(&ask, &ask.amount.minor().to_string(), page);
        let exchange = telling(provider.create_link(account, ask, key()), Told::Link);
        let session = &create.session;
        let outcome = play(subject, session, create.kind, exchange, |_, _| record.clone()).outcome;
        matches!(outcome, Outcome::Done(told) if told.shown().is_some())
    };
    for housed in subject.housed() {
        let account = housed.account;
        let page = subject.pay_page(&account);
        // A practice provider on this computer is known by that.
        let is_here = account.place.practice_port().is_some();
        assert_eq!(account.pay_host.is_some(), confirms && !is_here, "{}", housed.base);
        let unconfirmed = Account { pay_host: None, ..account.clone() };
        assert_eq!(shows(&unconfirmed, &page), !confirms || is_here, "{page}, unconfirmed");
        let other = "https://pay.elsewhere.example/c/1";
        let pay_host = Some("pay.elsewhere.example".to_owned().try_into().unwrap());
        let moved = Account { pay_host, ..account };
        assert_eq!(shows(&moved, other), confirms && !is_here, "{}: {other}", housed.base);
        assert_eq!(shows(&moved, &page), !confirms || is_here, "{page}, confirmed elsewhere");
    }
}

pub(crate) fn an_account_that_can_not_be_is_refused(subject: &dyn Subject) {
    let provider = subject.provider();
    for housed in subject.housed() {
        assert_eq!(provider.check_account(&housed.account), Ok(()), "{}", housed.base);
    }
    for (account, field) in subject.unfit_accounts() {
        assert_eq!(provider.check_account(&account), Err(field), "{account:?}");
    }
}
