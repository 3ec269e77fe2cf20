//! Keys and the environments that they are for (Accounts, keys, environments).

use domain::{TillError, account::Account, error::Field};
use providers::{KeyWarning, Keys};

use super::places;
use crate::subject::{Accepted, OfferedKey};

fn offered(
    account: Account,
    main: &str,
    webhook: Option<&str>,
    worth: Result<Accepted, TillError>,
) -> OfferedKey {
    let keys = Keys { webhook: webhook.map(Into::into), ..Keys::main(main.into()) };
    OfferedKey { account, keys, worth }
}

/// Known by its first seven and its last four characters.
fn good(id: &str, warning: Option<KeyWarning>) -> Accepted {
    Accepted { id: Some(id.to_owned()), warning }
}

pub(super) fn all() -> Vec<OfferedKey> {
    let publishable = Some(KeyWarning::Publishable);
    let (live, sandbox, practice) = (places::live, places::sandbox, places::practice);
    let for_tests = || Err(TillError::KeyForOtherEnvironment { live: false });
    let for_money = || Err(TillError::KeyForOtherEnvironment { live: true });
    let mut all = vec![
        offered(live(), "sk_live_Ab12Cd34Ef56Gh78", None, Ok(good("sk_live...Gh78", None))),
        offered(live(), "pk_live_Ab12Cd34Ef56Wx9z", None, Ok(good("pk_live...Wx9z", publishable))),
        offered(sandbox(), "sk_test_Ab12Cd34Ef56Gh78", None, Ok(good("sk_test...Gh78", None))),
        offered(
            sandbox(),
            "pk_test_Ab12Cd34Ef56Wx9z",
            None,
            Ok(good("pk_test...Wx9z", publishable)),
        ),
        offered(practice(), "sk_test_practice_0123456789", None, Ok(good("sk_test...6789", None))),
        // Of a short one both ends would be nearly all.
        offered(sandbox(), "sk_test_abc123", None, Ok(good("sk_test...", None))),
        offered(live(), "sk_test_Ab12Cd34Ef56Gh78", None, for_tests()),
        offered(live(), "pk_test_Ab12Cd34Ef56Gh78", None, for_tests()),
        offered(sandbox(), "sk_live_Ab12Cd34Ef56Gh78", None, for_money()),
        offered(sandbox(), "pk_live_Ab12Cd34Ef56Gh78", None, for_money()),
        offered(practice(), "sk_live_Ab12Cd34Ef56Gh78", None, for_money()),
        offered(
            sandbox(),
            "sk_test_Ab12Cd34Ef56Gh78",
            Some("whsec_abc123"),
            Ok(good("sk_test...Gh78", None)),
        ),
    ];
    let no_key = || Err(TillError::InvalidField { field: Field::Key });
    for text in [
        "",
        "Ab12Cd34Ef56Gh78",
        "sk_Ab12Cd34Ef56Gh78",
        "sk_testAb12Cd34Ef56Gh78",
        "SK_TEST_Ab12Cd34Ef56Gh78",
        "rk_test_Ab12Cd34Ef56Gh78",
        "sk_prod_Ab12Cd34Ef56Gh78",
        "whsec_Ab12Cd34Ef56Gh78",
        // What no header can hold.
        "sk_test_Ab12Cd34\r\nEf56Gh78",
    ] {
        all.push(offered(sandbox(), text, None, no_key()));
        all.push(offered(live(), text, None, no_key()));
    }
    let no_secret = || Err(TillError::InvalidField { field: Field::WebhookSecret });
    for text in ["abc123", "sk_test_Ab12Cd34Ef56Gh78", "WHSEC_abc123"] {
        all.push(offered(sandbox(), "sk_test_Ab12Cd34Ef56Gh78", Some(text), no_secret()));
    }
    all
}
