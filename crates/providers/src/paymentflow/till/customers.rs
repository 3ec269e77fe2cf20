//! The shop's customers, whom the provider keeps (fact sheet, 'Customers').

use domain::{
    Outcome,
    account::Account,
    customer::{CustomerChange, CustomerDetails, CustomerPhone, KeptCustomer},
    customer_email::CustomerEmail,
    error::Doubt,
    ids::{IdempotencyKey, ProviderCustomerId},
    outcome::RejectionClass,
};

use super::{
    errors::{self, Failure},
    question::ask,
};
use crate::{
    exchange::BoxedExchange,
    paymentflow::{
        Customer, CustomerId, CustomersQuery, Metadata, NewCustomer, Next, Page, Private, customers,
    },
    provider::{CustomersFound, CustomersToFind},
};

/// Customers on one page: as many as a person looks through.
const PAGE_SIZE: u32 = 50;

/// One page of the customers, or those with an address.
pub(super) fn find(account: &Account, wanted: CustomersToFind) -> BoxedExchange<CustomersFound> {
    let after = wanted.after.as_ref().map(|id| CustomerId::new(id.as_str())).transpose();
    let call = after.map_err(Failure::from).and_then(|starting_after| {
        let email = wanted.email.as_ref().map(|email| Private::from(email.as_str()));
        Ok(customers::list(&CustomersQuery { limit: Some(PAGE_SIZE), starting_after, email })?)
    });
    ask(account, call, move |answer| match answer {
        Ok(page) => found(&wanted, &page),
        Err(failure) => failure.into(),
    })
}

/// A filter may be passed over, so the address is compared again. A customer whose address can't be read is left out:
/// nobody could be written to.
fn found(wanted: &CustomersToFind, page: &Page<Customer>) -> Outcome<CustomersFound> {
    let more_after = match &page.next {
        Next::End => None,
        Next::After(last) => match kept_id(last) {
            Ok(last) => Some(last),
            Err(doubt) => return Outcome::Unclear(doubt),
        },
        // More follow, and nothing leads there.
        Next::Lost => return Outcome::Unclear(Doubt::Unreadable),
    };
    let is_wanted = |customer: &KeptCustomer| {
        let address = customer.details.email.as_str();
        wanted.email.as_ref().is_none_or(|email| email.as_str().eq_ignore_ascii_case(address))
    };
    let here = page.rows().filter(|customer| !customer.deleted);
    let customers = here.filter_map(|customer| kept(customer).ok()).filter(is_wanted).collect();
    Outcome::Done(CustomersFound { customers, more_after })
}

/// Reads one customer.
pub(super) fn read(account: &Account, id: &ProviderCustomerId) -> BoxedExchange<KeptCustomer> {
    let call = CustomerId::new(id.as_str()).map(|id| customers::retrieve(&id));
    ask(account, call.map_err(Into::into), told)
}

/// Makes a customer. Whether the provider heeds a key here is told nowhere; it is sent.
pub(super) fn create(
    account: &Account,
    details: &CustomerDetails,
    key: IdempotencyKey,
) -> BoxedExchange<KeptCustomer> {
    let call = customers::create(&NewCustomer {
        email: Private::from(details.email.as_str()),
        name: name(details),
        phone: phone(details),
        metadata: Metadata::default(),
    });
    let call = call.map(|call| call.with_key(key));
    ask(account, call.map_err(Into::into), told)
}

/// Changes what differs of a customer.
pub(super) fn change(account: &Account, change: &CustomerChange) -> BoxedExchange<KeptCustomer> {
    let CustomerChange { id, before, after } = change;
    let call = CustomerId::new(id.as_str()).map_err(Failure::from).and_then(|id| {
        let new = |before: &str, after: &str| (before != after).then(|| Private::from(after));
        let number = |details: &CustomerDetails| {
            details.phone.as_ref().map(CustomerPhone::as_str).unwrap_or_default().to_owned()
        };
        let differs = customers::CustomerChange {
            email: new(before.email.as_str(), after.email.as_str()),
            name: new(&before.name, &after.name),
            phone: new(&number(before), &number(after)),
            metadata: None,
        };
        Ok(customers::update(&id, &differs)?)
    });
    ask(account, call, told)
}

/// Deletes a customer. One that is not there is deleted already.
pub(super) fn delete(account: &Account, id: &ProviderCustomerId) -> BoxedExchange<()> {
    let call = CustomerId::new(id.as_str()).map(|id| customers::delete(&id));
    ask(account, call.map_err(Into::into), |answer| match answer {
        Ok(answer) if answer.deleted => Outcome::Done(()),
        Ok(_) => Outcome::Unclear(Doubt::Unreadable),
        Err(failure) if failure.is_not_found() => Outcome::Done(()),
        Err(failure) => failure.into(),
    })
}

fn name(details: &CustomerDetails) -> Option<Private> {
    Some(details.name.as_str()).filter(|name| !name.is_empty()).map(Private::from)
}

fn phone(details: &CustomerDetails) -> Option<Private> {
    details.phone.as_ref().map(|phone| Private::from(phone.as_str()))
}

fn told(answer: Result<Customer, Failure>) -> Outcome<KeptCustomer> {
    match answer {
        Ok(customer) if customer.deleted => {
            errors::refused_here(RejectionClass::NotFound, "DELETED", "").into()
        }
        Ok(customer) => kept(&customer).map_or_else(Outcome::Unclear, Outcome::Done),
        Err(failure) => failure.into(),
    }
}

/// What the provider keeps. A number that is none is as good as none.
fn kept(customer: &Customer) -> Result<KeptCustomer, Doubt> {
    let text = |text: Option<&Private>| text.map_or("", Private::as_str).to_owned();
    let email = CustomerEmail::try_from(text(customer.email.as_ref()));
    Ok(KeptCustomer {
        id: kept_id(&customer.id)?,
        details: CustomerDetails {
            email: email.map_err(|_| Doubt::Unreadable)?,
            name: text(customer.name.as_ref()),
            phone: CustomerPhone::try_from(text(customer.phone.as_ref())).ok(),
        },
    })
}

fn kept_id(id: &CustomerId) -> Result<ProviderCustomerId, Doubt> {
    id.as_str().to_owned().try_into().map_err(|_| Doubt::Unreadable)
}
