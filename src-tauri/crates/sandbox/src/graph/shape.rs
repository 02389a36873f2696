//! The closed shapes of request bodies: which properties a type has, of which kind, and who may set them.

use serde_json::{Map, Value};

use super::refusal::{Outcome, Refusal};

/// What a property holds.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    Text,
    Boolean,
    Integer,
    Number,
    /// `DateTimeOffset`: an instant with its offset.
    Instant,
    Date,
    /// One of the names, accepted without regard to case and kept in the service's own spelling.
    Choice(&'static [&'static str]),
    Object(&'static Shape),
    /// Never null, unlike the other kinds.
    List(&'static Kind),
    /// Set by the service alone.
    ReadOnly,
    /// Exists at the real service and not here.
    Elsewhere(&'static str),
}

/// A type of the service's model.
#[derive(Debug)]
pub(crate) struct Shape {
    pub name: &'static str,
    /// The name in the public contract, as `@odata.type` gives it.
    pub public: &'static str,
    pub properties: &'static [(&'static str, Kind)],
}

impl Shape {
    /// The body of a request as an object of this type, enumerations in their own spelling and annotations gone.
    pub fn read(&self, body: &[u8], content_type: Option<&str>) -> Outcome<Map<String, Value>> {
        self.object(parse(body, content_type)?)
    }

    /// The same for an object that was parsed already, because its type had to be known first.
    pub fn object(&self, object: Map<String, Value>) -> Outcome<Map<String, Value>> {
        let mut read = Map::new();
        for (name, value) in object {
            if name == "@odata.type" {
                self.check_type(&value)?;
                continue;
            }
            if name.contains('@') {
                continue;
            }
            let Some((_, kind)) = self.properties.iter().find(|(known, _)| *known == name) else {
                return Err(Refusal::unknown_property(&name, self.name));
            };
            let value = kind.read(&name, value)?;
            read.insert(name, value);
        }
        Ok(read)
    }

    fn check_type(&self, given: &Value) -> Outcome<()> {
        let given = given.as_str().unwrap_or_default().trim_start_matches('#');
        if given.eq_ignore_ascii_case(self.public) {
            return Ok(());
        }
        Err(Refusal::unreadable_property(format!(
            "A type named '{given}' could not be resolved by the model. When a model is available, each type name \
             must resolve to a valid type."
        )))
    }
}

/// The body of a request as an object, nothing of it checked.
pub(crate) fn parse(body: &[u8], content_type: Option<&str>) -> Outcome<Map<String, Value>> {
    let json = content_type.is_some_and(|kind| kind.to_ascii_lowercase().starts_with("application/json"));
    match serde_json::from_slice(body) {
        Ok(Value::Object(object)) if json => Ok(object),
        _ => Err(Refusal::unreadable_payload()),
    }
}

impl Kind {
    fn read(&self, name: &str, value: Value) -> Outcome<Value> {
        if value.is_null() {
            return match self {
                // A collection is never null on the wire; Outlook cannot deserialize the body.
                Self::List(_) => {
                    Err(Refusal::bad_request("UnableToDeserializePostBody", "were unable to deserialize "))
                }
                Self::ReadOnly => Err(Refusal::read_only(name)),
                _ => Ok(Value::Null),
            };
        }
        match self {
            Self::Text => text(value, "Edm.String"),
            Self::Instant => instant(value),
            Self::Date => match value.as_str().map(str::parse::<jiff::civil::Date>) {
                Some(Ok(_)) => Ok(value),
                _ => Err(cannot_convert(&value, "Edm.Date")),
            },
            Self::Boolean if value.is_boolean() => Ok(value),
            Self::Boolean => Err(cannot_convert(&value, "Edm.Boolean")),
            Self::Integer if value.is_i64() => Ok(value),
            Self::Integer => Err(cannot_convert(&value, "Edm.Int32")),
            Self::Number if value.is_number() => Ok(value),
            Self::Number => Err(cannot_convert(&value, "Edm.Double")),
            Self::Choice(names) => choice(names, &value),
            Self::Object(shape) => match value {
                Value::Object(object) => shape.object(object).map(Value::Object),
                _ => Err(wrong_node("PrimitiveValue", "StartObject")),
            },
            Self::List(kind) => match value {
                Value::Array(items) => {
                    items.into_iter().map(|item| kind.read(name, item)).collect::<Outcome<_>>()
                }
                _ => Err(wrong_node("PrimitiveValue", "StartArray")),
            },
            Self::ReadOnly => Err(Refusal::read_only(name)),
            Self::Elsewhere(what) => Err(Refusal::not_in_sandbox(what)),
        }
    }
}

fn text(value: Value, kind: &str) -> Outcome<Value> {
    match value {
        Value::String(_) => Ok(value),
        Value::Object(_) => Err(wrong_node("StartObject", "PrimitiveValue")),
        Value::Array(_) => Err(wrong_node("StartArray", "PrimitiveValue")),
        other => Err(cannot_convert(&other, kind)),
    }
}

fn instant(value: Value) -> Outcome<Value> {
    match value.as_str().map(str::parse::<jiff::Timestamp>) {
        Some(Ok(_)) => Ok(value),
        _ => Err(cannot_convert(&value, "Edm.DateTimeOffset")),
    }
}

fn choice(names: &[&'static str], value: &Value) -> Outcome<Value> {
    let given = value.as_str().unwrap_or_default();
    match names.iter().find(|name| name.eq_ignore_ascii_case(given)) {
        Some(name) => Ok(Value::from(*name)),
        None => Err(Refusal::unreadable_property(format!(
            "Requested value '{}' was not found.",
            value.as_str().map_or_else(|| value.to_string(), str::to_owned)
        ))),
    }
}

fn cannot_convert(value: &Value, kind: &str) -> Refusal {
    let literal = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    Refusal::unreadable_property(format!(
        "Cannot convert the literal '{literal}' to the expected type '{kind}'."
    ))
}

fn wrong_node(found: &str, expected: &str) -> Refusal {
    Refusal::unreadable_property(format!(
        "An unexpected '{found}' node was found when reading from the JSON reader. A '{expected}' node was expected."
    ))
}
