//! Opening the book: one process, one writer, a few readers, and the settings that make a commit last.

use std::{
    fs::{self, File, TryLockError},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use rusqlite::{Connection, MAIN_DB, OpenFlags, TransactionBehavior, config::DbConfig};
use tracing::error;

use crate::{
    Ledger,
    backup::LastWrite,
    chain,
    error::{ChainError, Failure, LedgerError},
    migrations::{self, Found, STEPS},
    refresh, shape,
};

/// The first SQLite without the bug that can corrupt a WAL database (RELIABILITY 3.2).
const OLDEST_SQLITE: i32 = 3_051_003;

/// How long a connection waits for another one.
const PATIENCE: Duration = Duration::from_secs(5);

/// Connections that are kept for the next reader.
const READERS_KEPT: usize = 4;

/// Prepared statements that a connection keeps: all that the till has.
const STATEMENTS_KEPT: usize = 128;

/// A book up to this size is checked whole at every start: it takes less than 50 ms.
const ALWAYS_CHECKED: u64 = 8 * 1024 * 1024;

impl Ledger {
    /// Opens the book in `folder`, which is made if it is missing. Checks the file, vouches for its tables and triggers and
    /// for the newest 10,000 events, and copies and migrates an older book.
    pub fn open(folder: &Path) -> Result<Self, LedgerError> {
        Self::open_with(folder, &STEPS)
    }

    pub(crate) fn open_with(folder: &Path, steps: &[&str]) -> Result<Self, LedgerError> {
        if rusqlite::version_number() < OLDEST_SQLITE {
            return Err(Failure::OldSqlite(rusqlite::version()).into());
        }
        make_folder(folder)?;
        let lock = lock(&folder.join("till.lock"))?;
        let file = folder.join("till.db");
        let check = needs_check(&file);
        let mut writer = Connection::open(&file)?;
        writer.busy_timeout(PATIENCE)?;
        // SQLite opens a file that it may not write without a word.
        if writer.is_readonly(MAIN_DB)? {
            return Err(LedgerError::ReadOnly);
        }
        let found = migrations::look(&writer, steps.len())?;
        settle_in(&writer)?;
        let migrating = !matches!(found, Found::Book(version) if version as usize == steps.len());
        if check || migrating {
            check_pages(&writer)?;
        }
        if let Found::Book(version) = found {
            vouch(&writer, &steps[..steps.len().min(version as usize)])?;
        }
        migrations::migrate(&mut writer, &found, steps, folder)?;
        refresh::fill(&mut writer)?;
        Ok(Self {
            readers: Readers { file, idle: Mutex::default() },
            writer: Mutex::new(writer),
            last_write: LastWrite::default(),
            _lock: lock,
        })
    }

    /// Runs `work` on one unchanging view of the book.
    pub(crate) fn read<T, E: From<LedgerError>>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut reader = self.readers.take()?;
        let result = {
            let view = reader
                .transaction_with_behavior(TransactionBehavior::Deferred)
                .map_err(LedgerError::from)?;
            work(&view)
        };
        self.readers.give_back(reader);
        result
    }
}

/// Connections that can only read.
#[derive(Debug)]
pub(crate) struct Readers {
    file: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    /// The file that they read.
    pub(crate) fn file(&self) -> &Path {
        &self.file
    }

    fn take(&self) -> Result<Connection, LedgerError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        if let Some(reader) = idle {
            return Ok(reader);
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let reader = Connection::open_with_flags(&self.file, flags)?;
        reader.busy_timeout(PATIENCE)?;
        reader.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
        reader.execute_batch(
            "PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;
             PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY;",
        )?;
        Ok(reader)
    }

    fn give_back(&self, reader: Connection) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < READERS_KEPT {
            idle.push(reader);
        }
    }
}

pub(crate) fn make_folder(folder: &Path) -> Result<(), LedgerError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    Ok(builder.create(folder)?)
}

/// One process owns the book. The lock ends with the process, however that ends.
pub(crate) fn lock(path: &Path) -> Result<File, LedgerError> {
    let lock = File::options().create(true).truncate(false).write(true).open(path)?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(LedgerError::InUse),
        Err(TryLockError::Error(problem)) => Err(problem.into()),
    }
}

/// True while a program has the book in `folder` open.
pub fn is_open_elsewhere(folder: &Path) -> bool {
    let file = folder.join("till.lock");
    file.exists() && matches!(lock(&file), Err(LedgerError::InUse))
}

/// True after a crash, when SQLite's log was left behind, and for a book so small that a check costs nothing.
fn needs_check(file: &Path) -> bool {
    let length = |path: &Path| fs::metadata(path).map_or(0, |file| file.len());
    length(&file.with_extension("db-wal")) > 0 || length(file) <= ALWAYS_CHECKED
}

/// The settings of RELIABILITY 3.1.
fn settle_in(writer: &Connection) -> Result<(), LedgerError> {
    let mode: String = writer.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if mode != "wal" {
        return Err(Failure::Disk.into());
    }
    writer.execute_batch(
        "PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;
         PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;
         PRAGMA secure_delete = ON; PRAGMA wal_autocheckpoint = 1000; PRAGMA mmap_size = 0;
         PRAGMA temp_store = MEMORY;",
    )?;
    writer.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    writer.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    Ok(())
}

/// Reads the whole file and checks that its pages fit together.
pub(crate) fn check_pages(book: &Connection) -> Result<(), LedgerError> {
    let verdict: String = book.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict == "ok" {
        return Ok(());
    }
    error!(%verdict, "the book is damaged");
    Err(LedgerError::Damaged)
}

/// Refuses a book that something else has changed. An older one is looked at before it is migrated, so that no trigger of
/// another program runs in a step.
fn vouch(book: &Connection, steps: &[&str]) -> Result<(), LedgerError> {
    let has_its_shape = shape::fits(book, steps)?;
    match chain::verify_newest(book) {
        Err(ChainError::Broken { seq }) => {
            error!(seq, "the chain of events is broken");
            Err(LedgerError::ChangedOutside { seq: Some(seq) })
        }
        _ if !has_its_shape => {
            error!("the book has other tables or triggers than this program makes");
            Err(LedgerError::ChangedOutside { seq: None })
        }
        Ok(_) => Ok(()),
        Err(ChainError::Ledger(problem)) => Err(problem),
    }
}
