//! A list and an event's questions: what the list says is held to them, what it does not say is told and stays open, and
//! what goes out comes back the same.

use lectern_core::registration::bulk::progress::untold;
use lectern_core::registration::import::{self, ImportChoices, ImportPreview, ImportSource};
use lectern_core::registration::person::{self, PersonDetail};
use lectern_core::registration::settings::{self, RegistrationSettings};
use lectern_core::registration::{export, remove};
use lectern_domain::registration::{Answer, Condition, Question, QuestionKind, Rules};
use lectern_tests::{Organizer, Stage, Terminal};
use serde_json::{Value, json};

fn question(id: &str, label: &str, required: bool, kind: QuestionKind) -> Question {
    Question { id: id.into(), label: label.into(), required, kind, shown_when: None }
}

fn options(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// All six kinds, one of them only after a certain answer.
fn questions() -> Vec<Question> {
    let nuts = Question {
        shown_when: Some(Condition { question: "food".into(), is: "Vegan".into() }),
        ..question("nuts", "Without nuts?", true, QuestionKind::YesNo)
    };
    vec![
        question(
            "food",
            "What do you eat?",
            true,
            QuestionKind::Choice { options: options(&["Meat", "Vegan"]) },
        ),
        nuts,
        question(
            "topics",
            "Topics",
            false,
            QuestionKind::Choices { options: options(&["AI", "Tea; hot", "Bread, dark"]) },
        ),
        question("why", "Why do you come?", false, QuestionKind::Lines),
        // The name of a column that every list has.
        question("company", "Company", false, QuestionKind::Text),
        question("photos", "I agree", true, QuestionKind::Consent { text: "We film you.".into() }),
    ]
}

async fn asking(organizer: &Organizer, title: &str) -> String {
    let event = organizer.event(title, None).await;
    let rules = Rules { questions: questions(), ..Rules::default() };
    let asked = RegistrationSettings { capacity: None, rules };
    settings::set(&organizer.desk, &event, asked).await.expect("questions");
    event
}

fn dropped(text: &str) -> ImportSource {
    ImportSource::Bytes(text.as_bytes().to_vec())
}

async fn looked(organizer: &Organizer, event: &str, text: &str) -> ImportPreview {
    let choices = ImportChoices::default();
    import::preview(&organizer.desk, event, dropped(text), choices).await.expect("a preview")
}

/// Of each required question: how many nobody asked.
fn open(preview: &ImportPreview) -> Vec<(&str, usize)> {
    let open = preview.questions.iter().filter(|question| question.not_asked > 0);
    open.map(|question| (question.id.as_str(), question.not_asked)).collect()
}

async fn person(organizer: &Organizer, event: &str, name: &str) -> PersonDetail {
    let list = organizer.list(event, name).await;
    let row = list.rows.first().unwrap_or_else(|| panic!("{name} is on the list"));
    person::show(&organizer.desk, &row.id).await.expect("a person")
}

#[tokio::test]
async fn what_a_list_does_not_say_is_told_before_and_stays_open_after() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = asking(&organizer, "Unasked").await;
    let list = "Name,Email,What do you eat?\nAna,ana@example.org,vegan\nBo,bo@example.org,\nCy,cy@example.org,Meat\n";
    let preview = looked(&organizer, &event, list).await;
    assert_eq!((preview.valid, preview.error_count), (3, 0));
    assert_eq!(
        open(&preview),
        [("food", 1), ("nuts", 1), ("photos", 3)],
        "Bo did not say; of Ana, who is vegan, nuts are asked; nobody agreed to anything"
    );
    assert_eq!(
        preview.columns[2].question.as_deref(),
        Some("food"),
        "a column is known by the question's words"
    );
    let report = organizer.import(&event, list).await.expect("in");
    assert_eq!((report.imported, report.not_asked), (3, 3));

    let ana = person(&organizer, &event, "Ana").await;
    assert_eq!(ana.answers.len(), 1, "nothing was answered in her place: {:?}", ana.answers);
    assert_eq!(ana.answers[0].answer, Answer::Text { value: "Vegan".into() }, "in the option's own words");
    let left: Vec<&str> = ana.not_asked.iter().map(|one| one.question.as_str()).collect();
    assert_eq!(left, ["nuts", "photos"]);
    assert!(ana.not_asked[1].consent);
    let cy = person(&organizer, &event, "Cy").await;
    let left: Vec<&str> = cy.not_asked.iter().map(|one| one.question.as_str()).collect();
    assert_eq!(left, ["photos"], "whoever eats meat is not asked about nuts");
    stage.close("unasked").await;
}

#[tokio::test]
async fn what_a_list_says_is_held_to_the_questions_row_by_row() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = asking(&organizer, "Held to it").await;
    let list = "Name,Email,What do you eat?,Topics,I agree\n\
        Ana,ana@example.org,Fish,,yes\n\
        Bo,bo@example.org,Meat,\"AI, Golf\",yes\n\
        Cy,cy@example.org,Meat,\"Tea; hot; AI\",no\n\
        Dee,dee@example.org,Meat,\"Tea; hot; AI\",ja\n";
    let preview = looked(&organizer, &event, list).await;
    let told: Vec<(u64, Option<&str>)> =
        preview.errors.iter().map(|error| (error.line, error.column.as_deref())).collect();
    assert_eq!(
        told,
        [(2, Some("What do you eat?")), (3, Some("Topics")), (4, Some("I agree"))],
        "each by its line and column: {:?}",
        preview.errors
    );
    assert!(preview.errors[0].message.contains("“Fish”"), "{}", preview.errors[0].message);
    let report = organizer.import(&event, list).await.expect("in");
    assert_eq!((report.imported, report.not_asked, report.error_count), (1, 0, 3));
    let saved = std::fs::read_to_string(report.rejected_file.expect("saved")).expect("a file");
    assert!(saved.contains("without agreeing, nobody can register"), "{saved}");
    let dee = person(&organizer, &event, "Dee").await;
    let topics = dee.answers.iter().find(|row| row.question == "topics").expect("topics");
    assert_eq!(topics.answer, Answer::Choices { values: options(&["AI", "Tea; hot"]) });
    let agreed = dee.answers.iter().find(|row| row.question == "photos").expect("a consent");
    assert_eq!(agreed.answer, Answer::Consent { value: true, text: "We film you.".into() });
    stage.close("held to it").await;
}

#[tokio::test]
async fn a_column_is_named_by_hand_in_the_window_and_in_the_terminal() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = asking(&organizer, "By hand").await;
    let list = "Name,Email,Essen,Foto\nAna,ana@example.org,Meat,yes\n";
    let first = looked(&organizer, &event, list).await;
    assert_eq!(open(&first), [("food", 1), ("photos", 1)], "no column is guessed at");
    let questions = Some(vec![None, None, Some("food".to_owned()), Some("photos".to_owned())]);
    let choices = ImportChoices { questions, ..ImportChoices::default() };
    let preview = import::preview(&organizer.desk, &event, dropped(list), choices).await.expect("a preview");
    assert_eq!(open(&preview), []);
    let twice = ImportChoices {
        questions: Some(vec![None, None, Some("food".into()), Some("food".into())]),
        ..ImportChoices::default()
    };
    let refused = import::preview(&organizer.desk, &event, dropped(list), twice).await.expect("a preview");
    assert!(refused.problem.is_some_and(|problem| problem.contains("“What do you eat?”")));

    let file = stage.path("essen.csv");
    std::fs::write(&file, list).expect("a file");
    let name = file.display().to_string();
    let terminal = Terminal::at(&stage, organizer.dir());
    let import = ["registrants", "import", &name, "--event", &event, "--answer", "What do you eat?=Essen"];
    let dry = terminal.run(&[&import[..], &["--dry-run"]].concat()).await.json();
    let open: Vec<(&Value, &Value)> = dry["questions"]
        .as_array()
        .expect("questions")
        .iter()
        .map(|one| (&one["id"], &one["notAsked"]))
        .collect();
    assert!(
        open.contains(&(&json!("food"), &json!(0))) && open.contains(&(&json!("photos"), &json!(1))),
        "{dry}"
    );
    let none = terminal.run(&[&import[..5], &["--answer", "Drinks=Essen"]].concat()).await.error(2);
    assert!(none["message"].as_str().is_some_and(|told| told.contains("What do you eat?")), "{none}");
    let done = terminal.run(&[&import[..], &["--answer", "photos=Foto"]].concat()).await.json();
    assert_eq!((&done["imported"], &done["notAsked"]), (&json!(1), &json!(0)));
    stage.close("by hand").await;
}

#[tokio::test]
async fn an_export_comes_back_as_it_went_out() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = asking(&organizer, "There").await;
    let list = "Name,Email,What do you eat?,Without nuts?,Topics,Why do you come?,I agree,Firm,Company\n\
        Ana,ana@example.org,Vegan,no,\"AI; Bread, dark\",\"=1+1\nand more\",yes,Contoso,Not a company\n\
        Bo 🎈,bo@example.org,Meat,,,,yes,,\n\
        Cy,cy@example.org,,,,,,,\n\
        Off,off@example.org,Meat,,,,yes,,\n";
    // The last of two columns with one name answers the question of that name.
    let fields =
        serde_json::from_value(json!(["name", "email", null, null, null, null, null, "company", null]));
    let choices = ImportChoices { fields: fields.expect("fields"), ..ImportChoices::default() };
    let report = import::run(&organizer.desk, &event, dropped(list), choices, untold()).await.expect("in");
    assert_eq!((report.imported, report.error_count), (4, 0), "{:?}", report.errors);
    let off = person(&organizer, &event, "Off").await.registrant.id;
    remove::remove(&organizer.desk, &event, vec![off]).await.expect("removed");

    for name in ["people.csv", "people.xlsx"] {
        let path = stage.path(name);
        export::export(&organizer.desk, &event, path.clone()).await.expect("written");
        let twin = asking(&organizer, &format!("Elsewhere, by {name}")).await;
        let back =
            import::run(&organizer.desk, &twin, ImportSource::File(path), ImportChoices::default(), untold())
                .await
                .expect("in");
        assert_eq!((back.imported, back.error_count), (3, 1), "{name}: whoever is off the list stays off it");
        for who in ["Ana", "Bo", "Cy"] {
            let (here, there) = (person(&organizer, &event, who).await, person(&organizer, &twin, who).await);
            let said = |person: &PersonDetail| {
                person
                    .answers
                    .iter()
                    .map(|row| (row.question.clone(), row.answer.clone()))
                    .collect::<Vec<_>>()
            };
            assert_eq!(said(&there), said(&here), "{name}: {who}");
            assert_eq!(there.not_asked, here.not_asked, "{name}: {who}");
            assert_eq!(there.registrant.company, here.registrant.company, "{name}: {who}");
        }
    }
    stage.close("there and back").await;
}

#[tokio::test]
async fn a_consent_to_other_words_does_not_travel() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = asking(&organizer, "Then").await;
    organizer
        .import(&event, "Name,Email,What do you eat?,I agree\nAna,ana@example.org,Meat,yes\n")
        .await
        .expect("in");
    let mut now = questions();
    now[5].kind = QuestionKind::Consent { text: "We film you and sell it.".into() };
    let rules = Rules { questions: now, ..Rules::default() };
    let asked = RegistrationSettings { capacity: None, rules };
    settings::set(&organizer.desk, &event, asked.clone()).await.expect("other words");
    let path = stage.path("then.csv");
    export::export(&organizer.desk, &event, path.clone()).await.expect("written");
    let twin = organizer.event("Now", None).await;
    settings::set(&organizer.desk, &twin, asked).await.expect("questions");
    import::run(&organizer.desk, &twin, ImportSource::File(path), ImportChoices::default(), untold())
        .await
        .expect("in");
    let ana = person(&organizer, &twin, "Ana").await;
    assert!(ana.answers.iter().all(|row| row.question != "photos"), "she never agreed to these words");
    assert_eq!(ana.not_asked.len(), 1);
    stage.close("other words").await;
}

#[tokio::test]
async fn an_imported_persons_history_begins_with_the_import() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Where from?", None).await;
    let file = stage.path("autumn guests.csv");
    std::fs::write(&file, "Name,Email\nAna,ana@example.org\n").expect("a file");
    let source = ImportSource::File(file);
    import::run(&organizer.desk, &event, source, ImportChoices::default(), untold()).await.expect("in");
    let ana = person(&organizer, &event, "Ana").await;
    remove::remove(&organizer.desk, &event, vec![ana.registrant.id.clone()]).await.expect("removed");
    let ana = person::show(&organizer.desk, &ana.registrant.id).await.expect("a person");
    let told: Vec<(&str, &str)> =
        ana.history.iter().map(|row| (row.what.as_str(), row.who.as_str())).collect();
    let account = told[1].1;
    assert_eq!(told, [("imported", account), ("removed", account)], "who, in the words of the account");
    assert!(account.contains('@'), "{account}");
    assert_eq!(ana.history[0].detail["file"], json!("autumn guests.csv"));
    assert_eq!(ana.history[0].at, ana.registrant.registered_at, "and when");

    organizer.add(&event, "Bo", "bo@example.org").await.expect("added");
    let bo = person(&organizer, &event, "Bo").await;
    assert!(bo.history.iter().all(|row| row.what != "imported"), "whoever was added by hand came by no file");
    let terminal = Terminal::at(&stage, organizer.dir());
    let words = terminal.run(&["registrants", "history", &ana.registrant.id]).await.json();
    assert_eq!(words["history"][0]["detail"]["file"], json!("autumn guests.csv"));
    stage.close("where from").await;
}
