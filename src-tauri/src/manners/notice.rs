//! The words of a notification.

use desk::{
    domain::{account::Environment, sale_state::SaleState},
    view::SaleRow,
};
use words::{Key, Words};

/// A notification, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Notice {
    /// What happened.
    pub(crate) title: String,
    /// Whose sale it is, as far as whoever reads it may know.
    pub(crate) body: String,
}

/// Who may read a notification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reader {
    /// Staff who may see the sale.
    Staff,
    /// Whoever stands before a locked till, or may not see the sale: no name, and nothing of what was bought.
    Anyone,
}

/// The notification of a payment that came; none for any other state.
pub(crate) fn of_payment(sale: &SaleRow, reader: Reader, words: Words) -> Option<Notice> {
    let amount = |key, money| words.with(key, &[("amount", &words.money(money))]);
    let title = match &sale.state {
        SaleState::Paid { paid, .. } => amount(Key::NotifyPaid, *paid),
        SaleState::Collecting { paid, .. } => amount(Key::NotifyCollected, *paid),
        SaleState::PaidLate { paid, .. } => amount(Key::NotifyPaidLate, *paid),
        SaleState::PaidAfterCancel { paid, .. } => amount(Key::NotifyPaidAfterCancel, *paid),
        SaleState::PaidTwice { .. } => words.text(Key::NotifyPaidTwice).to_owned(),
        SaleState::PaidDifferentAmount { paid } => amount(Key::NotifyPaidDifferent, *paid),
        _ => return None,
    };
    let lines = [environment_word(sale.environment, words), label(sale, reader)];
    let body = lines.into_iter().flatten().filter(|line| !line.is_empty()).collect::<Vec<_>>();
    Some(Notice { title, body: body.join("\n") })
}

/// What staff know a sale by: their note, or what it is for.
pub(crate) fn label_of(sale: &SaleRow) -> &str {
    if sale.staff_note.is_empty() { &sale.what_for } else { &sale.staff_note }
}

/// Practice and sandbox are said wherever a sale is; a live sale needs no word.
pub(crate) fn environment_word(environment: Environment, words: Words) -> Option<&'static str> {
    match environment {
        Environment::Live => None,
        Environment::Sandbox => Some(words.text(Key::SandboxWord)),
        Environment::Practice => Some(words.text(Key::PracticeWord)),
    }
}

fn label(sale: &SaleRow, reader: Reader) -> Option<&str> {
    (reader == Reader::Staff).then(|| label_of(sale))
}

#[cfg(test)]
mod tests {
    use desk::domain::{
        Timestamp,
        ids::PaymentId,
        language::Language,
        sale_state::{Mark, Moment},
    };
    use uuid::Uuid;

    use super::*;
    use crate::manners::sample::{euros, practice_sale, sale};

    fn paid(mut sale: SaleRow) -> SaleRow {
        let at = Moment(Timestamp::parse("2026-03-02T10:00:00Z").unwrap());
        let mark = Mark::of(PaymentId::from(Uuid::nil()));
        sale.state = SaleState::Paid { at, paid: euros(2_500), mark };
        sale
    }

    fn read(sale: &SaleRow, reader: Reader) -> Option<(String, String)> {
        let notice = of_payment(sale, reader, Words::of(Language::En))?;
        Some((notice.title, notice.body))
    }

    fn said(title: &str, body: &str) -> (String, String) {
        (title.to_owned(), body.to_owned())
    }

    #[test]
    fn a_payment_is_told_with_the_note_that_staff_know_the_customer_by() {
        let sale_with_note = paid(sale("1", "Coffee", "blue jacket"));
        assert_eq!(read(&sale_with_note, Reader::Staff), Some(said("€25.00 paid", "blue jacket")));
        let without = paid(sale("1", "Coffee", ""));
        assert_eq!(read(&without, Reader::Staff), Some(said("€25.00 paid", "Coffee")));
    }

    #[test]
    fn before_a_locked_till_the_amount_is_all_that_is_told() {
        let sale = paid(sale("1", "Coffee", "blue jacket"));
        assert_eq!(read(&sale, Reader::Anyone), Some(said("€25.00 paid", "")));
    }

    #[test]
    fn practice_money_is_called_so_to_everybody() {
        let sale = paid(practice_sale("1", "Coffee"));
        let word = Words::of(Language::En).text(Key::PracticeWord);
        assert_eq!(
            read(&sale, Reader::Staff),
            Some(said("€25.00 paid", &format!("{word}\nCoffee")))
        );
        assert_eq!(read(&sale, Reader::Anyone), Some(said("€25.00 paid", word)));
    }

    #[test]
    fn money_that_nobody_expected_is_not_called_paid() {
        let mut twice = sale("1", "Coffee", "");
        twice.state = SaleState::PaidTwice { paid: euros(5_000) };
        assert_eq!(read(&twice, Reader::Staff), Some(said("Paid twice: refund one", "Coffee")));
        let mut other = sale("1", "Coffee", "");
        other.state = SaleState::PaidDifferentAmount { paid: euros(100) };
        assert_eq!(
            read(&other, Reader::Staff),
            Some(said("Another amount was paid: €1.00", "Coffee"))
        );
    }

    #[test]
    fn what_is_no_payment_is_not_notified() {
        assert_eq!(read(&sale("1", "Coffee", ""), Reader::Staff), None);
    }
}
