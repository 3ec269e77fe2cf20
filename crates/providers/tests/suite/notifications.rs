//! Messages that a shop's own server received, and that staff ask about.

use crate::{
    asks::{APP_KEY, PAYOUT_KEY, keys},
    subject::Subject,
};

pub(crate) fn each_message_is_worth_what_its_signature_is(subject: &dyn Subject) {
    let (provider, account) = (subject.provider(), subject.account());
    let worth = |body: &str| provider.read_notification(&account, &keys(), body);
    let messages = subject.notifications();
    if messages.is_empty() {
        assert_eq!(worth("{}"), None, "a provider that signs nothing can vouch for nothing");
    }
    for message in messages {
        let came = worth(&message.body);
        let shown = format!("{came:?}");
        assert_eq!(came, Some(message.worth), "{}: {}", message.name, message.body);
        assert!(!shown.contains(APP_KEY) && !shown.contains(PAYOUT_KEY), "{}", message.name);
    }
}
