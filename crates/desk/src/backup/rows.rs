use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
};

use domain::sale_state::Moment;
use ledger::{BackupFile, Manifest};

use crate::view::BackupRow;

/// The backups in a folder, the newest first. What is no backup, or no whole one, is passed over.
pub fn backups_in(folder: &Path) -> Vec<BackupRow> {
    manifests_in(folder).iter().map(|(path, manifest)| row(path, manifest)).collect()
}

/// The files of these, and what they say of themselves.
pub(super) fn manifests_in(folder: &Path) -> Vec<(PathBuf, Manifest)> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut found: Vec<(PathBuf, Manifest)> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension() == Some(OsStr::new("tillside")))
        .filter_map(|path| {
            let manifest = BackupFile::open(&path).ok()?.manifest().clone();
            Some((path, manifest))
        })
        .collect();
    found.sort_by(|(one, of_one), (other, of_other)| {
        (of_other.made_at, other).cmp(&(of_one.made_at, one))
    });
    found
}

pub(super) fn row(path: &Path, manifest: &Manifest) -> BackupRow {
    BackupRow {
        name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        made_at: Moment(manifest.made_at),
        sales: manifest.sales,
        last_sale: manifest.last_sale.map(Moment),
        bytes: manifest.bytes,
    }
}
