//! What a key shows by itself, before anything is sent with it.

use domain::{TillError, account::Account, error::Field, ids::ProviderMerchantId};
use providers::{KeyWarning, Keys};

use crate::support::{KEY, keys, live, paymentflow, practice, shop};

fn check(account: &Account, key: &str) -> Result<(), TillError> {
    paymentflow().check_keys(account, &Keys::main(key.into()))
}

#[test]
fn a_key_is_taken_only_where_its_environment_is_the_accounts() {
    for (account, good, bad) in
        [(live(), "live", "test"), (shop(), "test", "live"), (practice(), "test", "live")]
    {
        for kind in ["sk", "pk"] {
            assert_eq!(check(&account, &format!("{kind}_{good}_51H8xTnot")), Ok(()));
            assert_eq!(
                check(&account, &format!("{kind}_{bad}_51H8xTnot")),
                Err(TillError::KeyForOtherEnvironment { live: bad == "live" })
            );
        }
    }
}

#[test]
fn what_is_no_key_is_refused_with_its_field() {
    for text in ["", "sk_test_", "sk_prod_1", "rk_test_1", "sk_test_a b", "whsec_abc"] {
        let refused = Err(TillError::InvalidField { field: Field::Key });
        assert_eq!(check(&shop(), text), refused, "{text:?}");
    }
    for (secret, fits) in [("whsec_abc", true), ("whsec_", false), ("abc", false), (KEY, false)] {
        let keys = Keys { webhook: Some(secret.into()), ..keys() };
        let refused = Err(TillError::InvalidField { field: Field::WebhookSecret });
        let due = if fits { Ok(()) } else { refused };
        assert_eq!(paymentflow().check_keys(&shop(), &keys), due, "{secret}");
    }
}

#[test]
fn a_key_is_named_by_its_beginning_and_its_end_and_a_publishable_one_warns() {
    assert_eq!(paymentflow().key_id(&keys()).as_deref(), Some("sk_test...7e1a"));
    // The owner is never asked for a name, also where the key is none.
    assert_eq!(paymentflow().key_id(&Keys::main("nonsense".into())).as_deref(), Some(""));
    let named = |key_id: &str| Account { key_id: key_id.to_owned(), ..shop() };
    assert_eq!(paymentflow().warns_of_key(&named("sk_test...7e1a")), None);
    let warning = paymentflow().warns_of_key(&named("pk_live...7e1a"));
    assert_eq!(warning, Some(KeyWarning::Publishable));
}

#[test]
fn there_is_nothing_below_the_merchant() {
    let provider = paymentflow();
    assert_eq!(provider.check_account(&shop()), Ok(()));
    let named = || Some("1".to_owned());
    let merchant = ProviderMerchantId::try_from("MER_1".to_owned()).unwrap();
    for (account, field) in [
        (Account { reports_id: named(), ..shop() }, Field::ReportsId),
        (Account { merchant: Some(merchant), ..shop() }, Field::Merchant),
        (Account { link_account: named(), ..shop() }, Field::LinkAccount),
        (Account { payment_account: named(), ..shop() }, Field::PaymentAccount),
    ] {
        assert_eq!(provider.check_account(&account), Err(field));
    }
}
