//! The gateway's error and decline codes as data (fact sheet, 5.2).

use self::Fixer::{Gateway, IssuingBank, Merchant};

/// Who can do something about an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fixer {
    /// The merchant, or the customer in front of it.
    Merchant,
    /// The bank that issued the card.
    IssuingBank,
    /// The gateway's support.
    Gateway,
}

/// What the documentation says about a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeEntry {
    /// The code.
    pub code: u16,
    /// Its meaning in short, in English.
    pub meaning: &'static str,
    /// Who can do something about it, where the documentation says so.
    pub fixer: Option<Fixer>,
}

/// The entry of `code`, if it is documented. The list grows: an unknown code is shown, not refused.
pub(super) fn entry(code: u16) -> Option<&'static CodeEntry> {
    CODES.binary_search_by_key(&code, |entry| entry.code).ok().and_then(|place| CODES.get(place))
}

/// Every documented code, in rising order.
pub const CODES: &[CodeEntry] = &[
    code(1000, "general decline, cause unknown", Some(Gateway)),
    code(1002, "application error, cause unknown", Some(Gateway)),
    code(1003, "wrong CVV2 (sometimes wrong expiry)", Some(IssuingBank)),
    code(1004, "do not honour; card blocked or closed for internet use", Some(IssuingBank)),
    code(1005, "invalid format; often amount too small", Some(IssuingBank)),
    code(1006, "merchant misconfigured", Some(Gateway)),
    code(1007, "a named parameter is incorrect (format, size, value)", Some(Merchant)),
    code(1008, "a named parameter is mandatory", Some(Merchant)),
    code(1009, "a named parameter is empty", Some(Merchant)),
    code(1010, "request empty", Some(Merchant)),
    code(1011, "a named parameter is missing", Some(Merchant)),
    code(1012, "currency not available for this merchant", Some(Merchant)),
    code(1013, "duplicate order id", Some(Merchant)),
    code(1014, "invalid signature", Some(Merchant)),
    code(1015, "invalid card number", Some(IssuingBank)),
    code(1016, "merchant not found", Some(Gateway)),
    code(1017, "no available payment system", Some(Gateway)),
    code(1018, "order not found (status, refund)", Some(Gateway)),
    code(1019, "order already completed / expired order being paid", Some(Merchant)),
    code(1021, "unsupported content type", Some(Merchant)),
    code(1023, "invalid amount", Some(Merchant)),
    code(1024, "3-D Secure authentication failed", Some(IssuingBank)),
    code(1025, "invalid card expiry", Some(IssuingBank)),
    code(1026, "only the redirect method allowed", Some(Merchant)),
    code(1027, "preauthorisation not allowed", Some(Gateway)),
    code(1028, "design not found", Some(Merchant)),
    code(1034, "forbidden separator character in a parameter", Some(Merchant)),
    code(1035, "card token not found, expired or wrong", Some(Merchant)),
    code(1036, "invoice already paid", Some(Merchant)),
    code(1037, "insufficient funds", Some(Merchant)),
    code(1040, "card internet limit exceeded", Some(Merchant)),
    code(1041, "card black-listed", Some(Gateway)),
    code(1042, "stolen card", Some(Merchant)),
    code(1043, "restricted card", Some(Merchant)),
    code(1044, "lost card", Some(Merchant)),
    code(1045, "card blocked by the acquirer", Some(Gateway)),
    code(1046, "request is not UTF-8", Some(Merchant)),
    code(1047, "withdrawal frequency limit", Some(Merchant)),
    code(1048, "withdrawal amount limit", Some(Merchant)),
    code(1049, "unknown payment-system error", Some(Gateway)),
    code(1051, "declined by antifraud", Some(Gateway)),
    code(1052, "order expired", Some(Merchant)),
    code(1053, "3-D Secure directory or issuer not available", Some(Merchant)),
    code(1054, "session expired", Some(Merchant)),
    code(1055, "payout limit", Some(Gateway)),
    code(1057, "sender card declined by issuer", Some(Merchant)),
    code(1058, "receiver card declined by issuer", Some(Merchant)),
    code(1059, "token charges not allowed for the merchant", Some(Gateway)),
    code(1060, "recurring not allowed for the merchant", Some(Gateway)),
    code(1061, "PIN tries exceeded", Some(Merchant)),
    code(1062, "not permitted to merchant", Some(Gateway)),
    code(1063, "not permitted to client", Some(Merchant)),
    code(1064, "customer must call the bank", Some(Merchant)),
    code(1065, "rejected by issuer", Some(Merchant)),
    code(1066, "acquirer malfunction", Some(Gateway)),
    code(1067, "wrong PIN", Some(Merchant)),
    code(1068, "data format error", Some(Merchant)),
    code(1069, "refund refused: turnover too small", Some(Gateway)),
    code(1070, "routed to another terminal", Some(Gateway)),
    code(1072, "recurring chain declined", Some(Merchant)),
    code(1073, "3-D Secure mandatory for Maestro", Some(Merchant)),
    code(1074, "payout only by token", Some(Gateway)),
    code(1075, "3-D Secure always mandatory", Some(Merchant)),
    code(1076, "invalid IBAN", Some(Merchant)),
    code(1077, "merchant not active, only test IBAN", Some(Gateway)),
    code(1078, "token deactivated by bank", Some(Gateway)),
    code(1079, "card blocked by issuer", Some(Merchant)),
    code(1080, "receiving card count limit", Some(Merchant)),
    code(1081, "payout balance too small", Some(Gateway)),
    code(1082, "token expired", Some(Merchant)),
    code(1083, "receiving card amount limit", Some(Merchant)),
    code(1084, "only a full refund allowed", Some(Gateway)),
    code(1086, "transaction already finished", Some(Merchant)),
    code(1087, "terminal closed by acquirer", Some(Gateway)),
    code(1088, "lookup attempts exceeded", Some(Gateway)),
    code(1089, "acquirer time-out", Some(Merchant)),
    code(1090, "payouts not allowed for the country", Some(Gateway)),
    code(1091, "lookup required", Some(Gateway)),
    code(1092, "invalid phone", None),
    code(1096, "invalid e-mail", None),
    code(1097, "decline, refer to issuer", Some(IssuingBank)),
    code(1098, "SEPA: accepted, then cancelled", Some(Merchant)),
    code(1099, "payouts: caller's IP not registered", Some(Gateway)),
    code(1100, "operation not allowed for the merchant", Some(Gateway)),
    code(1102, "antifraud: prepaid cards blocked", Some(Merchant)),
    code(1103, "receipt created (payment by receipt)", Some(Merchant)),
    code(1104, "country not allowed by acquirer", Some(Gateway)),
    code(1105, "antifraud: full 3-D Secure only", Some(Gateway)),
    code(1106, "split not allowed", Some(Merchant)),
    code(1107, "split with a foreign company", Some(Merchant)),
    code(1108, "split: merchants differ on refund", Some(Merchant)),
    code(1109, "already captured with another amount", Some(Merchant)),
    code(1111, "card brand not supported", Some(Gateway)),
    code(1114, "split before capture", Some(Merchant)),
    code(1115, "pick up card, no fraud", None),
    code(1116, "pick up card, fraud", Some(Gateway)),
    code(1117, "security violation, limited by issuer", None),
    code(1120, "split amount differs from purchase or capture", Some(Gateway)),
    code(1122, "connection to acquirer lost", Some(Gateway)),
    code(1123, "acquirer time-out, transaction reversed", Some(Gateway)),
    code(1125, "Maestro not allowed", Some(Gateway)),
];

const fn code(code: u16, meaning: &'static str, fixer: Option<Fixer>) -> CodeEntry {
    CodeEntry { code, meaning, fixer }
}
