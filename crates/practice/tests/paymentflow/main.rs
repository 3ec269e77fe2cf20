//! The pretend PaymentFlow gateway, asked as a client asks it.

#[cfg(test)]
mod answer_trouble;
#[cfg(test)]
mod books;
#[cfg(test)]
mod cancel;
#[cfg(test)]
mod customer_trouble;
#[cfg(test)]
mod customers;
#[cfg(test)]
mod idempotency;
#[cfg(test)]
mod lies;
#[cfg(test)]
mod listing;
#[cfg(test)]
mod metadata;
#[cfg(test)]
mod pay_page;
#[cfg(test)]
mod payments;
#[cfg(test)]
mod rate_limit;
#[cfg(test)]
mod refunds;
#[cfg(test)]
mod serving;
#[cfg(test)]
mod shop;
#[cfg(test)]
mod sign_in;
#[cfg(test)]
mod webhooks;
