//! The pretend Flitt gateway, asked as a client asks it.

#[cfg(test)]
mod answer_trouble;
#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod books;
#[cfg(test)]
mod callbacks;
#[cfg(test)]
mod capture;
#[cfg(test)]
mod checkout;
#[cfg(test)]
mod customer_trouble;
#[cfg(test)]
mod direct_card;
#[cfg(test)]
mod formats;
#[cfg(test)]
mod lies;
#[cfg(test)]
mod lists;
#[cfg(test)]
mod page_words;
#[cfg(test)]
mod pay_page;
#[cfg(test)]
mod payouts;
#[cfg(test)]
mod portal;
#[cfg(test)]
mod protocol_2;
#[cfg(test)]
mod reverse;
#[cfg(test)]
mod serving;
#[cfg(test)]
mod settlement;
#[cfg(test)]
mod shop;
#[cfg(test)]
mod signature;
#[cfg(test)]
mod status;
#[cfg(test)]
mod subscription;
#[cfg(test)]
mod tokens;
#[cfg(test)]
mod way_back;
