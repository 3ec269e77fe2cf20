//! A sale that is taken to another account: every way in which the first link can end, and a program that is killed in
//! between. Never two links that a customer can pay without the first one ended, or flagged and watched.

use std::{sync::Arc, time::Duration};

use desk::{
    NewPlace,
    domain::TillError,
    seams::Clock,
    view::{EarlierLinkState, SaleView},
};
use practice::{
    AppKey, PracticeConfig, PracticeCredentials, PracticeServer, Random,
    global_payments::{APPROVED_CARDS, DECLINED_CARD, Link, LinkStatus, PracticeBooks},
};
use providers::{Lane, TransportFault};

use crate::rig::{
    CANARY, CASHIER_PIN, Call, Rig, Then, Trouble, code, every_sale, press, refund_form, refusal,
    story, word,
};

/// A till with two accounts, each at a provider of its own; the first one takes the payments.
struct Two {
    rig: Rig,
    second: String,
    other: PracticeServer,
}

impl Two {
    async fn start() -> Self {
        let rig = Rig::start().await;
        let credentials =
            PracticeCredentials { app_id: "second".to_owned(), app_key: AppKey::new(CANARY) };
        let other = PracticeServer::start(PracticeConfig {
            clock: Arc::clone(&rig.clock) as Arc<dyn practice::Clock>,
            ..PracticeConfig::new(credentials, Random::from_seed(2))
        })
        .await
        .unwrap();
        let mut account = rig.new_account(CANARY);
        account.place = NewPlace::ThisComputer { port: other.address().port() };
        account.key_id = "second".to_owned();
        account.name = "Second".to_owned();
        let second = rig.desk().add_account(account).await.unwrap().to_string();
        Self { rig, second, other }
    }

    /// A sale at the first account whose create ran into `trouble`.
    async fn stuck(&self, trouble: Trouble) -> SaleView {
        self.rig.network.once(Call::CreateLink, trouble);
        let sale = self.rig.desk().create_link(self.rig.form("2500")).await.unwrap();
        assert_eq!(
            sale.try_with.iter().map(|other| other.name.as_str()).collect::<Vec<_>>(),
            ["Second"],
            "{sale:?}"
        );
        sale
    }

    /// A sale whose link at the first account is there, though nobody knows.
    async fn stuck_unseen(&self) -> SaleView {
        self.stuck(Trouble::Acted(Then::Fault(TransportFault::TimedOut))).await
    }

    /// A sale whose customer's card was refused at the first account.
    async fn card_refused(&self) -> SaleView {
        let sale = self.rig.waiting("2500").await;
        assert_eq!(sale.try_with, [], "the customer can pay");
        self.rig.pay_with(&sale, DECLINED_CARD);
        let sale = self.rig.desk().check_now(&sale.row.id).await.unwrap();
        assert_eq!(word(&sale), "CARD_REFUSED");
        sale
    }

    async fn try_second(&self, sale: &SaleView) -> SaleView {
        self.rig.desk().try_with(&sale.row.id, &self.second, &press()).await.unwrap()
    }

    /// The one link at the first provider, which staff were never shown or have set aside.
    fn first(&self) -> Link {
        only(&self.rig.books())
    }

    fn first_status(&self) -> LinkStatus {
        self.rig.books().link_status(&self.first().id).unwrap()
    }

    /// The one link at the second provider.
    fn next(&self) -> Link {
        only(&self.other.books())
    }

    fn pay_first(&self) {
        self.rig.books().pay(&self.first().id, APPROVED_CARDS[0]).unwrap();
    }

    fn pay_next(&self) {
        self.other.books().pay(&self.next().id, APPROVED_CARDS[0]).unwrap();
    }

    /// What the watcher does by itself in some minutes.
    async fn watched(&self, sale: &SaleView) -> SaleView {
        for _ in 0..8 {
            self.rig.desk().work_due(Lane::Settling).await;
            self.rig.desk().work_due(Lane::Sweep).await;
            self.rig.rested();
        }
        self.rig.sale(sale).await
    }

    /// The sale asks for one link that staff may show, of the second account.
    fn shows_the_second(&self, sale: &SaleView) {
        assert_eq!((word(sale).as_str(), &sale.account_id), ("WAITING", &self.second));
        let shown = sale.link.as_ref().unwrap();
        assert!(shown.payable && shown.url.ends_with(self.next().page.as_str()), "{shown:?}");
        assert_eq!(sale.try_with, [], "the customer can pay");
    }
}

fn only(books: &PracticeBooks) -> Link {
    let mut links = books.links();
    assert_eq!(links.len(), 1, "{links:?}");
    links.remove(0)
}

fn states(sale: &SaleView) -> Vec<(&str, EarlierLinkState)> {
    sale.earlier_links.iter().map(|link| (link.account_name.as_str(), link.state)).collect()
}

fn no() -> Trouble {
    let no = refusal(400, "INVALID_REQUEST_DATA", "40213", "unexpected data");
    Trouble::Unheard(Then::Answer(no))
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_first_provider_says_no_there_is_one_link_at_the_second() {
    let two = Two::start().await;
    let sale = two.stuck(no()).await;
    let sale = two.try_second(&sale).await;
    two.shows_the_second(&sale);
    assert_eq!(states(&sale), [("Practice", EarlierLinkState::NeverMade)]);
    assert_eq!(
        story(&sale),
        ["SALE_STARTED", "LINK_ASKED", "LINK_REFUSED", "TRIED_WITH", "LINK_ASKED", "LINK_MADE"]
    );
    assert!(sale.timeline[3].by.is_some(), "who tried it is told");
    // What staff typed is what the second provider was asked for.
    assert_eq!(
        (sale.row.what_for.as_str(), two.next().reference),
        ("Two chairs", sale.our_reference.clone())
    );
    two.pay_next();
    let sale = two.rig.desk().check_now(&sale.row.id).await.unwrap();
    assert_eq!(word(&sale), "PAID");
    assert_eq!(sale.payments[0].account_name, "Second");
    assert_eq!(two.rig.links_made(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_link_that_nobody_saw_is_found_and_ended() {
    let two = Two::start().await;
    let sale = two.stuck_unseen().await;
    assert_eq!(word(&sale), "NOT_SURE");
    let sale = two.try_second(&sale).await;
    two.shows_the_second(&sale);
    assert_eq!(states(&sale), [("Practice", EarlierLinkState::Watched)]);
    let sale = two.watched(&sale).await;
    assert_eq!(two.first_status(), LinkStatus::Inactive);
    two.shows_the_second(&sale);
    assert_eq!(two.rig.network.sent(Call::CreateLink), 2, "nothing was sent again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_link_that_cannot_be_ended_is_watched_and_its_money_is_the_sale_s() {
    let two = Two::start().await;
    let sale = two.stuck_unseen().await;
    two.rig.network.always(Call::AlterLink, no());
    let sale = two.try_second(&sale).await;
    let sale = two.watched(&sale).await;
    assert_eq!(two.first_status(), LinkStatus::Active);
    assert_eq!(states(&sale), [("Practice", EarlierLinkState::Watched)]);
    two.pay_first();
    let sale = two.watched(&sale).await;
    assert_eq!(word(&sale), "PAID");
    assert_eq!(states(&sale), [("Practice", EarlierLinkState::Paid)]);
    assert_eq!(sale.payments[0].account_name, "Practice");
    assert!(!sale.link.as_ref().unwrap().payable);
}

#[tokio::test(flavor = "multi_thread")]
async fn once_the_first_is_paid_the_second_is_ended() {
    let two = Two::start().await;
    let sale = two.stuck_unseen().await;
    let sale = two.try_second(&sale).await;
    two.pay_first();
    let sale = two.watched(&sale).await;
    assert_eq!(word(&sale), "PAID");
    let link = two.next().id;
    assert_eq!(two.other.books().link_status(&link), Some(LinkStatus::Inactive));
}

#[tokio::test(flavor = "multi_thread")]
async fn both_paid_is_paid_twice_and_each_refund_goes_where_its_money_came_from() {
    let two = Two::start().await;
    let sale = two.stuck_unseen().await;
    let sale = two.try_second(&sale).await;
    two.pay_first();
    two.pay_next();
    let sale = two.watched(&sale).await;
    assert_eq!(word(&sale), "PAID_TWICE");
    let of = |name: &str| {
        sale.payments.iter().find(|payment| payment.account_name == name).unwrap().clone()
    };
    let refunded = |books: &PracticeBooks| {
        let made = books.transactions();
        made.iter()
            .filter(|made| {
                matches!(made.kind, practice::global_payments::TransactionKind::Refund { .. })
            })
            .count()
    };
    let mut alone = SaleView { payments: vec![of("Practice")], ..sale.clone() };
    let sale = two.rig.desk().refund(refund_form(&alone, "2500")).await.unwrap();
    assert_eq!((refunded(&two.rig.books()), refunded(&two.other.books())), (1, 0));
    assert_eq!(word(&sale), "PARTLY_REFUNDED");
    alone.payments = vec![of("Second")];
    let sale = two.rig.desk().refund(refund_form(&alone, "2500")).await.unwrap();
    assert_eq!((refunded(&two.rig.books()), refunded(&two.other.books())), (1, 1));
    assert_eq!(word(&sale), "REFUNDED");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_a_customer_has_is_ended_before_the_second_is_shown() {
    let two = Two::start().await;
    let sale = two.card_refused().await;
    let shown = sale.link.clone().unwrap();
    let sale = two.try_second(&sale).await;
    assert_eq!(two.first_status(), LinkStatus::Inactive);
    two.shows_the_second(&sale);
    assert_eq!(states(&sale), [("Practice", EarlierLinkState::Over)]);
    let copied = two.rig.desk().shown_link(&shown.id).await;
    assert_eq!(copied, Err(TillError::LinkOver), "nobody copies the first one any more");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_a_customer_has_and_nobody_can_end_is_flagged_and_watched() {
    let two = Two::start().await;
    let sale = two.card_refused().await;
    let lost = || Trouble::Unheard(Then::Fault(TransportFault::TimedOut));
    two.rig.network.always(Call::AlterLink, lost());
    let sale = two.try_second(&sale).await;
    two.shows_the_second(&sale);
    assert_eq!(two.first_status(), LinkStatus::Active);
    assert_eq!(states(&sale), [("Practice", EarlierLinkState::Watched)]);
    two.rig.rested();
    two.pay_first();
    let sale = two.watched(&sale).await;
    assert_eq!(word(&sale), "PAID_AFTER_CANCEL");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_link_that_nobody_can_end_goes_to_nobody_any_more() {
    let two = Two::start().await;
    let sale = two.card_refused().await;
    let first = sale.link.clone().unwrap().id;
    two.rig.network.always(Call::AlterLink, no());
    let sale = two.try_second(&sale).await;
    assert_eq!(two.first_status(), LinkStatus::Active);
    let desk = two.rig.desk();
    let share = async |link: &str| desk.link_to_share(desk.actor().unwrap(), link).await;
    assert_eq!(share(&first).await, Err(TillError::LinkOver));
    assert!(share(&sale.link.as_ref().unwrap().id).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_who_has_just_paid_is_asked_for_nothing_more() {
    let two = Two::start().await;
    let sale = two.card_refused().await;
    // Another card, and the till has not looked yet.
    two.pay_first();
    let sale = two.try_second(&sale).await;
    assert_eq!((word(&sale).as_str(), sale.account_name.as_str()), ("PAID", "Practice"));
    assert!(two.other.books().links().is_empty());
    assert_eq!(sale.earlier_links, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_press_and_two_at_once_make_one_link() {
    let two = Two::start().await;
    let sale = two.stuck_unseen().await;
    let desk = two.rig.desk();
    let (pressed, others) = (press(), press());
    let (one, at_once) = tokio::join!(
        desk.try_with(&sale.row.id, &two.second, &pressed),
        desk.try_with(&sale.row.id, &two.second, &others),
    );
    assert!(one.is_ok() && at_once.is_ok(), "{one:?} {at_once:?}");
    for again in [pressed, others, press()] {
        let sale = desk.try_with(&sale.row.id, &two.second, &again).await.unwrap();
        two.shows_the_second(&sale);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_second_says_no_as_well_the_first_may_be_tried_again() {
    let two = Two::start().await;
    let sale = two.stuck(no()).await;
    two.rig.network.once(Call::CreateLink, no());
    let sale = two.try_second(&sale).await;
    assert_eq!(word(&sale), "LINK_REFUSED");
    assert_eq!(sale.try_with[0].name, "Practice");
    let sale = two.rig.desk().try_with(&sale.row.id, &two.rig.account(), &press()).await.unwrap();
    assert_eq!((word(&sale).as_str(), sale.account_name.as_str()), ("WAITING", "Practice"));
    assert_eq!(sale.earlier_links.len(), 2);
    assert!(two.first().reference == sale.our_reference && two.other.books().links().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_second_cannot_be_reached_nothing_of_the_first_is_given_up() {
    let mut two = Two::start().await;
    let sale = two.stuck_unseen().await;
    two.rig.reopen_unsettled().await;
    two.rig.network.once(Call::SignIn, Trouble::Unheard(Then::Fault(TransportFault::Connect)));
    let refused = two.rig.desk().try_with(&sale.row.id, &two.second, &press()).await.unwrap_err();
    assert_eq!(code(&refused), "NOT_SENT");
    let sale = two.rig.sale(&sale).await;
    assert_eq!((word(&sale).as_str(), sale.account_name.as_str()), ("NOT_SURE", "Practice"));
    assert_eq!(sale.earlier_links, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_before_the_second_provider_heard_of_it_there_is_one_link_to_pay() {
    killed(Trouble::Unheard(Then::Silence)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_after_the_second_provider_acted_its_link_is_adopted() {
    killed(Trouble::Acted(Then::Silence)).await;
}

/// Killed while the second provider is asked: the first link stays set aside, and the second comes to be once.
async fn killed(silent: Trouble) {
    let mut two = Two::start().await;
    let sale = two.stuck_unseen().await;
    two.rig.network.once(Call::CreateLink, silent);
    let (desk, second, id) = (two.rig.desk(), two.second.clone(), sale.row.id.clone());
    two.rig.kill_at_silence(async move { desk.try_with(&id, &second, &press()).await }).await;
    two.rig.reopen().await;
    let sale = two.watched(&sale).await;
    two.shows_the_second(&sale);
    assert_eq!(two.first_status(), LinkStatus::Inactive);
    assert_eq!(states(&sale), [("Practice", EarlierLinkState::Watched)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_before_anything_was_written_the_first_is_settled_as_ever() {
    let mut two = Two::start().await;
    let sale = two.stuck_unseen().await;
    two.rig.reopen_unsettled().await;
    two.rig.network.once(Call::SignIn, Trouble::Unheard(Then::Silence));
    let (desk, second, id) = (two.rig.desk(), two.second.clone(), sale.row.id.clone());
    two.rig.kill_at_silence(async move { desk.try_with(&id, &second, &press()).await }).await;
    two.rig.reopen().await;
    let sale = two.watched(&sale).await;
    assert_eq!((word(&sale).as_str(), sale.account_name.as_str()), ("WAITING", "Practice"));
    assert!(two.other.books().links().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_link_is_payable_for_as_long_as_staff_chose() {
    let two = Two::start().await;
    let sale = two.stuck(no()).await;
    two.rig.clock.advance(Duration::from_mins(7));
    let before = Clock::now(&*two.rig.clock).millis();
    let sale = two.try_second(&sale).await;
    let ends = sale.link.as_ref().unwrap().expires_at.unwrap().0.millis();
    assert!((ends - before - 900_000).abs() <= 1_000, "15 minutes from now, not from then");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_accounts_that_can_take_the_sale_are_offered() {
    let two = Two::start().await;
    let sale = two.stuck(no()).await;
    let own = two.rig.desk().try_with(&sale.row.id, &two.rig.account(), &press()).await;
    assert_eq!(own, Err(TillError::NotOffered), "the same one again");
    two.rig.desk().forget_account(&two.second).await.unwrap();
    assert_eq!(two.rig.sale(&sale).await.try_with, []);
    let gone = two.rig.desk().try_with(&sale.row.id, &two.second, &press()).await;
    assert_eq!(gone, Err(TillError::NotFound));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_for_several_payments_stays_where_it_is() {
    let two = Two::start().await;
    two.rig.network.once(Call::CreateLink, no());
    let mut form = two.rig.form("2500");
    form.use_limit = Some(3);
    let sale = two.rig.desk().create_link(form).await.unwrap();
    assert_eq!((word(&sale).as_str(), sale.try_with.len()), ("LINK_REFUSED", 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_somebody_else_made_and_a_customer_has_is_not_a_cashier_s_to_end() {
    let two = Two::start().await;
    let crew = two.rig.staffed().await;
    let shown = two.card_refused().await;
    let unseen = two.stuck_unseen().await;
    two.rig.sign_in(&crew.cashier, CASHIER_PIN).await;
    let refused = two.rig.desk().try_with(&shown.row.id, &two.second, &press()).await.unwrap_err();
    assert_eq!(code(&refused), "NOT_ALLOWED");
    assert_eq!(word(&two.rig.sale(&shown).await), "CARD_REFUSED");
    // Nobody has the other one's link, so nothing of anybody's is ended.
    let tried = two.rig.desk().try_with(&unseen.row.id, &two.second, &press()).await.unwrap();
    assert_eq!(word(&tried), "WAITING");
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_list_as_a_file_each_account_has_what_came_to_it() {
    let two = Two::start().await;
    let sale = two.try_second(&two.stuck_unseen().await).await;
    two.pay_first();
    two.pay_next();
    assert_eq!(word(&two.watched(&sale).await), "PAID_TWICE");
    let file = two.rig.desk().sales_file(every_sale()).await.unwrap();
    let mut reader = csv::Reader::from_reader(file.text.trim_start_matches('\u{feff}').as_bytes());
    let names = reader.headers().unwrap().clone();
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    let column = |name: &str| {
        let at = names.iter().position(|known| known == name).unwrap();
        rows.iter().map(|row| row[at].to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(column("account"), ["Second", "Practice"]);
    assert_eq!(column("asked"), ["25.00", ""], "it was asked for once");
    assert_eq!(column("paid"), ["25.00", "25.00"]);
    let links = [two.next().id, two.first().id].map(|id| id.as_str().to_owned());
    assert_eq!(column("link"), links);
}
