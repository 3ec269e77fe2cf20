//! A private desktop for the tests: a virtual display, a D-Bus session, an unlocked keychain, and folders of its own.
//! It ends, with all that it started, when it is dropped.

use std::{
    ffi::OsString,
    fs,
    io::{BufRead, BufReader, Write},
    process::{Child, Command, Stdio},
};

use tempfile::TempDir;

use crate::{
    failure::Failure,
    packages::DESKTOP_PROGRAMS,
    program::Program,
    system::{Probe, System},
};

/// Locks a keychain that lives as long as the session and guards nothing.
const KEYCHAIN_PASSWORD: &[u8] = b"a session's own keychain";

/// The D-Bus name under which a keychain answers (Secret Service specification).
const SECRET_SERVICE: &str = "org.freedesktop.secrets";

/// The running desktop.
pub(crate) struct Session {
    environment: Vec<(&'static str, OsString)>,
    /// In the order in which they were started.
    servers: Vec<Child>,
    /// Removed when it is dropped.
    folders: TempDir,
}

/// Why a desktop cannot be started on this system, if it cannot.
pub(crate) fn obstacle(system: &dyn System) -> Option<String> {
    if !system.family().is_linux() {
        return Some(
            "runs on Linux only: it needs a virtual display and a private keychain".to_owned(),
        );
    }
    let missing = DESKTOP_PROGRAMS.iter().find(|name| !system.has(Probe::Program(name)))?;
    Some(format!("{missing} is missing"))
}

impl Session {
    pub(crate) fn start() -> Result<Self, Failure> {
        let folders = tempfile::Builder::new()
            .prefix("tillside-session-")
            .tempdir()
            .map_err(Failure::TemporaryFolder)?;
        let mut session = Self { environment: Vec::new(), servers: Vec::new(), folders };
        session.makefolders()?;
        session.start_display()?;
        session.start_bus()?;
        session.start_keychain()?;
        Ok(session)
    }

    /// The variables that lead a program into this session.
    pub(crate) fn environment(&self) -> &[(&'static str, OsString)] {
        &self.environment
    }

    fn makefolders(&mut self) -> Result<(), Failure> {
        for (name, folder) in [
            ("XDG_DATA_HOME", "data"),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_CACHE_HOME", "cache"),
            ("XDG_STATE_HOME", "state"),
            ("XDG_RUNTIME_DIR", "runtime"),
        ] {
            let path = self.folders.path().join(folder);
            fs::create_dir(&path).map_err(Failure::file(&path))?;
            only_for_its_owner(&path)?;
            self.environment.push((name, path.into()));
        }
        // A desktop that may be around this one must not be reached.
        self.environment.push(("GDK_BACKEND", "x11".into()));
        Ok(())
    }

    /// The display server picks a free number and tells it when it is ready.
    fn start_display(&mut self) -> Result<(), Failure> {
        let xvfb = Program::new("Xvfb").args(&[
            "-displayfd",
            "1",
            "-screen",
            "0",
            "1920x1200x24",
            "-nolisten",
            "tcp",
        ]);
        let number = self.serve(xvfb)?;
        self.environment.push(("DISPLAY", format!(":{number}").into()));
        Ok(())
    }

    fn start_bus(&mut self) -> Result<(), Failure> {
        let bus = Program::new("dbus-daemon").args(&["--session", "--nofork", "--print-address=1"]);
        let address = self.serve(bus)?;
        self.environment.push(("DBUS_SESSION_BUS_ADDRESS", address.into()));
        Ok(())
    }

    /// The keychain says nothing when it is ready: its D-Bus name appears.
    fn start_keychain(&mut self) -> Result<(), Failure> {
        let keyring = Program::new("gnome-keyring-daemon").args(&[
            "--foreground",
            "--unlock",
            "--components=secrets",
        ]);
        let name = keyring.shown().to_owned();
        let child = keyring.envs(&self.environment).spawn(|command: &mut Command| {
            command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        })?;
        let input = self.keep(child).stdin.take();
        if let Some(mut input) = input {
            input.write_all(KEYCHAIN_PASSWORD).map_err(Failure::file(&name))?;
        }
        let appears = Program::new("gdbus")
            .args(&["wait", "--session", "--timeout", "20", SECRET_SERVICE])
            .envs(&self.environment);
        if appears.succeeds() {
            return Ok(());
        }
        Err(Failure::NotReady { program: name, said: "its D-Bus name did not appear".to_owned() })
    }

    /// Starts a server that prints one line when it is ready, and returns that line.
    fn serve(&mut self, server: Program) -> Result<String, Failure> {
        let name = server.shown().to_owned();
        let child = server.envs(&self.environment).spawn(|command: &mut Command| {
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        })?;
        let output = self.keep(child).stdout.take();
        let mut line = String::new();
        if let Some(output) = output {
            BufReader::new(output).read_line(&mut line).map_err(Failure::file(&name))?;
        }
        let line = line.trim().to_owned();
        if line.is_empty() {
            return Err(Failure::NotReady { program: name, said: "it printed nothing".to_owned() });
        }
        Ok(line)
    }

    /// From here on it ends with the session.
    fn keep(&mut self, server: Child) -> &mut Child {
        self.servers.push_mut(server)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        for server in self.servers.iter_mut().rev() {
            end(server);
        }
    }
}

/// Asks the server to end, so that it takes its socket and its lock file away; only then by force. The standard library
/// knows force alone.
fn end(server: &mut Child) {
    let number = server.id().to_string();
    if !Program::new("sh").args(&["-c", "kill \"$0\"", &number]).succeeds() {
        // One that has already ended is as good as stopped.
        let _ = server.kill();
    }
    let _ = server.wait();
}

/// Programs refuse a runtime folder that others can read (XDG base directory specification).
#[cfg(unix)]
fn only_for_its_owner(path: &std::path::Path) -> Result<(), Failure> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o700)).map_err(Failure::file(path))
}

#[cfg(not(unix))]
fn only_for_its_owner(_path: &std::path::Path) -> Result<(), Failure> {
    Ok(())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::{Session, obstacle};
    use crate::{machine::Machine, program::Program};

    /// Needs the test packages, which a plain `cargo test` may not have.
    #[test]
    fn the_desktop_has_a_display_and_an_open_keychain_and_ends_with_its_owner() {
        if obstacle(&Machine).is_some() {
            return;
        }
        let session = Session::start().unwrap();
        let folders = session.folders.path().to_owned();
        let locked = Program::new("gdbus")
            .args(&["call", "--session", "--dest", "org.freedesktop.secrets"])
            .args(&["--object-path", "/org/freedesktop/secrets/aliases/default"])
            .args(&["--method", "org.freedesktop.DBus.Properties.Get"])
            .args(&["org.freedesktop.Secret.Collection", "Locked"])
            .envs(session.environment())
            .answer();
        assert_eq!(locked.as_deref().map(str::trim), Some("(<false>,)"));
        let display = session.environment().iter().find(|(name, _)| *name == "DISPLAY");
        let number = display.unwrap().1.to_str().unwrap().trim_start_matches(':').to_owned();
        let socket = std::path::PathBuf::from(format!("/tmp/.X11-unix/X{number}"));
        assert!(socket.exists() && folders.exists());

        drop(session);
        assert!(!socket.exists(), "the display server still runs");
        assert!(!folders.exists(), "its folders are still there");
    }
}
