//! No PIN and no recovery code is seen anywhere; no file helps to guess one.

use std::fs;

use desk::domain::staff::Role;
use desk::view::{
    FirstPinForm, NewStaffForm, OwnPinForm, RecoverForm, RefundProofForm, SignInForm,
};

use super::rig::{
    CASHIER_PIN, MANAGER_PIN, NEW_PIN, OWNER_PIN, StaffTill, WRONG_PIN, everything, owner,
};
use crate::rig::{Rig, logged};

#[tokio::test]
async fn neither_a_pin_nor_the_code_is_seen_anywhere() {
    // Begins to keep the log.
    drop(Rig::without_account().await);
    let (mut till, code, [manager, cashier]) = StaffTill::with_staff().await;
    let mut told = Vec::new();
    for (member, pin) in [(&manager, MANAGER_PIN), (&cashier, WRONG_PIN), (&cashier, CASHIER_PIN)] {
        told.push(format!("{:?}", till.sign_in(member, pin).await));
    }
    told.push(format!("{:?}", till.desk().lock().await));
    told.push(format!("{:?}", till.recover(&code).await));
    let by = till.by();
    let own = || OwnPinForm { old: NEW_PIN.into(), new: OWNER_PIN.into() };
    told.push(format!("{:?} {:?}", own(), till.desk().change_own_pin(by, own()).await));
    told.push(format!("{:?}", till.desk().staff_list(by).await));
    let second = till.desk().plan_recovery_code(by, &OWNER_PIN.into()).await.unwrap();
    told.push(format!("{second:?}"));
    told.push(format!("{:?}", till.desk().prove_recovery_code(by, &code.clone().into()).await));
    till.desk().prove_recovery_code(by, &second.code.clone().into()).await.unwrap();
    let sign_in = SignInForm { member: owner(), pin: OWNER_PIN.into() };
    let recover =
        RecoverForm { member: owner(), code: code.clone().into(), new_pin: NEW_PIN.into() };
    let first = FirstPinForm { name: "Owner".into(), pin: OWNER_PIN.into() };
    let join =
        NewStaffForm { name: "Night owner".into(), role: Role::Owner, pin: OWNER_PIN.into() };
    let refund = RefundProofForm {
        member: owner(),
        pin: OWNER_PIN.into(),
        press: String::new(),
        payment: String::new(),
        amount_minor: String::new(),
    };
    told.push(format!("{sign_in:?} {recover:?} {first:?} {join:?} {refund:?}"));
    told.push(till.desk().history_file(by, everything()).await.unwrap());
    told.push(format!("{:?}", till.desk().history(by, everything()).await));

    let item: serde_json::Value = serde_json::from_str(&till.keychain.only_item()).unwrap();
    let pepper = item["pepper"].as_str().expect("the keychain holds the pepper").to_owned();
    let mut secrets: Vec<String> =
        [OWNER_PIN, MANAGER_PIN, CASHIER_PIN, WRONG_PIN, NEW_PIN].map(str::to_owned).to_vec();
    for code in [&code, &second.code] {
        secrets.extend([code.clone(), code.replace('-', ""), code.to_lowercase()]);
    }
    secrets.push(pepper.clone());
    let in_the_clear = |place: &str, bytes: &[u8]| {
        for secret in &secrets {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "{secret} stands in {place}");
        }
        if let Ok(raw) = hex::decode(&pepper) {
            assert!(!bytes.windows(raw.len()).any(|window| window == raw), "{place}");
        }
    };
    for said in &told {
        in_the_clear("what is told", said.as_bytes());
    }
    in_the_clear("the log", &logged());
    for _ in 0..2 {
        for entry in fs::read_dir(till.folder()).unwrap() {
            let path = entry.unwrap().path();
            in_the_clear(&path.display().to_string(), &fs::read(&path).unwrap());
        }
        till.close().await;
    }
}
