//! What glibc keeps of memory that the till no longer needs.

use std::{env, ffi::c_int};

/// One of glibc's settings (`mallopt(3)`).
struct Setting {
    /// Whoever starts the till may say otherwise by this variable, which glibc reads itself.
    variable: &'static str,
    parameter: c_int,
    value: c_int,
}

/// By itself, glibc gives each thread an arena of its own, up to eight for each processor, and keeps in each what the most
/// ever needed. The till's work is short and goes to whichever thread is free: after some hundred sales, fifteen arenas
/// held several times what the till needed.
const SETTINGS: [Setting; 3] = [
    Setting { variable: "MALLOC_ARENA_MAX", parameter: libc::M_ARENA_MAX, value: 2 },
    // What is as large as this, such as a picture, goes back at once. By itself, glibc raises it to the largest that was
    // ever given back.
    Setting { variable: "MALLOC_MMAP_THRESHOLD_", parameter: libc::M_MMAP_THRESHOLD, value: KEPT },
    // So much may stay free at the end of an arena.
    Setting { variable: "MALLOC_TRIM_THRESHOLD_", parameter: libc::M_TRIM_THRESHOLD, value: KEPT },
];

/// Bytes: where glibc begins by itself.
const KEPT: c_int = 128 * 1024;

/// Has the till's threads share their memory. To be called before there are any: an arena that is there stays.
pub(crate) fn share_among_threads() {
    for Setting { variable, parameter, value } in SETTINGS {
        if env::var_os(variable).is_some() {
            continue;
        }
        #[expect(unsafe_code, reason = "no crate wraps it; it takes two numbers and no pointer")]
        // SAFETY: mallopt(3) may be called at any time with any numbers, and refuses those that it does not know.
        let is_set = unsafe { libc::mallopt(parameter, value) } == 1;
        if !is_set {
            tracing::warn!(variable, "glibc does not know the setting");
        }
    }
}
