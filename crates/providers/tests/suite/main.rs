//! The conformance suite: one set of tests, run for every provider.
//!
//! A provider is described to it by data, as a [`subject::Subject`]. No test here names one: to put a further provider
//! to the test, write its `Subject` and add one line to `conformance` below.

#[cfg(test)]
mod answers;
#[cfg(test)]
mod asks;
#[cfg(test)]
mod capabilities;
#[cfg(test)]
mod captures;
#[cfg(test)]
mod due;
#[cfg(test)]
mod errors;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod flitt;
#[cfg(test)]
mod global_payments;
#[cfg(test)]
mod hosts;
#[cfg(test)]
mod keys;
#[cfg(test)]
mod lies;
#[cfg(test)]
mod loose;
#[cfg(test)]
mod merchant_dashboard;
#[cfg(test)]
mod money;
#[cfg(test)]
mod notifications;
#[cfg(test)]
mod offered_keys;
#[cfg(test)]
mod operations;
#[cfg(test)]
mod paymentflow;
#[cfg(test)]
mod recording;
#[cfg(test)]
mod requests;
#[cfg(test)]
mod script;
#[cfg(test)]
mod secrets;
#[cfg(test)]
mod sharpness;
#[cfg(test)]
mod stage;
#[cfg(test)]
mod subject;
#[cfg(test)]
mod told;
#[cfg(test)]
mod words;
#[cfg(test)]
mod wrapped;
#[cfg(test)]
mod wrapping;

#[cfg(test)]
mod conformance {
    /// A module of tests that puts one subject through the whole suite.
    macro_rules! conforms {
        ($module:ident, $subject:expr) => {
            mod $module {
                conforms!(
                    $subject;
                    operations::each_exchange_ends_as_it_must;
                    operations::every_method_of_the_trait_is_played;
                    faults::each_fault_at_each_step_has_its_outcome;
                    faults::what_could_not_be_read_is_never_called_absent;
                    errors::each_documented_error_has_its_outcome_at_each_step;
                    errors::a_new_sign_in_is_tried_only_where_it_helps;
                    errors::a_no_keeps_the_providers_code_and_words_but_not_endlessly;
                    words::each_word_has_its_state_and_no_other_is_money;
                    lies::no_lie_is_believed;
                    lies::each_operation_doubts_what_it_must;
                    lies::play_money_is_never_real;
                    lies::an_empty_id_names_nothing;
                    loose::fields_of_tomorrow_do_no_harm;
                    loose::numbers_may_be_text_and_text_numbers;
                    loose::what_is_absent_may_be_null_empty_or_missing;
                    loose::no_single_change_makes_money;
                    loose::changed_facts_that_nobody_vouches_for_are_not_believed;
                    keys::the_key_stands_on_the_write_alone;
                    keys::each_attempt_is_the_same_to_the_byte;
                    keys::nothing_but_the_key_tells_two_intents_apart;
                    secrets::no_secret_is_shown;
                    secrets::a_secret_leaves_only_where_it_belongs;
                    secrets::what_anybody_may_ask_shows_nothing_of_the_account;
                    secrets::each_request_is_signed_as_its_documents_say;
                    hosts::each_request_goes_to_the_accounts_own_host;
                    hosts::a_dashboard_lies_at_the_accounts_own_host;
                    hosts::a_key_meets_no_host_of_another_environment;
                    hosts::an_account_that_can_not_be_is_refused;
                    hosts::no_account_shows_a_pay_page_of_another_environment;
                    hosts::a_pay_page_lies_where_it_was_confirmed_and_where_that_is_asked;
                    offered_keys::a_key_is_looked_at_before_it_is_sent;
                    offered_keys::a_key_that_is_refused_never_leaves;
                    requests::each_read_is_marked_as_a_read_and_each_write_as_a_write;
                    requests::each_request_has_its_time_limit_and_says_what_its_body_is;
                    requests::a_path_ends_as_its_documents_say;
                    requests::what_staff_wrote_goes_out_to_the_letter;
                    requests::what_is_known_of_the_customer_goes_out_to_the_letter;
                    requests::a_link_ends_when_it_was_asked_to_in_utc;
                    requests::why_staff_refund_goes_out_in_the_providers_words;
                    requests::what_is_kept_of_a_customer_goes_out_to_the_letter;
                    requests::a_sweep_goes_on_where_it_ended;
                    requests::customers_are_asked_for_by_their_address_and_page_by_page;
                    capabilities::what_is_promised_is_done;
                    capabilities::a_sum_that_can_not_be_changed_is_not_written;
                    capabilities::a_link_is_made_of_what_its_provider_makes_links_of;
                    capabilities::what_is_not_promised_is_not_sent;
                    capabilities::the_figures_make_sense;
                    money::what_goes_out_and_comes_back_is_the_same_sum;
                    money::a_disputed_currency_is_counted_exactly_and_only_where_it_is_allowed;
                    notifications::each_message_is_worth_what_its_signature_is;
                    notifications::nobody_vouches_for_a_message_without_the_secret;
                    captures::each_recorded_request_carries_the_same_facts;
                    sharpness::each_flaw_is_seen;
                );
            }
        };
        ($subject:expr; $($file:ident::$check:ident;)+) => {
            $(#[test]
            fn $check() {
                crate::$file::$check(&$subject);
            })+
        };
    }

    conforms!(global_payments, crate::global_payments::GlobalPayments);
    conforms!(flitt, crate::flitt::Flitt);
    conforms!(paymentflow, crate::paymentflow::PaymentFlow);
    conforms!(merchant_dashboard, crate::merchant_dashboard::MerchantDashboard);
}
