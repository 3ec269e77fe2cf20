//! Where things lie.

use std::path::{Path, PathBuf};

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// The interface's npm package.
pub(crate) fn interface() -> PathBuf {
    root().join("ui")
}

/// Where cargo builds: `CARGO_TARGET_DIR` as cargo itself reads it, or `target`.
pub(crate) fn target() -> PathBuf {
    let set = std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    root().join(set)
}

/// Files that these commands keep between runs. `cargo clean` removes them.
pub(crate) fn scratch() -> PathBuf {
    target().join("xtask")
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_root_holds_the_app() {
        assert!(super::root().join("tauri.conf.json").is_file());
    }
}
