//! How long the app takes until its window is usable, beside an empty Tauri window on the same computer. Both programs
//! create the file that `TILLSIDE_START_MARK` names: the app when the counter page calls its first command, the empty
//! one when its page has loaded.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    process::Stdio,
    thread,
    time::Duration,
};

use crate::{
    failure::Failure,
    program::Program,
    repository, say,
    session::{self, Session},
    steps::Done,
    stopwatch::Stopwatch,
    system::System,
};

/// Starts of each program that count. The first one, which fills the system's caches, does not.
const STARTS: usize = 15;
const PATIENCE: Duration = Duration::from_secs(30);
/// How often the mark is looked for: the error of one measurement.
const LOOK_EVERY: Duration = Duration::from_millis(1);
/// The promise, in hundredths of the empty window's time.
const LIMIT: u128 = 150;

/// Builds both programs and measures them in turn, so that both meet the same weather.
pub(super) fn window_start(system: &dyn System) -> Result<Done, Failure> {
    if let Some(why) = session::obstacle(system) {
        return Ok(Done::Skipped(why));
    }
    Program::cargo()
        .args(&["build", "--release", "--package", "tillside"])
        .args(&["--bin", "tillside", "--example", "empty_window"])
        .run()?;
    let built = repository::target().join("release");
    let (app, empty) = (built.join("tillside"), built.join("examples/empty_window"));

    let session = Session::start()?;
    let (mut app_times, mut empty_times) = (Vec::new(), Vec::new());
    for number in 0..=STARTS {
        let app_time = start(&app, session.environment())?;
        let empty_time = start(&empty, session.environment())?;
        if number > 0 {
            app_times.push(app_time);
            empty_times.push(empty_time);
        }
    }
    judge(median(app_times), median(empty_times))
}

/// One start, from the moment before the program is started until its mark appears.
fn start(program: &Path, environment: &[(&'static str, OsString)]) -> Result<Duration, Failure> {
    let folder = tempfile::tempdir().map_err(Failure::TemporaryFolder)?;
    let mark: PathBuf = folder.path().join("usable");
    let name = program.display().to_string();
    let prepared = Program::new(program).envs(environment).env("TILLSIDE_START_MARK", &mark);

    let watch = Stopwatch::start();
    let mut child = prepared.spawn(|command| {
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    })?;
    let outcome = loop {
        if mark.exists() {
            break Ok(watch.elapsed());
        }
        if let Ok(Some(status)) = child.try_wait() {
            break Err(Failure::EndedEarly { program: name, status: status.to_string() });
        }
        if watch.elapsed() > PATIENCE {
            break Err(Failure::NoWindow { program: name, seconds: PATIENCE.as_secs() });
        }
        thread::sleep(LOOK_EVERY);
    };
    // One that has already ended is as good as stopped.
    let _ = child.kill();
    let _ = child.wait();
    outcome
}

/// The middle one; of an even number, the later of the two.
fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn judge(app: Duration, empty: Duration) -> Result<Done, Failure> {
    let ratio = app.as_micros() * 100 / empty.as_micros().max(1);
    say::line(&format!("empty window  {:>6} ms (median of {STARTS})", empty.as_millis()));
    say::line(&format!("Tillside      {:>6} ms (median of {STARTS})", app.as_millis()));
    say::line(&format!("ratio         {:>6} (limit {})", hundredths(ratio), hundredths(LIMIT)));
    if ratio > LIMIT {
        return Err(Failure::TooSlow { ratio: hundredths(ratio), limit: hundredths(LIMIT) });
    }
    Ok(Done::Passed)
}

fn hundredths(number: u128) -> String {
    format!("{}.{:02}", number / 100, number % 100)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{judge, median, start};
    use crate::{failure::Failure, steps::Done};

    fn ms(number: u64) -> Duration {
        Duration::from_millis(number)
    }

    #[cfg(unix)]
    #[test]
    fn a_start_ends_with_the_mark_and_a_program_that_gives_up_is_named() {
        use std::{fs, os::unix::fs::PermissionsExt};

        let folder = tempfile::tempdir().unwrap();
        let script = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::write(&path, format!("#!/bin/sh\n{text}\n")).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
            path
        };
        let usable = script("usable", ": > \"$TILLSIDE_START_MARK\"; exec sleep 600");
        assert!(start(&usable, &[]).is_ok());
        let broken = script("broken", "exit 3");
        let outcome = start(&broken, &[]);
        assert!(
            matches!(outcome, Err(Failure::EndedEarly { program, .. }) if program.ends_with("broken"))
        );
    }

    #[test]
    fn one_slow_start_does_not_move_the_median() {
        assert_eq!(median(vec![ms(900), ms(10), ms(12), ms(11), ms(13)]), ms(12));
    }

    #[test]
    fn the_promise_is_one_and_a_half_times_an_empty_window() {
        assert!(matches!(judge(ms(300), ms(200)), Ok(Done::Passed)));
        let outcome = judge(ms(310), ms(200));
        assert!(matches!(outcome, Err(Failure::TooSlow { ratio, .. }) if ratio == "1.55"));
    }
}
