mod debug;
mod item;
mod pins;
mod seals;
mod wrapping;

use super::*;

fn secret() -> StaffSecret {
    StaffSecret::fresh([7; 32])
}

fn code() -> RecoveryCode {
    RecoveryCode::fresh([3; 17])
}

fn pin(digits: &str) -> SecretString {
    digits.into()
}
