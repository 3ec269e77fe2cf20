//! Many sales in no time: copies of the finished ones that are in a book, each with its own words, ids and moment, written
//! past the ledger. Their events have no chain, so the book must be open already.

use std::{collections::HashMap, path::Path};

use rusqlite::{Connection, Statement, types::Value};

use super::Failure;

/// Milliseconds between one sale and the next: about 900 a day.
pub(crate) const PAUSE: i64 = 96_000;

/// Rows of a table that belong to a sale, and which of their columns each copy has for itself.
struct Table {
    name: &'static str,
    own: &'static [(&'static str, &'static str)],
    of: &'static str,
}

const TABLES: [Table; 7] = [
    Table {
        name: "sales",
        own: &[("seq", ":seq"), ("id", ":sale"), ("started_at", ":at")],
        of: "id = :of",
    },
    Table {
        name: "sale_texts",
        own: &[("sale", ":sale"), ("reference", ":reference"), ("description", ":what")],
        of: "sale = :of",
    },
    Table {
        name: "links",
        own: &[
            ("seq", ":seq"),
            ("id", ":id"),
            ("sale", ":sale"),
            ("press", ":id"),
            ("key", ":id"),
            ("provider_id", ":provider"),
        ],
        of: "sale = :of",
    },
    Table {
        name: "link_references",
        own: &[("link", ":id"), ("reference", ":reference")],
        of: "link = (SELECT id FROM links WHERE sale = :of)",
    },
    Table {
        name: "payments",
        own: &[
            ("seq", ":seq"),
            ("id", ":id"),
            ("link", ":id"),
            ("sale", ":sale"),
            ("provider_id", ":provider"),
            ("made_at", ":at"),
            ("came_at", ":at"),
        ],
        of: "sale = :of",
    },
    Table {
        name: "refunds",
        own: &[
            ("seq", ":seq"),
            ("id", ":id"),
            ("payment", ":id"),
            ("sale", ":sale"),
            ("press", ":id"),
            ("key", ":id"),
            ("provider_id", ":provider"),
        ],
        of: "payment IN (SELECT id FROM payments WHERE sale = :of)",
    },
    Table {
        name: "sale_events",
        own: &[("sale", ":sale"), ("seq", ":seq")],
        of: "sale = :of LIMIT 1",
    },
];

const EVENT: &str = "INSERT INTO events (seq, at, staff, fact, prev_hash, hash)
    SELECT :seq, :at, staff, json_set(fact, '$.sale', :sale), zeroblob(32), zeroblob(32)
    FROM events WHERE seq = (SELECT seq FROM sales WHERE id = :of)";

/// Without a query in it: each statement that may take back some of its rows has the index write down what it holds.
const WORDS: &str = "INSERT INTO sale_search
    (rowid, reference, what_for, note, ids, card, amounts, marks)
    VALUES (:seq, :reference, :what, :note, :provider, :card, :amounts, :marks)";

/// What the words of a copy have of their template's.
const KEPT_WORDS: [&str; 3] = [":note", ":amounts", ":marks"];

const THINGS: [&str; 12] = [
    "coffee",
    "jacket",
    "lamp",
    "repair",
    "delivery",
    "gift card",
    "table",
    "alteration",
    "bicycle",
    "haircut",
    "flowers",
    "cake",
];
const KINDS: [&str; 10] =
    ["blue", "large", "old", "small", "green", "second", "for walter", "silk", "oak", "express"];
/// Names that few sales have.
const NAMES: [&str; 6] = ["Miller", "Okafor", "Ivanova", "Garcia", "Nguyen", "Haddad"];
/// One of so many sales has a name.
const NAMED: usize = 97;

/// Sales that are written at a time: what is not on disk yet stays in memory.
const AT_A_TIME: usize = 20_000;

/// What a copy has for itself, by the names that the statements give it.
type Values = HashMap<&'static str, Value>;

/// Adds so many sales to the book in `file`, the last of them just before `until`, in milliseconds.
pub(crate) fn add(file: &Path, sales: u32, until: i64) -> Result<(), Failure> {
    let mut book = Connection::open(file)?;
    book.execute_batch(
        "PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY;
         PRAGMA cache_size = -1000000;",
    )?;
    let last: i64 = book.query_row("SELECT max(seq) FROM events", [], |row| row.get(0))?;
    let templates = finished(&book)?;
    let mut all = (1..=sales).zip(templates.iter().cycle()).map(|(number, template)| {
        let at = until - i64::from(sales - number) * PAUSE;
        values(number, last + i64::from(number), at, template)
    });
    loop {
        let some: Vec<_> = all.by_ref().take(AT_A_TIME).collect();
        if some.is_empty() {
            break;
        }
        let mut copies = vec![EVENT.to_owned()];
        for table in &TABLES {
            copies.push(copy_of(&book, table)?);
        }
        run_each(&mut book, &copies, &some)?;
        run_each(&mut book, &[WORDS.to_owned()], &some)?;
    }
    book.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?;
    Ok(())
}

/// A finished sale, and the words of its own that its copies keep.
struct Template {
    sale: String,
    kept: [Value; 3],
}

fn finished(book: &Connection) -> Result<Vec<Template>, Failure> {
    let mut sales = book.prepare(
        "SELECT id, note, amounts, marks FROM sales
         JOIN sale_search ON sale_search.rowid = seq WHERE standing <> 'OPEN' ORDER BY seq",
    )?;
    let sales = sales.query_map([], |row| {
        Ok(Template { sale: row.get(0)?, kept: [row.get(1)?, row.get(2)?, row.get(3)?] })
    })?;
    let sales: Vec<Template> = sales.collect::<Result<_, _>>()?;
    if sales.is_empty() { Err("no sale in the book is finished".into()) } else { Ok(sales) }
}

fn copy_of(book: &Connection, table: &Table) -> Result<String, Failure> {
    let mut columns = book.prepare("SELECT name FROM pragma_table_info(?1)")?;
    let columns: Vec<String> =
        columns.query_map([table.name], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let values = columns.iter().map(|column| {
        let own = table.own.iter().find(|(name, _)| name == column);
        own.map_or(column.as_str(), |(_, value)| value)
    });
    let values: Vec<&str> = values.collect();
    let Table { name, of, .. } = table;
    Ok(format!(
        "INSERT INTO {name} ({}) SELECT {} FROM {name} WHERE {of}",
        columns.join(", "),
        values.join(", ")
    ))
}

fn values(number: u32, seq: i64, at: i64, template: &Template) -> Values {
    let text = |text: String| Value::Text(text);
    let named = if (number as usize).is_multiple_of(NAMED) {
        word(&NAMES, number as usize / NAMED)
    } else {
        ""
    };
    let what =
        format!("{} {} {named}", word(&KINDS, number as usize / 3), word(&THINGS, number as usize));
    let scattered = number.wrapping_mul(2_654_435_761);
    let mut values = HashMap::from([
        (":seq", Value::Integer(seq)),
        (":at", Value::Integer(at)),
        (":of", text(template.sale.clone())),
        (":sale", text(format!("00000000-0000-4000-8000-{number:012x}"))),
        (":id", text(format!("00000000-0000-4000-9000-{number:012x}"))),
        (":provider", text(format!("TRN_{scattered:08x}{number:08x}"))),
        (":reference", text(format!("INV-{number:07}"))),
        (":what", text(what)),
        (":card", text(format!("VISA\n{:04}", scattered % 10_000))),
    ]);
    values.extend(KEPT_WORDS.into_iter().zip(template.kept.clone()));
    values
}

fn word(words: &[&'static str], number: usize) -> &'static str {
    words.get(number % words.len()).copied().unwrap_or_default()
}

/// All of them, or nothing.
fn run_each(book: &mut Connection, copies: &[String], of: &[Values]) -> Result<(), Failure> {
    let adding = book.transaction()?;
    {
        let copies = copies.iter().map(|copy| adding.prepare(copy));
        let mut copies = copies.collect::<Result<Vec<_>, _>>()?;
        for values in of {
            for copy in &mut copies {
                run(copy, values)?;
            }
        }
    }
    Ok(adding.commit()?)
}

fn run(statement: &mut Statement<'_>, values: &Values) -> Result<(), Failure> {
    for index in 1..=statement.parameter_count() {
        let name = statement.parameter_name(index).unwrap_or_default();
        let value = values.get(name).ok_or("a value that no copy has")?;
        statement.raw_bind_parameter(index, value)?;
    }
    statement.raw_execute()?;
    Ok(())
}
