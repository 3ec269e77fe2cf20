//! Flaws that only a provider can have that makes links from its own products, or tells anybody what a customer will see.

use domain::{capabilities::MadeOf, link::NewLink};

use super::Case;
use crate::{
    asks::APP_KEY, capabilities, money, requests, secrets, subject::Subject, wrapped::Flaw,
};

pub(super) fn of_products(subject: &dyn Subject) -> Vec<Case> {
    if subject.provider().capabilities().made_of != MadeOf::Catalogue {
        return Vec::new();
    }
    let asked = |bend| Flaw { ask: Some(bend), ..Flaw::default() };
    vec![
        (
            "asks for another number of pieces",
            capabilities::a_link_is_made_of_what_its_provider_makes_links_of,
            asked(|mut ask: NewLink| {
                for line in &mut ask.lines {
                    line.quantity = (line.quantity.get() + 1).try_into().unwrap();
                }
                ask
            }),
        ),
        (
            "shows a link for another total at once",
            money::what_goes_out_and_comes_back_is_the_same_sum,
            asked(|ask: NewLink| {
                let amount = crate::asks::amount(1_999, ask.currency().code());
                NewLink { amount, ..ask }
            }),
        ),
    ]
}

pub(super) fn of_customers_own_routes(subject: &dyn Subject) -> Vec<Case> {
    let mut flaws: Vec<Case> = Vec::new();
    if subject.provider().capabilities().preview {
        flaws.push((
            "asks as a customer with staff's sign-in",
            secrets::what_anybody_may_ask_shows_nothing_of_the_account,
            Flaw {
                signed: Some(|request| request.with_header("authorization", APP_KEY)),
                ..Flaw::default()
            },
        ));
    }
    if subject.paths_end_in_a_slash() {
        flaws.push((
            "leaves out the slash at a path's end",
            requests::a_path_ends_as_its_documents_say,
            Flaw {
                request: Some(|mut request| {
                    let end = request.url.find('?').unwrap_or(request.url.len());
                    request.url.replace_range(end - 1..end, "");
                    request
                }),
                ..Flaw::default()
            },
        ));
    }
    flaws
}
