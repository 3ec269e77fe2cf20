use secrecy::ExposeSecret;

use super::*;
use crate::SessionStore;

const PEPPER: [u8; 32] = *b"canary-pepper-7f3a-must-not-show";
const RANDOM: [u8; 17] = *b"canary-code-7f3a!";
const PIN: &str = "742915";

/// The ways in which `{:?}` of some type could show these bytes.
fn forms(bytes: &[u8]) -> [String; 4] {
    let numbers = format!("{bytes:?}");
    [
        String::from_utf8_lossy(bytes).into_owned(),
        hex::encode(bytes),
        hex::encode_upper(bytes),
        numbers.trim_matches(['[', ']']).to_owned(),
    ]
}

#[tokio::test]
async fn no_type_shows_a_secret() {
    let secret = StaffSecret::fresh(PEPPER).with_anchor(Anchor::new(1, &"0f".repeat(32)).unwrap());
    let code = RecoveryCode::fresh(RANDOM);
    let pin = pin(PIN);
    let hash = secret.hash_pin("anna", &pin, [1; 16]).unwrap();
    let seal = secret.seal(b"roll");
    let wrapped = secret.wrap(&code, [2; 24]).unwrap();
    let (vault, name) =
        (Vault::at_once(SessionStore::new()), VaultName::staff("0123456789abcdef").unwrap());
    secret.save(&vault, &name).await.unwrap();
    vault.save(&name, hex::encode(PEPPER).into()).await.unwrap();
    let unreadable = StaffSecret::read(&vault, &name).await.unwrap_err();
    let code_text = code.to_secret_text();
    let typo = RecoveryCode::parse(&code_text.expose_secret().replace('-', "!")).unwrap_err();

    let shown = [
        format!("{secret:?} {secret:#?} {:?}", Some(secret.clone())),
        format!("{code:?} {code:#?} {code_text:?} {pin:?}"),
        format!("{hash:?} {seal:?} {wrapped:?} {vault:?} {name:?}"),
        format!("{unreadable:?} {unreadable} {typo:?} {typo} {CalculationFailed} {UnreadableText}"),
    ]
    .join(" ");

    let text = code_text.expose_secret();
    let mut hidden = vec![PIN.to_owned(), text.to_owned(), text.replace('-', "")];
    hidden.extend([PEPPER.as_slice(), &RANDOM, code.symbols()].into_iter().flat_map(forms));
    hidden.extend(forms(&hex::decode(seal.to_string()).unwrap()));
    hidden.extend([hash.to_string(), wrapped.to_string()]);
    for one in hidden {
        assert!(!shown.contains(&one), "{one} in {shown}");
    }
}
