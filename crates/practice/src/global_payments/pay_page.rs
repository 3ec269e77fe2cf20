//! The hosted page on which the customer pays.

use axum::http::StatusCode;
use url::form_urlencoded;

use super::call::Call;
use super::gateway::Gateway;
use super::link_record::{Link, LinkStatus};
use super::payment::{self, PayRefusal, Which};

/// No scripts, no foreign content, no frames; the form may only go back here.
pub(super) const SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
pub(super) const STYLESHEET: &str = include_str!("pages/style.css");

const LAYOUT: &str = include_str!("pages/layout.html");
const FORM: &str = include_str!("pages/form.html");
const REFUSED: &str = include_str!("pages/refused.html");
const NOTICE: &str = include_str!("pages/notice.html");

/// A page, ready to send.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) status: StatusCode,
    pub(super) html: String,
}

/// `GET {link URL}`.
pub(super) fn open(gateway: &Gateway, page: &str) -> Page {
    match payment::open(gateway, Which::Page(page)) {
        Ok(link) => form(gateway, &link, StatusCode::OK, None),
        Err(refusal) => refused(&refusal),
    }
}

/// `POST {link URL}/pay`.
pub(super) fn pay(gateway: &Gateway, page: &str, call: &Call) -> Page {
    let card = form_urlencoded::parse(&call.body)
        .find_map(|(name, value)| (name == "card").then(|| value.into_owned()))
        .unwrap_or_default();
    let link = match payment::link(gateway, Which::Page(page)) {
        Ok(link) => link,
        Err(refusal) => return refused(&refusal),
    };
    match payment::pay(gateway, Which::Page(page), &card) {
        Ok(sale) if sale.state.approval().is_some() => {
            let amount = sale.currency.write(sale.amount);
            let shop = &gateway.shop().merchant_name;
            let thanks = format!("You paid {amount} to {shop}. You can close this page.");
            notice(StatusCode::OK, "paid", "Paid", &thanks)
        }
        Ok(_) => {
            let sentence = "The card was refused. Try another card.";
            form(gateway, &link, StatusCode::OK, Some(sentence))
        }
        Err(PayRefusal::UnknownCard) => {
            let sentence = "This is not one of the test cards. Never type a real card here.";
            form(gateway, &link, StatusCode::BAD_REQUEST, Some(sentence))
        }
        Err(refusal) => refused(&refusal),
    }
}

fn refused(refusal: &PayRefusal) -> Page {
    let (status, title, sentence) = match refusal {
        PayRefusal::UnknownLink => {
            (StatusCode::NOT_FOUND, "No such link", "Ask the shop for a new link.")
        }
        PayRefusal::LinkOver(LinkStatus::Paid) => (
            StatusCode::CONFLICT,
            "Already paid",
            "This link has been paid. Nothing more is to do, and nothing was taken now.",
        ),
        PayRefusal::LinkOver(LinkStatus::Expired) => (
            StatusCode::GONE,
            "Too late",
            "The time to pay is over. Nothing was taken. Ask the shop for a new link.",
        ),
        PayRefusal::LinkOver(LinkStatus::Inactive | LinkStatus::Closed | LinkStatus::Active) => (
            StatusCode::GONE,
            "Switched off",
            "The shop has switched this link off. Nothing was taken. Ask the shop for a new link.",
        ),
        PayRefusal::UnknownCard => (
            StatusCode::BAD_REQUEST,
            "Not a test card",
            "Nothing was taken. Go back and use one of the test cards.",
        ),
        PayRefusal::Books(_) => (
            StatusCode::BAD_GATEWAY,
            "Not possible now",
            "The practice books cannot be written. Nothing was taken. Try again later.",
        ),
    };
    notice(status, "over", title, sentence)
}

fn form(gateway: &Gateway, link: &Link, status: StatusCode, refusal: Option<&str>) -> Page {
    let refusal = refusal
        .map(|sentence| fill(REFUSED, &[("sentence", &Html::of_text(sentence))]))
        .unwrap_or_default();
    let shop = &gateway.shop().merchant_name;
    // Many shops give their links their own name; it need not stand there twice.
    let name = if link.name == *shop { "" } else { &link.name };
    let content = fill(
        FORM,
        &[
            ("shop", &Html::of_text(shop)),
            ("name", &Html::of_text(name)),
            ("description", &Html::of_text(&link.description)),
            ("amount", &Html::of_text(&link.currency.write(link.total()))),
            ("refusal", &refusal),
            ("page", &Html::of_text(link.page.as_str())),
        ],
    );
    laid_out(status, "Pay", &content)
}

fn notice(status: StatusCode, look: &str, title: &str, sentence: &str) -> Page {
    let content = fill(
        NOTICE,
        &[
            ("look", &Html::of_text(look)),
            ("title", &Html::of_text(title)),
            ("sentence", &Html::of_text(sentence)),
        ],
    );
    laid_out(status, title, &content)
}

fn laid_out(status: StatusCode, title: &str, content: &Html) -> Page {
    let Html(html) = fill(LAYOUT, &[("title", &Html::of_text(title)), ("content", content)]);
    Page { status, html }
}

/// Text that is safe to stand in a page.
#[derive(Debug, Default)]
struct Html(String);

impl Html {
    fn of_text(text: &str) -> Self {
        let mut html = String::with_capacity(text.len());
        for character in text.chars() {
            match character {
                '&' => html.push_str("&amp;"),
                '<' => html.push_str("&lt;"),
                '>' => html.push_str("&gt;"),
                '"' => html.push_str("&quot;"),
                '\'' => html.push_str("&#39;"),
                // A text must not bring a placeholder of its own.
                '{' => html.push_str("&#123;"),
                other => html.push(other),
            }
        }
        Self(html)
    }
}

/// Puts values into the places that a template writes as `{{name}}`.
fn fill(template: &str, values: &[(&str, &Html)]) -> Html {
    let filled = values.iter().fold(template.to_owned(), |text, (name, Html(value))| {
        text.replace(&format!("{{{{{name}}}}}"), value)
    });
    Html(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_can_bring_neither_markup_nor_placeholders() {
        let hostile = Html::of_text("<img src=x onerror='a'>&\"{{second}}");
        let filled = fill("{{first}}|{{second}}", &[("first", &hostile), ("second", &hostile)]);
        let escaped = "&lt;img src=x onerror=&#39;a&#39;&gt;&amp;&quot;&#123;&#123;second}}";
        assert_eq!(filled.0, format!("{escaped}|{escaped}"));
    }
}
