//! SQLite's result codes in the till's words.

use rusqlite::{Error, ErrorCode, ffi};
use tracing::error;

use crate::error::{Failure, LedgerError};

impl From<Error> for LedgerError {
    fn from(problem: Error) -> Self {
        // SQLite's messages name tables and columns, never what stands in them.
        error!(%problem, "the book failed");
        match problem {
            Error::SqliteFailure(code, _) => from_code(code),
            Error::QueryReturnedNoRows => Self::NotFound,
            Error::FromSqlConversionFailure(..)
            | Error::IntegralValueOutOfRange(..)
            | Error::InvalidColumnType(..)
            | Error::Utf8Error(..) => Failure::Unreadable.into(),
            _ => Failure::Misuse.into(),
        }
    }
}

fn from_code(code: ffi::Error) -> LedgerError {
    match (code.code, code.extended_code) {
        (ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied, _) => {
            LedgerError::ReadOnly
        }
        // The shared memory beside the file is the first thing that no longer fits.
        (ErrorCode::DiskFull, _) | (_, ffi::SQLITE_IOERR_SHMSIZE) => LedgerError::DiskFull,
        (ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase, _) => LedgerError::Damaged,
        (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => Failure::Busy.into(),
        (ErrorCode::SystemIoFailure, _) => Failure::Disk.into(),
        (ErrorCode::ConstraintViolation, _) => Failure::Conflict.into(),
        (_, extended) => Failure::Sqlite(extended).into(),
    }
}

impl From<std::io::Error> for LedgerError {
    fn from(problem: std::io::Error) -> Self {
        use std::io::ErrorKind;

        error!(%problem, "the book's folder failed");
        match problem.kind() {
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::DiskFull,
            _ => Failure::Disk.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mapped(code: i32) -> LedgerError {
        Error::SqliteFailure(ffi::Error::new(code), None).into()
    }

    #[test]
    fn every_trouble_with_the_disk_has_its_own_name() {
        assert!(matches!(mapped(ffi::SQLITE_READONLY), LedgerError::ReadOnly));
        assert!(matches!(mapped(ffi::SQLITE_CANTOPEN), LedgerError::ReadOnly));
        assert!(matches!(mapped(ffi::SQLITE_PERM), LedgerError::ReadOnly));
        assert!(matches!(mapped(ffi::SQLITE_FULL), LedgerError::DiskFull));
        assert!(matches!(mapped(ffi::SQLITE_IOERR_SHMSIZE), LedgerError::DiskFull));
        assert!(matches!(mapped(ffi::SQLITE_CORRUPT), LedgerError::Damaged));
        assert!(matches!(mapped(ffi::SQLITE_NOTADB), LedgerError::Damaged));
        assert!(matches!(mapped(ffi::SQLITE_BUSY), LedgerError::Failed(Failure::Busy)));
        assert!(matches!(mapped(ffi::SQLITE_IOERR_WRITE), LedgerError::Failed(Failure::Disk)));
    }
}
