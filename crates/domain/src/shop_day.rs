//! The shop's day: when it begins, and what the clocks in the shop show.

use chrono::{DateTime, Days, FixedOffset, NaiveDate, Offset as _, TimeDelta, TimeZone};
use chrono_tz::Tz;

use crate::{Timestamp, till_settings::TillSettings};

/// A day has so many minutes, but for two days a year.
const A_DAY: u16 = 24 * 60;

/// By which zone and from which minute on the shop counts its days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ShopDay {
    zone: Option<Tz>,
    ends_at: u16,
}

impl ShopDay {
    /// As the owner set it.
    pub fn of(settings: &TillSettings) -> Self {
        Self { zone: settings.zone(), ends_at: settings.day_ends_at }
    }

    /// When the day began that it is at `now`; `None` where that can't be told, as at the end of the calendar: what is safe
    /// then, only the caller knows. `computer` is the zone where the shop has none of its own.
    pub fn start<Z: TimeZone>(self, now: Timestamp, computer: &Z) -> Option<Timestamp> {
        match self.zone {
            Some(zone) => self.start_in(now, &zone),
            None => self.start_in(now, computer),
        }
    }

    /// What the clocks in the shop show at `moment`.
    pub fn shop_time<Z: TimeZone>(self, moment: Timestamp, computer: &Z) -> DateTime<FixedOffset> {
        let utc = moment.utc();
        match self.zone {
            Some(zone) => utc.with_timezone(&zone.offset_from_utc_datetime(&utc.naive_utc()).fix()),
            None => utc.with_timezone(&computer.offset_from_utc_datetime(&utc.naive_utc()).fix()),
        }
    }

    /// The latest beginning that is not after `now`. Days are told apart by their beginnings alone: where clocks go back
    /// over one, the same time comes twice, and the later one is of the same day.
    fn start_in<Z: TimeZone>(self, now: Timestamp, zone: &Z) -> Option<Timestamp> {
        let utc = now.utc().naive_utc();
        // At the ends of the calendar, the clocks of a zone have no time to show.
        let date = utc.checked_add_offset(zone.offset_from_utc_datetime(&utc).fix())?.date();
        [date.checked_add_days(Days::new(1)), Some(date), date.checked_sub_days(Days::new(1))]
            .into_iter()
            .flatten()
            .filter_map(|date| self.beginning(date, zone))
            .find(|beginning| *beginning <= now)
    }

    /// Where clocks went forward over the beginning, it is the first minute that there was.
    fn beginning<Z: TimeZone>(self, date: NaiveDate, zone: &Z) -> Option<Timestamp> {
        let midnight = date.and_hms_opt(0, 0, 0)?;
        let moment = (self.ends_at..self.ends_at + A_DAY)
            .filter_map(|minute| midnight.checked_add_signed(TimeDelta::minutes(minute.into())))
            .find_map(|minute| zone.from_local_datetime(&minute).earliest())?;
        Timestamp::from_millis(moment.timestamp_millis())
    }
}

#[cfg(test)]
mod tests {
    use chrono::Utc;

    use super::*;

    fn day(zone: &str, ends_at: u16) -> ShopDay {
        ShopDay::of(&TillSettings {
            time_zone: Some(zone.into()),
            day_ends_at: ends_at,
            ..TillSettings::default()
        })
    }

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    fn start(day: ShopDay, now: &str) -> String {
        day.shop_time(day.start(at(now), &Utc).unwrap(), &Utc).to_rfc3339()
    }

    #[test]
    fn a_day_begins_at_midnight_in_the_shop() {
        assert_eq!(start(ShopDay::default(), "2026-03-09T21:30:00Z"), "2026-03-09T00:00:00+00:00");
        let tbilisi = day("Asia/Tbilisi", 0);
        assert_eq!(start(tbilisi, "2026-03-09T19:59:59Z"), "2026-03-09T00:00:00+04:00");
        assert_eq!(start(tbilisi, "2026-03-09T20:00:00Z"), "2026-03-10T00:00:00+04:00");
        let new_york = day("America/New_York", 0);
        assert_eq!(start(new_york, "2026-03-09T03:59:59Z"), "2026-03-08T00:00:00-05:00");
        assert_eq!(start(new_york, "2026-03-09T04:00:00Z"), "2026-03-09T00:00:00-04:00");
    }

    #[test]
    fn a_bar_that_closes_at_four_counts_its_night_to_the_day_before() {
        let bar = day("Europe/Berlin", 4 * 60);
        assert_eq!(start(bar, "2026-07-04T01:59:59Z"), "2026-07-03T04:00:00+02:00");
        assert_eq!(start(bar, "2026-07-04T02:00:00Z"), "2026-07-04T04:00:00+02:00");
    }

    #[test]
    fn no_day_is_lost_or_comes_twice_where_clocks_change() {
        // There is no midnight in Cairo on 24 April 2026, and no half past two in Berlin on 29 March.
        assert_eq!(
            start(day("Africa/Cairo", 0), "2026-04-24T09:00:00Z"),
            "2026-04-24T01:00:00+03:00"
        );
        let spring = day("Europe/Berlin", 2 * 60 + 30);
        assert_eq!(start(spring, "2026-03-29T00:59:59Z"), "2026-03-28T02:30:00+01:00");
        assert_eq!(start(spring, "2026-03-29T01:00:00Z"), "2026-03-29T03:00:00+02:00");
        // Half past two comes twice in Berlin on 25 October: the day begins at the first one, and the hour that follows it
        // is of the same day, whatever the clocks show.
        for now in ["2026-10-25T00:30:00Z", "2026-10-25T01:10:00Z", "2026-10-25T01:40:00Z"] {
            assert_eq!(start(spring, now), "2026-10-25T02:30:00+02:00", "{now}");
        }
        assert_eq!(start(spring, "2026-10-25T00:29:59Z"), "2026-10-24T02:30:00+02:00");
    }

    #[test]
    fn every_moment_of_a_year_lies_in_its_day() {
        for zone in
            ["Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns", "Africa/Casablanca"]
        {
            let shop = day(zone, 150);
            let (mut now, mut last) = (at("2026-01-02T00:00:00Z"), None);
            while now < at("2027-01-02T00:00:00Z") {
                let began = shop.start(now, &Utc).unwrap();
                assert!(
                    began <= now && now.since(began).as_secs() <= 26 * 60 * 60,
                    "{zone} {now:?}"
                );
                assert!(last.is_none_or(|last| last <= began), "{zone} {now:?}");
                last = Some(began);
                now = now.plus(std::time::Duration::from_mins(13));
            }
        }
    }

    #[test]
    fn a_zone_that_nobody_knows_is_the_computers() {
        let day = day("Mars/Olympus", 0);
        let computer = FixedOffset::east_opt(2 * 60 * 60).unwrap();
        assert_eq!(
            day.shop_time(at("2026-03-09T23:30:00Z"), &computer).to_rfc3339(),
            "2026-03-10T01:30:00+02:00"
        );
        let began = day.start(at("2026-03-09T23:30:00Z"), &computer);
        assert_eq!(began, Some(at("2026-03-09T22:00:00Z")));
    }

    #[test]
    fn where_the_calendar_begins_no_day_does() {
        let first = Timestamp::EPOCH.minus(std::time::Duration::MAX);
        assert_eq!(day("America/New_York", 60).start(first, &Utc), None);
    }
}
