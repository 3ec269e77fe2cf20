//! The desk with its real book, executor, vault and HTTP, against a practice provider that keeps its own books.

#[cfg(test)]
mod accounts;
#[cfg(test)]
mod baskets;
#[cfg(test)]
mod canary;
#[cfg(test)]
mod cancel;
#[cfg(test)]
mod change;
#[cfg(test)]
mod connecting;
#[cfg(test)]
mod create_trouble;
#[cfg(test)]
mod customer;
#[cfg(test)]
mod dashboard;
#[cfg(test)]
mod disk_trouble;
#[cfg(test)]
mod flitt;
#[cfg(test)]
mod form;
#[cfg(test)]
mod hold_end;
#[cfg(test)]
mod keychain_trouble;
#[cfg(test)]
mod killed;
#[cfg(test)]
mod lid_closed;
#[cfg(test)]
mod notification;
#[cfg(test)]
mod open_sales;
#[cfg(test)]
mod paymentflow;
#[cfg(test)]
mod person;
#[cfg(test)]
mod products;
#[cfg(test)]
mod recent_words;
#[cfg(test)]
mod refund_again;
#[cfg(test)]
mod refund_rules;
#[cfg(test)]
mod refund_trouble;
#[cfg(test)]
mod refunds;
#[cfg(test)]
mod restore;
#[cfg(test)]
mod rig;
#[cfg(test)]
mod sales_file;
mod same_press;
#[cfg(test)]
mod seen;
#[cfg(test)]
mod settings;
#[cfg(test)]
mod several_payments;
mod share;
#[cfg(test)]
mod staff;
#[cfg(test)]
mod try_with;
#[cfg(test)]
mod watch;
#[cfg(test)]
mod whole_way;
#[cfg(test)]
mod wrong_answers;
