//! Chance in how long something waits, so that tills that failed together do not come back together.

use std::time::Duration;

use domain::Random;

/// A span between nothing and `most`, each as likely as the other (RELIABILITY 5.1: full jitter).
pub(crate) fn full_jitter(random: &dyn Random, most: Duration) -> Duration {
    let drawn = u128::from_be_bytes(random.sixteen_bytes()) >> 64;
    let nanos = most.as_nanos().saturating_mul(drawn) >> 64;
    Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixed(u8);

    impl Random for Fixed {
        fn sixteen_bytes(&self) -> [u8; 16] {
            [self.0; 16]
        }
    }

    #[test]
    fn it_lies_between_nothing_and_the_most() {
        let most = Duration::from_secs(8);
        assert_eq!(full_jitter(&Fixed(0), most), Duration::ZERO);
        assert_eq!(full_jitter(&Fixed(0x80), most).as_secs(), 4);
        let longest = full_jitter(&Fixed(0xFF), most);
        assert!(longest < most && longest > Duration::from_millis(7_999));
        assert!(full_jitter(&Fixed(0xFF), Duration::MAX) > Duration::from_hours(1));
    }
}
