//! How the secret lies in the keychain: one short JSON text.

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{Anchor, Pepper, StaffSecret};
use crate::error::{FailureKind, VaultError};
use crate::store::MAX_SECRET_BYTES;

/// More bytes than the text ever has, so that it is written without leaving pieces behind in memory.
pub(super) const ROOM: usize = 512;
const _: () = assert!(ROOM < MAX_SECRET_BYTES, "every keychain takes the item");

#[derive(Serialize)]
struct Written<'a> {
    pepper: &'a str,
    anchor: Option<AnchorText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    restoring: Option<AnchorText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Found {
    pepper: SecretString,
    anchor: Option<AnchorText>,
    // Items that were written before there were backups have none.
    restoring: Option<AnchorText>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AnchorText {
    seq: u64,
    hash: String,
}

impl From<Anchor> for AnchorText {
    fn from(anchor: Anchor) -> Self {
        Self { seq: anchor.seq(), hash: anchor.hash() }
    }
}

impl AnchorText {
    fn anchor(self) -> Result<Anchor, VaultError> {
        Anchor::new(self.seq, &self.hash).map_err(|_| UNREADABLE)
    }
}

pub(super) fn text(secret: &StaffSecret) -> Result<SecretString, VaultError> {
    let pepper = secret.pepper.to_hex();
    let [anchor, restoring] = [secret.anchor, secret.restoring].map(|one| one.map(Into::into));
    let mut bytes = Zeroizing::new(Vec::with_capacity(ROOM));
    let written = Written { pepper: &pepper, anchor, restoring };
    serde_json::to_writer(&mut *bytes, &written).map_err(|_| UNREADABLE)?;
    str::from_utf8(&bytes).map(SecretString::from).map_err(|_| UNREADABLE)
}

/// What the parser says of a wrong item is dropped: it may quote the item.
pub(super) fn parse(item: &SecretString) -> Result<StaffSecret, VaultError> {
    let found: Found = serde_json::from_str(item.expose_secret()).map_err(|_| UNREADABLE)?;
    Ok(StaffSecret {
        pepper: Pepper::from_hex(&found.pepper).map_err(|_| UNREADABLE)?,
        anchor: found.anchor.map(AnchorText::anchor).transpose()?,
        restoring: found.restoring.map(AnchorText::anchor).transpose()?,
    })
}

const UNREADABLE: VaultError = VaultError::Failed(FailureKind::NotText);
