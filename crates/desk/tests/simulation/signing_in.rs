//! Staff where the key is a session that ends: once a till says so, somebody signs in at the provider's own page and gives
//! the till the new key.

use std::{sync::Arc, time::Duration};

use desk::view::{AccountHealth, KeyKind, NewKeyForm};
use tokio::time::sleep;

use crate::{till::Till, world::World};

/// Looks at a till now and then, for as long as the run goes on.
pub(crate) async fn keep(world: Arc<World>, till: Arc<Till>) {
    let mut chance = world.chance(&format!("sessions at {}", till.name));
    while !world.is_over() {
        sleep(chance.span(Duration::from_secs(30)..=Duration::from_mins(20))).await;
        renew(&world, &till).await;
    }
}

/// Gives the till a new key if it says that the present one is refused. True where it took one.
pub(crate) async fn renew(world: &World, till: &Till) -> bool {
    let told = till.does(|desk| async move { desk.till_state(desk.actor()?).await }).await;
    let Some(Ok(state)) = told else { return false };
    let is_over = |account: &desk::view::AccountView| account.health == AccountHealth::KeysRefused;
    let Some(account) = state.accounts.into_iter().find(is_over) else { return false };
    let Some(key) = world.shop.gateway().sign_in() else { return false };
    let form = NewKeyForm {
        account: account.id,
        which: KeyKind::Main,
        reports_id: String::new(),
        key: key.into(),
        session_only: false,
    };
    let answer = till.does(|desk| async move { desk.replace_key(desk.actor()?, form).await }).await;
    world.history.tell(till.name, format_args!("a new session: {answer:?}"));
    matches!(answer, Some(Ok(())))
}
