//! The staff routes: links, and the payments that came through them (fact sheet, Staff routes).

use axum::http::StatusCode;
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use super::answering::Asked;
use super::behaviour::Behaviour;
use super::books::Books;
use super::currency::decimal;
use super::form;
use super::gateway::Gateway;
use super::ids::{LinkUuid, fresh_uuid};
use super::link::{Link, Snapshot};
use super::link_order::{LinkChange, LinkOrder};
use super::listing;
use super::pay_page;
use super::payment::Payment;
use super::pricing::{self, Line, Totals};
use super::refusal::Refusal;
use super::statistics::Statistics;
use super::trouble::{LinkTrouble, Visitor};

/// What is answered, if it is not refused.
pub(super) type Said = Result<(StatusCode, Value), Refusal>;

/// Where a link is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum View {
    Single,
    InList,
}

/// `POST /api/payment-links/`.
pub(super) fn create(gateway: &Gateway, asked: &Asked<'_>) -> Said {
    let (now, behaviour) = (gateway.now(), gateway.behaviour());
    let fields = form::parse(asked.call)?;
    let order = LinkOrder::read(&fields, &behaviour, now)?;
    let shown = gateway.change(|books| {
        let mut snapshot = snapshot(books, &behaviour, &order);
        refuse_outside_limits(&behaviour, &snapshot)?;
        let trouble = gateway.plans().take_link();
        if let Some(LinkTrouble::PriceChanges { difference }) = trouble {
            pricing::shift(&mut snapshot.lines, difference);
            snapshot.totals =
                Totals::of(&snapshot.lines, snapshot.pricing_mode, behaviour.tax_basis_points);
        }
        let uuid = LinkUuid(fresh_uuid(gateway, |uuid| books.link(uuid).is_some()));
        let mut link = Link::new(uuid, snapshot, order.terms, now);
        let shown = object(gateway, &behaviour, &link, Statistics::default(), View::Single);
        if let Some(trouble) = trouble {
            trouble.befall(&mut link);
        }
        if let Some(trouble) = gateway.plans().take_customer() {
            books.visitors.push(Visitor::of(&link, trouble));
        }
        books.add_link(link);
        Ok::<_, Refusal>(shown)
    })?;
    let status = if behaviour.creates_answer_200 { StatusCode::OK } else { StatusCode::CREATED };
    Ok((status, shown))
}

/// `GET /api/payment-links/`.
pub(super) fn list(gateway: &Gateway, asked: &Asked<'_>) -> Said {
    let behaviour = gateway.behaviour();
    let moment = asked.moment;
    let books = gateway.books();
    let links = books.links().iter().rev().filter(|link| link.was_there(moment));
    listing::page(gateway, &behaviour, asked.call, links, |link| {
        shown_as_of(gateway, &behaviour, &books, link, moment, View::InList)
    })
}

/// `GET /api/payment-links/{uuid}/`.
pub(super) fn detail(gateway: &Gateway, asked: &Asked<'_>) -> Said {
    let books = gateway.books();
    let link = existing(&books, asked)?;
    let shown =
        shown_as_of(gateway, &gateway.behaviour(), &books, link, asked.moment, View::Single);
    Ok((StatusCode::OK, shown))
}

/// `PATCH /api/payment-links/{uuid}/`.
pub(super) fn change(gateway: &Gateway, asked: &Asked<'_>) -> Said {
    let (now, behaviour) = (gateway.now(), gateway.behaviour());
    let fields = form::parse(asked.call)?;
    gateway.change(|books| {
        let link = existing(books, asked)?;
        let change = LinkChange::read(&fields, now)?;
        let statistics = books.statistics(link, now);
        let mut changed = link.clone();
        changed.change(now, |terms| change.apply(terms));
        let shown = object(gateway, &behaviour, &changed, statistics, View::Single);
        if !behaviour.changes_lost {
            let uuid = changed.uuid.clone();
            books.change_link(&uuid, |link| *link = changed);
            books.tell_visitors(&uuid, now);
        }
        Ok((StatusCode::OK, shown))
    })
}

/// `DELETE /api/payment-links/{uuid}/`. The books keep it.
pub(super) fn delete(gateway: &Gateway, asked: &Asked<'_>) -> Said {
    let now = gateway.now();
    let changes_lost = gateway.behaviour().changes_lost;
    gateway.change(|books| {
        let uuid = existing(books, asked)?.uuid.clone();
        if !changes_lost {
            books.change_link(&uuid, |link| link.deleted = Some(now));
            books.tell_visitors(&uuid, now);
        }
        Ok((StatusCode::NO_CONTENT, Value::Null))
    })
}

/// `GET /api/payment-links/{uuid}/payments/`.
pub(super) fn payments(gateway: &Gateway, asked: &Asked<'_>) -> Said {
    let behaviour = gateway.behaviour();
    let moment = asked.moment;
    let books = gateway.books();
    let link = existing(&books, asked)?;
    let payments =
        books.payments_of(&link.uuid, moment).rev().filter_map(|payment| payment.as_of(moment));
    listing::page(gateway, &behaviour, asked.call, payments, |payment| {
        payment_object(&behaviour, &payment, moment)
    })
}

/// The link that the path names, if staff can see it at the request's moment.
fn existing<'a>(books: &'a Books, asked: &Asked<'_>) -> Result<&'a Link, Refusal> {
    let link = books.link(asked.action.uuid).filter(|link| link.was_there(asked.moment));
    link.ok_or_else(Refusal::not_found)
}

fn snapshot(books: &Books, behaviour: &Behaviour, order: &LinkOrder) -> Snapshot {
    let (currency, pricing_mode) = (order.currency, order.pricing_mode);
    let line = |(product, quantity): &super::link_order::Wanted| {
        let price = books.prices.price(product, currency);
        Line::new(product.product_id, product.name, *quantity, price)
    };
    let lines: Vec<Line> = order.products.iter().map(line).collect();
    let totals = Totals::of(&lines, pricing_mode, behaviour.tax_basis_points);
    Snapshot { currency, pricing_mode, lines, totals }
}

fn refuse_outside_limits(behaviour: &Behaviour, snapshot: &Snapshot) -> Result<(), Refusal> {
    let (limits, total) = (behaviour.limits(snapshot.currency), snapshot.totals.total);
    let write = |amount| snapshot.currency.write(amount);
    if total < limits.smallest {
        let limit = write(limits.smallest);
        return Err(Refusal::whole(format!("The total must be at least {limit}.")));
    }
    if total > limits.largest {
        let limit = write(limits.largest);
        return Err(Refusal::whole(format!("The total must be at most {limit}.")));
    }
    Ok(())
}

fn shown_as_of(
    gateway: &Gateway,
    behaviour: &Behaviour,
    books: &Books,
    link: &Link,
    moment: DateTime<Utc>,
    view: View,
) -> Value {
    let past = link.as_of(moment);
    let link = past.as_ref().unwrap_or(link);
    object(gateway, behaviour, link, books.statistics(link, moment), view)
}

/// A link in an answer.
fn object(
    gateway: &Gateway,
    behaviour: &Behaviour,
    link: &Link,
    statistics: Statistics,
    view: View,
) -> Value {
    let terms = link.terms();
    let mut object = json!({
        "uuid": behaviour.uuid_in_answer.as_deref().unwrap_or(link.uuid.as_str()),
        "name": terms.name,
        "is_active": terms.is_active,
        "currency": behaviour.currency_in_answer.as_deref().unwrap_or(link.currency.code()),
        "pricing_mode": link.pricing_mode.word(),
        "products": lines(link),
        "subtotal": decimal(link.totals.subtotal),
        "tax": decimal(link.totals.tax),
        "total": decimal(behaviour.total_in_answer.unwrap_or(link.totals.total)),
        "expires_at": terms.expires_at.map(rfc3339),
        "max_uses": terms.max_uses,
        "created_at": rfc3339(link.created),
        "updated_at": rfc3339(link.updated()),
    });
    if !behaviour.statistics_missing {
        object["times_used"] = statistics.times_used.into();
        object["paid_count"] = statistics.paid_count.into();
        object["revenue"] = decimal(statistics.revenue).into();
    }
    let list_lacks_metadata = view == View::InList && behaviour.list_metadata_missing;
    if !behaviour.metadata_missing && !list_lacks_metadata {
        object["metadata"] = json!(terms.metadata);
    }
    if !behaviour.public_url_missing {
        object["public_url"] = pay_page::address(gateway, behaviour, &link.uuid).into();
    }
    object
}

/// The snapshot of the products, as staff and customers see it.
pub(super) fn lines(link: &Link) -> Value {
    let row = |of: &Line| {
        json!({
            "product_id": of.product_id,
            "name": of.name,
            "quantity": of.quantity,
            "unit_price": decimal(of.unit_price),
            "total": decimal(of.total),
        })
    };
    link.lines.iter().map(row).collect()
}

fn payment_object(behaviour: &Behaviour, payment: &Payment, moment: DateTime<Utc>) -> Value {
    let status = behaviour.payment_status_in_answer.as_deref();
    let currency = behaviour.payment_currency_in_answer.as_deref();
    json!({
        "id": payment.id,
        "status": status.unwrap_or(payment.status(moment).word()),
        "amount": decimal(behaviour.payment_amount_in_answer.unwrap_or(payment.amount)),
        "currency": currency.unwrap_or(payment.currency.code()),
        "customer_email": payment.billing.email,
        "created_at": rfc3339(payment.created),
        "paid_at": payment.paid_at(moment).map(rfc3339),
    })
}

/// A moment in an answer.
pub(super) fn rfc3339(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}
