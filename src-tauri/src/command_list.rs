//! The one list of commands: the handler, the permissions, the page's types and who may call what follow from it, and
//! tests hold them together.

use desk::domain::rights::Right;
use tauri::{Runtime, ipc::Invoke};

use crate::{commands, gate};

/// A command that a page may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Command {
    /// Its name.
    pub name: &'static str,
    /// The label of the one window that may call it.
    pub window: &'static str,
    /// Who may call it there.
    pub access: Access,
    /// What it takes, as the page's types say it: `form: NewSaleForm`.
    pub takes: &'static str,
    /// What it gives, as the page's types say it.
    pub gives: &'static str,
}

/// Who may call a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Whoever is at the window, also while the till is locked.
    Anyone,
    /// Who is signed in and has this right.
    Needs(Right),
}

macro_rules! access {
    (Anyone) => {
        Access::Anyone
    };
    ($right:ident) => {
        Access::Needs(Right::$right)
    };
}

macro_rules! commands {
    ($($window:ident $access:ident: $name:ident($takes:literal) -> $gives:literal;)*) => {
        /// Every command.
        pub const COMMANDS: &[Command] = &[
            $(Command {
                name: stringify!($name),
                window: stringify!($window),
                access: access!($access),
                takes: $takes,
                gives: $gives,
            },)*
        ];

        /// Hands each call to its command, if who is at the till may call it.
        pub fn handler<R: Runtime>() -> impl Fn(Invoke<R>) -> bool + Send + Sync + 'static {
            let commands = every_command();
            move |invoke: Invoke<R>| match gate::refusal(&invoke.message) {
                Some(refusal) => {
                    invoke.resolver.reject(refusal);
                    true
                }
                None => commands(invoke),
            }
        }

        fn every_command<R: Runtime>() -> impl Fn(Invoke<R>) -> bool + Send + Sync + 'static {
            tauri::generate_handler![$(commands::$name),*]
        }
    };
}

commands! {
    counter Anyone: session("") -> "SessionView";
    counter Anyone: sign_in("form: SignInForm") -> "SessionView";
    counter Anyone: lock("") -> "SessionView";
    counter Anyone: still_here("") -> "null";
    counter Anyone: fresh_page("") -> "null";
    counter Anyone: recover("form: RecoverForm") -> "SessionView";
    counter ManageStaff: plan_first_pin("form: FirstPinForm") -> "RecoveryCodeView";
    counter ManageStaff: plan_recovery_code("pin: string") -> "RecoveryCodeView";
    counter ManageStaff: prove_recovery_code("code: string") -> "SessionView";
    counter ManageStaff: staff_list("") -> "StaffList";
    counter ManageStaff: add_staff("form: NewStaffForm") -> "StaffList";
    counter ManageStaff: rename_staff("member: string, name: string") -> "StaffList";
    counter ManageStaff: set_staff_role("member: string, role: Role") -> "StaffList";
    counter ManageStaff: retire_staff("member: string") -> "StaffList";
    counter ManageStaff: set_staff_pin("member: string, pin: string") -> "StaffList";
    counter TakePayments: change_own_pin("form: OwnPinForm") -> "null";
    counter ChangeSettings: till_rules("") -> "TillRules";
    counter ChangeSettings: change_rules("rules: TillRules") -> "TillRules";
    counter Anyone: till_settings("") -> "TillSettings";
    counter ChangeSettings: change_settings("settings: TillSettings") -> "TillSettings";
    counter ReadHistory: history("query: HistoryQuery") -> "HistoryPage";
    counter ReadHistory: verify_history("") -> "ChainReport";
    counter Export: export_history("query: HistoryQuery") -> "SavedFile";
    counter ChangeSettings: this_computer("") -> "ThisComputer";
    counter ChangeSettings: set_start_at_login("on: boolean") -> "ThisComputer";
    counter Anyone: end_closing("way: ClosingWay") -> "null";
    counter Restore: backups("") -> "BackupsView";
    counter BackUp: back_up("") -> "BackupReport | null";
    counter Restore: look_into_backup("source: BackupSource") -> "BackupPreview | null";
    counter Restore: restore_backup("form: RestoreForm") -> "null";
    counter Export: preview_log("") -> "LogPreview";
    counter Export: export_log("") -> "SavedFile";
    counter TakePayments: till_state("") -> "TillState";
    counter ManageAccounts: start_practice("provider: ProviderId, shopName: string, description: string") -> "TillState";
    counter ChangeSettings: name_shop("shopName: string") -> "TillState";
    counter ManageAccounts: connect_account("form: ConnectForm") -> "TillState";
    counter ManageAccounts: test_connection("account: string") -> "ConnectionReport";
    counter ManageAccounts: replace_key("form: NewKeyForm") -> "TillState";
    counter ManageAccounts: change_account("form: AccountChange") -> "TillState";
    counter ManageAccounts: forget_account("account: string") -> "TillState";
    counter TakePayments: choose_account("account: string") -> "TillState";
    counter ManageAccounts: check_notification("account: string, body: string, signature: string") -> "NotificationVerdict";
    counter TakePayments: prepare_account("account: string") -> "null";
    counter Anyone: read_amount("text: string, currency: string, decimalMark: DecimalMark") -> "AmountReading";
    counter TakePayments: create_link("form: NewSaleForm") -> "SaleView";
    counter TakePayments: link_status("sale: string") -> "SaleView";
    counter AskForRefunds: refund_payment("form: RefundForm") -> "SaleView";
    counter AskForRefunds: prove_refund("form: RefundProofForm") -> "null";
    counter TakePayments: cancel_link("sale: string") -> "SaleView";
    counter TakePayments: try_with("sale: string, account: string, press: string") -> "SaleView";
    counter TakePayments: recent_words("") -> "Array<string>";
    counter TakePayments: change_link("form: ChangeForm") -> "SaleView";
    counter DecideMoney: set_charges("sale: string, stop: boolean") -> "SaleView";
    counter DecideMoney: end_hold("form: HoldEndForm") -> "SaleView";
    counter TakePayments: find_customers("query: CustomerQuery") -> "CustomerList";
    counter TakePayments: customer_card("account: string, customer: string") -> "CustomerCard";
    counter TakePayments: save_customer("form: CustomerForm") -> "CustomerCard";
    counter ManageCustomers: delete_customer("account: string, customer: string") -> "null";
    counter TakePayments: choose_customer("sale: string, customer: string") -> "SaleView";
    counter DecideMoney: person_case("sale: string") -> "PersonCase";
    counter DecideMoney: decide_case("decision: Decision") -> "SaleView";
    counter TakePayments: settle_total("form: TotalForm") -> "SaleView";
    counter TakePayments: check_as_customer("sale: string") -> "CustomerCheck";
    counter TakePayments: open_dashboard("account: string") -> "null";
    counter TakePayments: list_products("environment: Environment") -> "ProductsView";
    counter ManageProducts: save_product("form: ProductForm") -> "ProductsView";
    counter ManageProducts: delete_product("product: string") -> "ProductsView";
    counter ManageProducts: order_products("environment: Environment, products: Array<string>") -> "ProductsView";
    counter ManageProducts: set_product_picture("product: string, file: string") -> "ProductsView";
    counter ManageProducts: clear_product_picture("product: string") -> "ProductsView";
    counter ManageProducts: preview_product_import("environment: Environment, text: string") -> "ImportPreview";
    counter ManageProducts: import_products("environment: Environment, text: string, fingerprint: string") -> "ProductsView";
    counter Export: export_products("environment: Environment") -> "SavedFile";
    counter Export: show_in_folder("") -> "null";
    counter TakePayments: open_sales("") -> "Array<SaleRow>";
    counter TakePayments: find_sales("query: SaleQuery") -> "Array<SaleRow>";
    counter TakePayments: sale_detail("sale: string") -> "SaleView";
    counter Export: export_sales("query: SaleQuery") -> "SavedFile";
    counter TakePayments: copy_id("sale: string, id: string") -> "null";
    counter SeeFigures: day_totals("from: string, to: string") -> "DayTotals";
    counter TakePayments: copy_link("link: string") -> "CopiedLink";
    counter TakePayments: copy_for_email("link: string") -> "CopiedLink";
    counter TakePayments: copy_message("link: string") -> "CopiedLink";
    counter TakePayments: copy_qr("link: string, format: PictureFormat") -> "CopiedLink";
    counter TakePayments: open_in_mail("link: string") -> "null";
    counter TakePayments: save_email("link: string") -> "SavedFile";
    counter TakePayments: save_qr("link: string, format: PictureFormat") -> "SavedFile";
    counter TakePayments: save_slip("link: string, paper: Paper") -> "SavedFile";
    counter TakePayments: print_slip("link: string, paper: Paper") -> "SlipPrint";
    counter TakePayments: open_pay_page("link: string") -> "null";
    counter Anyone: watch_till("events: Channel<TillEvent>") -> "null";
    counter TakePayments: show_to_customer("sale: string | null") -> "null";
    counter TakePayments: raise_customer_display("") -> "CustomerScreen";
    counter TakePayments: displays("") -> "DisplaysView";
    counter TakePayments: choose_display("choice: DisplayChoice") -> "DisplaysView";
    counter TakePayments: fill_display("") -> "DisplaysView";
    counter ChangeSettings: set_idle_picture("file: string") -> "DisplaysView";
    counter ChangeSettings: clear_idle_picture("") -> "DisplaysView";
    counter TakePayments: plan_trouble("account: string, trouble: PracticeTrouble") -> "Array<PracticeTrouble>";
    counter TakePayments: planned_troubles("account: string") -> "Array<PracticeTrouble>";
    counter TakePayments: clear_troubles("account: string") -> "Array<PracticeTrouble>";
    customer Anyone: customer_display("scenes: Channel<CustomerScene>") -> "null";
}
