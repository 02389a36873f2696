//! Names that a spreadsheet or another system has mangled, put right for many at once. Whoever asks for it looks at the
//! list: no rule knows every name.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use crate::person_name;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "core.ts")]
pub enum NameFix {
    /// "ANA REYES" and "ana reyes" become "Ana Reyes"; a name that has both kinds of letters is somebody's own.
    Capitals,
    /// "Reyes, Ana" becomes "Ana Reyes".
    LastFirst,
}

/// The name as it should be; the same where there is nothing to put right.
pub fn fixed(name: &str, fix: NameFix) -> String {
    let fixed = match fix {
        NameFix::Capitals => capitals(name),
        NameFix::LastFirst => last_first(name),
    };
    person_name::clean(&fixed).unwrap_or_else(|_| name.to_owned())
}

fn capitals(name: &str) -> String {
    let (upper, lower) = (name.chars().any(char::is_uppercase), name.chars().any(char::is_lowercase));
    if upper == lower {
        return name.to_owned();
    }
    let mut begins = true;
    let mut fixed = String::with_capacity(name.len());
    for character in name.chars() {
        if begins {
            fixed.extend(character.to_uppercase());
        } else {
            fixed.extend(character.to_lowercase());
        }
        begins = !character.is_alphanumeric();
    }
    fixed
}

fn last_first(name: &str) -> String {
    match name.split_once(',') {
        Some((last, first))
            if !first.contains(',') && !first.trim().is_empty() && !last.trim().is_empty() =>
        {
            format!("{} {}", first.trim(), last.trim())
        }
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{NameFix, fixed};

    #[test]
    fn what_is_mangled_is_mended_and_the_rest_is_left_alone() {
        for (name, expected) in [
            ("ANA REYES", "Ana Reyes"),
            ("élodie o'neil-ÿ", "Élodie O'Neil-Ÿ"),
            ("MacDonald", "MacDonald"),
            ("van der Berg", "van der Berg"),
            ("林 美咲", "林 美咲"),
        ] {
            assert_eq!(fixed(name, NameFix::Capitals), expected);
        }
        for (name, expected) in [
            ("Reyes, Ana", "Ana Reyes"),
            ("Ana Reyes", "Ana Reyes"),
            ("Reyes, Ana, Dr.", "Reyes, Ana, Dr."),
            (", Ana", ", Ana"),
        ] {
            assert_eq!(fixed(name, NameFix::LastFirst), expected);
        }
    }
}
