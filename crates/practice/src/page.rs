//! What all hosted pages share: layout, notices, and text that cannot bring markup.

use std::borrow::Cow;

use axum::http::StatusCode;

/// No scripts, no foreign content, no frames; the form may only go back here.
pub(crate) const SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
pub(crate) const STYLESHEET: &str = include_str!("pages/style.css");

const LAYOUT: &str = include_str!("pages/layout.html");
const REFUSED: &str = include_str!("pages/refused.html");
const NOTICE: &str = include_str!("pages/notice.html");

/// A page, ready to send.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) html: String,
    /// Where a form of the page may go beside here, such as `https://shop.example`.
    pub(crate) posts_to: Option<String>,
}

impl Page {
    /// What a browser may do with the page.
    pub(crate) fn security_policy(&self) -> String {
        let Some(origin) = &self.posts_to else { return SECURITY_POLICY.to_owned() };
        SECURITY_POLICY.replace("form-action 'self'", &format!("form-action 'self' {origin}"))
    }
}

/// What the pages of one gateway share.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Layout<'a> {
    /// The path of [`STYLESHEET`].
    pub(crate) stylesheet: &'a str,
    /// The language that was asked for. The sentences are English whatever it is, and marked so.
    pub(crate) language: &'a str,
}

impl Layout<'_> {
    /// `content` under `title`.
    pub(crate) fn page(self, status: StatusCode, title: &str, content: &Html) -> Page {
        let Html(html) = fill(
            LAYOUT,
            &[
                ("title", &Html::of_text(title)),
                ("language", &Html::of_text(self.language)),
                ("stylesheet", &Html::of_text(self.stylesheet)),
                ("content", content),
            ],
        );
        Page { status, html, posts_to: None }
    }

    /// One sentence under `title`, and what may stand below it.
    pub(crate) fn notice(self, status: StatusCode, notice: &Notice<'_>, more: &Html) -> Page {
        let content = fill(
            NOTICE,
            &[
                ("look", &Html::of_text(notice.look)),
                ("title", &Html::of_text(notice.title)),
                ("sentence", &Html::of_text(&notice.sentence)),
                ("more", more),
            ],
        );
        self.page(status, notice.title, &content)
    }
}

/// One sentence under a title.
#[derive(Debug)]
pub(crate) struct Notice<'a> {
    /// Its class in the stylesheet.
    pub(crate) look: &'a str,
    pub(crate) title: &'a str,
    pub(crate) sentence: Cow<'a, str>,
}

impl<'a> Notice<'a> {
    pub(crate) fn new(look: &'a str, title: &'a str, sentence: impl Into<Cow<'a, str>>) -> Self {
        Self { look, title, sentence: sentence.into() }
    }
}

/// The sentence above a form that tells why the last try failed; nothing if there was none.
pub(crate) fn refusal(sentence: Option<&str>) -> Html {
    sentence
        .map(|sentence| fill(REFUSED, &[("sentence", &Html::of_text(sentence))]))
        .unwrap_or_default()
}

/// Text that is safe to stand in a page.
#[derive(Debug, Default)]
pub(crate) struct Html(pub(crate) String);

impl Html {
    pub(crate) fn of_text(text: &str) -> Self {
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
pub(crate) fn fill(template: &str, values: &[(&str, &Html)]) -> Html {
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
