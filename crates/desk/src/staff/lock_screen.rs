//! What the page is told of who is at the till.

use domain::TillError;
use ledger::StaffRoll;

use crate::{
    actor::Actor,
    desk::Desk,
    view::{LockScreen, Look, SessionView, StaffView},
};

impl Desk {
    /// Who is at the till, or what is shown while nobody is.
    ///
    /// # Errors
    /// The book can't be read.
    pub async fn session(&self) -> Result<SessionView, TillError> {
        self.open_staff().await?;
        let (roll, settings) =
            self.book.ask(|ledger| Ok((ledger.staff_roll()?, ledger.till_settings()?))).await?;
        let look = Look::from(settings);
        match self.actor() {
            Ok(actor) => Ok(self.open_view(actor, &roll, look)),
            Err(_) => Ok(SessionView::Locked { screen: self.lock_screen(&roll).await?, look }),
        }
    }

    fn open_view(&self, actor: Actor, roll: &StaffRoll, look: Look) -> SessionView {
        let rules = self.rules_in_force();
        let name = roll.member(actor.staff()).map(|member| member.name.clone());
        SessionView::Open {
            staff: StaffView { id: actor.staff().to_string(), name: name.unwrap_or_default() },
            role: actor.role(),
            rights: actor.role().rights().collect(),
            pinless: actor.is_pinless(),
            lock_after_idle: rules.lock_after_idle.filter(|_| !actor.is_pinless()),
            lock_after_sale: rules.lock_after_sale && !actor.is_pinless(),
            look,
        }
    }

    async fn lock_screen(&self, roll: &StaffRoll) -> Result<LockScreen, TillError> {
        self.look_again_at_problem().await;
        let (shop_name, environment, open_sales) = self
            .book
            .ask(|ledger| {
                let environment = ledger.latest_environment()?;
                let open = environment.map(|shown| ledger.count_open_sales(shown)).transpose()?;
                Ok((ledger.shop_name()?, environment, open.unwrap_or_default()))
            })
            .await?;
        let there = roll.members.iter().filter(|member| member.retired_at.is_none());
        Ok(LockScreen {
            shop_name: shop_name.unwrap_or_default(),
            environment,
            staff: there.map(|member| self.tile(member)).collect(),
            open_sales,
            problem: self.staff.session().problem().cloned(),
            can_recover: roll.sealed.is_some(),
        })
    }

    /// What was wrong may have been mended outside the till: a keychain service that started late, the right book put back.
    async fn look_again_at_problem(&self) {
        let has_problem = self.staff.session().problem().is_some();
        // Whoever holds the turn finds out by themselves.
        if let Ok(_turn) = self.staff.turn.try_lock()
            && has_problem
            && !self.staff.session().is_pinless()
            && let Err(problem) = self.vouched().await
        {
            tracing::debug!(%problem, "nobody can sign in with a PIN");
        }
    }
}
