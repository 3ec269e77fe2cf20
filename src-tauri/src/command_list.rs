//! The one list of commands: the handler, the permissions and the page's types follow from it, and a test holds the
//! three together.

use tauri::{Runtime, ipc::Invoke};

use crate::commands;

/// A command that a page may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Command {
    /// Its name.
    pub name: &'static str,
    /// The label of the one window that may call it.
    pub window: &'static str,
    /// What it takes, as the page's types say it: `form: NewSaleForm`.
    pub takes: &'static str,
    /// What it gives, as the page's types say it.
    pub gives: &'static str,
}

macro_rules! commands {
    ($($window:ident: $name:ident($takes:literal) -> $gives:literal;)*) => {
        /// Every command.
        pub const COMMANDS: &[Command] = &[
            $(Command { name: stringify!($name), window: stringify!($window), takes: $takes, gives: $gives },)*
        ];

        /// Hands each call to its command.
        pub fn handler<R: Runtime>() -> impl Fn(Invoke<R>) -> bool + Send + Sync + 'static {
            tauri::generate_handler![$(commands::$name),*]
        }
    };
}

commands! {
    counter: till_state("") -> "TillState";
    counter: start_practice("provider: ProviderId, shopName: string, description: string") -> "TillState";
    counter: name_shop("shopName: string") -> "TillState";
    counter: connect_account("form: ConnectForm") -> "TillState";
    counter: test_connection("account: string") -> "ConnectionReport";
    counter: replace_key("form: NewKeyForm") -> "TillState";
    counter: change_account("form: AccountChange") -> "TillState";
    counter: forget_account("account: string") -> "TillState";
    counter: choose_account("account: string") -> "TillState";
    counter: check_notification("account: string, body: string, signature: string") -> "NotificationVerdict";
    counter: prepare_account("account: string") -> "null";
    counter: read_amount("text: string, currency: string, decimalMark: DecimalMark") -> "AmountReading";
    counter: create_link("form: NewSaleForm") -> "SaleView";
    counter: link_status("sale: string") -> "SaleView";
    counter: refund_payment("form: RefundForm") -> "SaleView";
    counter: cancel_link("sale: string") -> "SaleView";
    counter: change_link("form: ChangeForm") -> "SaleView";
    counter: set_charges("sale: string, stop: boolean") -> "SaleView";
    counter: end_hold("form: HoldEndForm") -> "SaleView";
    counter: find_customers("query: CustomerQuery") -> "CustomerList";
    counter: customer_card("account: string, customer: string") -> "CustomerCard";
    counter: save_customer("form: CustomerForm") -> "CustomerCard";
    counter: delete_customer("account: string, customer: string") -> "null";
    counter: choose_customer("sale: string, customer: string") -> "SaleView";
    counter: person_case("sale: string") -> "PersonCase";
    counter: decide_case("decision: Decision") -> "SaleView";
    counter: settle_total("form: TotalForm") -> "SaleView";
    counter: check_as_customer("sale: string") -> "CustomerCheck";
    counter: open_dashboard("account: string") -> "null";
    counter: list_products("environment: Environment") -> "ProductsView";
    counter: save_product("form: ProductForm") -> "ProductsView";
    counter: delete_product("product: string") -> "ProductsView";
    counter: order_products("environment: Environment, products: Array<string>") -> "ProductsView";
    counter: set_product_picture("product: string, file: string") -> "ProductsView";
    counter: clear_product_picture("product: string") -> "ProductsView";
    counter: preview_product_import("environment: Environment, text: string") -> "ImportPreview";
    counter: import_products("environment: Environment, text: string, fingerprint: string") -> "ProductsView";
    counter: export_products("environment: Environment") -> "SavedFile";
    counter: show_in_folder("") -> "null";
    counter: open_sales("") -> "Array<SaleRow>";
    counter: find_sales("query: SaleQuery") -> "Array<SaleRow>";
    counter: sale_detail("sale: string") -> "SaleView";
    counter: day_totals("from: string, to: string") -> "DayTotals";
    counter: copy_link("link: string") -> "CopiedLink";
    counter: open_pay_page("link: string") -> "null";
    counter: watch_till("events: Channel<TillEvent>") -> "null";
    counter: show_to_customer("sale: string | null") -> "null";
    counter: raise_customer_display("") -> "CustomerScreen";
    counter: plan_trouble("account: string, trouble: PracticeTrouble") -> "Array<PracticeTrouble>";
    counter: planned_troubles("account: string") -> "Array<PracticeTrouble>";
    counter: clear_troubles("account: string") -> "Array<PracticeTrouble>";
    customer: customer_display("pages: Channel<CustomerPage>") -> "null";
}
