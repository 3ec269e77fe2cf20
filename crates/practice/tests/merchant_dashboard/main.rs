//! The pretend merchant dashboard, asked as a client asks it.

#[cfg(test)]
mod answer_trouble;
#[cfg(test)]
mod books;
#[cfg(test)]
mod catalogue;
#[cfg(test)]
mod changes;
#[cfg(test)]
mod checkout;
#[cfg(test)]
mod customer_trouble;
#[cfg(test)]
mod dashboard_page;
#[cfg(test)]
mod lies;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod link_trouble;
#[cfg(test)]
mod links;
#[cfg(test)]
mod listing;
#[cfg(test)]
mod pay_page;
#[cfg(test)]
mod preview;
#[cfg(test)]
mod rate_limit;
#[cfg(test)]
mod refunds;
#[cfg(test)]
mod serving;
#[cfg(test)]
mod sessions;
#[cfg(test)]
mod shop;
