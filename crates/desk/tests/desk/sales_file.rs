//! Lists of sales as files: what is in them, and for whom.

use std::time::Duration;

use desk::{
    domain::{TillError, account::Environment, ids::StaffId, rights::Right},
    view::{IdKind, NewSaleForm, SaleDays, SaleFilter, SaleQuery},
};

use crate::rig::{CASHIER_PIN, MANAGER_PIN, OWNER_PIN, Rig, every_sale, refund_form};

const A_DAY: Duration = Duration::from_hours(24);

/// The rows of a file, as a spreadsheet program reads them.
struct Rows {
    names: csv::StringRecord,
    rows: Vec<csv::StringRecord>,
}

impl Rows {
    async fn of(rig: &Rig, query: SaleQuery) -> Self {
        let file = rig.desk().sales_file(query).await.unwrap();
        assert_eq!(file.environment, Environment::Practice);
        let text = file.text.strip_prefix('\u{feff}').expect("it must be known for UTF-8");
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let names = reader.headers().unwrap().clone();
        Self { names, rows: reader.records().map(Result::unwrap).collect() }
    }

    fn column(&self, name: &str) -> Vec<&str> {
        let at = self.names.iter().position(|known| known == name).unwrap();
        self.rows.iter().map(|row| &row[at]).collect()
    }
}

/// How many files the book tells of.
fn exports(rig: &Rig) -> u32 {
    let book = rusqlite::Connection::open(rig.folder().join("till.db")).unwrap();
    let sql = "SELECT count(*) FROM events WHERE kind = 'SALES_EXPORTED'";
    book.query_row(sql, [], |row| row.get(0)).unwrap()
}

#[tokio::test]
async fn the_file_holds_what_is_listed_in_figures_that_add_up() {
    let rig = Rig::start().await;
    let sale = rig.paid("6400").await;
    rig.desk().refund(refund_form(&sale, "1400")).await.unwrap();
    let odd = NewSaleForm {
        description: "=cmd|' /C calc'!A0".to_owned(),
        staff_note: "+49 30 1;-2".to_owned(),
        ..rig.form("700")
    };
    let waiting = rig.desk().create_link(odd).await.unwrap();

    let rows = Rows::of(&rig, every_sale()).await;
    assert_eq!(rows.column("sale"), [&waiting.row.id, &sale.row.id]);
    assert_eq!(rows.column("state"), ["WAITING", "PARTLY_REFUNDED"]);
    assert_eq!(rows.column("asked"), ["7.00", "64.00"]);
    assert_eq!(rows.column("paid"), ["0.00", "64.00"]);
    assert_eq!(rows.column("refunded"), ["0.00", "14.00"]);
    assert_eq!(rows.column("currency"), ["EUR", "EUR"]);
    assert_eq!(rows.column("environment"), ["PRACTICE", "PRACTICE"]);
    assert_eq!(rows.column("what_for")[0], "'=cmd|' /C calc'!A0");
    assert_eq!(rows.column("note")[0], "'+49 30 1;'-2");
    assert_eq!(rows.column("payments")[1], sale.payments[0].provider_id);
    for time in rows.column("time") {
        assert!(time.ends_with("+00:00") || time.ends_with('Z'), "{time} has no offset");
    }

    let refunded = SaleQuery { filter: SaleFilter::Refunded, ..every_sale() };
    assert_eq!(Rows::of(&rig, refunded).await.column("sale"), [&sale.row.id]);
    let words = SaleQuery { text: "calc".to_owned(), ..every_sale() };
    assert_eq!(Rows::of(&rig, words).await.column("sale"), [&waiting.row.id]);
}

#[tokio::test]
async fn a_file_is_not_cut_off_where_a_page_of_the_screen_ends() {
    let rig = Rig::start().await;
    let (first, second) = (rig.waiting("100").await, rig.waiting("200").await);
    let page = SaleQuery { limit: 1, before: Some(second.row.id.clone()), ..every_sale() };
    let rows = Rows::of(&rig, page).await;
    assert_eq!(rows.column("sale"), [&second.row.id, &first.row.id]);
}

#[tokio::test]
async fn only_who_may_export_gets_a_file_and_the_book_tells_of_it() {
    let rig = Rig::start().await;
    let crew = rig.staffed().await;
    rig.paid("1000").await;
    for (member, pin) in [(&crew.cashier, CASHIER_PIN), (&crew.manager, MANAGER_PIN)] {
        rig.sign_in(member, pin).await;
        let refused = rig.desk().sales_file(every_sale()).await.unwrap_err();
        assert_eq!(refused, TillError::NotAllowed { right: Right::Export });
    }
    let told = || exports(&rig);
    assert_eq!(told(), 0);
    rig.sign_in(&StaffId::OWNER.to_string(), OWNER_PIN).await;
    rig.desk().sales_file(every_sale()).await.unwrap();
    assert_eq!(told(), 1);
}

#[tokio::test]
async fn a_list_of_some_days_or_of_ones_own_is_that_for_everybody() {
    let rig = Rig::start().await;
    let crew = rig.staffed().await;
    rig.sign_in(&crew.cashier, CASHIER_PIN).await;
    let own = rig.paid("1000").await;
    rig.clock.advance(A_DAY);
    rig.sign_in(&crew.manager, MANAGER_PIN).await;
    let of_today = rig.paid("1100").await;
    let find = async |query| {
        let rows = rig.desk().find_sales(query).await.unwrap();
        rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
    };
    let yesterday = SaleDays {
        from: "2026-11-20T00:00:00+00:00".to_owned(),
        to: "2026-11-21T00:00:00Z".to_owned(),
    };
    let of_yesterday = || SaleQuery { days: Some(yesterday.clone()), ..every_sale() };
    let mine = || SaleQuery { mine: true, ..every_sale() };
    assert_eq!(find(of_yesterday()).await, std::slice::from_ref(&own.row.id));
    assert_eq!(find(mine()).await, std::slice::from_ref(&of_today.row.id));
    rig.sign_in(&crew.cashier, CASHIER_PIN).await;
    assert_eq!(find(mine()).await, std::slice::from_ref(&own.row.id));
    let account = SaleQuery { account: Some(own.account_id.clone()), ..every_sale() };
    assert_eq!(find(account).await, [of_today.row.id.clone(), own.row.id.clone()]);
    let days = SaleDays { from: "yesterday".to_owned(), to: "today".to_owned() };
    let nonsense = SaleQuery { days: Some(days), ..every_sale() };
    assert_eq!(rig.desk().find_sales(nonsense).await.unwrap_err(), TillError::NotFound);
}

#[tokio::test]
async fn what_the_provider_said_is_told_with_the_names_that_support_asks_for() {
    let rig = Rig::start().await;
    let sale = rig.paid("6400").await;
    let ids: Vec<&str> = sale.ids.iter().map(|known| known.id.as_str()).collect();
    for id in [&sale.row.id, &sale.our_reference, &sale.payments[0].provider_id] {
        assert!(ids.contains(&id.as_str()), "{id}");
    }
    let said: Vec<&str> = sale.said.iter().map(|line| line.said.as_str()).collect();
    assert!(said.iter().any(|said| said.contains("PAID")), "{said:?}");
    let link = sale.link.as_ref().unwrap();
    assert!(!said.iter().any(|said| said.contains(&link.url)), "{said:?}");
    let shown = sale.ids.iter().find(|known| known.kind == IdKind::Link).unwrap();
    assert!(!said.iter().any(|said| said.contains(&shown.id)), "{said:?}");
}
