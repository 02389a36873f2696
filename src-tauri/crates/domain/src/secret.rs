//! A value that must not be printed, logged or serialised.

use std::fmt;

use zeroize::Zeroize;

/// Holds a secret: prints as `<redacted>`, has no `Serialize`, and is wiped from memory when dropped.
///
/// There is deliberately no `PartialEq`: comparing secrets is the business of the code that knows whether it
/// must take constant time.
pub struct Secret<T: Zeroize>(T);

impl<T: Zeroize> Secret<T> {
    pub fn new(value: T) -> Self {
        Self(value)
    }

    /// The secret itself. Every call is a place to review.
    pub fn expose(&self) -> &T {
        &self.0
    }

    /// Hands the value out and leaves wiping it to the caller.
    pub fn into_inner(mut self) -> T
    where
        T: Default,
    {
        std::mem::take(&mut self.0)
    }
}

impl<T: Zeroize> Drop for Secret<T> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl<T: Zeroize + Clone> Clone for Secret<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: Zeroize> From<T> for Secret<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T: Zeroize> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<redacted>")
    }
}

impl<T: Zeroize> fmt::Display for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<redacted>")
    }
}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn a_secret_never_prints() {
        let secret = Secret::new(String::from("refresh-token"));
        let holder = Some(&secret);
        assert_eq!(format!("{secret} {secret:?} {holder:?}"), "<redacted> <redacted> Some(<redacted>)");
        assert_eq!(secret.expose(), "refresh-token");
        assert_eq!(secret.clone().into_inner(), "refresh-token");
    }
}
