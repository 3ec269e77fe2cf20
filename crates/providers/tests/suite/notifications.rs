//! Messages that a shop's own server received, and that staff ask about.

use providers::{Genuine, Keys, Notification, Received, Signer};

use crate::{
    asks::{APP_KEY, PAYOUT_KEY, WEBHOOK_SECRET, keys, now},
    subject::Subject,
};

pub(crate) fn each_message_is_worth_what_its_signature_is(subject: &dyn Subject) {
    let (provider, account) = (subject.provider(), subject.account());
    let worth = |body: &str, signature: &str| {
        let received = Received { body, signature, now: now() };
        provider.read_notification(&account, &keys(), received)
    };
    let messages = subject.notifications();
    if messages.is_empty() {
        assert_eq!(worth("{}", ""), None, "a provider that signs nothing can vouch for nothing");
    }
    for message in messages {
        let came = worth(&message.body, &message.signature);
        let shown = format!("{came:?}");
        assert_eq!(came, Some(message.worth), "{}: {}", message.name, message.body);
        for secret in [APP_KEY, PAYOUT_KEY, WEBHOOK_SECRET] {
            assert!(!shown.contains(secret), "{}", message.name);
        }
    }
}

/// A secret of its own is the only thing that such a message can be known by.
pub(crate) fn nobody_vouches_for_a_message_without_the_secret(subject: &dyn Subject) {
    let (provider, account) = (subject.provider(), subject.account());
    let without = Keys { webhook: None, ..keys() };
    let mut of_the_secret = 0;
    for message in subject.notifications() {
        let by_webhook = Signer::Webhook;
        let is_its = matches!(
            &message.worth,
            Notification::Genuine(Genuine { signed_by, .. }) if *signed_by == by_webhook
        );
        if !is_its {
            continue;
        }
        of_the_secret += 1;
        let (body, signature) = (message.body.as_str(), message.signature.as_str());
        let received = Received { body, signature, now: now() };
        let came = provider.read_notification(&account, &without, received);
        assert_eq!(came, Some(Notification::NotGenuine), "{}", message.name);
    }
    assert_eq!(of_the_secret > 0, provider.capabilities().webhook_secret);
}
