//! How the program was started. Options come first and a link, where there is one, last; anything else is refused, so
//! that nothing that reaches a command line from outside (a file, an address, options behind a link) is acted on.

use std::ffi::OsString;
use std::path::PathBuf;

use lectern_core::profile::{Profile, ProfileKind};
use lectern_domain::deep_link;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arguments {
    /// `--profile DIR`
    pub profile: Option<PathBuf>,
    /// `--sandbox CONTROL-URL`: a sandbox that runs elsewhere on this machine.
    pub sandbox: Option<String>,
    pub kind: ProfileKind,
    /// Gives itself out as a link of Lectern's: `lectern:` or `lectern-sandbox:`, sound or not.
    pub link: Option<String>,
}

/// None of these repeats what was given: it may hold a passcode, or be megabytes long.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ArgumentsError {
    #[error("Argument {0} is not text in UTF-8.")]
    NotText(usize),
    #[error("Argument {0} is neither an option nor a link of Lectern’s (lectern:, lectern-sandbox:).")]
    Unknown(usize),
    #[error("The option {0} is given without its value, or twice.")]
    Option(&'static str),
    #[error("Argument {0} follows a link. A link comes last and alone.")]
    AfterLink(usize),
}

impl Arguments {
    /// `args` begins with the program's own name.
    pub fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Self, ArgumentsError> {
        let (mut profile, mut sandbox, mut link) = (None::<PathBuf>, None, None::<String>);
        let mut explore = false;
        let mut rest = args.into_iter().enumerate().skip(1);
        while let Some((place, arg)) = rest.next() {
            let arg = arg.into_string().map_err(|_| ArgumentsError::NotText(place))?;
            let mut value = |name| value_of(name, rest.next());
            match arg.as_str() {
                _ if link.is_some() => return Err(ArgumentsError::AfterLink(place)),
                "--profile" => once(&mut profile, "--profile", value("--profile")?.into())?,
                "--sandbox" => once(&mut sandbox, "--sandbox", value("--sandbox")?)?,
                "--explore" => explore = true,
                _ => link = Some(of_link(&arg).map(|_| arg).ok_or(ArgumentsError::Unknown(place))?),
            }
        }
        let chosen = (explore || sandbox.is_some()).then_some(ProfileKind::Sandbox);
        let linked = link.as_deref().and_then(of_link);
        let kind = match (chosen, linked, &profile) {
            (Some(kind), ..) => kind,
            // A profile that is there keeps its kind, and says of the link whose it is.
            (None, Some(ProfileKind::Sandbox), Some(dir)) => {
                Profile::open(dir).map_or(ProfileKind::Sandbox, |found| found.kind())
            }
            (None, linked, _) => linked.unwrap_or(ProfileKind::Real),
        };
        Ok(Self { profile, sandbox, kind, link })
    }
}

/// The kind of profile whose scheme a text has.
pub fn of_link(arg: &str) -> Option<ProfileKind> {
    [ProfileKind::Real, ProfileKind::Sandbox].into_iter().find(|kind| deep_link::claims(arg, kind.scheme()))
}

fn value_of(name: &'static str, given: Option<(usize, OsString)>) -> Result<String, ArgumentsError> {
    let (place, value) = given.ok_or(ArgumentsError::Option(name))?;
    let value = value.into_string().map_err(|_| ArgumentsError::NotText(place))?;
    let is_value = !value.is_empty() && !value.starts_with("--") && of_link(&value).is_none();
    is_value.then_some(value).ok_or(ArgumentsError::Option(name))
}

fn once<T>(slot: &mut Option<T>, name: &'static str, value: T) -> Result<(), ArgumentsError> {
    if slot.replace(value).is_some() { Err(ArgumentsError::Option(name)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(args: &[&str]) -> Result<Arguments, ArgumentsError> {
        Arguments::parse(std::iter::once("lectern-desktop").chain(args.iter().copied()).map(OsString::from))
    }

    fn kind(args: &[&str]) -> ProfileKind {
        parse(args).expect("sound arguments").kind
    }

    #[test]
    fn the_kind_of_profile_follows_from_how_the_program_was_started() {
        assert_eq!(kind(&[]), ProfileKind::Real);
        assert_eq!(kind(&["--explore"]), ProfileKind::Sandbox);
        assert_eq!(
            kind(&["Lectern-Sandbox://join?ticket=x"]),
            ProfileKind::Sandbox,
            "a sandbox link must never open a real profile"
        );
        assert_eq!(kind(&["--profile", "/nowhere", "lectern-sandbox://join"]), ProfileKind::Sandbox);
        assert_eq!(kind(&["lectern://join?ticket=x"]), ProfileKind::Real);
        assert_eq!(
            kind(&["--explore", "lectern://join?ticket=x"]),
            ProfileKind::Sandbox,
            "a link turns no sandbox into a real profile"
        );
    }

    #[test]
    fn a_link_comes_last_and_its_place_is_the_only_one_for_what_is_no_option() {
        let link = "LECTERN://join?ticket=1&ticket=2";
        let read = parse(&["--profile", "dir", link]).expect("sound arguments");
        assert_eq!(
            read.link.as_deref(),
            Some(link),
            "a damaged one is shown, else nobody learns what is wrong"
        );
        assert_eq!(read.profile, Some(PathBuf::from("dir")));
        for stray in [
            "--lectern://join",
            "https://example.com/",
            "file:///etc/passwd",
            "/etc/passwd",
            "lectern",
            "-x",
            "",
        ] {
            assert_eq!(parse(&[stray]), Err(ArgumentsError::Unknown(1)), "{stray} is nothing of Lectern's");
        }
        for behind in ["--profile", "--sandbox", "--explore", link] {
            assert_eq!(
                parse(&[link, behind, "x"]),
                Err(ArgumentsError::AfterLink(2)),
                "what a link smuggles onto the command line must choose no profile: {behind}"
            );
        }
        for (args, option) in [
            (&["--profile"][..], "--profile"),
            (&["--profile", "--explore"], "--profile"),
            (&["--sandbox", link], "--sandbox"),
            (&["--sandbox", "a", "--sandbox", "b"], "--sandbox"),
        ] {
            assert_eq!(parse(args), Err(ArgumentsError::Option(option)), "{args:?}");
        }
    }

    #[test]
    fn a_refusal_repeats_nothing_that_was_given() {
        let secret = "https://teams.microsoft.com/meet/1?p=Zk3Vb9Qw";
        for refused in [parse(&[secret]), parse(&["lectern://join", secret])] {
            let said = refused.expect_err("no link of ours").to_string();
            assert!(!said.contains("Zk3Vb9Qw"), "a passcode must reach no terminal: {said}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_text_is_refused_and_no_panic() {
        use std::os::unix::ffi::OsStringExt as _;
        let broken = || OsString::from_vec(b"lectern://join?\xff".to_vec());
        let parse = |args: Vec<OsString>| Arguments::parse([OsString::from("x")].into_iter().chain(args));
        assert_eq!(parse(vec![broken()]), Err(ArgumentsError::NotText(1)));
        assert_eq!(parse(vec!["--profile".into(), broken()]), Err(ArgumentsError::NotText(2)));
    }
}
