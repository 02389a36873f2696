//! The list in another order than that of names, and the ids of a stretch of it.

use lectern_domain::list_order::{ListOrder, OrderBy};
use rusqlite::params_from_iter;
use rusqlite::types::Value;

use super::{COLUMNS, Page, Registrants, events, read};
use crate::error::StoreError;
use crate::name_order::places;
use crate::search::match_expression;

/// Which part of the list: what is looked for, in what order, and from where on how many.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stretch<'a> {
    pub query: &'a str,
    pub order: ListOrder,
    pub offset: u32,
    pub limit: u32,
}

impl Registrants<'_> {
    /// As [`Self::page`], in this order.
    pub(super) fn page_by(&self, event_id: &str, stretch: &Stretch<'_>) -> Result<Page, StoreError> {
        let counts = self.page(event_id, stretch.query, 0, 0)?;
        let (standing, given) = self.standing(event_id, stretch)?;
        let sql = format!(
            "SELECT {COLUMNS} FROM ({standing}) s CROSS JOIN registrants r ON r.place = s.place
             CROSS JOIN events e ON e.number = r.event_number ORDER BY {}",
            keys(stretch.order)
        );
        let rows = self.db.all(&sql, params_from_iter(given), read)?;
        Ok(Page { rows, ..counts })
    }

    /// The ids of the same people, in the same order.
    pub(super) fn ids_by(&self, event_id: &str, stretch: &Stretch<'_>) -> Result<Vec<String>, StoreError> {
        let (standing, given) = self.standing(event_id, stretch)?;
        let sql = format!(
            "SELECT r.id FROM ({standing}) s CROSS JOIN registrants r ON r.place = s.place ORDER BY {}",
            keys(stretch.order)
        );
        self.db.all(&sql, params_from_iter(given), |row| row.get(0))
    }

    /// Their places, sorted and cut by the indexes, and what the statement is given.
    fn standing(&self, event_id: &str, stretch: &Stretch<'_>) -> Result<(String, Vec<Value>), StoreError> {
        let number = events::number(&self.db, event_id)?;
        let keys = keys(stretch.order);
        let cut = [Value::from(stretch.limit), Value::from(stretch.offset)];
        let Some(expression) = match_expression(stretch.query) else {
            let standing = format!(
                "SELECT r.place FROM registrants r INDEXED BY {} WHERE r.event_number = ?1
                 ORDER BY {keys} LIMIT ?2 OFFSET ?3",
                index(stretch.order.by)
            );
            return Ok((standing, [vec![Value::from(number)], cut.to_vec()].concat()));
        };
        let all = places(number);
        let standing = format!(
            "SELECT r.place FROM registrant_words w CROSS JOIN registrants r ON r.place = w.rowid
             WHERE w.words MATCH ?1 AND w.rowid >= ?2 AND w.rowid < ?3 ORDER BY {keys} LIMIT ?4 OFFSET ?5"
        );
        let given = vec![Value::from(expression), Value::from(all.start), Value::from(all.end)];
        Ok((standing, [given, cut.to_vec()].concat()))
    }
}

fn index(by: OrderBy) -> &'static str {
    match by {
        // The queue is looked up in its own index and sorted: those who wait are few.
        OrderBy::Name | OrderBy::Queue => "registrants_by_name",
        OrderBy::Registered => "registrants_by_time",
        OrderBy::Company => "registrants_by_company",
        OrderBy::Status => "registrants_by_status",
    }
}

pub(super) fn keys(order: ListOrder) -> &'static str {
    match (order.by, order.descending) {
        (OrderBy::Name, false) => "r.name_folded, r.email_normalized",
        (OrderBy::Name, true) => "r.name_folded DESC, r.email_normalized DESC",
        (OrderBy::Registered, false) => "r.registered_at, r.place",
        (OrderBy::Registered, true) => "r.registered_at DESC, r.place DESC",
        (OrderBy::Company, false) => "coalesce(r.company, char(1114111)) COLLATE NOCASE, r.place",
        (OrderBy::Company, true) => "coalesce(r.company, char(1114111)) COLLATE NOCASE DESC, r.place DESC",
        (OrderBy::Status, false) => "r.status, r.place",
        (OrderBy::Status, true) => "r.status DESC, r.place DESC",
        (OrderBy::Queue, false) => "r.queue_number IS NULL, r.queue_number, r.place",
        (OrderBy::Queue, true) => "r.queue_number IS NULL, r.queue_number DESC, r.place DESC",
    }
}
