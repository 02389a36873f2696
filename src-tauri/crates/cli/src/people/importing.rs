//! A list from a file: its columns named by hand where they are not known, looked at or brought in.

use lectern_core::desk::Desk;
use lectern_core::error::CommandError;
use lectern_core::registration::import::{self, ImportChoices, ImportPreview, ImportSource};
use lectern_domain::csv_import::Field;
use serde_json::json;

use crate::many;
use crate::opening::invalid;
use crate::output::Output;

pub async fn run(
    desk: &Desk,
    event: &str,
    source: ImportSource,
    choices: ImportChoices,
    dry_run: bool,
    output: Output,
) -> Result<(), CommandError> {
    if dry_run {
        let preview = import::preview(desk, event, source, choices).await?;
        // The same members as the report of the import itself, and what only a look tells.
        let mut told = json!(preview);
        told["imported"] = json!(preview.valid);
        output.result(&told, |_| {
            let mut lines = vec![format!(
                "{} rows, {} would be imported, {} duplicates, {} errors",
                preview.rows, preview.valid, preview.duplicates, preview.error_count
            )];
            lines.extend(open(&preview));
            lines.join("\n")
        });
        return Ok(());
    }
    let run = import::run(desk, event, source, choices, many::shown(output));
    many::imported(&many::stoppable(desk, run).await?, output);
    Ok(())
}

/// What the list does not say and the event requires.
fn open(preview: &ImportPreview) -> Vec<String> {
    let open = preview.questions.iter().filter(|question| question.not_asked > 0);
    open.map(|question| {
        let what = if question.consent { "agreed to" } else { "answered" };
        format!("{} people will not have {what}: {}", question.not_asked, question.label)
    })
    .collect()
}

/// What `--map` and `--answer` say, laid over what the headers suggest.
pub async fn chosen(
    desk: &Desk,
    event: &str,
    source: &ImportSource,
    mut choices: ImportChoices,
    map: &[String],
    answer: &[String],
) -> Result<ImportChoices, CommandError> {
    if map.is_empty() && answer.is_empty() {
        return Ok(choices);
    }
    let preview = import::preview(desk, event, source.clone(), choices.clone()).await?;
    let mut fields: Vec<Option<Field>> = preview.columns.iter().map(|column| column.field).collect();
    let mut questions: Vec<Option<String>> =
        preview.columns.iter().map(|column| column.question.clone()).collect();
    for entry in map {
        let (name, place) = pair(entry, &preview, "FIELD=COLUMN, as in email=Mail")?;
        let field: Field = serde_json::from_value(json!(name)).map_err(|_| {
            invalid(&format!("{name:?} is no field. Use name, firstName, lastName, email or company."))
        })?;
        place_in(&mut fields, place, field);
        questions[place] = None;
    }
    for entry in answer {
        let (name, place) = pair(entry, &preview, "QUESTION=COLUMN, as in \"What do you eat?=Food\"")?;
        let asked = preview.questions.iter().find(|question| question.id == name || question.label == name);
        let question = asked.ok_or_else(|| {
            let there: Vec<String> =
                preview.questions.iter().map(|question| format!("{:?}", question.label)).collect();
            invalid(&format!("The event does not ask {name:?}. It asks {}.", there.join(", ")))
        })?;
        place_in(&mut questions, place, question.id.clone());
        fields[place] = None;
    }
    (choices.fields, choices.questions) = (Some(fields), Some(questions));
    Ok(choices)
}

/// Each thing stands in one column.
fn place_in<T: PartialEq>(columns: &mut [Option<T>], place: usize, what: T) {
    for other in columns.iter_mut() {
        if other.as_ref() == Some(&what) {
            *other = None;
        }
    }
    columns[place] = Some(what);
}

/// What stands before the last `=`, and where the column behind it is: a question may have one in its words.
fn pair<'a>(entry: &'a str, preview: &ImportPreview, form: &str) -> Result<(&'a str, usize), CommandError> {
    let (name, column) =
        entry.rsplit_once('=').ok_or_else(|| invalid(&format!("{entry:?} is not {form}")))?;
    let place = preview.columns.iter().position(|found| found.header == column).ok_or_else(|| {
        let there: Vec<String> = preview.columns.iter().map(|found| format!("{:?}", found.header)).collect();
        invalid(&format!("The file has no column {column:?}. It has {}.", there.join(", ")))
    })?;
    Ok((name, place))
}
