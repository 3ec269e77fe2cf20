use domain::Timestamp;
use serde::{Deserialize, Serialize};

/// What a backup says of itself, behind the book in its file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Manifest {
    /// When it was made, by the till's clock.
    pub made_at: Timestamp,
    /// The id of its book: see [`Ledger::book_id`](crate::Ledger::book_id).
    pub book: String,
    /// The number of its newest event.
    pub newest: u64,
    /// The hash of that event, in 64 hexadecimal digits.
    pub hash: String,
    /// How many steps have shaped the book.
    pub version: u32,
    /// How many sales are in it, those of practice included.
    pub sales: u64,
    /// When the last of them was started.
    pub last_sale: Option<Timestamp>,
    /// How many bytes of the file are the book.
    pub bytes: u64,
    /// The SHA-256 of these bytes, in 64 hexadecimal digits.
    pub sha256: String,
    /// The seal of all of the above by the secret of the book's staff; `None` where nobody has a PIN.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seal: Option<String>,
}

impl Manifest {
    /// All that the seal covers, and with the hash of its bytes the whole book. The same manifest always gives the same text.
    pub fn sealable(&self) -> String {
        // A list and no object: a library decides in which order the names of an object stand.
        serde_json::json!([
            "tillside backup",
            self.made_at.millis(),
            self.book,
            self.newest,
            self.hash,
            self.version,
            self.sales,
            self.last_sale.map(Timestamp::millis),
            self.bytes,
            self.sha256,
        ])
        .to_string()
    }
}
