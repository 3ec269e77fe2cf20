//! The gate that every call of a page goes through: who is at the till must have the right that the list of commands
//! names. A page that hides a button is a kindness; this is the rule.

use desk::{
    Actor,
    domain::{TillError, rights::Right},
};
use tauri::{
    Manager, Runtime,
    ipc::{CommandArg, CommandItem, InvokeError, InvokeMessage},
};

use crate::{
    command_list::{Access, COMMANDS},
    till::Till,
};

/// Why the call is refused, if it is: before anything of it is read, also for a command that does not ask who calls.
pub(crate) fn refusal<R: Runtime>(message: &InvokeMessage<R>) -> Option<TillError> {
    let till = message.webview_ref().state::<Till>();
    match access(message.command()) {
        // No such command: the handler says so itself.
        None | Some(Access::Anyone) => None,
        // Nobody can have a right where no book says who they are. The recovery code is what counts then.
        Some(RESTORE) if needs_backup(&till) => None,
        // Nor could anybody send the log to those who help then. Nothing of a sale is in it.
        Some(_) if LOG.contains(&message.command()) && needs_backup(&till) => None,
        Some(access) => admitted(&till, access).err(),
    }
}

/// Who called the command: taken once, when the command starts, after they were found to have its right. Whoever signs in
/// while the command waits changes nothing of who did it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct By(pub(crate) Actor);

impl<'de, R: Runtime> CommandArg<'de, R> for By {
    fn from_command(command: CommandItem<'de, R>) -> Result<Self, InvokeError> {
        let till = command.message.webview_ref().state::<Till>();
        let Some(access) = access(command.name) else {
            return Err(TillError::UnknownError.into());
        };
        Ok(Self(admitted(&till, access)?))
    }
}

/// The same for what is also there where the book needs a backup in its place: `None` then.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ByIfOpen(pub(crate) Option<Actor>);

impl<'de, R: Runtime> CommandArg<'de, R> for ByIfOpen {
    fn from_command(command: CommandItem<'de, R>) -> Result<Self, InvokeError> {
        let till = command.message.webview_ref().state::<Till>();
        if needs_backup(&till) {
            return Ok(Self(None));
        }
        By::from_command(command).map(|By(by)| Self(Some(by)))
    }
}

/// What puts a backup in the place of the book.
const RESTORE: Access = Access::Needs(Right::Restore);

/// What shows the log, and saves it as it was shown.
const LOG: [&str; 2] = ["preview_log", "export_log"];

/// True where the book can't be opened, and a backup is what mends that. A book that another program has open, or that the
/// disk does not give now, is none that may be replaced without anybody's right.
fn needs_backup(till: &Till) -> bool {
    till.opened().is_err_and(|error| {
        matches!(error, TillError::LedgerDamaged | TillError::LedgerChanged { .. })
    })
}

fn access(command: &str) -> Option<Access> {
    COMMANDS.iter().find(|known| known.name == command).map(|known| known.access)
}

fn admitted(till: &Till, access: Access) -> Result<Actor, TillError> {
    let actor = till.desk()?.actor()?;
    match access {
        Access::Anyone => Ok(actor),
        Access::Needs(right) => actor.allow(right).map(|()| actor),
    }
}
