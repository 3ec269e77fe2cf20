//! Which monitor the customer's page is drawn on: a decision, and nothing else.

use desk::domain::till_settings::{DisplayChoice, MonitorIdentity};

use super::Monitor;

/// Where the customer's page is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// On this monitor, which nobody else works at.
    Own(Monitor),
    /// Which monitor faces the customer is not sure: a person says so.
    Ask,
    /// In the counter window, when staff lend it.
    Shared,
}

/// How many of its name, size and place must fit before a monitor is taken for the one that was chosen. A new port changes
/// the name, other settings the size, another cable first the place: one of them at a time, and not two.
const SURE: u8 = 2;

/// Decides where the customer's page is drawn. Where the counter window lies at `counters_place`, and that is not the
/// monitor that the system calls the staff's, nothing is sure before somebody has said which one faces the customer.
pub(super) fn place(
    choice: &DisplayChoice,
    monitors: &[Monitor],
    counters_place: Option<(i32, i32)>,
) -> Place {
    let monitors = distinct(monitors);
    if monitors.len() < 2 {
        return Place::Shared;
    }
    let is_elsewhere = |monitor: &&Monitor| {
        !monitor.is_counters && Some((monitor.identity.x, monitor.identity.y)) == counters_place
    };
    let found = match choice {
        DisplayChoice::OneScreen => return Place::Shared,
        DisplayChoice::Find if monitors.iter().any(is_elsewhere) => return Place::Ask,
        DisplayChoice::Find => only(monitors.into_iter().filter(|monitor| !monitor.is_counters)),
        DisplayChoice::Monitor { monitor } => likest(monitor, &monitors),
    };
    found.map_or(Place::Ask, |monitor| Place::Own(monitor.clone()))
}

/// The monitors that show something of their own. Two that mirror each other lie at the same place, and are one to the
/// customer: the counter's.
pub(super) fn distinct(monitors: &[Monitor]) -> Vec<&Monitor> {
    let place = |monitor: &Monitor| (monitor.identity.x, monitor.identity.y);
    let is_shadowed = |(index, monitor): (usize, &Monitor)| {
        monitors.iter().enumerate().any(|(other_index, other)| {
            let goes_before = match (other.is_counters, monitor.is_counters) {
                (one, same) if one == same => other_index < index,
                (is_counters, _) => is_counters,
            };
            place(other) == place(monitor) && goes_before
        })
    };
    let monitors = monitors.iter().enumerate();
    monitors.filter(|monitor| !is_shadowed(*monitor)).map(|(_, monitor)| monitor).collect()
}

/// The monitor that is most like the chosen one; none where no other or more than one is.
fn likest<'m>(chosen: &MonitorIdentity, monitors: &[&'m Monitor]) -> Option<&'m Monitor> {
    let like = |monitor: &Monitor| likeness(chosen, &monitor.identity);
    let most = monitors.iter().map(|monitor| like(monitor)).max()?;
    let likest = monitors.iter().copied().filter(|monitor| like(monitor) == most);
    if most < SURE { None } else { only(likest) }
}

/// How many of its name, size and place fit: 0 to 3.
fn likeness(one: &MonitorIdentity, other: &MonitorIdentity) -> u8 {
    let name = one.name.is_some() && one.name == other.name;
    let size = (one.width, one.height) == (other.width, other.height);
    let place = (one.x, one.y) == (other.x, other.y);
    [name, size, place].into_iter().map(u8::from).sum()
}

fn only<T>(mut among: impl Iterator<Item = T>) -> Option<T> {
    among.next().filter(|_| among.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::displays::fake::{SMALL, WIDE, counters, monitor};

    fn place(choice: &DisplayChoice, monitors: &[Monitor]) -> Place {
        super::place(choice, monitors, None)
    }

    fn chosen(monitor: &Monitor) -> DisplayChoice {
        DisplayChoice::Monitor { monitor: monitor.identity.clone() }
    }

    fn own(monitor: &Monitor) -> Place {
        Place::Own(monitor.clone())
    }

    #[test]
    fn one_monitor_serves_both() {
        let counter = counters("Counter", WIDE, 0);
        for choice in [DisplayChoice::Find, DisplayChoice::OneScreen, chosen(&counter)] {
            assert_eq!(place(&choice, std::slice::from_ref(&counter)), Place::Shared, "{choice:?}");
        }
    }

    #[test]
    fn the_second_of_two_is_found_on_either_side() {
        let (left, counter, right) =
            (monitor("L", SMALL, -800), counters("C", WIDE, 0), monitor("R", SMALL, 1920));
        for second in [left, right] {
            for both in [[counter.clone(), second.clone()], [second.clone(), counter.clone()]] {
                assert_eq!(place(&DisplayChoice::Find, &both), own(&second));
            }
        }
    }

    #[test]
    fn of_three_a_person_says_which() {
        let three = [counters("C", WIDE, 0), monitor("A", SMALL, 1920), monitor("B", SMALL, 2720)];
        assert_eq!(place(&DisplayChoice::Find, &three), Place::Ask);
        assert_eq!(place(&chosen(&three[2]), &three), own(&three[2]));
    }

    #[test]
    fn without_a_primary_one_a_person_says_which() {
        let two = [monitor("A", WIDE, 0), monitor("B", SMALL, 1920)];
        assert_eq!(place(&DisplayChoice::Find, &two), Place::Ask);
    }

    #[test]
    fn a_mirrored_monitor_is_no_second_one() {
        let two = [monitor("B", SMALL, 0), counters("C", WIDE, 0)];
        assert_eq!(place(&DisplayChoice::Find, &two), Place::Shared);
        assert_eq!(place(&chosen(&two[0]), &two), Place::Shared);
        let three = [two[0].clone(), two[1].clone(), monitor("D", SMALL, 1920)];
        assert_eq!(place(&DisplayChoice::Find, &three), own(&three[2]));
    }

    #[test]
    fn where_the_owner_has_one_screen_serve_both_no_other_is_used() {
        let two = [counters("C", WIDE, 0), monitor("A", SMALL, 1920)];
        assert_eq!(place(&DisplayChoice::OneScreen, &two), Place::Shared);
    }

    #[test]
    fn the_chosen_monitor_is_known_again_by_two_of_its_name_size_and_place() {
        let counter = counters("Counter", WIDE, 0);
        let choice = chosen(&monitor("Customer", SMALL, 1920));
        for (again, change) in [
            (monitor("Customer", SMALL, -800), "another place"),
            (monitor("Customer", WIDE, 1920), "another size"),
            (monitor("HDMI-2", SMALL, 1920), "another name"),
            (Monitor { millimetres: Some(300), ..monitor("Customer", SMALL, 1920) }, "none"),
        ] {
            let both = [counter.clone(), again.clone()];
            assert_eq!(place(&choice, &both), own(&again), "{change}");
        }
        for (other, change) in [
            (monitor("Customer", WIDE, -1920), "only the name fits"),
            (monitor("HDMI-2", WIDE, 1920), "only the place fits"),
            (monitor("HDMI-2", SMALL, -800), "only the size fits"),
            (monitor("HDMI-2", WIDE, -1920), "nothing fits"),
        ] {
            assert_eq!(place(&choice, &[counter.clone(), other]), Place::Ask, "{change}");
        }
    }

    #[test]
    fn of_two_alike_the_one_at_its_place_is_taken_and_with_both_moved_a_person_says_which() {
        let (one, other) = (counters("Same", WIDE, 0), monitor("Same", WIDE, 1920));
        let choice = chosen(&other);
        assert_eq!(place(&choice, &[one.clone(), other.clone()]), own(&other));
        let moved = [one, monitor("Same", WIDE, 2560)];
        assert_eq!(place(&choice, &moved), Place::Ask);
    }

    #[test]
    fn monitors_without_names_are_not_alike_for_that() {
        let nameless = |mut monitor: Monitor| {
            monitor.identity.name = None;
            monitor
        };
        let counter = nameless(counters("", WIDE, 0));
        let choice = chosen(&nameless(monitor("", SMALL, 1920)));
        let moved = nameless(monitor("", SMALL, -800));
        assert_eq!(place(&choice, &[counter, moved]), Place::Ask);
    }

    #[test]
    fn a_counter_that_is_not_on_the_primary_monitor_is_not_covered_unless_somebody_says_so() {
        let two = [counters("C", WIDE, 0), monitor("A", SMALL, 1920)];
        let place = |choice: &DisplayChoice, x| super::place(choice, &two, Some((x, 0)));
        assert_eq!(place(&DisplayChoice::Find, 1920), Place::Ask);
        assert_eq!(place(&DisplayChoice::Find, 0), own(&two[1]));
        for one in &two {
            assert_eq!(place(&chosen(one), 1920), own(one));
        }
        let mirrored = [counters("C", WIDE, 0), monitor("B", SMALL, 0), two[1].clone()];
        assert_eq!(super::place(&DisplayChoice::Find, &mirrored, Some((0, 0))), own(&two[1]));
    }

    #[test]
    fn staff_may_give_the_primary_monitor_to_the_customer() {
        let two = [counters("C", WIDE, 0), monitor("A", SMALL, 1920)];
        assert_eq!(place(&chosen(&two[0]), &two), own(&two[0]));
    }
}
