//! Keys, as they are typed: what they show by themselves, before anything is sent with them.

use domain::{Outcome, TillError, account::Account, error::Field, outcome::RejectionClass};
use secrecy::ExposeSecret;

use crate::{
    asks::{CountingRandom, keys},
    keys::whole,
    subject::{Accepted, OfferedKey, Subject},
};

pub(crate) fn a_key_is_looked_at_before_it_is_sent(subject: &dyn Subject) {
    let (provider, account) = (subject.provider(), subject.account());
    assert_eq!(provider.check_keys(&account, &keys()), Ok(()), "the keys of all other tests");
    for OfferedKey { account, keys, worth } in subject.offered_keys() {
        let context = format!("{:?}, {:?}", account.environment(), worth);
        let checked = provider.check_keys(&account, &keys);
        assert_eq!(checked, worth.clone().map(|_| ()), "{context}");
        let Ok(Accepted { id, warning }) = worth else { continue };
        assert_eq!(provider.key_id(&keys), id, "{context}");
        let named = Account { key_id: id.unwrap_or_default(), ..account };
        assert_eq!(provider.warns_of_key(&named), warning, "{context}");
    }
    if subject.offered_keys().is_empty() {
        assert_eq!(provider.key_id(&keys()), None);
        assert_eq!(provider.warns_of_key(&account), None);
    }
}

/// Where a key that is refused were tried all the same, it stays here, and no answer makes it good.
pub(crate) fn a_key_that_is_refused_never_leaves(subject: &dyn Subject) {
    let provider = subject.provider();
    let good = subject.plays().sign_in.scripts[0].answers[0].clone();
    for OfferedKey { account, keys, worth } in subject.offered_keys() {
        let of_messages = TillError::InvalidField { field: Field::WebhookSecret };
        if worth.as_ref().err().is_none_or(|error| *error == of_messages) {
            continue;
        }
        let key = keys.main.expose_secret();
        let request = whole(&provider.sign_in(&account, &keys, &CountingRandom::default()));
        assert!(key.is_empty() || !request.contains(key), "{worth:?}: {request}");
        match provider.signed_in(&account, &keys, good.clone()) {
            Outcome::Rejected(no) => assert_eq!(no.class, RejectionClass::Credentials),
            other => panic!("{worth:?}: {other:?}"),
        }
    }
}
