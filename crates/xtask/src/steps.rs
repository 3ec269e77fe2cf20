//! Named steps, one after the other, each with its time; at the end a summary that a person and a program can read.

use std::time::Duration;

use crate::{
    failure::Failure,
    say,
    stopwatch::{Stopwatch, seconds},
};

/// How a step that did not fail ended.
pub(crate) enum Done {
    Passed,
    /// It could not run here, and why.
    Skipped(String),
}

/// One step.
pub(crate) struct Step<'a> {
    pub(crate) name: String,
    /// Steps without which this one makes no sense. One that was not asked for counts as done.
    pub(crate) needs: Vec<String>,
    pub(crate) work: Box<dyn FnOnce() -> Result<Done, Failure> + 'a>,
}

/// All steps taken together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Good,
    Bad,
}

#[derive(Debug, PartialEq, Eq)]
enum Ending {
    Passed,
    Failed(String),
    Skipped(String),
}

struct Ended {
    name: String,
    ending: Ending,
    time: Duration,
}

/// Takes the steps in their order. A failed step does not stop those that do not need it.
pub(crate) fn take(steps: Vec<Step<'_>>) -> Verdict {
    let mut ended: Vec<Ended> = Vec::new();
    for step in steps {
        say::line(&format!("\n== {}", step.name));
        let watch = Stopwatch::start();
        let ending = match unmet(&step.needs, &ended) {
            Some(need) => Ending::Skipped(format!("{need} did not pass")),
            None => match (step.work)() {
                Ok(Done::Passed) => Ending::Passed,
                Ok(Done::Skipped(why)) => Ending::Skipped(why),
                Err(failure) => Ending::Failed(failure.to_string()),
            },
        };
        let one = Ended { name: step.name, ending, time: watch.elapsed() };
        say::line(&format!("-- {}", one.line()));
        ended.push(one);
    }
    say::line("\nSummary");
    for one in &ended {
        say::line(&format!("  {}", one.line()));
    }
    say::line(&totals(&ended));
    let bad = ended.iter().any(|one| matches!(one.ending, Ending::Failed(_)));
    if bad { Verdict::Bad } else { Verdict::Good }
}

fn unmet<'a>(needs: &'a [String], ended: &[Ended]) -> Option<&'a String> {
    needs
        .iter()
        .find(|need| ended.iter().any(|one| one.name == **need && one.ending != Ending::Passed))
}

impl Ended {
    fn line(&self) -> String {
        let (word, reason) = match &self.ending {
            Ending::Passed => ("passed", ""),
            Ending::Failed(why) => ("failed", why.as_str()),
            Ending::Skipped(why) => ("skipped", why.as_str()),
        };
        let line = format!("{word:<8} {:<16} {:>9}  {reason}", self.name, seconds(self.time));
        line.trim_end().to_owned()
    }
}

/// The last line of the output, alone on its line.
fn totals(ended: &[Ended]) -> String {
    let count = |is: fn(&Ending) -> bool| ended.iter().filter(|one| is(&one.ending)).count();
    let passed = count(|ending| matches!(ending, Ending::Passed));
    let failed = count(|ending| matches!(ending, Ending::Failed(_)));
    let skipped = count(|ending| matches!(ending, Ending::Skipped(_)));
    format!("{passed} passed, {failed} failed, {skipped} skipped")
}

#[cfg(test)]
mod tests {
    use std::{cell::RefCell, time::Duration};

    use super::{Done, Ended, Ending, Step, Verdict, take, totals};
    use crate::failure::Failure;

    fn step<'a>(
        name: &str,
        needs: &[&str],
        taken: &'a RefCell<Vec<String>>,
        outcome: Result<Done, Failure>,
    ) -> Step<'a> {
        let noted = name.to_owned();
        Step {
            name: name.to_owned(),
            needs: needs.iter().map(ToString::to_string).collect(),
            work: Box::new(move || {
                taken.borrow_mut().push(noted);
                outcome
            }),
        }
    }

    #[test]
    fn a_failure_stops_only_the_steps_that_need_it() {
        let taken = RefCell::new(Vec::new());
        let verdict = take(vec![
            step("packages", &[], &taken, Err(Failure::Licences(1))),
            step("pages", &["packages"], &taken, Ok(Done::Passed)),
            step("screens", &["pages"], &taken, Ok(Done::Passed)),
            step("format", &[], &taken, Ok(Done::Passed)),
        ]);
        assert_eq!(*taken.borrow(), ["packages", "format"]);
        assert_eq!(verdict, Verdict::Bad);
    }

    #[test]
    fn a_skipped_step_is_no_failure_and_a_need_that_was_not_asked_for_is_met() {
        let taken = RefCell::new(Vec::new());
        let verdict = take(vec![
            step("window", &["packages"], &taken, Ok(Done::Skipped("no display".to_owned()))),
            step("format", &[], &taken, Ok(Done::Passed)),
        ]);
        assert_eq!(*taken.borrow(), ["window", "format"]);
        assert_eq!(verdict, Verdict::Good);
    }

    #[test]
    fn the_totals_count_each_kind() {
        let ended = |ending| Ended { name: "one".to_owned(), ending, time: Duration::ZERO };
        let all = [
            ended(Ending::Passed),
            ended(Ending::Skipped("not here".to_owned())),
            ended(Ending::Passed),
            ended(Ending::Failed("broken".to_owned())),
        ];
        assert_eq!(totals(&all), "2 passed, 1 failed, 1 skipped");
        assert!(all[1].line().ends_with("not here") && all[3].line().ends_with("broken"));
    }
}
