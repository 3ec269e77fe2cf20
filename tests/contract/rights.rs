//! Who may call what: the whole table of the issue, called through the windows.
//!
//! What each role may do is written out here by hand, from the shop's side. The list of commands says it a second time,
//! and the till, asked, a third time. All three must agree.

use std::{collections::BTreeSet, thread};

use desk::domain::{rights::Right, staff::Role};
use serde_json::{Value, json};
use tauri::{App, test::MockRuntime};
use tempfile::TempDir;
use tillside::{Access, COMMANDS, Command};

use crate::ipc::{Window, ask, call, is_denied, open, till_on};

/// Also while nobody is signed in: the lock screen, and what shows nothing of the till.
const ANYBODY: &[&str] = &[
    "session",
    "sign_in",
    "lock",
    "still_here",
    "fresh_page",
    "recover",
    "watch_till",
    "read_amount",
    "till_settings",
    "end_closing",
];

/// A cashier creates, shares and watches, finds their own and today's sales, starts a refund that somebody else approves,
/// and learns all of it in practice.
const CASHIER: &[&str] = &[
    "till_state",
    "change_own_pin",
    "choose_account",
    "prepare_account",
    "list_products",
    "create_link",
    "settle_total",
    "copy_link",
    "copy_for_email",
    "copy_message",
    "copy_qr",
    "open_in_mail",
    "save_email",
    "save_qr",
    "save_slip",
    "print_slip",
    "show_to_customer",
    "raise_customer_display",
    "displays",
    "choose_display",
    "fill_display",
    "link_status",
    "check_as_customer",
    "open_dashboard",
    "open_sales",
    "find_sales",
    "sale_detail",
    "copy_id",
    "cancel_link",
    "try_with",
    "recent_words",
    "change_link",
    "find_customers",
    "customer_card",
    "save_customer",
    "choose_customer",
    "refund_payment",
    "prove_refund",
    "open_pay_page",
    "plan_trouble",
    "planned_troubles",
    "clear_troubles",
];

/// A manager also decides about money that is there, sees the day's figures, and keeps the products and customers.
const MANAGER: &[&str] = &[
    "end_hold",
    "set_charges",
    "person_case",
    "decide_case",
    "day_totals",
    "delete_customer",
    "save_product",
    "delete_product",
    "order_products",
    "set_product_picture",
    "clear_product_picture",
    "preview_product_import",
    "import_products",
];

/// An owner also has the accounts, the staff, the settings, the history and what leaves the till as a file.
const OWNER: &[&str] = &[
    "start_practice",
    "connect_account",
    "test_connection",
    "replace_key",
    "change_account",
    "forget_account",
    "check_notification",
    "plan_first_pin",
    "plan_recovery_code",
    "prove_recovery_code",
    "staff_list",
    "add_staff",
    "rename_staff",
    "set_staff_role",
    "retire_staff",
    "set_staff_pin",
    "name_shop",
    "set_idle_picture",
    "clear_idle_picture",
    "till_rules",
    "change_rules",
    "change_settings",
    "this_computer",
    "set_start_at_login",
    "history",
    "verify_history",
    "export_history",
    "export_products",
    "export_sales",
    "show_in_folder",
    "backups",
    "back_up",
    "look_into_backup",
    "restore_backup",
    "preview_log",
    "export_log",
];

/// What the customer's window is there for.
const CUSTOMERS: &[&str] = &["customer_display"];

/// These hang on which sale or account it is: the desk looks, and its own tests hold it to that.
const LOOKED_AT_BY_THE_DESK: [Right; 4] =
    [Right::Refund, Right::CancelOthers, Right::SeeAllSales, Right::SwitchEnvironment];

/// The till, as somebody finds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    /// Nobody has a PIN yet: the one owner is there.
    WithoutPins,
    /// Nobody is signed in.
    Locked,
    /// Somebody is.
    SignedIn(Role),
}

impl Found {
    const ALL: [Self; 5] = [
        Self::WithoutPins,
        Self::Locked,
        Self::SignedIn(Role::Cashier),
        Self::SignedIn(Role::Manager),
        Self::SignedIn(Role::Owner),
    ];

    /// What may be called then, from the counter's window.
    fn open(self) -> BTreeSet<&'static str> {
        let lists: &[&[&str]] = match self {
            Self::Locked => &[ANYBODY],
            Self::SignedIn(Role::Cashier) => &[ANYBODY, CASHIER],
            Self::SignedIn(Role::Manager) => &[ANYBODY, CASHIER, MANAGER],
            Self::WithoutPins | Self::SignedIn(Role::Owner) => &[ANYBODY, CASHIER, MANAGER, OWNER],
        };
        lists.iter().flat_map(|list| list.iter().copied()).collect()
    }

    /// The same, as the list of commands has it.
    fn lets(self, access: Access) -> bool {
        match (access, self) {
            (Access::Anyone, _) | (Access::Needs(_), Self::WithoutPins) => true,
            (Access::Needs(_), Self::Locked) => false,
            (Access::Needs(right), Self::SignedIn(role)) => role.may(right),
        }
    }
}

#[test]
fn every_command_is_somebodys() {
    let lists = [ANYBODY, CASHIER, MANAGER, OWNER, CUSTOMERS];
    let written: Vec<&str> = lists.into_iter().flatten().copied().collect();
    let listed: BTreeSet<&str> = COMMANDS.iter().map(|command| command.name).collect();
    assert_eq!(written.iter().copied().collect::<BTreeSet<_>>(), listed);
    assert_eq!(written.len(), listed.len(), "each once");
}

#[test]
fn every_right_opens_something() {
    let opens = |right: Right| COMMANDS.iter().any(|one| one.access == Access::Needs(right));
    for right in Right::ALL {
        assert_ne!(opens(right), LOOKED_AT_BY_THE_DESK.contains(&right), "{right:?}");
    }
}

#[test]
fn each_role_may_call_its_own_commands_and_is_refused_every_other() {
    let staffed = Staffed::new();
    for found in Found::ALL.into_iter().filter(|found| *found != Found::WithoutPins) {
        holds(&staffed.counter, found, || staffed.find(found));
    }
}

#[test]
fn a_till_without_pins_is_its_owners() {
    let folder = tempfile::tempdir().unwrap();
    let app = till_on(folder.path());
    holds(&open(&app, "counter"), Found::WithoutPins, || ());
}

/// Asks for every command that the counter's window has, without what it takes: who may call it hears that something is
/// missing, or has called it.
fn holds(counter: &Window, found: Found, find: impl Fn()) {
    find();
    let open = found.open();
    for command in COMMANDS.iter().filter(|command| command.window == "counter") {
        let name = command.name;
        assert_eq!(found.lets(command.access), open.contains(name), "{name}, {found:?}: the list");
        let answer = call(counter, name);
        assert!(!is_denied(&answer), "{name}: {answer:?}");
        assert_eq!(refusal(&answer), expected(found, command, &open), "{name}, {found:?}");
        if name == "lock" {
            find();
        }
    }
}

/// Why the till refuses to do it for this person: `TILL_LOCKED`, or `NOT_ALLOWED` and the right.
fn refusal(answer: &Result<Value, Value>) -> Option<Value> {
    let refused = |error: &&Value| error["code"] == "TILL_LOCKED" || error["code"] == "NOT_ALLOWED";
    answer.as_ref().err().filter(refused).cloned()
}

fn expected(found: Found, command: &Command, open: &BTreeSet<&str>) -> Option<Value> {
    match (open.contains(command.name), found, command.access) {
        (true, ..) => None,
        (false, Found::Locked, _) => Some(json!({ "code": "TILL_LOCKED" })),
        (false, _, Access::Needs(right)) => Some(json!({ "code": "NOT_ALLOWED", "right": right })),
        (false, _, Access::Anyone) => panic!("{} is for anybody", command.name),
    }
}

#[test]
fn the_customers_window_may_call_nothing_whoever_is_signed_in() {
    let staffed = Staffed::new();
    let customer = open(&staffed.app, "customer");
    for found in Found::ALL.into_iter().filter(|found| *found != Found::WithoutPins) {
        staffed.find(found);
        for command in COMMANDS {
            let answer = call(&customer, command.name);
            let its_own = CUSTOMERS.contains(&command.name);
            assert_eq!(is_denied(&answer), !its_own, "{}, {found:?}: {answer:?}", command.name);
        }
        assert_eq!(staffed.found(), found, "and nothing has changed");
    }
}

#[test]
fn nobody_signs_in_from_the_customers_window() {
    let staffed = Staffed::new();
    let customer = open(&staffed.app, "customer");
    staffed.find(Found::Locked);
    let right_one = staffed.sign_in_form(Role::Owner);
    let answer = ask(&customer, "sign_in", right_one.clone());
    assert!(is_denied(&answer), "{answer:?}");
    assert_eq!(staffed.found(), Found::Locked);
    assert_eq!(ask(&staffed.counter, "sign_in", right_one).unwrap()["kind"], "OPEN");
}

#[test]
fn pins_that_are_typed_fast_and_at_once_are_five_tries() {
    let staffed = Staffed::new();
    staffed.find(Found::Locked);
    let mut form = staffed.sign_in_form(Role::Owner);
    form["form"]["pin"] = json!("482917");
    let answers: Vec<Value> = thread::scope(|scope| {
        let tries: Vec<_> = (0..12)
            .map(|_| scope.spawn(|| ask(&staffed.counter, "sign_in", form.clone()).unwrap_err()))
            .collect();
        tries.into_iter().map(|answer| answer.join().unwrap()).collect()
    });
    let of = |code: &str| answers.iter().filter(|answer| answer["code"] == code).count();
    assert_eq!((of("WRONG_PIN"), of("PIN_WAIT")), (5, 7), "{answers:?}");
    let right_one = ask(&staffed.counter, "sign_in", staffed.sign_in_form(Role::Owner));
    assert_eq!(right_one.unwrap_err()["code"], "PIN_WAIT", "the right one waits, too");
    assert_eq!(staffed.found(), Found::Locked);
}

#[test]
fn who_finds_the_owners_till_open_does_not_own_it() {
    let staffed = Staffed::new();
    staffed.find(Found::SignedIn(Role::Owner));
    let owner = staffed.sign_in_form(Role::Owner)["form"].take();
    let theirs = json!({ "member": owner["member"], "pin": "482917" });
    let refusal = ask(&staffed.counter, "set_staff_pin", theirs).unwrap_err();
    assert_eq!(
        refusal["code"], "NOT_OFFERED",
        "one's own PIN is changed with the old one: {refusal}"
    );
    let guessed = json!({ "pin": "482917" });
    let refusal = ask(&staffed.counter, "plan_recovery_code", guessed).unwrap_err();
    assert_eq!(refusal["code"], "WRONG_PIN", "{refusal}");
    let code = ask(&staffed.counter, "plan_recovery_code", json!({ "pin": owner["pin"] })).unwrap();
    assert!(code["code"].is_string());
}

/// A till with somebody of each role on its staff.
struct Staffed {
    counter: Window,
    /// Each role's member and their PIN.
    members: Vec<(Role, String, &'static str)>,
    app: App<MockRuntime>,
    _folder: TempDir,
}

impl Staffed {
    fn new() -> Self {
        const PINS: [&str; 3] = ["739204", "918273", "604729"];
        let folder = tempfile::tempdir().unwrap();
        let app = till_on(folder.path());
        let counter = open(&app, "counter");
        let form = json!({ "name": "Owner", "pin": PINS[0] });
        let shown = ask(&counter, "plan_first_pin", json!({ "form": form })).unwrap();
        ask(&counter, "prove_recovery_code", json!({ "code": shown["code"] })).unwrap();
        for (name, pin) in [("Manager", PINS[1]), ("Cashier", PINS[2])] {
            let form = json!({ "name": name, "role": name.to_uppercase(), "pin": pin });
            ask(&counter, "add_staff", json!({ "form": form })).unwrap();
        }
        let list = call(&counter, "staff_list").unwrap();
        let members = [Role::Owner, Role::Manager, Role::Cashier].into_iter().zip(PINS);
        let members = members
            .map(|(role, pin)| {
                let listed = list["members"].as_array().unwrap();
                let member = listed.iter().find(|member| member["role"] == json!(role)).unwrap();
                (role, member["id"].as_str().unwrap().to_owned(), pin)
            })
            .collect();
        Self { counter, members, app, _folder: folder }
    }

    fn sign_in_form(&self, role: Role) -> Value {
        let (_, member, pin) = self.members.iter().find(|(one, ..)| *one == role).unwrap();
        json!({ "form": { "member": member, "pin": pin } })
    }

    /// Locks the till, and has somebody sign in where somebody shall be.
    fn find(&self, found: Found) {
        let locked = call(&self.counter, "lock").unwrap();
        assert_eq!(locked["kind"], "LOCKED");
        if let Found::SignedIn(role) = found {
            let signed_in = ask(&self.counter, "sign_in", self.sign_in_form(role)).unwrap();
            assert_eq!(signed_in["role"], json!(role));
        }
    }

    /// How the till is now.
    fn found(&self) -> Found {
        let session = call(&self.counter, "session").unwrap();
        match session["kind"].as_str().unwrap() {
            "LOCKED" => Found::Locked,
            _ => Found::SignedIn(serde_json::from_value(session["role"].clone()).unwrap()),
        }
    }
}
