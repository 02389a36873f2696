//! String enumerations that stay open: Graph adds values at any time and says so (`unknownFutureValue`).

/// An enum with a fixed spelling for each known value and `Other` for the rest; read without regard to case.
macro_rules! open_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$vdoc])* $variant,)+
            /// A value this version does not know, as it came.
            Other(String),
        }

        impl $name {
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)+
                    Self::Other(text) => text,
                }
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                $(if text.eq_ignore_ascii_case($text) { return Self::$variant; })+
                Self::Other(text.to_owned())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
                Ok(Self::from(text.as_ref()))
            }
        }
    };
}
pub(crate) use open_enum;

#[cfg(test)]
mod tests {
    open_enum! {
        /// A lamp.
        Lamp { On = "on", Off = "off" }
    }

    #[test]
    fn an_unseen_value_is_kept() {
        let lamp: Lamp =
            serde_json::from_str("\"dimmed\"").expect("an unseen value must not fail the whole answer");
        assert_eq!(
            serde_json::to_string(&lamp).expect("plain text"),
            "\"dimmed\"",
            "what came must go back unchanged"
        );
        assert_eq!(Lamp::from("ON"), Lamp::On, "the services are not consistent in case");
    }
}
