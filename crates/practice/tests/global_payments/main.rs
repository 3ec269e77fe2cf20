//! The pretend Global Payments API over real HTTP.

#[cfg(test)]
mod accounts;
#[cfg(test)]
mod answer_trouble;
#[cfg(test)]
mod books;
#[cfg(test)]
mod capture;
#[cfg(test)]
mod customer_trouble;
#[cfg(test)]
mod in_process;
#[cfg(test)]
mod key_memory;
#[cfg(test)]
mod lag;
#[cfg(test)]
mod link_edit;
#[cfg(test)]
mod links;
#[cfg(test)]
mod multiple;
#[cfg(test)]
mod pay_page;
#[cfg(test)]
mod rate_limit;
#[cfg(test)]
mod refunds;
#[cfg(test)]
mod reversal;
#[cfg(test)]
mod serving;
#[cfg(test)]
mod settlement;
#[cfg(test)]
mod shop;
#[cfg(test)]
mod token;
#[cfg(test)]
mod transactions;
#[cfg(test)]
mod unknown_words;
