//! The desk with its real book, executor, vault and HTTP, against a practice provider that keeps its own books.

#[cfg(test)]
mod accounts;
#[cfg(test)]
mod canary;
#[cfg(test)]
mod create_trouble;
#[cfg(test)]
mod customer;
#[cfg(test)]
mod disk_trouble;
#[cfg(test)]
mod form;
#[cfg(test)]
mod keychain_trouble;
#[cfg(test)]
mod killed;
#[cfg(test)]
mod lid_closed;
#[cfg(test)]
mod refund_again;
#[cfg(test)]
mod refund_trouble;
#[cfg(test)]
mod refunds;
#[cfg(test)]
mod rig;
#[cfg(test)]
mod same_press;
#[cfg(test)]
mod whole_way;
#[cfg(test)]
mod wrong_answers;
