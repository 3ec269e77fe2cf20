use desk::{
    domain::{TillError, staff::Role, till_rules::TillRules},
    view::{
        FirstPinForm, NewStaffForm, OwnPinForm, RecoveryCodeView, RefundProofForm, SessionView,
        StaffList,
    },
};
use secrecy::SecretString;
use tauri::State;

use crate::{gate::By, till::Till};

#[tauri::command]
pub(crate) async fn plan_first_pin(
    By(by): By,
    till: State<'_, Till>,
    form: FirstPinForm,
) -> Result<RecoveryCodeView, TillError> {
    till.desk()?.plan_first_pin(by, form).await
}

#[tauri::command]
pub(crate) async fn plan_recovery_code(
    By(by): By,
    till: State<'_, Till>,
    pin: SecretString,
) -> Result<RecoveryCodeView, TillError> {
    till.desk()?.plan_recovery_code(by, &pin).await
}

#[tauri::command]
pub(crate) async fn prove_recovery_code(
    By(by): By,
    till: State<'_, Till>,
    code: SecretString,
) -> Result<SessionView, TillError> {
    till.desk()?.prove_recovery_code(by, &code).await
}

#[tauri::command]
pub(crate) async fn staff_list(By(by): By, till: State<'_, Till>) -> Result<StaffList, TillError> {
    till.desk()?.staff_list(by).await
}

#[tauri::command]
pub(crate) async fn add_staff(
    By(by): By,
    till: State<'_, Till>,
    form: NewStaffForm,
) -> Result<StaffList, TillError> {
    till.desk()?.add_staff(by, form).await
}

#[tauri::command]
pub(crate) async fn rename_staff(
    By(by): By,
    till: State<'_, Till>,
    member: String,
    name: String,
) -> Result<StaffList, TillError> {
    till.desk()?.rename_staff(by, &member, &name).await
}

#[tauri::command]
pub(crate) async fn set_staff_role(
    By(by): By,
    till: State<'_, Till>,
    member: String,
    role: Role,
) -> Result<StaffList, TillError> {
    till.desk()?.set_staff_role(by, &member, role).await
}

#[tauri::command]
pub(crate) async fn retire_staff(
    By(by): By,
    till: State<'_, Till>,
    member: String,
) -> Result<StaffList, TillError> {
    till.desk()?.retire_staff(by, &member).await
}

#[tauri::command]
pub(crate) async fn set_staff_pin(
    By(by): By,
    till: State<'_, Till>,
    member: String,
    pin: SecretString,
) -> Result<StaffList, TillError> {
    till.desk()?.set_staff_pin(by, &member, pin).await
}

#[tauri::command]
pub(crate) async fn change_own_pin(
    By(by): By,
    till: State<'_, Till>,
    form: OwnPinForm,
) -> Result<(), TillError> {
    till.desk()?.change_own_pin(by, form).await
}

#[tauri::command]
pub(crate) async fn till_rules(By(by): By, till: State<'_, Till>) -> Result<TillRules, TillError> {
    till.desk()?.till_rules(by).await
}

#[tauri::command]
pub(crate) async fn change_rules(
    By(by): By,
    till: State<'_, Till>,
    rules: TillRules,
) -> Result<TillRules, TillError> {
    till.desk()?.change_rules(by, rules).await
}

#[tauri::command]
pub(crate) async fn prove_refund(
    By(by): By,
    till: State<'_, Till>,
    form: RefundProofForm,
) -> Result<(), TillError> {
    till.desk()?.prove_refund(by, form).await
}
