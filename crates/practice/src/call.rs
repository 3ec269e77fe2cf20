//! One request, apart from any socket.

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};

/// A request as it arrived.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Call {
    /// A request in plain values. `None` if no HTTP request can look like this.
    pub(crate) fn read(
        method: &str,
        path_and_query: &str,
        headers: &[(String, String)],
        body: &[u8],
    ) -> Option<Self> {
        let uri: Uri = path_and_query.parse().ok()?;
        let mut read = HeaderMap::with_capacity(headers.len());
        for (name, value) in headers {
            read.append(HeaderName::try_from(name).ok()?, HeaderValue::try_from(value).ok()?);
        }
        Some(Self {
            method: Method::from_bytes(method.as_bytes()).ok()?,
            path: uri.path().to_owned(),
            query: uri.query().unwrap_or_default().to_owned(),
            headers: read,
            body: Bytes::copy_from_slice(body),
        })
    }

    /// A header as text; `None` if it is absent, empty or not text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok().filter(|text| !text.is_empty())
    }

    /// The media type that the request says its body has, without parameters.
    pub(crate) fn media_type(&self) -> Option<&str> {
        self.header("content-type")?.split(';').next().map(str::trim)
    }

    /// Whether `text` stands anywhere in the request.
    pub(crate) fn contains(&self, text: &str) -> bool {
        self.contains_where(text, |_| true)
    }

    /// Whether `text` stands anywhere in the request but in the header with this lower-case name.
    pub(crate) fn contains_beside(&self, header: &str, text: &str) -> bool {
        self.contains_where(text, |name| name != header)
    }

    fn contains_where(&self, text: &str, header_counts: impl Fn(&str) -> bool) -> bool {
        let within = |bytes: &[u8]| {
            !text.is_empty() && bytes.windows(text.len()).any(|part| part == text.as_bytes())
        };
        within(&self.body)
            || within(self.path.as_bytes())
            || within(self.query.as_bytes())
            || self
                .headers
                .iter()
                .any(|(name, value)| header_counts(name.as_str()) && within(value.as_bytes()))
    }
}
