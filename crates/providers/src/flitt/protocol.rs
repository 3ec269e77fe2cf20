//! In which form a merchant speaks to the gateway (fact sheet, 1.2 and 1.3).

/// The protocol. Only 1.0 has a choice of formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// 1.0: the parameters themselves, each of them signed.
    V1(RequestFormat),
    /// 2.0: JSON within base64 within JSON, signed as one text. It alone carries nested data.
    V2,
}

impl Protocol {
    /// The format of the requests, which is that of the answers, too.
    pub fn format(self) -> RequestFormat {
        match self {
            Self::V1(format) => format,
            Self::V2 => RequestFormat::Json,
        }
    }
}

/// How parameters are written. The answer comes in the format of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RequestFormat {
    /// JSON with an envelope.
    Json,
    /// Form pairs without an envelope.
    Form,
    /// XML with an envelope. The newer documentation does not know it any more (fact sheet, 0.3).
    Xml,
}

impl RequestFormat {
    /// The `content-type` of a request.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json; charset=utf-8",
            Self::Form => "application/x-www-form-urlencoded; charset=utf-8",
            Self::Xml => "application/xml; charset=utf-8",
        }
    }
}
