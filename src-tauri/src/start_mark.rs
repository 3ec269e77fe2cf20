//! A mark for the start-up benchmark: the file that `TILLSIDE_START_MARK` names appears when the counter page has
//! drawn itself.

use std::{env, fs, sync::Once};

static SET: Once = Once::new();

/// Makes the file, once, if one is named.
pub(crate) fn set() {
    SET.call_once(|| {
        if let Some(path) = env::var_os("TILLSIDE_START_MARK")
            && let Err(error) = fs::write(path, b"")
        {
            tracing::warn!(%error, "the start could not be marked");
        }
    });
}
