//! The subject whose provider is watched: all but the provider is the other one's.

use std::time::Duration;

use domain::{
    Currency, Timestamp,
    account::{Account, Environment},
    error::Field,
    hold::NewHoldEnd,
    link::NewLink,
    payment::PaymentStatus,
    place::Place,
    refund::{NewRefund, RefundReason},
};
use providers::{Provider, Request};
use serde_json::Value;

use super::Wrapped;
use crate::{
    answers::Answer,
    operations::Op,
    recording::Capture,
    script::About,
    subject::{
        Beside, CustomerSent, DocumentedError, Housed, Ids, Message, OfferedKey, Plays, Proof,
        Signature, Subject,
    },
    wrapping::Wrapping,
};

impl Subject for Wrapped<'_> {
    fn provider(&self) -> &'static dyn Provider {
        self.provider
    }

    fn ids(&self) -> Ids {
        self.subject.ids()
    }

    fn account(&self) -> Account {
        self.subject.account()
    }

    fn housed(&self) -> Vec<Housed> {
        self.subject.housed()
    }

    fn forbidden_places(&self) -> Vec<Place> {
        self.subject.forbidden_places()
    }

    fn hosts_tell_environments(&self) -> bool {
        self.subject.hosts_tell_environments()
    }

    fn unfit_accounts(&self) -> Vec<(Account, Field)> {
        self.subject.unfit_accounts()
    }

    fn notifications(&self) -> Vec<Message> {
        self.subject.notifications()
    }

    fn play_money(&self) -> Option<(Account, Answer)> {
        self.subject.play_money()
    }

    fn offered_keys(&self) -> Vec<OfferedKey> {
        self.subject.offered_keys()
    }

    fn most_requests_a_minute(&self, environment: Environment) -> Option<u32> {
        self.subject.most_requests_a_minute(environment)
    }

    fn wrapping(&self) -> Wrapping {
        self.subject.wrapping()
    }

    fn plays(&self) -> Plays {
        self.subject.plays()
    }

    fn nothing(&self, request: &Request) -> Answer {
        self.subject.nothing(request)
    }

    fn errors(&self) -> Vec<DocumentedError> {
        self.subject.errors()
    }

    fn is_for_anyone(&self, request: &Request) -> bool {
        self.subject.is_for_anyone(request)
    }

    fn paths_end_in_a_slash(&self) -> bool {
        self.subject.paths_end_in_a_slash()
    }

    fn products_sent(&self, create: &Request) -> Vec<(String, u64)> {
        self.subject.products_sent(create)
    }

    fn secret_headers(&self) -> &'static [&'static str] {
        self.subject.secret_headers()
    }

    fn key_leaves(&self) -> bool {
        self.subject.key_leaves()
    }

    fn proof(&self) -> Proof {
        self.subject.proof()
    }

    fn signature(&self, request: &Request) -> Option<Signature> {
        self.subject.signature(request)
    }

    fn sessions_end(&self) -> bool {
        self.subject.sessions_end()
    }

    fn status_that_ends_sessions(&self) -> Option<u16> {
        self.subject.status_that_ends_sessions()
    }

    fn keyed(&self) -> &'static [Op] {
        self.subject.keyed()
    }

    fn unpromised_keys(&self) -> &'static [Op] {
        self.subject.unpromised_keys()
    }

    fn unsaid(&self, op: Op) -> &'static [About] {
        self.subject.unsaid(op)
    }

    fn spare_ids(&self, op: Op) -> &'static [(&'static str, &'static str)] {
        self.subject.spare_ids(op)
    }

    fn refund_id(&self) -> &'static str {
        self.subject.refund_id()
    }

    fn finds_by_reference(&self) -> bool {
        self.subject.finds_by_reference()
    }

    fn lists_by_sum(&self) -> bool {
        self.subject.lists_by_sum()
    }

    fn word_for(&self, reason: RefundReason) -> Option<&'static str> {
        self.subject.word_for(reason)
    }

    fn reason_sent(&self, refund: &Request) -> Option<String> {
        self.subject.reason_sent(refund)
    }

    fn refund_id_sent(&self, refund: &Request) -> Option<String> {
        self.subject.refund_id_sent(refund)
    }

    fn customer_sent(&self, write: &Request) -> CustomerSent {
        self.subject.customer_sent(write)
    }

    fn amount_sent(&self, request: &Request) -> Option<String> {
        self.subject.amount_sent(request)
    }

    fn description_sent(&self, create: &Request) -> String {
        self.subject.description_sent(create)
    }

    fn beside(&self, create: &Request) -> Beside {
        self.subject.beside(create)
    }

    fn end_sent(&self, create: &Request) -> Option<Timestamp> {
        self.subject.end_sent(create)
    }

    fn longest_life(&self) -> Option<Duration> {
        self.subject.longest_life()
    }

    fn decimal_sums(&self) -> &'static [&'static str] {
        self.subject.decimal_sums()
    }

    fn takes(&self, currency: Currency) -> bool {
        self.subject.takes(currency)
    }

    fn lists_are_bare(&self) -> bool {
        self.subject.lists_are_bare()
    }

    fn speaking_nulls(&self) -> &'static [&'static str] {
        self.subject.speaking_nulls()
    }

    fn payment_names(&self) -> &'static [&'static str] {
        self.subject.payment_names()
    }

    fn goes_on_at(&self, request: &Request, cursor: &str) -> bool {
        self.subject.goes_on_at(request, cursor)
    }

    fn digits(&self, currency: Currency) -> u8 {
        self.subject.digits(currency)
    }

    fn most_units(&self) -> u128 {
        self.subject.most_units()
    }

    fn link_answer(&self, ask: &NewLink, units: &str, url: &str) -> Answer {
        self.subject.link_answer(ask, units, url)
    }

    fn payment_answer(
        &self,
        status: &PaymentStatus,
        units: &str,
        currency: Currency,
        request: &Request,
    ) -> Answer {
        self.subject.payment_answer(status, units, currency, request)
    }

    fn hold_end_answer(&self, ask: &NewHoldEnd, units: &str, request: &Request) -> Answer {
        self.subject.hold_end_answer(ask, units, request)
    }

    fn refund_answer(&self, ask: &NewRefund, units: &str) -> Answer {
        self.subject.refund_answer(ask, units)
    }

    fn pay_page(&self, account: &Account) -> String {
        self.subject.pay_page(account)
    }

    fn captures(&self, provider: &dyn Provider) -> Vec<Capture> {
        self.subject.captures(provider)
    }

    fn uncompared_headers(&self) -> &'static [(&'static str, &'static str)] {
        self.subject.uncompared_headers()
    }

    fn sent_facts(&self, body: Value) -> Value {
        self.subject.sent_facts(body)
    }
}
