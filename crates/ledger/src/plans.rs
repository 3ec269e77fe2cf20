//! How SQLite goes about the questions that the till asks every few seconds of a book with years of sales in it.

use crate::{day_limit, history, search, shop::Shop, staff, sweep, tries, watch, wishes};

/// What may be read whole: the few accounts, and an index that holds nothing else than what is asked for.
const SHORT: [&str; 2] = ["SCAN accounts", "SCAN links USING INDEX wished_links"];

fn plan(sql: &str) -> String {
    let shop = Shop::new();
    let writer = shop.ledger.writer();
    let mut plan = writer.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    let parameters = plan.parameter_count();
    let steps = plan
        .query_map(rusqlite::params_from_iter(vec![0; parameters]), |row| {
            row.get::<_, String>("detail")
        })
        .unwrap();
    steps.map(Result::unwrap).collect::<Vec<_>>().join("\n")
}

#[test]
fn none_reads_a_table_from_end_to_end() {
    for sql in [
        &watch::watched_links(),
        watch::WATCHED_REFUNDS,
        sweep::LINK_OF_REFERENCE,
        &sweep::oldest_watched(),
        wishes::WISHED_LINKS,
        search::LATELY,
        search::OPEN,
        search::NUMBERS,
        day_limit::PLANNED,
        day_limit::STEPS_AFTER,
        day_limit::ENVIRONMENT,
        staff::CHANGES,
        staff::STAFF_EVENTS,
        staff::PINS_SET,
        tries::REFUSED,
    ] {
        let plan = plan(sql);
        assert_eq!(long_step(&plan), None, "{plan}");
    }
}

#[test]
fn a_page_is_not_put_in_order_first() {
    let lists = [search::ALL, search::STANDING, search::OWN];
    for sql in lists.into_iter().chain(history::SEARCHES) {
        let plan = plan(sql);
        assert_eq!(long_step(&plan), None, "{plan}");
        assert!(!plan.contains("TEMP B-TREE"), "{plan}");
    }
}

#[test]
fn a_search_goes_along_the_index_of_words() {
    for sql in [search::FOUND, search::FOUND_LATELY] {
        let plan = plan(sql);
        assert!(!plan.contains("TEMP B-TREE"), "{plan}");
        let first = plan.lines().next().unwrap();
        assert!(first.starts_with("SCAN sale_search VIRTUAL TABLE INDEX"), "{plan}");
        assert!(plan.contains("SEARCH sales USING INTEGER PRIMARY KEY (rowid=?)"), "{plan}");
    }
}

fn long_step(plan: &str) -> Option<&str> {
    plan.lines().find(|step| step.starts_with("SCAN") && !SHORT.contains(step))
}
