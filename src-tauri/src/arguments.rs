//! How the program was started. Unknown words are left alone: a second start may carry anything.

use std::path::PathBuf;

use lectern_core::profile::ProfileKind;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Arguments {
    /// `--profile DIR`
    pub profile: Option<PathBuf>,
    /// `--sandbox CONTROL-URL`: a sandbox that runs elsewhere on this machine.
    pub sandbox: Option<String>,
    /// `--explore`, or a `lectern-sandbox:` link: a sandbox profile.
    pub explore: bool,
}

impl Arguments {
    pub fn parse(args: &[String]) -> Self {
        let mut found = Self::default();
        let mut rest = args.iter().skip(1);
        while let Some(arg) = rest.next() {
            match arg.as_str() {
                "--profile" => found.profile = rest.next().map(PathBuf::from),
                "--sandbox" => found.sandbox = rest.next().cloned(),
                "--explore" => found.explore = true,
                other if is_sandbox_link(other) => found.explore = true,
                _ => {}
            }
        }
        found
    }

    pub fn kind(&self) -> ProfileKind {
        if self.explore || self.sandbox.is_some() { ProfileKind::Sandbox } else { ProfileKind::Real }
    }
}

fn is_sandbox_link(arg: &str) -> bool {
    let scheme = ProfileKind::Sandbox.scheme();
    arg.split_once(':').is_some_and(|(before, _)| before.eq_ignore_ascii_case(scheme))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(args: &[&str]) -> Arguments {
        Arguments::parse(&args.iter().map(|&arg| arg.to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn the_kind_of_profile_follows_from_how_the_program_was_started() {
        assert_eq!(parse(&["lectern-desktop"]).kind(), ProfileKind::Real);
        assert_eq!(parse(&["lectern-desktop", "--explore"]).kind(), ProfileKind::Sandbox);
        assert_eq!(
            parse(&["lectern-desktop", "Lectern-Sandbox://join?ticket=x"]).kind(),
            ProfileKind::Sandbox,
            "a sandbox link must never open a real profile"
        );
        assert_eq!(parse(&["lectern-desktop", "lectern://join?ticket=x"]).kind(), ProfileKind::Real);
        assert_eq!(
            parse(&["lectern-desktop", "--profile"]),
            Arguments::default(),
            "a missing value is no panic"
        );
    }
}
