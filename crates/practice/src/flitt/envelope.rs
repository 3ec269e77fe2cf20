//! The two protocols: how parameters are packed, signed and unpacked (fact sheet, 1.3 and 2).

use serde_json::{Value, json};

use super::behaviour::Seal;
use super::credentials::FlittKey;
use super::format::Format;
use super::params::Params;
use super::refusal::Refusal;
use super::sign;

/// How the parameters of a request are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Protocol {
    /// 1.0: beside each other, with a signature among them.
    V1,
    /// 2.0: as base64 of a JSON text, with a signature over it.
    V2,
}

/// An unpacked request whose signature is not checked yet.
#[derive(Debug)]
pub(super) struct Unpacked {
    pub(super) protocol: Protocol,
    /// Without the signature.
    pub(super) params: Params,
    signature: String,
    /// The text that protocol 2.0 signs.
    data: String,
}

/// Unpacks the parameters of a request. Only JSON can carry protocol 2.0 (fact sheet, 1.2).
pub(super) fn unpack(format: Format, mut request: Params) -> Result<Unpacked, Refusal> {
    let signature = request.text("signature", usize::MAX)?.unwrap_or_default();
    request.remove("signature");
    if !is_version_2(&request) {
        return Ok(Unpacked {
            protocol: Protocol::V1,
            params: request,
            signature,
            data: String::new(),
        });
    }
    if format != Format::Json {
        return Err(Refusal::content_type());
    }
    let data = request.required("data", usize::MAX)?;
    let params = sign::unwrap(&data).ok_or_else(|| Refusal::incorrect("data"))?;
    Ok(Unpacked { protocol: Protocol::V2, params, signature, data })
}

/// The vendor prints the version once as a number; all official software sends a text.
fn is_version_2(request: &Params) -> bool {
    request.get("version").is_some_and(|version| *version == "2.0" || *version == json!(2.0))
}

impl Unpacked {
    /// The signature that came with the request.
    pub(super) fn signature(&self) -> &str {
        &self.signature
    }

    /// Whether `key` made the signature. If not, the refusal calls it a parameter or not.
    pub(super) fn check_signature(
        &self,
        key: &FlittKey,
        as_parameter: bool,
    ) -> Result<(), Refusal> {
        if self.signature.is_empty() {
            return Err(Refusal::missing("signature"));
        }
        let made = match self.protocol {
            Protocol::V1 => sign::sign(key, &self.params).ok(),
            Protocol::V2 => Some(sign::sign_data(key, &self.data)),
        };
        if made.is_some_and(|made| made == self.signature) {
            return Ok(());
        }
        let masked = match self.protocol {
            Protocol::V1 => sign::masked_text(key, &self.params).ok(),
            Protocol::V2 => None,
        };
        Err(Refusal::signature(&self.signature, masked, as_parameter))
    }
}

/// Packs and signs what is said.
pub(super) fn seal(protocol: Protocol, key: &FlittKey, seal: Seal, params: Params) -> Value {
    match protocol {
        Protocol::V1 => seal_1_0(key, seal, params).as_value(),
        Protocol::V2 => seal_2_0(key, seal, &params),
    }
}

fn seal_1_0(key: &FlittKey, seal: Seal, mut params: Params) -> Params {
    let honest = sign::sign(key, &params);
    let masked = sign::masked_text(key, &params);
    if let (Ok(signature), Ok(masked)) = (honest, masked)
        && let Some(signature) = lied(signature, seal)
    {
        params.set("signature", signature);
        params.set("response_signature_string", masked);
    }
    params
}

fn seal_2_0(key: &FlittKey, seal: Seal, params: &Params) -> Value {
    let data = sign::wrap(params);
    let signature = lied(sign::sign_data(key, &data), seal);
    let mut whole = json!({ "version": "2.0", "data": data });
    if let Some(signature) = signature {
        whole["signature"] = signature.into();
    }
    whole
}

/// The signature that is sent. A wrong one has the right look.
fn lied(signature: String, seal: Seal) -> Option<String> {
    match seal {
        Seal::Honest => Some(signature),
        Seal::Wrong => Some(signature.chars().rev().collect()),
        Seal::Missing => None,
    }
}
