//! A link whose address comes from the account's template is shown only after customers would have seen it.

use domain::{Outcome, TillError, account::Account, error::Doubt, link::MadeLink};
use providers::{Class, CreatedLink, Method, TransportFault};
use serde_json::Value;

use crate::support::{
    Answer, IS_THERE, PAY_HOST, UUID, ago, ask, became, dashboard, header, key, link, list, no,
    now, ok, outcome, paths, pay_host, play, practice, response, shop, shown, template,
    unaddressed, unusable, with, without,
};

fn templated() -> Account {
    Account { pay_page: Some(template("https://pay.dash.example.com/pay?link={uuid}")), ..shop() }
}

fn created(account: &Account, preview: Answer) -> Outcome<CreatedLink> {
    outcome(dashboard().create_link(account, ask(), key()), vec![ok(&unaddressed()), preview])
}

fn url(came: Outcome<CreatedLink>) -> String {
    match came {
        Outcome::Done(CreatedLink::Usable(MadeLink { url, .. })) => url.as_str().to_owned(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn customers_look_first_and_show_no_token() {
    let create = dashboard().create_link(&templated(), ask(), key());
    let (came, sent) = play(create, vec![ok(&unaddressed()), ok(&shown())]);
    assert_eq!(url(came), format!("https://{PAY_HOST}/pay?link={UUID}"));
    assert_eq!(paths(&sent), [String::new(), format!("public/{UUID}/")]);
    let look = &sent[1];
    assert_eq!((look.method, look.class), (Method::Get, Class::Reads));
    assert!(look.without_sign_in && header(look, "authorization").is_none());
}

#[test]
fn without_a_template_pages_lie_at_the_dashboard_itself() {
    let home = Account { pay_host: Some(pay_host("test.dash.example.com")), ..shop() };
    let due = format!("https://test.dash.example.com/pay/{UUID}");
    assert_eq!(url(created(&home, ok(&shown()))), due);
    let due = format!("http://127.0.0.1:7704/pay/{UUID}");
    assert_eq!(url(created(&practice(), ok(&shown()))), due);
    // The owner confirmed another host: nothing is shown, and nobody is asked.
    let create = dashboard().create_link(&shop(), ask(), key());
    let came = outcome(create, vec![ok(&unaddressed())]);
    let Outcome::Done(CreatedLink::Unusable { error, .. }) = came else { panic!("{came:?}") };
    assert_eq!(error, TillError::ForeignHost { host: "test.dash.example.com".to_owned() });
}

#[test]
fn what_the_dashboard_gives_stands_above_any_template_and_needs_no_look() {
    let create = dashboard().create_link(&templated(), ask(), key());
    assert_eq!(url(outcome(create, vec![ok(&link())])), link()["public_url"]);
    for none in [Value::Null, "".into()] {
        let create = dashboard().create_link(&templated(), ask(), key());
        let answers = vec![ok(&with(link(), "public_url", none)), ok(&shown())];
        assert!(url(outcome(create, answers)).ends_with(UUID));
    }
}

#[test]
fn a_link_that_customers_do_not_find_or_find_for_another_sum_is_not_shown() {
    let shop = templated();
    for (preview, doubt) in [
        (no(410), Doubt::Different),
        (Ok(response(410, "")), Doubt::Different),
        (no(403), Doubt::Different),
        (ok(&with(shown(), "total", "3.49")), Doubt::Different),
        (ok(&with(shown(), "currency", "USD")), Doubt::Different),
        (ok(&without(shown(), "total")), Doubt::Unreadable),
        (ok(&with(shown(), "total", "free")), Doubt::Unreadable),
    ] {
        let came = created(&shop, preview.clone());
        assert_eq!(came, Outcome::Done(unusable(doubt)), "{preview:?}");
    }
}

#[test]
fn customers_must_find_the_sum_that_staff_are_told() {
    let create = || dashboard().create_link(&templated(), ask(), key());
    let dearer = || ok(&with(unaddressed(), "total", "42.23"));
    let came = outcome(create(), vec![dearer(), ok(&with(shown(), "total", "42.23"))]);
    assert!(matches!(came, Outcome::Done(CreatedLink::Usable(MadeLink { total: Some(_), .. }))));
    let came = outcome(create(), vec![dearer(), ok(&shown())]);
    assert_eq!(came, Outcome::Done(unusable(Doubt::Different)));
}

#[test]
fn a_look_that_fails_for_now_leaves_the_link_to_be_found() {
    let troubles = || {
        [
            Ok(response(500, "")),
            Ok(response(503, "<html>")),
            Ok(response(429, "")),
            Ok(response(404, "<html>")),
            Ok(response(200, "<html>")),
            Err(TransportFault::TimedOut),
            Err(TransportFault::Connect),
        ]
    };
    let since = now();
    // Customers may not find it yet.
    for trouble in troubles().into_iter().chain([no(404)]) {
        assert_eq!(became(&created(&templated(), trouble.clone())), IS_THERE, "{trouble:?}");
        let find = dashboard().find_link(&templated(), ask(), since);
        let row = list(&[unaddressed()]);
        let found = outcome(find, vec![row, ok(&unaddressed()), trouble]);
        assert_eq!(became(&found), IS_THERE);
    }
    // After a minute they would.
    let find = |made: Value, since| {
        let find = dashboard().find_link(&templated(), ask(), since);
        outcome(find, vec![list(std::slice::from_ref(&made)), ok(&made), no(404)])
    };
    let hidden = Outcome::Done(Some(unusable(Doubt::Different)));
    assert_eq!(became(&find(with(unaddressed(), "created_at", ago(59)), since)), IS_THERE);
    assert_eq!(find(with(unaddressed(), "created_at", ago(60)), since), hidden);
    let undated = || without(unaddressed(), "created_at");
    assert_eq!(became(&find(undated(), since)), IS_THERE);
    assert_eq!(find(undated(), since.minus(std::time::Duration::from_mins(1))), hidden);
    let find = dashboard().find_link(&templated(), ask(), since);
    let (found, sent) = play(find, vec![list(&[unaddressed()]), ok(&unaddressed()), ok(&shown())]);
    assert!(matches!(found, Outcome::Done(Some(CreatedLink::Usable(_)))), "{found:?}");
    assert_eq!(paths(&sent), [String::new(), format!("{UUID}/"), format!("public/{UUID}/")]);
    assert_eq!(header(&sent[2], "authorization"), None);
}
