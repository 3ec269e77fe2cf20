use std::{
    fs,
    path::{Path, PathBuf},
};

use image::{Rgb, RgbImage};
use serde_json::json;

use super::{
    SHOP,
    walk::{Aside, Walk},
};
use crate::window::{
    OWNER_PIN, Page, Stage, Windows, crew, lock, on_stage, open_settings, start_practice, take,
    try_pin, type_pin, until,
};

/// Every part of the settings that an owner finds.
pub(super) const PARTS: [&str; 11] = [
    "SHOP", "ACCOUNTS", "STAFF", "DISPLAY", "LOOK", "SOUNDS", "LINKS", "COMPUTER", "BACKUP",
    "KEYS", "ABOUT",
];

/// On the card of an account.
const OF_AN_ACCOUNT: [Aside; 2] = [
    ["change-account", "account-form", "account-cancel"],
    ["forget-account", "forget-dialog", "forget-cancel"],
];

/// Among the staff.
const OF_THE_STAFF: [Aside; 4] = [
    ["staff-add", "staff-add-dialog", "staff-add-cancel"],
    ["member-change", "member-dialog", "member-cancel"],
    ["new-code-open", "new-code-dialog", "new-code-cancel"],
    ["own-pin-change", "own-pin-dialog", "own-pin-cancel"],
];

#[tokio::test]
#[ignore = "needs a window: cargo xtask test runs it"]
async fn the_settings_the_staff_and_the_lock_are_accessible_and_fit() {
    on_stage("every-screen-of-settings", async |stage| {
        let picture = picture(stage.home().path());
        let windows = stage.open().await;
        let counter = &windows.counter;
        let mut walk = Walk::new();
        start_practice(counter, SHOP).await;
        every_part(&mut walk, counter).await;
        customer_display(&mut walk, &windows, &picture).await;
        first_pin(&mut walk, counter).await;
        staff_with_pins(&mut walk, counter).await;
        a_backup(&mut walk, counter).await;
        a_damaged_book(&mut walk, stage).await;
        walk.found_nothing();
    })
    .await;
}

async fn every_part(walk: &mut Walk, counter: &Page) {
    for part in PARTS {
        open_settings(counter, part).await;
        walk.at_one(counter, "part", "data-part", part).await;
    }
    counter.click("part-ACCOUNTS").await;
    for aside in OF_AN_ACCOUNT {
        walk.aside(counter, aside).await;
    }
    counter.click("test-connection").await;
    walk.at(counter, "connection-report").await;
    counter.click("part-BACKUP").await;
    counter.click("log-show").await;
    walk.at(counter, "log-text").await;
}

async fn customer_display(walk: &mut Walk, windows: &Windows, picture: &Path) {
    let Windows { counter, customer } = windows;
    // It is not plugged in: this computer has one monitor.
    let monitor = json!({ "name": "Till 2", "width": 1024, "height": 600, "x": 1920, "y": 0 });
    let choice = json!({ "kind": "MONITOR", "monitor": monitor });
    counter.ask("choose_display", json!({ "choice": choice })).await;
    open_settings(counter, "DISPLAY").await;
    counter.fill("idle-picture-file", picture.to_str().unwrap()).await;
    counter.see("idle-picture-shown").await;
    walk.at(counter, "display-away").await;
    walk.at(customer, "customer-picture").await;
}

/// Looks at each step, and gives up in the end.
async fn first_pin(walk: &mut Walk, counter: &Page) {
    open_settings(counter, "STAFF").await;
    counter.click("first-pin-open").await;
    walk.at(counter, "first-pin-dialog").await;
    counter.fill("first-pin-name", "Shop owner").await;
    counter.click("first-pin-next").await;
    walk.at(counter, "first-pin-input").await;
    type_pin(counter, "first-pin", OWNER_PIN).await;
    type_pin(counter, "first-pin-again", OWNER_PIN).await;
    walk.at(counter, "code-shown").await;
    counter.click("code-written").await;
    walk.at(counter, "code-prove").await;
    counter.click("code-cancel").await;
    walk.at(counter, "code-give-up-confirm").await;
    counter.click("code-give-up-yes").await;
}

async fn staff_with_pins(walk: &mut Walk, counter: &Page) {
    let ([owner, ..], _) = crew(counter).await;
    counter.click("rail-take").await;
    take(counter, "500", "5.00").await;
    open_settings(counter, "STAFF").await;
    counter.see("rules-save").await;
    for aside in OF_THE_STAFF {
        walk.aside(counter, aside).await;
    }
    counter.click("open-history").await;
    counter.see("history-only-sale").await;
    counter.click("history-check").await;
    walk.at(counter, "history-whole").await;

    counter.click("rail-take").await;
    counter.click("open-sale").await;
    counter.click("show-customer").await;
    counter.see("shared-screen").await;
    counter.hold_until_seen('x', "shared-pin").await;
    walk.at(counter, "shared-leave-input").await;
    type_pin(counter, "shared-leave", OWNER_PIN).await;
    counter.see("sale").await;

    lock(counter).await;
    walk.at(counter, "lock-screen").await;
    counter.click("lost-pin").await;
    walk.aside(counter, ["lock-recover", "recover", "recover-back"]).await;
    try_pin(counter, &owner, "482917").await;
    walk.at(counter, "pin-problem").await;
    type_pin(counter, "pin", OWNER_PIN).await;
    walk.at(counter, "signed-in").await;
}

/// The till makes the day's backup by itself, a while after it was started.
async fn a_backup(walk: &mut Walk, counter: &Page) {
    until("the day's backup is made", async || {
        let made = counter.ask("backups", json!({})).await;
        made["daily"].as_array().is_some_and(|daily| !daily.is_empty()).then_some(())
    })
    .await;
    open_settings(counter, "BACKUP").await;
    counter.click("back-up").await;
    walk.at(counter, "backup-made").await;
    walk.at(counter, "backup-rows").await;
    walk.aside(counter, ["backup-look", "restore-dialog", "restore-not-now"]).await;
}

/// Nothing of the till can be shown: only the way on.
async fn a_damaged_book(walk: &mut Walk, stage: &mut Stage) {
    stage.kill().await;
    let folder = stage.home().data();
    // What stands beside the book would mend it.
    fs::remove_file(folder.join("till.db-wal")).unwrap();
    fs::write(folder.join("till.db"), "This is no book any more.").unwrap();
    let Windows { counter, customer } = stage.open().await;
    counter.see("restore-way-on").await;
    walk.at(&counter, "backup-rows").await;
    walk.at(&customer, "customer").await;
    walk.aside(&counter, ["backup-look", "restore-dialog", "restore-not-now"]).await;
    counter.click("log-show").await;
    walk.at(&counter, "log-text").await;
}

fn picture(folder: &Path) -> PathBuf {
    let path = folder.join("idle.png");
    RgbImage::from_pixel(640, 480, Rgb([0x20, 0x40, 0xa0])).save(&path).unwrap();
    path
}
