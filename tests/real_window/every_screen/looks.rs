use fantoccini::key::Key;

use super::{
    SHOP,
    settings::PARTS,
    walk::{Aside, Walk, paid_screens_stay},
};
use crate::window::{Windows, on_stage, open_settings, pay, start_practice, waiting};

const ON_A_LINK: [Aside; 3] = [
    ["send", "share-dialog", "share-close"],
    ["print", "slip-dialog", "slip-close"],
    ["change-link", "change-dialog", "change-cancel"],
];

#[tokio::test]
#[ignore = "needs a window: cargo xtask test runs it"]
async fn the_usual_screens_are_accessible_and_fit_however_they_look() {
    on_stage("every-screen-in-other-looks", async |stage| {
        let windows = stage.open().await;
        let counter = &windows.counter;
        let mut walk = Walk::new();
        start_practice(counter, SHOP).await;
        paid_screens_stay(counter).await;

        open_settings(counter, "LOOK").await;
        counter.choose("theme-DARK").await;
        both_are(&windows, "html[data-theme=\"dark\"]").await;
        walk.goes_on("dark");
        usual_screens(&mut walk, &windows).await;

        open_settings(counter, "LOOK").await;
        counter.choose("theme-LIGHT").await;
        both_are(&windows, "html[data-theme=\"light\"]").await;
        counter.choose_in("counter-language", "ar").await;
        both_are(&windows, "html[lang=\"ar\"][dir=\"rtl\"]").await;
        walk.goes_on("from right to left");
        usual_screens(&mut walk, &windows).await;

        // Long words in the smallest window.
        open_settings(counter, "LOOK").await;
        counter.choose_in("counter-language", "de").await;
        both_are(&windows, "html[lang=\"de\"][dir=\"ltr\"]").await;
        counter.resize(1024, 700).await;
        walk.goes_on("small");
        usual_screens(&mut walk, &windows).await;
        walk.found_nothing();
    })
    .await;
}

/// A screen of 1920 by 1200 at 200 % has room for 960 by 600, and a smaller one for 640 by 400: what lies below is scrolled
/// to.
#[tokio::test]
#[ignore = "needs a window: cargo xtask test runs it"]
async fn the_usual_screens_fit_at_200_percent() {
    on_stage("every-screen-at-200-percent", async |stage| {
        let windows = stage.open_on(&[("GDK_SCALE", "2")]).await;
        let counter = &windows.counter;
        let mut walk = Walk::new();
        assert_eq!(counter.script("return devicePixelRatio", Vec::new()).await, 2);
        start_practice(counter, SHOP).await;
        paid_screens_stay(counter).await;
        walk.goes_on("at 200 %");
        usual_screens(&mut walk, &windows).await;
        counter.resize(640, 400).await;
        walk.goes_on("at 200 %, small");
        usual_screens(&mut walk, &windows).await;
        walk.found_nothing();
    })
    .await;
}

/// What the desktop says of its people counts in both windows: less motion, and more contrast.
#[tokio::test]
#[ignore = "needs a window: cargo xtask test runs it"]
async fn nothing_moves_and_lines_are_clear_where_the_desktop_says_so() {
    on_stage("every-screen-for-some-eyes", async |stage| {
        stage.home().set_desktop("gtk-enable-animations=0\ngtk-theme-name=HighContrast");
        let windows = stage.open().await;
        let Windows { counter, customer } = &windows;
        let mut walk = Walk::new();
        start_practice(counter, SHOP).await;
        paid_screens_stay(counter).await;
        for page in [counter, customer] {
            for asked in ["(prefers-reduced-motion: reduce)", "(prefers-contrast: more)"] {
                let is_known = format!("return matchMedia('{asked}').matches");
                assert_eq!(page.script(&is_known, Vec::new()).await, true, "{asked}");
            }
        }
        walk.goes_on("still and clear");
        usual_screens(&mut walk, &windows).await;
        walk.found_nothing();
    })
    .await;
}

async fn both_are(Windows { counter, customer }: &Windows, css: &str) {
    counter.find(css).await;
    customer.find(css).await;
}

async fn usual_screens(walk: &mut Walk, Windows { counter, customer }: &Windows) {
    counter.click("rail-take").await;
    walk.at(counter, "take").await;
    walk.at_customer(customer, "IDLE").await;
    counter.type_keys("2500".chars().chain([char::from(Key::Enter)])).await;
    let sale = waiting(counter).await;
    walk.at_state(counter, "WAITING").await;
    walk.at_customer(customer, "PAY").await;
    for aside in ON_A_LINK {
        walk.aside(counter, aside).await;
    }
    pay(&sale.link).await;
    walk.at(counter, "paid-screen").await;
    walk.at_customer(customer, "PAID").await;
    counter.click("paid-details").await;
    walk.at(counter, "detail").await;
    walk.aside(counter, ["refund", "refund-dialog", "refund-cancel"]).await;
    counter.click("rail-products").await;
    walk.at(counter, "products-empty").await;
    for part in PARTS {
        open_settings(counter, part).await;
        walk.at_one(counter, "part", "data-part", part).await;
    }
}
