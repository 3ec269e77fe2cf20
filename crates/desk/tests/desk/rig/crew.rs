//! People at the rig's till.

use desk::{
    domain::staff::Role,
    view::{FirstPinForm, NewStaffForm, SignInForm},
};

use super::Rig;

/// The PINs of everybody: long enough that no file holds one of them by chance.
pub(crate) const OWNER_PIN: &str = "738450912264";
pub(crate) const MANAGER_PIN: &str = "602917384455";
pub(crate) const CASHIER_PIN: &str = "991827364550";

/// The ids of who is on the staff beside the owner.
pub(crate) struct Crew {
    pub(crate) manager: String,
    pub(crate) cashier: String,
}

impl Rig {
    /// Gives the till an owner with a PIN, a manager and a cashier. The owner is signed in.
    pub(crate) async fn staffed(&self) -> Crew {
        let desk = self.desk();
        let first = FirstPinForm { name: "Owner".to_owned(), pin: OWNER_PIN.into() };
        let code = desk.plan_first_pin(desk.actor().unwrap(), first).await.unwrap().code;
        desk.prove_recovery_code(desk.actor().unwrap(), &code.into()).await.unwrap();
        Crew {
            manager: self.add_staff("Manager", Role::Manager, MANAGER_PIN).await,
            cashier: self.add_staff("Front desk", Role::Cashier, CASHIER_PIN).await,
        }
    }

    /// Has somebody join, and gives their id.
    pub(crate) async fn add_staff(&self, name: &str, role: Role, pin: &str) -> String {
        let desk = self.desk();
        let form = NewStaffForm { name: name.to_owned(), role, pin: pin.into() };
        let list = desk.add_staff(desk.actor().unwrap(), form).await.unwrap();
        list.members.last().unwrap().id.clone()
    }

    /// Has somebody take over the till.
    pub(crate) async fn sign_in(&self, member: &str, pin: &str) {
        let form = SignInForm { member: member.to_owned(), pin: pin.into() };
        self.desk().sign_in(form).await.unwrap();
    }
}
