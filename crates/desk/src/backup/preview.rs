use domain::{TillError, account::Account};
use ledger::{Ledger, UnpackedBackup};
use vault::{Status, Vault};

use super::rows::row;
use crate::{
    book::till_error,
    keys,
    view::{BackupAccount, BackupPreview, RestoreNeeds},
};

/// What the book that is open here says of a backup.
#[derive(Debug, Default)]
pub(super) struct Beside {
    pub(super) is_this_book: bool,
    pub(super) sales_since: Option<u64>,
}

pub(super) async fn preview(
    path: &std::path::Path,
    unpacked: &UnpackedBackup,
    inside: Inside,
    beside: Beside,
    needs: RestoreNeeds,
    keychain: &Vault,
) -> Result<BackupPreview, TillError> {
    let manifest = unpacked.manifest();
    let mut accounts = Vec::with_capacity(inside.accounts.len());
    for account in inside.accounts {
        let status = keychain.status(&keys::name(&account)?).await;
        accounts.push(BackupAccount {
            provider: account.provider,
            environment: account.environment(),
            has_key: status == Status::Present,
            name: account.name,
        });
    }
    Ok(BackupPreview {
        backup: row(path, manifest),
        fingerprint: manifest.sha256.clone(),
        shop_name: inside.shop_name,
        accounts,
        is_this_book: beside.is_this_book,
        sales_since: beside.sales_since,
        needs,
    })
}

/// What is read of the book in a backup.
pub(super) struct Inside {
    pub(super) has_pins: bool,
    shop_name: String,
    accounts: Vec<Account>,
}

impl Inside {
    pub(super) fn read(ledger: &Ledger) -> Result<Self, TillError> {
        let read = || {
            Ok(Self {
                has_pins: ledger.staff_roll()?.pins_set,
                shop_name: ledger.shop_name()?.unwrap_or_default(),
                accounts: ledger.accounts()?,
            })
        };
        read().map_err(|error| till_error(&error))
    }
}
