//! OData's query options as Outlook's collections take them.

use serde_json::{Map, Value};

use super::filter::Filter;
use super::refusal::{Outcome, Refusal};
use super::shape::Shape;

const LARGEST_PAGE: usize = 1000;

/// The query of a collection or an entity.
#[derive(Debug, Clone, Default)]
pub(crate) struct Options {
    pub top: Option<usize>,
    pub skip: usize,
    pub count: bool,
    pub select: Option<Vec<String>>,
    pub order: Vec<Order>,
    pub filter: Option<Filter>,
    /// `$skiptoken` and `$deltatoken`, opaque.
    pub skip_token: Option<String>,
    pub delta_token: Option<String>,
}

/// One `$orderby` term.
#[derive(Debug, Clone)]
pub(crate) struct Order {
    pub property: String,
    pub descending: bool,
}

impl Options {
    pub fn read(query: &[(String, String)], shape: &Shape) -> Outcome<Self> {
        let mut options = Self::default();
        for (name, value) in query {
            let Some(option) = name.strip_prefix('$') else { continue };
            match option.to_ascii_lowercase().as_str() {
                "top" => options.top = Some(page_size(value)?),
                "skip" => options.skip = value.parse().map_err(|_| not_a_number("$skip", value))?,
                "count" => options.count = value.eq_ignore_ascii_case("true"),
                "select" => options.select = Some(select(value, shape)?),
                "orderby" => options.order = orderby(value, shape)?,
                "filter" => options.filter = Some(Filter::read(value, shape)?),
                "skiptoken" => options.skip_token = Some(value.clone()),
                "deltatoken" => options.delta_token = Some(value.clone()),
                "expand" => return Err(Refusal::not_in_sandbox("$expand")),
                "search" => {
                    return Err(Refusal::bad_request(
                        "ErrorInvalidUrlQuery",
                        "The following parameters are not supported with this resource: '$search'.",
                    ));
                }
                _ => {
                    return Err(Refusal::uri(format!("The query parameter '{name}' is not supported.")));
                }
            }
        }
        Ok(options)
    }

    /// How many a page holds, where nobody asked for another size.
    pub fn page(&self, usual: usize) -> usize {
        self.top.unwrap_or(usual)
    }

    /// The entity with only the selected properties; `id` and the annotations stay, as Outlook leaves them.
    pub fn project(&self, entity: Value) -> Value {
        let (Some(wanted), Value::Object(object)) = (&self.select, &entity) else { return entity };
        let kept: Map<String, Value> = object
            .iter()
            .filter(|(name, _)| name.contains('@') || *name == "id" || wanted.contains(name))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        Value::Object(kept)
    }
}

fn page_size(value: &str) -> Outcome<usize> {
    match value.parse::<i64>() {
        Ok(size) => match usize::try_from(size) {
            Ok(size) if (1..=LARGEST_PAGE).contains(&size) => Ok(size),
            _ => Err(Refusal::bad_request(
                "ErrorInvalidUrlQuery",
                format!(
                    "Invalid page size specified: '{size}'. Must be between 1 and {LARGEST_PAGE} inclusive."
                ),
            )),
        },
        Err(_) => Err(not_a_number("$top", value)),
    }
}

fn not_a_number(option: &str, value: &str) -> Refusal {
    Refusal::bad_request(
        "ErrorInvalidUrlQuery",
        format!(
            "Invalid value '{value}' for {option} query option found. The {option} query option requires a \
             non-negative integer value."
        ),
    )
}

fn select(value: &str, shape: &Shape) -> Outcome<Vec<String>> {
    value.split(',').map(|name| property(name.trim(), shape)).collect()
}

fn orderby(value: &str, shape: &Shape) -> Outcome<Vec<Order>> {
    value
        .split(',')
        .map(|term| {
            let mut words = term.split_whitespace();
            let path = words.next().unwrap_or_default();
            let descending = match words.next().map(str::to_ascii_lowercase).as_deref() {
                None | Some("asc") => false,
                Some("desc") => true,
                Some(_) => return Err(syntax_error(value)),
            };
            property(path.split('/').next().unwrap_or_default(), shape)?;
            let property = path.to_owned();
            Ok(Order { property, descending })
        })
        .collect()
}

fn syntax_error(value: &str) -> Refusal {
    Refusal::uri(format!("Syntax error at position {} in '{value}'.", value.len()))
}

/// The service's spelling of a property that a query names.
pub(crate) fn property(name: &str, shape: &Shape) -> Outcome<String> {
    shape
        .properties
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(known, _)| (*known).to_owned())
        .ok_or_else(|| {
            Refusal::uri(format!("Could not find a property named '{name}' on type '{}'.", shape.name))
        })
}
