//! A file of products as rows of cells.

use csv::{ByteRecord, ReaderBuilder};

use super::{column::Column, faults::Faults};
use crate::view::ImportFaultKind;

/// The largest file, in bytes.
const LARGEST_FILE: usize = 2 * 1024 * 1024;

/// The most rows below the names of the columns.
const MOST_ROWS: usize = 5_000;

/// What spreadsheet programs put before a file to say that it is UTF-8.
pub(super) const BYTE_ORDER_MARK: char = '\u{feff}';

/// The rows of a file, as far as they can be read.
pub(super) struct ProductFile {
    /// The columns, in the file's order.
    pub(super) columns: Vec<Column>,
    /// The rows below their names.
    pub(super) rows: Vec<FileRow>,
}

/// A row that has as many cells as there are columns.
pub(super) struct FileRow {
    /// Its first line, counted from 1.
    pub(super) line: u32,
    /// Its cells, without the spaces around them.
    pub(super) cells: Vec<String>,
}

/// Reads a text as RFC 4180 has it, with `,`, `;` or tabs between the cells, and any line ends. Rows without a single text
/// count for nothing. What is wrong goes into `faults`; nothing can be read of a file whose columns are not known.
pub(super) fn read(text: &str, faults: &mut Faults) -> Option<ProductFile> {
    if text.len() > LARGEST_FILE {
        faults.add(1, None, ImportFaultKind::FileTooLarge, "");
        return None;
    }
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    let header = text.split(['\r', '\n']).find(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter(header))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut lines = Lines { text, at: 0, line: 1 };
    let mut columns = None;
    let (mut rows, mut count) = (Vec::new(), 0);
    let mut record = ByteRecord::new();
    // Reading from memory fails in no other way than by its end.
    while reader.read_byte_record(&mut record).unwrap_or(false) {
        let begins = record.position().map_or(0, csv::Position::byte);
        let ends = reader.position().byte();
        let (line, raw) = lines.record(begins, ends);
        let cells: Vec<String> =
            record.iter().map(|cell| String::from_utf8_lossy(cell).trim().to_owned()).collect();
        if cells.iter().all(String::is_empty) {
            continue;
        }
        let open_quote = raw.bytes().filter(|byte| *byte == b'"').count() % 2 == 1;
        if open_quote {
            faults.add(line, None, ImportFaultKind::OpenQuote, raw.trim());
        }
        let Some(columns) = &columns else {
            if open_quote {
                return None;
            }
            columns = Some(self::columns(line, &cells, faults)?);
            continue;
        };
        count += 1;
        if count > MOST_ROWS {
            faults.add(line, None, ImportFaultKind::TooManyRows, "");
            break;
        }
        if cells.len() == columns.len() {
            rows.push(FileRow { line, cells });
        } else if !open_quote {
            faults.add(line, None, ImportFaultKind::CellCount, raw.trim());
        }
    }
    let Some(columns) = columns else {
        if faults.found() == 0 {
            faults.add(1, None, ImportFaultKind::NoHeader, "");
        }
        return None;
    };
    if rows.is_empty() && faults.found() == 0 {
        faults.add(lines.line, None, ImportFaultKind::NoRows, "");
    }
    Some(ProductFile { columns, rows })
}

/// What stands between the names of the columns. Cells that are copied out of a spreadsheet are parted by tabs.
fn delimiter(header: &str) -> u8 {
    if header.contains(';') {
        b';'
    } else if header.contains('\t') && !header.contains(',') {
        b'\t'
    } else {
        b','
    }
}

/// The columns that the first row names; `None` where one of them can't be used.
fn columns(line: u32, names: &[String], faults: &mut Faults) -> Option<Vec<Column>> {
    let mut columns = Vec::with_capacity(names.len());
    let faults_before = faults.found();
    for name in names {
        let column = match Column::named(name) {
            Ok(column) if columns.contains(&column) => Err(ImportFaultKind::ColumnTwice),
            column => column,
        };
        match column {
            Ok(column) => columns.push(column),
            Err(kind) => faults.add(line, Some(name), kind, name),
        }
    }
    (faults.found() == faults_before).then_some(columns)
}

/// Counts lines as far as records have been read.
struct Lines<'t> {
    text: &'t str,
    /// Where the count stands, in bytes.
    at: usize,
    /// The line of that place, counted from 1.
    line: u32,
}

impl<'t> Lines<'t> {
    /// The first line of the record between two places, and what stands there. Empty lines before it, and the second half
    /// of the line end before it, are not part of it.
    fn record(&mut self, begins: u64, ends: u64) -> (u32, &'t str) {
        let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX).min(self.text.len());
        let raw = self.text.get(place(begins)..place(ends)).unwrap_or_default();
        let record = raw.trim_start_matches(['\r', '\n']);
        let start = place(begins) + raw.len() - record.len();
        let passed = self.text.get(self.at..start).unwrap_or_default();
        // The two characters of one line end are one.
        let ends = passed.matches(['\r', '\n']).count() - passed.matches("\r\n").count();
        self.line = self.line.saturating_add(u32::try_from(ends).unwrap_or(u32::MAX));
        self.at = start;
        (self.line, record)
    }
}
