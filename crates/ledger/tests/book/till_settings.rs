//! How the till looks, speaks and sounds, and when its day ends.

use domain::{
    event::Fact,
    till_settings::{DisplayChoice, Theme, TillSettings},
};
use ledger::HistorySearch;

use crate::{
    crew::{OWNER, by},
    shop::Shop,
};

fn dark() -> TillSettings {
    TillSettings { theme: Theme::Dark, ..TillSettings::default() }
}

fn facts(shop: &Shop) -> Vec<Fact> {
    let search = HistorySearch {
        by: Some(OWNER),
        only_people: false,
        kinds: &["SETTINGS_CHANGED"],
        from: None,
        to: None,
        sale: None,
        before: None,
        limit: 100,
    };
    shop.ledger.history(&search).unwrap().into_iter().map(|row| row.fact).collect()
}

#[test]
fn a_change_stands_in_the_book_with_who_made_it() {
    let shop = Shop::new();
    assert_eq!(shop.ledger.till_settings().unwrap(), TillSettings::default());
    let changed = shop.ledger.change_till_settings(by(OWNER), |_| dark()).unwrap();
    assert_eq!(changed, dark());
    assert_eq!(shop.ledger.till_settings().unwrap(), dark());
    assert_eq!(facts(&shop), [Fact::SettingsChanged { settings: dark() }]);
}

#[test]
fn a_change_sees_what_the_one_before_it_left() {
    let shop = Shop::new();
    shop.ledger.change_till_settings(by(OWNER), |_| dark()).unwrap();
    let one_screen = |before| TillSettings { display: DisplayChoice::OneScreen, ..before };
    let both = shop.ledger.change_till_settings(by(OWNER), one_screen).unwrap();
    assert_eq!((both.theme, both.display), (Theme::Dark, DisplayChoice::OneScreen));
}

#[test]
fn the_same_settings_again_are_not_written_down() {
    let shop = Shop::new();
    shop.ledger.change_till_settings(by(OWNER), |_| dark()).unwrap();
    let before = shop.tables();
    shop.ledger.change_till_settings(by(OWNER), |_| dark()).unwrap();
    assert_eq!(shop.tables(), before);
}

#[test]
fn a_hand_in_the_tables_moves_no_day() {
    let shop = Shop::new();
    shop.ledger.change_till_settings(by(OWNER), |_| dark()).unwrap();
    let forged =
        r#"INSERT INTO settings (name, value) VALUES ('till_settings', '{"dayEndsAt":700}')"#;
    assert_eq!(shop.file().execute(forged, []).unwrap(), 1);
    assert_eq!(shop.ledger.till_settings().unwrap(), dark());
}

#[test]
fn a_book_that_is_rebuilt_keeps_them() {
    let shop = Shop::new();
    shop.ledger.change_till_settings(by(OWNER), |_| dark()).unwrap();
    shop.ledger.rebuild().unwrap();
    assert_eq!(shop.ledger.till_settings().unwrap(), dark());
}
