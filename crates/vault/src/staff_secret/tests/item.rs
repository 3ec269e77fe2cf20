use secrecy::ExposeSecret;

use super::*;
use crate::{FailureKind, SessionStore};

fn vault() -> (Vault, VaultName) {
    (Vault::at_once(SessionStore::new()), VaultName::staff("0123456789abcdef").unwrap())
}

fn anchor() -> Anchor {
    Anchor::new(u64::MAX, &"0f".repeat(32)).unwrap()
}

#[tokio::test]
async fn the_secret_is_saved_and_read() {
    let (vault, name) = vault();
    assert_eq!(StaffSecret::read(&vault, &name).await.err(), Some(VaultError::Missing));

    secret().save(&vault, &name).await.unwrap();
    let read = StaffSecret::read(&vault, &name).await.unwrap();
    assert!(read.seal_fits(b"roll", &secret().seal(b"roll")));
    assert_eq!(read.anchor(), None);
}

#[tokio::test]
async fn the_anchor_is_saved_with_it_and_replaced() {
    let (vault, name) = vault();
    let first = Anchor::new(1, &"AB".repeat(32)).unwrap();
    secret().with_anchor(first).save(&vault, &name).await.unwrap();
    let read = StaffSecret::read(&vault, &name).await.unwrap();
    let kept = read.anchor().unwrap();
    assert_eq!((kept.seq(), kept.hash()), (1, "ab".repeat(32)));

    read.with_anchor(anchor()).save(&vault, &name).await.unwrap();
    let read = StaffSecret::read(&vault, &name).await.unwrap();
    assert_eq!(read.anchor(), Some(&anchor()));
    assert!(read.seal_fits(b"roll", &secret().seal(b"roll")), "the pepper is the same");
}

#[tokio::test]
async fn a_backup_that_is_being_restored_is_kept_beside_the_anchor_until_the_next_one() {
    let (vault, name) = vault();
    let newest = Anchor::new(7, &"cd".repeat(32)).unwrap();
    secret().with_anchor(anchor()).with_restoring(newest).save(&vault, &name).await.unwrap();
    let read = StaffSecret::read(&vault, &name).await.unwrap();
    assert_eq!((read.anchor(), read.restoring()), (Some(&anchor()), Some(&newest)));

    read.with_anchor(newest).save(&vault, &name).await.unwrap();
    let read = StaffSecret::read(&vault, &name).await.unwrap();
    assert_eq!((read.anchor(), read.restoring()), (Some(&newest), None));
}

#[test]
fn an_anchor_has_a_whole_hash() {
    for wrong in ["", "0f", &"0f".repeat(31), &"0f".repeat(33), &"0g".repeat(32)] {
        assert_eq!(Anchor::new(1, wrong).err(), Some(UnreadableText), "{wrong}");
    }
}

#[test]
fn the_longest_item_fits_every_keychain() {
    let longest =
        super::super::item::text(&secret().with_anchor(anchor()).with_restoring(anchor())).unwrap();
    let bytes = longest.expose_secret().len();
    assert!(bytes <= super::super::item::ROOM, "{bytes}");
}

#[tokio::test]
async fn an_item_that_somebody_else_wrote_is_an_error() {
    let (vault, name) = vault();
    let pepper = "07".repeat(32);
    let wrong = [
        String::new(),
        "{}".to_owned(),
        "null".to_owned(),
        "[".repeat(2_000),
        format!(r#"{{"pepper":"{}"}}"#, &pepper[2..]),
        format!(r#"{{"pepper":"{pepper}07"}}"#),
        format!(r#"{{"pepper":"{}"}}"#, pepper.replace('7', "x")),
        format!(r#"{{"pepper":"{pepper}","anchor":{{"seq":-1,"hash":"{pepper}"}}}}"#),
        format!(r#"{{"pepper":"{pepper}","anchor":{{"seq":1,"hash":"07"}}}}"#),
        format!(r#"{{"pepper":"{pepper}","anchor":{{"seq":1}}}}"#),
        format!(r#"{{"pepper":"{pepper}","key":"other"}}"#),
        format!(r#"{{"pepper":"{pepper}","restoring":{{"seq":1,"hash":"07"}}}}"#),
        format!(r#"{{"pepper":"{pepper}"}} and more"#),
    ];
    let unreadable = Some(VaultError::Failed(FailureKind::NotText));
    for item in wrong {
        vault.save(&name, item.as_str().into()).await.unwrap();
        assert_eq!(StaffSecret::read(&vault, &name).await.err(), unreadable, "{item}");
    }
    vault.save(&name, format!(r#"{{"pepper":"{pepper}"}}"#).into()).await.unwrap();
    assert!(StaffSecret::read(&vault, &name).await.is_ok());
}
