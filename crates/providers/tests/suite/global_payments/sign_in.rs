//! Signing in (2).

use std::time::Duration;

use domain::error::Doubt;
use providers::{Right, SessionReport};
use serde_json::{Value, json};

use super::turns::turns;
use crate::{
    answers::{ok, with, without},
    asks::TOKEN,
    due::Due,
    script::{About, Lie, Play, Script},
    told::Told,
};

/// The documented answer (2.3), of an app that may do everything.
fn answer() -> Value {
    json!({
        "token": TOKEN,
        "type": "Bearer",
        "scope": {
            "merchant_id": "MER_00000000000000000000000000000001",
            "merchant_name": "Sandbox_merchant",
            "accounts": [
                { "id": "TRA_0", "name": "dcc_rate", "permissions": ["TRN_GET_List"] },
                { "id": "TRA_1", "name": "transaction_processing", "permissions": [
                    "TRN_GET_List", "TRN_GET_Single", "TRN_POST_Authorize", "TRN_POST_Capture",
                    "TRN_POST_Refund", "TRN_POST_Reverse",
                ] },
                { "id": "TRA_2", "name": "paylink", "permissions": [
                    "LNK_GET_List", "LNK_GET_Single", "LNK_PATCH_Edit", "LNK_POST_Create",
                ] },
                { "id": "TKA_3", "name": "tokenization", "permissions": ["PMT_POST_Create"] },
            ],
        },
        "key_id": "stub_app_id",
        "app_name": "my_shop_app",
        "time_created": "2026-11-20T14:02:59.717Z",
        "seconds_to_expire": 86_399,
        "email": "",
    })
}

fn told() -> Told {
    Told::SignedIn {
        report: SessionReport {
            merchant_name: "Sandbox_merchant".to_owned(),
            link_account: Some("paylink".to_owned()),
            payment_account: Some("transaction_processing".to_owned()),
            link_accounts: vec!["paylink".to_owned()],
            payment_accounts: vec!["transaction_processing".to_owned()],
            pay_hosts: Vec::new(),
            rights: vec![
                Right::MakeLinks,
                Right::SeeLinks,
                Right::ListLinks,
                Right::AlterLinks,
                Right::SeePayments,
                Right::ListPayments,
                Right::Refund,
                Right::Capture,
                Right::Release,
            ],
            missing_right: None,
        },
        lifetime: Duration::from_secs(86_399),
    }
}

pub(super) fn play() -> Play {
    let lie = |body| Lie {
        about: About::Token,
        script: 0,
        step: 0,
        body,
        due: Due::Unclear(Doubt::Unreadable),
    };
    Play {
        scripts: vec![Script::new(
            "signed in",
            turns(["POST /accesstoken"], vec![ok(&answer())]),
            told(),
        )],
        lies: vec![lie(with(answer(), "token", "")), lie(without(answer(), "token"))],
        words: Vec::new(),
    }
}
