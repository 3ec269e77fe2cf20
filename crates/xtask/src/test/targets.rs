//! The app type-checked for the systems that it does not run on here. Crates with C code need a C compiler for them.

use std::{fs, path::PathBuf};

use crate::{
    failure::Failure,
    program::Program,
    repository,
    steps::Done,
    system::{Probe, System},
};

const WINDOWS: &str = "x86_64-pc-windows-gnu";
const MACOS: &str = "aarch64-apple-darwin";

/// The C compiler for macOS comes as a Python package. One version, so that a new one cannot break an old checkout.
const ZIG: &str = "ziglang==0.15.2";

/// Zig names the target in its own way and brings the system's headers along, so it must not see the flags that name
/// Apple's SDK. Objective-C needs the frameworks of that SDK, which only a Mac has; a check links nothing, so that an empty
/// object stands for it.
const ZIG_CC: &str = r#"#!/bin/sh
skip=
count=$#
while [ "$count" -gt 0 ]; do
    argument=$1
    shift
    count=$((count - 1))
    if [ -n "$skip" ]; then
        skip=
        continue
    fi
    case $argument in
        -arch | -isysroot | -target) skip=yes ;;
        --target=* | -mmacosx-version-min=* | -mmacos-version-min=*) ;;
        *.m) set -- "$@" -x c /dev/null ;;
        *) set -- "$@" "$argument" ;;
    esac
done
exec "$(dirname "$0")/python/bin/python" -m ziglang cc -target aarch64-macos "$@"
"#;

const ZIG_AR: &str = r#"#!/bin/sh
exec "$(dirname "$0")/python/bin/python" -m ziglang ar "$@"
"#;

/// Checks the types for Windows, with MinGW's C compiler.
pub(super) fn windows(system: &dyn System) -> Result<Done, Failure> {
    if let Some(why) = obstacle(system, WINDOWS) {
        return Ok(Done::Skipped(why));
    }
    if !system.has(Probe::Program("x86_64-w64-mingw32-gcc")) {
        return Ok(Done::Skipped("x86_64-w64-mingw32-gcc is missing".to_owned()));
    }
    check(WINDOWS).run()?;
    Ok(Done::Passed)
}

/// Checks the types for macOS, with Zig as the C compiler.
pub(super) fn macos(system: &dyn System) -> Result<Done, Failure> {
    if let Some(why) = obstacle(system, MACOS) {
        return Ok(Done::Skipped(why));
    }
    let folder = match zig() {
        Ok(folder) => folder,
        Err(failure) => return Ok(Done::Skipped(format!("no C compiler for macOS: {failure}"))),
    };
    check(MACOS)
        .env("CC_aarch64_apple_darwin", folder.join("zig-cc"))
        .env("AR_aarch64_apple_darwin", folder.join("zig-ar"))
        .env("SDKROOT", &folder)
        .run()?;
    Ok(Done::Passed)
}

fn check(target: &str) -> Program {
    Program::cargo().args(&["check", "--package", "tillside", "--target", target])
}

fn obstacle(system: &dyn System, target: &str) -> Option<String> {
    if !system.family().is_linux() {
        return Some("other systems are checked from Linux".to_owned());
    }
    match Program::new("rustup").args(&["target", "add", target]).run() {
        Ok(()) => None,
        Err(failure) => Some(format!("the Rust target {target} cannot be installed: {failure}")),
    }
}

/// A folder with Zig in a Python environment and the two programs that cargo's build scripts call.
fn zig() -> Result<PathBuf, Failure> {
    let folder = repository::scratch().join("zig");
    let python = folder.join("python");
    fs::create_dir_all(&folder).map_err(Failure::file(&folder))?;
    Program::new("python3").args(&["-m", "venv"]).path_arg(&python).run()?;
    Program::new(python.join("bin/pip")).args(&["install", "--quiet", ZIG]).run()?;
    for (name, text) in [("zig-cc", ZIG_CC), ("zig-ar", ZIG_AR)] {
        let path = folder.join(name);
        fs::write(&path, text).map_err(Failure::file(&path))?;
        Program::new("chmod").args(&["+x"]).path_arg(&path).run()?;
    }
    Ok(folder)
}
