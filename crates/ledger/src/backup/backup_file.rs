//! The file of a backup: the bytes of the book, the manifest as JSON, its length in four bytes, and eight that mark the
//! file. The book stands first, so that any SQLite program reads it in ten years, too.

use std::{
    fs::File,
    io::{Read, Seek, SeekFrom, Write},
    path::Path,
};

use sha2::{Digest as _, Sha256};

use super::{error::BackupError, manifest::Manifest};

/// What the file ends with.
const MARK: [u8; 8] = *b"TILLSIDE";

/// The length and the mark.
const END: usize = 4 + MARK.len();

/// No manifest is as long, in bytes.
const LONGEST_MANIFEST: u32 = 64 * 1024;

/// How much is read at once, in bytes.
const PIECE: usize = 256 * 1024;

/// A backup that was opened and says what it is. Nothing of what it says is checked yet.
#[derive(Debug)]
pub struct BackupFile {
    file: File,
    manifest: Manifest,
}

impl BackupFile {
    /// Opens the backup at `path`.
    pub fn open(path: &Path) -> Result<Self, BackupError> {
        let mut file = File::open(path)?;
        let length = file.metadata()?.len();
        let manifest = read_manifest(&mut file, length)?;
        Ok(Self { file, manifest })
    }

    /// What it says of itself.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Writes its book to `to`, which must not be there yet.
    pub(super) fn unpack(&mut self, to: &Path) -> Result<(), BackupError> {
        self.file.seek(SeekFrom::Start(0))?;
        let mut book = File::options().write(true).create_new(true).open(to)?;
        let source = Read::by_ref(&mut self.file).take(self.manifest.bytes);
        let (bytes, sha256) = copy_hashing(source, &mut book)?;
        book.sync_all()?;
        if bytes == self.manifest.bytes && sha256 == self.manifest.sha256 {
            Ok(())
        } else {
            Err(BackupError::Damaged)
        }
    }
}

/// The length of a book and its SHA-256 in hexadecimal digits.
pub(super) fn measure(book: &mut File) -> Result<(u64, String), BackupError> {
    book.seek(SeekFrom::Start(0))?;
    copy_hashing(book, &mut std::io::sink())
}

/// Makes a backup of a file with a book, by writing `manifest` behind it, and waits until the disk has it.
pub(super) fn append(book: &mut File, manifest: &Manifest) -> Result<(), BackupError> {
    let text = serde_json::to_vec(manifest).map_err(|_| BackupError::NotABackup)?;
    let length = u32::try_from(text.len()).map_err(|_| BackupError::NotABackup)?;
    book.seek(SeekFrom::End(0))?;
    book.write_all(&text)?;
    book.write_all(&length.to_be_bytes())?;
    book.write_all(&MARK)?;
    Ok(book.sync_all()?)
}

fn read_manifest(file: &mut File, length: u64) -> Result<Manifest, BackupError> {
    let before_end = length.checked_sub(END as u64).ok_or(BackupError::NotABackup)?;
    file.seek(SeekFrom::Start(before_end))?;
    let mut end = [0; END];
    file.read_exact(&mut end)?;
    let (size, mark) = end.split_at(4);
    let size = size.try_into().map_or(u32::MAX, u32::from_be_bytes);
    let book = before_end.checked_sub(u64::from(size));
    let (Some(book), true) = (book, mark == MARK && size <= LONGEST_MANIFEST) else {
        return Err(BackupError::NotABackup);
    };
    file.seek(SeekFrom::Start(book))?;
    let mut text = vec![0; size as usize];
    file.read_exact(&mut text)?;
    let manifest: Manifest = serde_json::from_slice(&text).map_err(|_| BackupError::NotABackup)?;
    if manifest.bytes == book { Ok(manifest) } else { Err(BackupError::Damaged) }
}

fn copy_hashing(mut from: impl Read, to: &mut impl Write) -> Result<(u64, String), BackupError> {
    let (mut hasher, mut bytes, mut piece) = (Sha256::new(), 0, vec![0; PIECE]);
    loop {
        let read = from.read(&mut piece)?;
        let Some(some) = piece.get(..read).filter(|some| !some.is_empty()) else {
            break;
        };
        hasher.update(some);
        to.write_all(some)?;
        bytes += read as u64;
    }
    let sha256 = hex::encode(hasher.finalize());
    Ok((bytes, sha256))
}
