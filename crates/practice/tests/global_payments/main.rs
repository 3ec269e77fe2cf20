//! The pretend Global Payments API over real HTTP.

#[cfg(test)]
mod books;
#[cfg(test)]
mod links;
#[cfg(test)]
mod pay_page;
#[cfg(test)]
mod refunds;
#[cfg(test)]
mod serving;
#[cfg(test)]
mod shop;
#[cfg(test)]
mod token;
#[cfg(test)]
mod transactions;
