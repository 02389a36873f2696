//! "Is this address yours?": the mail whose link proves it. Nothing in it was written by whoever filled in the form, who
//! may be somebody else.

use jiff::Timestamp;
use lectern_domain::language::Language;
use lectern_store::events::EventRecord;
use minijinja::context;

use super::notices::TEMPLATES;
use super::render::{RenderError, Rendered, one_line};

pub(super) fn proof(
    event: &EventRecord,
    (link, until): (&str, Timestamp),
    language: Language,
) -> Result<Rendered, RenderError> {
    let values = context! {
        event => context! { title => &event.title },
        when => language.when(event.start, event.end, &event.zone)?,
        until => language.moment(until, &event.zone)?,
        lang => language.tag(),
        de => language == Language::German,
        link,
        organizer => event.organizer_name.clone().unwrap_or_default(),
    };
    let render = |template: &str| TEMPLATES.get_template(template)?.render(&values);
    let words = language.of("Please confirm your address", "Bitte bestätigen Sie Ihre Adresse");
    Ok(Rendered {
        subject: one_line(words, &event.title),
        text: render("txt/proof")?,
        html: render("html/proof")?,
        calendar: None,
    })
}
