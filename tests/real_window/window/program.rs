use std::{
    fs,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::Duration,
};

use fantoccini::{Client, ClientBuilder, wd::Capabilities};
use hyper_util::client::legacy::connect::HttpConnector;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::json;
use tokio::net::TcpStream;

use super::{home::Home, until::until};

const PROGRAM: &str = env!("CARGO_BIN_EXE_tillside");

/// How often and at what pace the end of a killed program is looked for: a minute in all.
const LOOKS_AT_THE_END: usize = 6_000;
const PAUSE: Duration = Duration::from_millis(10);

/// The running program and the driver that started it.
pub(crate) struct Program {
    client: Client,
    number: u32,
    driver: Driver,
}

impl Program {
    /// Starts the program in `home`, with every line of its log, and as `desktop` has it.
    pub(crate) async fn start(home: &Home, desktop: &[(&str, &str)]) -> Self {
        let driver = Driver::start(home, desktop).await;
        let client = driver.begin_session().await;
        let number = children(driver.0.id())
            .into_iter()
            .find(|child| runs(*child, Path::new(PROGRAM)))
            .expect("the driver started the program");
        Self { client, number, driver }
    }

    /// Who asks the driver.
    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// The program's own process, and all that it started.
    pub(crate) fn processes(&self) -> Vec<u32> {
        std::iter::once(self.number).chain(children(self.number)).collect()
    }

    /// The processes in which the program's pages run.
    pub(crate) fn page_processes(&self) -> Vec<u32> {
        let mut pages = children(self.number);
        pages.retain(|child| command_line(*child).contains("WebKitWebProcess"));
        pages
    }

    /// Ends the program at once, in the midst of whatever it does.
    pub(crate) async fn kill(&mut self) {
        kill(self.number);
        until("the killed program is gone", async || has_ended(self.number).then_some(())).await;
        self.driver.end();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if runs(self.number, Path::new(PROGRAM)) {
            kill(self.number);
        }
        // The next test's program would take this one for a running till, and hand over to it.
        for _ in 0..LOOKS_AT_THE_END {
            if has_ended(self.number) {
                break;
            }
            sleep(PAUSE);
        }
    }
}

/// `WebKitWebDriver`, of Debian's package webkit2gtk-driver. Ends when it is dropped.
struct Driver(Child, SocketAddr);

impl Driver {
    async fn start(home: &Home, desktop: &[(&str, &str)]) -> Self {
        let address = free_address();
        let child = Command::new("WebKitWebDriver")
            .arg(format!("--port={}", address.port()))
            .envs(home.environment())
            .env("TAURI_AUTOMATION", "true")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("TILLSIDE_DRAWN_AS_FOR_STAFF", "1")
            .env_remove("MALLOC_ARENA_MAX")
            .env("TILLSIDE_LOG", "trace")
            .env("LC_ALL", "C.UTF-8")
            .envs(desktop.iter().copied())
            .stdin(Stdio::null())
            .stdout(home.open_log())
            .stderr(home.open_log())
            .spawn()
            .expect("WebKitWebDriver is installed: package webkit2gtk-driver");
        let driver = Self(child, address);
        until("WebKitWebDriver listens", async || TcpStream::connect(address).await.ok()).await;
        driver
    }

    /// Starts the program. A browser's name must not be asked for: this driver knows none.
    async fn begin_session(&self) -> Client {
        let mut capabilities = Capabilities::new();
        capabilities.insert(
            "webkitgtk:browserOptions".to_owned(),
            json!({ "binary": PROGRAM, "args": [] }),
        );
        ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://{}", self.1))
            .await
            .expect("the program starts and lets itself be driven")
    }

    fn end(&mut self) {
        // One that has ended already is as good as stopped.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.end();
    }
}

fn free_address() -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    listener.local_addr().unwrap()
}

/// Ends a process at once.
pub(crate) fn kill(number: u32) {
    let pid = i32::try_from(number).ok().and_then(Pid::from_raw).unwrap();
    // It may have ended by itself meanwhile.
    let _ = kill_process(pid, Signal::KILL);
}

/// Whether the process is there and runs `program`. One that ended but is not yet buried has no program any more.
fn runs(process: u32, program: &Path) -> bool {
    fs::read_link(of(process, "exe")).is_ok_and(|exe| exe == program)
}

fn command_line(process: u32) -> String {
    let line = fs::read(of(process, "cmdline")).unwrap_or_default();
    String::from_utf8_lossy(&line).into_owned()
}

fn children(parent: u32) -> Vec<u32> {
    let processes = fs::read_dir("/proc").unwrap().filter_map(Result::ok);
    processes
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(|process| parent_of(*process) == Some(parent))
        .collect()
}

/// Whether nothing of the process is left but its burial: neither a thread nor an open file, such as its place on the bus.
/// Its program is gone before those are.
fn has_ended(process: u32) -> bool {
    match (stat(process, STATE), stat(process, THREADS)) {
        (Some(state), Some(threads)) => state == "Z" && threads == "1",
        _ => true,
    }
}

fn parent_of(process: u32) -> Option<u32> {
    stat(process, PARENT)?.parse().ok()
}

/// The fields of a process's `stat` that are looked at, counted from the one behind its name (proc(5)).
const STATE: usize = 0;
const PARENT: usize = 1;
const THREADS: usize = 17;

/// One of them. The name stands in brackets and may hold spaces.
fn stat(process: u32, field: usize) -> Option<String> {
    let line = fs::read_to_string(of(process, "stat")).ok()?;
    let (_, after_name) = line.rsplit_once(')')?;
    after_name.split_whitespace().nth(field).map(ToOwned::to_owned)
}

fn of(process: u32, file: &str) -> PathBuf {
    Path::new("/proc").join(process.to_string()).join(file)
}
