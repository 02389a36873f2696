//! Values that may sign for somebody: they print as `<redacted>`, do not serialise, and are wiped when dropped.

use std::fmt;
use zeroize::Zeroizing;

macro_rules! secret {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name(Zeroizing<String>);

        impl $name {
            pub fn new(value: impl Into<String>) -> Self {
                Self(Zeroizing::new(value.into()))
            }

            /// The value itself. Only for the wire and for sealed storage: never for a log or a screen.
            pub fn expose(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(<redacted>)"))
            }
        }
    };
}

secret! {
    /// A bearer token for Graph, ACS or a call. Opaque: its content is the service's business.
    AccessToken
}
secret! {
    /// A refresh token. Each use brings a new one; the old one must then be thrown away.
    RefreshToken
}
secret! {
    /// An ACS resource's access key, in base64 as the portal shows it.
    AccessKey
}
secret! {
    /// An authorization code from the browser's redirect: good for one redemption within about ten minutes.
    AuthorizationCode
}

secret! {
    /// A service principal's secret.
    ClientSecret
}
secret! {
    /// What a trusted service takes for another token. It may hand out a new one each time.
    RefreshKey
}
secret! {
    /// What a paired desk shows to its trusted service.
    DeviceKey
}

impl<'de> serde::Deserialize<'de> for DeviceKey {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_never_prints() {
        let shown = format!("{:?} {:#?}", AccessToken::new("eyJhbGciOi"), RefreshToken::new("0.AXo"));
        assert!(
            !shown.contains("eyJ") && !shown.contains("0.AXo"),
            "a token in a log signs for its owner: {shown}"
        );
        assert!(
            shown.contains("<redacted>"),
            "a reader of the log must see that something was left out: {shown}"
        );
    }
}
