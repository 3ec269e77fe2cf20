//! The owner manages the staff.

use desk::{
    domain::{
        TillError,
        error::Field,
        rights::Right,
        staff::{PinFault, Role},
        till_rules::{RefundPin, TillRules},
    },
    view::{NewStaffForm, StaffMember},
};

use super::rig::{CASHIER_PIN, MANAGER_PIN, NEW_PIN, OWNER_PIN, StaffTill, WRONG_PIN, owner, seat};

async fn member(till: &StaffTill, id: &str) -> StaffMember {
    let list = till.desk().staff_list(till.by()).await.unwrap();
    list.members.into_iter().find(|member| member.id == id).unwrap()
}

#[tokio::test]
async fn nobody_joins_before_the_owner_has_a_pin() {
    let till = StaffTill::start().await;
    let refused = till.add("Front desk", Role::Cashier, CASHIER_PIN).await.unwrap_err();
    assert_eq!(refused, TillError::FirstPinFirst);
    let plan = till.desk().plan_recovery_code(till.by(), &OWNER_PIN.into()).await.unwrap_err();
    assert_eq!(plan, TillError::FirstPinFirst);
    let list = till.desk().staff_list(till.by()).await.unwrap();
    assert!(list.pinless && list.recovery_code_made_at.is_none());
    assert_eq!(list.members.len(), 1);
    assert!(!list.members[0].has_pin);
}

#[tokio::test]
async fn names_and_rules_can_be_set_before_the_first_pin_and_stay() {
    let mut till = StaffTill::start().await;
    let rules = TillRules { refund_pin: RefundPin::Never, ..TillRules::default() };
    till.desk().change_rules(till.by(), rules.clone()).await.unwrap();
    till.first_pin().await.unwrap();
    till.restart().await;
    till.sign_in(&owner(), OWNER_PIN).await.unwrap();
    assert_eq!(till.desk().till_rules(till.by()).await.unwrap(), rules);
    assert_eq!(member(&till, &owner()).await.name, "Owner");
}

#[tokio::test]
async fn two_people_never_have_one_name() {
    let (till, _, [manager, cashier]) = StaffTill::with_staff().await;
    let taken = |result: Result<_, _>| assert_eq!(result.unwrap_err(), TillError::StaffNameTaken);
    taken(till.add(" front desk ", Role::Cashier, NEW_PIN).await);
    taken(
        till.desk()
            .rename_staff(till.by(), &manager, "FRONT DESK")
            .await
            .map(drop)
            .map(|()| String::new()),
    );
    till.desk().rename_staff(till.by(), &cashier, "front desk").await.unwrap();
    assert_eq!(member(&till, &cashier).await.name, "front desk");
    till.desk().retire_staff(till.by(), &cashier).await.unwrap();
    till.add("Front desk", Role::Cashier, NEW_PIN).await.unwrap();
}

#[tokio::test]
async fn the_last_owner_stays() {
    let (till, _, [manager, _]) = StaffTill::with_staff().await;
    let desk = till.desk();
    assert_eq!(desk.retire_staff(till.by(), &owner()).await.unwrap_err(), TillError::LastOwner);
    for role in [Role::Manager, Role::Cashier] {
        let refused = desk.set_staff_role(till.by(), &owner(), role).await.unwrap_err();
        assert_eq!(refused, TillError::LastOwner);
    }
    assert_eq!(till.by().role(), Role::Owner);
    desk.set_staff_role(till.by(), &manager, Role::Owner).await.unwrap();
    desk.retire_staff(till.by(), &owner()).await.unwrap();
    assert_eq!(desk.actor().unwrap_err(), TillError::TillLocked);
    assert_eq!(seat(&till.sign_in(&manager, MANAGER_PIN).await.unwrap()), "OWNER");
    let refused = desk.retire_staff(till.by(), &manager).await.unwrap_err();
    assert_eq!(refused, TillError::LastOwner);
}

#[tokio::test]
async fn who_has_left_stays_in_the_list_and_nowhere_else() {
    let (till, _, [_, cashier]) = StaffTill::with_staff().await;
    let desk = till.desk();
    desk.retire_staff(till.by(), &cashier).await.unwrap();
    let left = member(&till, &cashier).await;
    assert!(left.retired_at.is_some() && !left.has_pin);
    assert_eq!(left.name, "Front desk");
    let by = till.by();
    let refused = [
        desk.retire_staff(by, &cashier).await.unwrap_err(),
        desk.rename_staff(by, &cashier, "Kitchen").await.unwrap_err(),
        desk.set_staff_role(by, &cashier, Role::Owner).await.unwrap_err(),
        desk.set_staff_pin(by, &cashier, NEW_PIN.into()).await.unwrap_err(),
    ];
    assert!(refused.iter().all(|error| *error == TillError::StaffRetired), "{refused:?}");
    desk.lock().await.unwrap();
    assert_eq!(till.lock_screen().await.staff.len(), 2);
}

#[tokio::test]
async fn who_finds_the_till_open_does_not_make_it_theirs() {
    let (till, _) = StaffTill::with_owner().await;
    let desk = till.desk();
    let own = desk.set_staff_pin(till.by(), &owner(), NEW_PIN.into()).await.unwrap_err();
    assert_eq!(own, TillError::NotOffered);
    for tries_left in [4, 3, 2, 1, 0] {
        let refused = desk.plan_recovery_code(till.by(), &WRONG_PIN.into()).await.unwrap_err();
        assert_eq!(refused, TillError::WrongPin { tries_left });
    }
    let refused = desk.plan_recovery_code(till.by(), &OWNER_PIN.into()).await.unwrap_err();
    assert_eq!(refused, TillError::PinWait { seconds: 30 });
    till.clock.advance(std::time::Duration::from_secs(30));
    desk.plan_recovery_code(till.by(), &OWNER_PIN.into()).await.unwrap();
    till.sign_in(&owner(), OWNER_PIN).await.unwrap();
}

#[tokio::test]
async fn forms_that_make_no_sense_change_nothing() {
    let (till, _, [_, cashier]) = StaffTill::with_staff().await;
    let desk = till.desk();
    let guessable = TillError::NewPinRefused { fault: PinFault::Guessable };
    assert_eq!(till.add("Kitchen", Role::Cashier, "123456").await.unwrap_err(), guessable);
    let refused = desk.set_staff_pin(till.by(), &cashier, "111111".into()).await.unwrap_err();
    assert_eq!(refused, guessable);
    let nameless = till.add(" ", Role::Cashier, NEW_PIN).await.unwrap_err();
    assert_eq!(nameless, TillError::MissingRequiredFields { fields: vec![Field::StaffName] });
    for nobody in ["nobody", "0190aaaa-0000-7000-8000-000000000009"] {
        let missing = desk.retire_staff(till.by(), nobody).await.unwrap_err();
        assert_eq!(missing, TillError::NotFound);
    }
    let rules = TillRules { lock_after_idle: Some(1), ..TillRules::default() };
    let refused = desk.change_rules(till.by(), rules).await.unwrap_err();
    assert_eq!(refused, TillError::InvalidField { field: Field::LockAfter });
    assert_eq!(desk.staff_list(till.by()).await.unwrap().members.len(), 3);
}

#[tokio::test]
async fn a_desk_refuses_by_itself_whatever_the_gate_let_through() {
    let (till, _, [manager, cashier]) = StaffTill::with_staff().await;
    till.sign_in(&manager, MANAGER_PIN).await.unwrap();
    let (desk, by) = (till.desk(), till.by());
    let form = NewStaffForm { name: "Night owner".into(), role: Role::Owner, pin: NEW_PIN.into() };
    let refused = [
        desk.add_staff(by, form).await.unwrap_err(),
        desk.set_staff_role(by, &manager, Role::Owner).await.unwrap_err(),
        desk.set_staff_pin(by, &owner(), NEW_PIN.into()).await.unwrap_err(),
        desk.retire_staff(by, &cashier).await.unwrap_err(),
        desk.rename_staff(by, &cashier, "X").await.unwrap_err(),
        desk.staff_list(by).await.unwrap_err(),
        desk.plan_recovery_code(by, &OWNER_PIN.into()).await.unwrap_err(),
    ];
    let right = Right::ManageStaff;
    assert!(refused.iter().all(|error| *error == TillError::NotAllowed { right }), "{refused:?}");
    let right = Right::ChangeSettings;
    let refused = desk.change_rules(by, TillRules::default()).await.unwrap_err();
    assert_eq!(refused, TillError::NotAllowed { right });
    let right = Right::ReadHistory;
    let refused = desk.history(by, super::rig::everything()).await.unwrap_err();
    assert_eq!(refused, TillError::NotAllowed { right });
    till.sign_in(&owner(), OWNER_PIN).await.unwrap();
    let list = desk.staff_list(till.by()).await.unwrap();
    let roles: Vec<_> = list.members.iter().map(|member| member.role).collect();
    assert_eq!(roles, [Role::Owner, Role::Manager, Role::Cashier]);
    assert_eq!(list.members[2].retired_at, None);
    assert_eq!(list.members[2].name, "Front desk");
}
