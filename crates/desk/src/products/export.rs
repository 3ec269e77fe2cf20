//! A list of products as a file.

use csv::{Terminator, WriterBuilder};
use domain::{TillError, product::Product};

use super::{
    column::{self, Column},
    file::BYTE_ORDER_MARK,
    formula::guarded,
};

/// The file of a list: what an import takes, in the list's order. It says that it is UTF-8, for spreadsheet programs that
/// would read it as something else.
///
/// # Errors
/// It can't be written, which does not happen in memory.
pub(super) fn file(list: &[Product]) -> Result<String, TillError> {
    let failed = |_| TillError::UnknownError;
    let prices = column::prices(list.iter().map(|product| &product.details));
    let columns = || Column::ALWAYS.into_iter().chain(prices.iter().copied());
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(columns().map(Column::name)).map_err(failed)?;
    for product in list {
        let cells = columns().map(|column| match column {
            Column::Id => product.id.to_string(),
            column => guarded(&column.text(&product.details)),
        });
        writer.write_record(cells).map_err(failed)?;
    }
    let bytes = writer.into_inner().map_err(|_| TillError::UnknownError)?;
    let text = String::from_utf8(bytes).map_err(|_| TillError::UnknownError)?;
    Ok(format!("{BYTE_ORDER_MARK}{text}"))
}
