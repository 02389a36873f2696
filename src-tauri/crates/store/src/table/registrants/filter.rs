//! The list cut down to those one looks for, and in another order than by name.

use lectern_domain::list_order::{ListOrder, OrderBy};
use lectern_domain::registration::RegistrantStatus;
use rusqlite::params_from_iter;
use rusqlite::types::Value;

use super::order::{Stretch, keys};
use super::{COLUMNS, Page, Registrants, events, read};
use crate::db::StatusWord;
use crate::error::StoreError;
use crate::name_order::places;
use crate::search::match_expression;

/// What must be true of a row, all of it. The default is everybody, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Empty: any.
    pub statuses: Vec<RegistrantStatus>,
    pub tag: Option<String>,
    pub group: Option<String>,
    /// A question's id and what was said to it.
    pub answer: Option<(String, String)>,
    pub order: ListOrder,
}

/// One condition after the other, each with its values in place.
struct Conditions {
    sql: String,
    values: Vec<Value>,
}

impl Conditions {
    fn and(&mut self, condition: &str, values: impl IntoIterator<Item = Value>) {
        self.sql.push_str(" AND ");
        self.sql.push_str(condition);
        self.values.extend(values);
    }
}

impl Filter {
    /// Whether nobody is left out, and there is an index for the order.
    fn is_only_order(&self) -> bool {
        self.order.by != OrderBy::Queue && *self == Self { order: self.order, ..Self::default() }
    }
}

impl Registrants<'_> {
    /// As [`Registrants::page`], cut down by `filter`; `total` still counts everybody.
    pub fn filtered(
        &self,
        event_id: &str,
        query: &str,
        filter: &Filter,
        offset: u32,
        limit: u32,
    ) -> Result<Page, StoreError> {
        if *filter == Filter::default() {
            return self.page(event_id, query, offset, limit);
        }
        if filter.is_only_order() {
            return self.page_by(event_id, &Stretch { query, order: filter.order, offset, limit });
        }
        let number = events::number(&self.db, event_id)?;
        let found = conditions(number, query, filter);
        let count = format!("SELECT count(*) FROM registrants r WHERE {}", found.sql);
        let matching = self.db.one(&count, params_from_iter(&found.values), |row| row.get(0))?;
        let order = keys(filter.order);
        let rows = self.db.all(
            &format!(
                "SELECT {COLUMNS} FROM
                 (SELECT r.place AS found FROM registrants r WHERE {} ORDER BY {order} LIMIT ? OFFSET ?) s
                 CROSS JOIN registrants r ON r.place = s.found
                 CROSS JOIN events e ON e.number = r.event_number ORDER BY {order}",
                found.sql
            ),
            params_from_iter(found.values.iter().chain(&[Value::from(limit), Value::from(offset)])),
            read,
        )?;
        let total = self.counts(number)?.listed;
        Ok(Page { total, matching: matching.unwrap_or_default(), rows })
    }

    /// The ids of a stretch of what the filter finds, in its order: what a bulk action means, and a selection that
    /// reaches past what is shown.
    pub fn ids_of(
        &self,
        event_id: &str,
        query: &str,
        filter: &Filter,
        offset: u32,
        limit: u32,
    ) -> Result<Vec<String>, StoreError> {
        if filter.is_only_order() {
            return self.ids_by(event_id, &Stretch { query, order: filter.order, offset, limit });
        }
        let number = events::number(&self.db, event_id)?;
        let found = conditions(number, query, filter);
        let sql = format!(
            "SELECT r.id FROM registrants r WHERE {} ORDER BY {} LIMIT ? OFFSET ?",
            found.sql,
            keys(filter.order)
        );
        let given = found.values.into_iter().chain([Value::from(limit), Value::from(offset)]);
        self.db.all(&sql, params_from_iter(given), |row| row.get(0))
    }
}

fn conditions(number: i64, query: &str, filter: &Filter) -> Conditions {
    let mut found = Conditions { sql: "r.event_number = ?".into(), values: vec![number.into()] };
    let words = filter.statuses.iter().map(|status| StatusWord(*status).word().to_owned().into());
    match filter.statuses.len() {
        0 => {}
        // With one status the index gives the rows in name order; with several they must be sorted.
        1 => found.and("r.status = ?", words),
        several => found.and(&format!("r.status IN ({})", vec!["?"; several].join(", ")), words),
    }
    if let Some(group) = &filter.group {
        found.and("r.group_name = ?", [group.clone().into()]);
    }
    if let Some(tag) = &filter.tag {
        let sql = "r.id IN (SELECT registrant_id FROM registrant_tags WHERE event_number = ? AND tag = ?)";
        found.and(sql, [number.into(), tag.clone().into()]);
    }
    if let Some((question, said)) = &filter.answer {
        let sql = "r.id IN (SELECT registrant_id FROM registrant_sayings
             WHERE event_number = ? AND question_id = ? AND said = ?)";
        found.and(sql, [number.into(), question.clone().into(), said.clone().into()]);
    }
    if let Some(expression) = match_expression(query) {
        let all = places(number);
        let sql = "r.place IN (SELECT rowid FROM registrant_words WHERE words MATCH ? AND rowid >= ? AND rowid < ?)";
        found.and(sql, [expression.into(), all.start.into(), all.end.into()]);
    }
    found
}
