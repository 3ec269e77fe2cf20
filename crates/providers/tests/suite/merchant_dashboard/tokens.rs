//! Tokens, and what is none ('What it is'): the access token of a session in the dashboard.

use domain::{TillError, account::Account, error::Field};
use providers::Keys;

use super::places;
use crate::subject::{Accepted, OfferedKey};

fn offered(account: Account, main: &str, worth: Result<Accepted, TillError>) -> OfferedKey {
    OfferedKey { account, keys: Keys::main(main.into()), worth }
}

/// Known by its first seven and its last four characters. Nothing shows which environment it is for.
fn good(id: &str) -> Accepted {
    Accepted { id: Some(id.to_owned()), warning: None }
}

pub(super) fn all() -> Vec<OfferedKey> {
    let (live, sandbox, practice) = (places::live, places::sandbox, places::practice);
    let token = "9944b09199c62bcf9418ad846dd0e4bbdfc6ee4b";
    let mut all = vec![
        offered(live(), token, Ok(good("9944b09...ee4b"))),
        offered(sandbox(), token, Ok(good("9944b09...ee4b"))),
        offered(practice(), token, Ok(good("9944b09...ee4b"))),
        // As it stands in a header that was copied.
        offered(live(), &format!("Token {token}"), Ok(good("9944b09...ee4b"))),
        // Of a short one both ends would be nearly all.
        offered(sandbox(), "9944b09199c62bcf94", Ok(good("...8b76f049"))),
    ];
    let none = || Err(TillError::InvalidField { field: Field::Key });
    let long = "x".repeat(2_001);
    for text in [
        "",
        "short77",
        &long,
        // The key of another product ('Relationship to API keys').
        "Api-Key 9944b09199c62bcf9418ad846dd0e4bb",
        "api-key 9944b09199c62bcf9418ad846dd0e4bb",
        "Bearer 9944b09199c62bcf9418ad846dd0e4bb",
        "two 9944b09199c62bcf words",
        // What no header can hold.
        "9944b09199c62bcf\r\n9418ad846dd0e4bb",
        "9944b09199c62bcf\u{20ac}9418ad846dd0e4bb",
    ] {
        all.push(offered(sandbox(), text, none()));
        all.push(offered(live(), text, none()));
    }
    all
}
