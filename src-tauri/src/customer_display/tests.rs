//! What customers see of a till with a real book and a practice provider.

use std::sync::{Arc, Mutex};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use desk::{
    Actor,
    domain::{
        account::ProviderId,
        ids::SaleId,
        language::Language,
        till_settings::{Theme, TillSettings},
    },
    seams::{SessionStore, Vault},
    view::{NewSaleForm, SaleView},
};
use serde_json::{Value, json};
use tauri::ipc::{Channel, InvokeResponseBody};
use tempfile::TempDir;

use super::CustomerDisplay;
use crate::{
    awake::Awake,
    practice_providers::PracticeTrouble,
    till::{Opened, Till},
};

/// What staff know of the sale and customers must never read.
const STAFFS: [&str; 2] = ["A-17", "blue jacket"];

/// Whether the screen is kept awake, as it was last said.
#[derive(Default)]
struct NotedAwake(Mutex<bool>);

impl Awake for NotedAwake {
    fn keep(&self, reason: Option<&str>) {
        *self.0.lock().unwrap() = reason.is_some();
    }
}

/// A till with a customer's window, which notes what it is told.
struct Shop {
    till: Till,
    display: CustomerDisplay,
    awake: Arc<NotedAwake>,
    told: Arc<Mutex<Vec<Value>>>,
    _folder: TempDir,
}

impl Shop {
    fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let till = Till::on_book(folder.path(), Vault::at_once(SessionStore::new()));
        let awake = Arc::new(NotedAwake::default());
        let screen = Arc::clone(&till.opened().unwrap().screen);
        let display = CustomerDisplay::new(screen, awake.clone());
        Self { till, display, awake, told: Arc::default(), _folder: folder }
    }

    fn opened(&self) -> &Opened {
        self.till.opened().unwrap()
    }

    fn by(&self) -> Actor {
        self.opened().desk.actor().unwrap()
    }

    async fn connect(&self) {
        let told = Arc::clone(&self.told);
        let scenes = Channel::new(move |body| {
            let InvokeResponseBody::Json(text) = body else { panic!("a scene is JSON") };
            told.lock().unwrap().push(serde_json::from_str(&text).unwrap());
            Ok(())
        });
        self.display.connect(&self.opened().desk, scenes).await.unwrap();
    }

    /// What the window was told last.
    fn scene(&self) -> Value {
        self.told.lock().unwrap().last().unwrap().clone()
    }

    fn is_awake(&self) -> bool {
        *self.awake.0.lock().unwrap()
    }

    /// A sale with all that staff may write on it, whose customer pays as soon as the till looks.
    async fn sell(&self) -> SaleView {
        let (opened, by) = (self.opened(), self.by());
        let mut practice = opened.practice.lock().await;
        opened.desk.name_shop(by, "Quince & Sons").await.unwrap();
        let provider = ProviderId::GlobalPayments;
        practice.begin(&opened.desk, by, provider, "Quince & Sons", "Coffee").await.unwrap();
        let account = opened.desk.accounts().await.unwrap().remove(0);
        let pays = PracticeTrouble::PaysAfter { seconds: 0 };
        practice.plan(&account.id.to_string(), pays).unwrap();
        let form: NewSaleForm = serde_json::from_value(json!({
            "press": "00000000-0000-4000-8000-000000000001", "account": account.id,
            "amountMinor": "2500", "currency": "EUR", "reference": "A-17", "name": "Quince & Sons",
            "description": "Coffee", "staffNote": "blue jacket by the window", "payableFor": 900,
            "useLimit": null, "shippingMinor": null, "kind": { "kind": "PAYMENT" },
            "customerEmail": "", "pageLanguage": "", "customer": "", "lines": [],
        }))
        .unwrap();
        opened.desk.create_link(by, form).await.unwrap()
    }

    async fn show(&self, sale: Option<&SaleView>) {
        let sale: Option<SaleId> = sale.map(|sale| sale.row.id.parse().unwrap());
        self.display.show(&self.opened().desk, sale).await.unwrap();
    }
}

/// Runs it outside of any other runtime: a till opens its book by itself.
fn in_a_shop(act: impl AsyncFnOnce(&Shop)) {
    let shop = Shop::open();
    tauri::async_runtime::block_on(act(&shop));
}

#[test]
fn the_customer_reads_what_they_pay_and_nothing_of_staffs() {
    in_a_shop(async |shop| {
        shop.connect().await;
        let sale = shop.sell().await;
        shop.show(Some(&sale)).await;
        let link = sale.link.unwrap();
        let told = shop.scene();
        assert_eq!(
            told,
            json!({
                "page": {
                    "kind": "PAY", "shopName": "Quince & Sons", "environment": "PRACTICE",
                    "amount": { "minor": "2500", "currency": "EUR", "exponent": 2 },
                    "whatFor": "Coffee", "linkKind": { "kind": "PAYMENT" }, "link": link.id,
                    "host": link.host, "endsAt": link.expires_at, "cardRefused": false,
                },
                "language": null, "theme": "SYSTEM", "timeZone": null, "picture": null,
                "screen": null,
            }),
            "this, and nothing else"
        );
        for staffs in STAFFS {
            assert!(!told.to_string().contains(staffs), "{staffs}: {told}");
        }
    });
}

#[test]
fn the_mark_of_a_payment_is_the_counters() {
    in_a_shop(async |shop| {
        shop.connect().await;
        let sale = shop.sell().await;
        shop.show(Some(&sale)).await;
        let paid = shop.opened().desk.check_now(&sale.row.id).await.unwrap();
        shop.show(Some(&paid)).await;
        let told = shop.scene();
        assert_eq!(told["page"]["kind"], "PAID");
        let counter = serde_json::to_value(&paid.row.state).unwrap();
        assert_eq!(counter["kind"], "PAID");
        assert!(counter["mark"]["word"].is_number());
        assert_eq!(told["page"]["mark"], counter["mark"]);
        for staffs in STAFFS {
            assert!(!told.to_string().contains(staffs), "{staffs}: {told}");
        }
    });
}

#[test]
fn the_screen_is_awake_while_a_code_is_shown_and_no_longer() {
    in_a_shop(async |shop| {
        shop.connect().await;
        assert!(!shop.is_awake());
        let sale = shop.sell().await;
        shop.show(Some(&sale)).await;
        assert!(shop.is_awake());
        shop.show(None).await;
        assert!(!shop.is_awake());
        shop.show(Some(&sale)).await;
        let paid = shop.opened().desk.check_now(&sale.row.id).await.unwrap();
        shop.show(Some(&paid)).await;
        assert!(!shop.is_awake());
    });
}

#[test]
fn customers_read_their_own_language() {
    in_a_shop(async |shop| {
        shop.connect().await;
        let desk = &shop.opened().desk;
        let mut settings = desk.settings().await.unwrap();
        settings.language = Some(Language::De);
        settings.theme = Theme::Dark;
        settings.time_zone = Some("Europe/Berlin".to_owned());
        let settings = desk.change_settings(shop.by(), settings).await.unwrap();
        shop.show(None).await;
        let told = shop.scene();
        assert_eq!((&told["language"], &told["theme"]), (&json!("de"), &json!("DARK")));
        assert_eq!(told["timeZone"], "Europe/Berlin");
        let theirs = TillSettings { customer_language: Some(Language::Ka), ..settings };
        desk.change_settings(shop.by(), theirs).await.unwrap();
        shop.show(None).await;
        assert_eq!(shop.scene()["language"], "ka");
    });
}

#[test]
fn the_shops_picture_is_shown_while_there_is_nothing_to_pay() {
    in_a_shop(async |shop| {
        shop.connect().await;
        let desk = &shop.opened().desk;
        assert_eq!(shop.scene()["picture"], Value::Null);
        desk.set_idle_picture(shop.by(), picture()).await.unwrap();
        shop.show(None).await;
        let name = shop.scene()["picture"].as_str().unwrap().to_owned();
        let bytes = desk.idle_picture_bytes(&name).await.unwrap();
        assert!(bytes.starts_with(b"\x89PNG"), "the window gets it by this name");
        let sale = shop.sell().await;
        shop.show(Some(&sale)).await;
        assert_eq!(shop.scene()["picture"], Value::Null, "not beside a code");
        desk.clear_idle_picture(shop.by()).await.unwrap();
        shop.show(None).await;
        assert_eq!(shop.scene()["picture"], Value::Null);
        assert!(desk.idle_picture_bytes(&name).await.is_err(), "its old address shows nothing");
    });
}

/// A red PNG of one pixel.
fn picture() -> Vec<u8> {
    let text = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC";
    STANDARD.decode(text).unwrap()
}
