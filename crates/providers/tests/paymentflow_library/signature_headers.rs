//! The form of the signature header, which is read strictly.

use providers::paymentflow::webhook::{HeaderFault, SignatureFault, WebhookFault, verify};

use crate::webhooks::{NOW, SECRET, secret, sign};

const PAYLOAD: &[u8] = br#"{"id":"evt_1","type":"x","data":{}}"#;

fn taken(header: impl AsRef<[u8]>) -> Result<(), SignatureFault> {
    match verify(PAYLOAD, header.as_ref(), &[secret(SECRET)], NOW) {
        Ok(_) => Ok(()),
        Err(WebhookFault::InvalidSignature(fault)) => Err(fault),
        Err(other) => panic!("{other:?}"),
    }
}

fn good() -> String {
    sign(SECRET, &NOW.to_string(), PAYLOAD)
}

#[test]
fn order_spaces_around_parts_and_other_schemes_do_not_matter() {
    let good = good();
    for header in [
        format!("t={NOW},v1={good}"),
        format!("v1={good},t={NOW}"),
        format!(" t={NOW} ,\tv1={good} "),
        format!("t={NOW},v0=abc,v1={good},v2=,=x"),
    ] {
        assert_eq!(taken(&header), Ok(()), "{header}");
    }
}

#[test]
fn a_broken_signature_does_not_spoil_a_good_one() {
    let good = good();
    let zeros = "0".repeat(64);
    for other in ["", "abc", "zz", &zeros, &good[..62], &format!("{good}00"), &good.to_uppercase()]
    {
        assert_eq!(taken(format!("t={NOW},v1={other},v1={good}")), Ok(()), "{other}");
        assert_eq!(taken(format!("t={NOW},v1={good},v1={other}")), Ok(()), "{other}");
    }
}

#[test]
fn a_signature_is_written_in_lower_case_and_whole() {
    let good = good();
    for bad in [
        String::new(),
        good.to_uppercase(),
        good[..63].to_owned(),
        format!("{good}0"),
        format!("0x{}", &good[2..]),
        format!("{good} x"),
        format!("\"{good}\""),
    ] {
        let fault = taken(format!("t={NOW},v1={bad}"));
        assert_eq!(fault, Err(HeaderFault::NoSignature.into()), "{bad}");
    }
    assert_eq!(taken(format!("t={NOW},v1={}", "0".repeat(64))), Err(SignatureFault::Wrong));
    assert_eq!(taken(format!("t={NOW},V1={good}")), Err(HeaderFault::NoSignature.into()));
}

#[test]
fn there_is_one_time_in_digits() {
    let good = good();
    assert_eq!(taken(format!("v1={good}")), Err(HeaderFault::NoTime.into()));
    for twice in [format!("t={NOW},t={NOW},v1={good}"), format!("t={NOW},v1={good},t=1")] {
        assert_eq!(taken(&twice), Err(HeaderFault::TimeTwice.into()));
    }
    for time in ["", "-1", "+1767225600", "1767225600.0", "now", "0x1", "18446744073709551616", "١"]
    {
        // Signed as it stands there, so that only its form is at fault.
        let header = format!("t={time},v1={}", sign(SECRET, time, PAYLOAD));
        assert_eq!(taken(&header), Err(HeaderFault::Time.into()), "{time}");
    }
    // Written otherwise it is another text to sign.
    assert_eq!(taken(format!("t=0{NOW},v1={good}")), Err(SignatureFault::Wrong));
}

#[test]
fn what_is_not_of_that_form_is_refused() {
    let good = good();
    let many = format!("t={NOW}{}", format!(",v1={good}").repeat(17));
    for header in ["", " ", ",", "t", "junk", &format!("t={NOW},junk,v1={good}"), &many] {
        assert_eq!(taken(header), Err(HeaderFault::Malformed.into()), "{header}");
    }
    assert_eq!(taken(format!("t={NOW}{}", format!(",v1={good}").repeat(16))), Ok(()));
    let long = format!("t={NOW},v1={good},x={}", "x".repeat(4_096));
    assert_eq!(taken(&long), Err(HeaderFault::Malformed.into()));
    let mut bytes = format!("t={NOW},v1={good},x=").into_bytes();
    bytes.push(0xff);
    assert_eq!(taken(&bytes), Err(HeaderFault::Malformed.into()));
}
