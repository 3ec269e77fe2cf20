use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    path::{Path, PathBuf},
    pin::pin,
    task::Poll,
    time::Duration,
};

use tokio::time::timeout;

use super::{home::Home, page::Page, picture::photograph, program::Program, until::until};

/// Where pictures of a failure lie.
const PICTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/target/window");

/// No test takes a fourth of this, also on a slow computer.
const LONGEST: Duration = Duration::from_mins(5);

/// How long pictures of a failure may take: a window that draws nothing any more gives none, and the failure counts.
const LONGEST_LOOK: Duration = Duration::from_secs(30);

/// One test's till: its folders, and the program while it runs. What runs ends with it.
pub(crate) struct Stage {
    home: Home,
    program: Option<Program>,
}

/// Both windows of a running program.
pub(crate) struct Windows {
    pub(crate) counter: Page,
    pub(crate) customer: Page,
}

/// Acts on a fresh stage. If that fails, pictures of both windows and the log are kept.
pub(crate) async fn on_stage(name: &str, act: impl AsyncFnOnce(&mut Stage)) {
    on_stage_for(name, LONGEST, act).await;
}

/// The same for what takes longer than a test.
pub(crate) async fn on_stage_for(name: &str, longest: Duration, act: impl AsyncFnOnce(&mut Stage)) {
    let mut stage = Stage { home: Home::new(), program: None };
    let ended = {
        let mut act = pin!(async {
            // A driver or a keychain that never answers must fail the test, not hold up all others.
            timeout(longest, act(&mut stage)).await.expect("the test comes to its end in time");
        });
        std::future::poll_fn(|context| {
            match catch_unwind(AssertUnwindSafe(|| act.as_mut().poll(context))) {
                Ok(Poll::Pending) => Poll::Pending,
                Ok(Poll::Ready(())) => Poll::Ready(Ok(())),
                Err(panic) => Poll::Ready(Err(panic)),
            }
        })
        .await
    };
    if let Err(panic) = ended {
        stage.keep_evidence(name).await;
        resume_unwind(panic);
    }
}

impl Stage {
    /// The till's folders.
    pub(crate) fn home(&self) -> &Home {
        &self.home
    }

    /// The running program.
    pub(crate) fn program(&self) -> &Program {
        self.program.as_ref().expect("the program runs")
    }

    /// Starts the program and waits for its windows.
    pub(crate) async fn open(&mut self) -> Windows {
        self.open_on(&[]).await
    }

    /// The same on a desktop that says by these variables how its programs look.
    pub(crate) async fn open_on(&mut self, desktop: &[(&str, &str)]) -> Windows {
        let program = self.program.insert(Program::start(&self.home, desktop).await);
        until("both windows", async || windows(program).await).await
    }

    /// Waits until the program has printed these words.
    pub(crate) async fn log_says(&self, words: &str) {
        self.log_says_times(words, 1).await;
    }

    /// Waits until it has printed them so many times.
    pub(crate) async fn log_says_times(&self, words: &str, times: usize) {
        until(words, async || {
            let log = fs::read_to_string(self.home.log()).ok()?;
            (log.matches(words).count() >= times).then_some(())
        })
        .await;
    }

    /// Kills the program.
    pub(crate) async fn kill(&mut self) {
        if let Some(mut program) = self.program.take() {
            program.kill().await;
        }
    }

    #[expect(
        clippy::print_stderr,
        reason = "who reads the failure must know where its pictures are"
    )]
    async fn keep_evidence(&self, name: &str) {
        let folder = Path::new(PICTURES);
        fs::create_dir_all(folder).unwrap();
        let log = folder.join(format!("{name}.log"));
        if fs::copy(self.home.log(), &log).is_ok() {
            eprintln!("the program's log: {}", log.display());
        }
        match timeout(LONGEST_LOOK, self.photograph(folder, name)).await {
            Ok(pictures) => {
                for picture in pictures {
                    eprintln!("a picture of the failure: {}", picture.display());
                }
            }
            Err(_) => eprintln!("a window gives no picture of the failure"),
        }
    }

    /// A window that cannot be photographed any more is left out: the failure itself counts.
    async fn photograph(&self, folder: &Path, name: &str) -> Vec<PathBuf> {
        let mut taken = Vec::new();
        let Some(client) = self.program.as_ref().map(Program::client) else {
            return taken;
        };
        for (number, window) in client.windows().await.iter().flatten().enumerate() {
            if client.switch_to_window(window.clone()).await.is_ok()
                && let Ok(picture) = photograph(client).await
            {
                let path = folder.join(format!("{name}-{number}.png"));
                fs::write(&path, picture).unwrap();
                taken.push(path);
            }
        }
        taken
    }
}

/// Both windows, once they show their pages. The driver names windows by handles only: the addresses tell them apart.
async fn windows(program: &Program) -> Option<Windows> {
    let client = program.client();
    let (mut counter, mut customer) = (None, None);
    for window in client.windows().await.ok()? {
        client.switch_to_window(window.clone()).await.ok()?;
        match client.current_url().await.ok()?.as_str() {
            "tauri://localhost" | "tauri://localhost/" | "tauri://localhost/index.html" => {
                counter = Some(Page::new(client, window, "counter"));
            }
            "tauri://localhost/customer.html" => {
                customer = Some(Page::new(client, window, "customer"));
            }
            _ => {}
        }
    }
    Some(Windows { counter: counter?, customer: customer? })
}
