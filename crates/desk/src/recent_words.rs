//! What customers lately paid for, in the staff's words: so that nobody types the same twice.

use domain::TillError;

use crate::{
    actor::Actor,
    desk::Desk,
    view::{SaleFilter, SaleQuery},
};

/// Most words that are offered.
const MOST: usize = 8;

/// In how many of the newest sales they are looked for.
const LOOKED_AT: u32 = 60;

impl Desk {
    /// The newest distinct words for what customers paid for, of the sales that this person may see, the newest first. What
    /// the till wrote by itself, for products, is not among them.
    pub async fn recent_words(&self, by: Actor) -> Result<Vec<String>, TillError> {
        let newest = SaleQuery {
            text: String::new(),
            filter: SaleFilter::All,
            days: None,
            mine: false,
            account: None,
            before: None,
            limit: LOOKED_AT,
        };
        let Some(asked) = self.asked(by, newest).await? else {
            return Ok(Vec::new());
        };
        let sales =
            self.book.ask(move |ledger| ledger.find_sales(&asked.search(LOOKED_AT))).await?;
        let mut words: Vec<String> = Vec::new();
        for texts in
            sales.iter().filter(|sale| sale.basket.is_none()).filter_map(|sale| sale.texts.as_ref())
        {
            if words.len() < MOST && !words.contains(&texts.description) {
                words.push(texts.description.clone());
            }
        }
        Ok(words)
    }
}
