//! What outsiders answer to a webinar's questions: from a list's columns, from an event of one's own, from the terminal;
//! checked before anybody is sent.

use std::path::PathBuf;

use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::registration::register::{self, NewRegistrant};
use lectern_core::registration::settings::{self, RegistrationSettings};
use lectern_core::virtual_events::enrol::{self, untold};
use lectern_core::virtual_events::people;
use lectern_core::virtual_events::questions::{self, Answer, NewQuestion, Predefined};
use lectern_core::virtual_events::registrations::{self, Wanted};
use lectern_domain::registration::{Given, Question, QuestionKind, Rules};
use lectern_tests::{Organizer, Stage, Terminal};

use crate::webinar_people::{outsiders, registered, trusted};
use crate::webinars::{agreed, published, unlimited};

fn own(text: &str, answer: Answer, choices: &[&str], required: bool) -> NewQuestion {
    let choices = choices.iter().map(|choice| (*choice).to_owned()).collect();
    NewQuestion::Custom { text: text.into(), answer, choices, required }
}

/// A published webinar that asks four things, one of which has to be answered.
async fn asking(stage: &Stage, organizer: &Organizer) -> (String, String) {
    let event = published(organizer, "Asking").await;
    let (id, graph_id) = (event.summary.id, event.event_id.expect("Graph's id"));
    trusted(stage, organizer, &graph_id).await;
    for question in [
        own("Which track?", Answer::SingleChoice, &["Red", "Blue"], true),
        own("Which days?", Answer::MultiChoice, &["Mon", "Tue", "Wed"], false),
        own("Vegetarian?", Answer::Boolean, &[], false),
        NewQuestion::Predefined { label: Predefined::Organization },
    ] {
        questions::add(&organizer.desk, &id, question).await.expect("asked");
    }
    (id, graph_id)
}

fn list(stage: &Stage, name: &str, text: &str) -> PathBuf {
    let path = stage.path(name);
    std::fs::write(&path, text).expect("a file");
    path
}

/// What Teams has of somebody, as "question: answer".
async fn said(organizer: &Organizer, id: &str, who: &str) -> Vec<String> {
    registrations::read(&organizer.desk, id, registrations::untold()).await.expect("read");
    let wanted = Wanted { query: who.into(), status: None };
    let found = registrations::show(&organizer.desk, id, wanted, 0, 9).await.expect("shown");
    let answers = found.rows.iter().flat_map(|row| &row.answers);
    answers.map(|one| format!("{}: {}", one.question, one.said)).collect()
}

#[tokio::test]
async fn columns_with_a_questions_words_answer_it() {
    let stage = agreed(unlimited()).await;
    let organizer = Organizer::at(&stage).await;
    let (id, graph_id) = asking(&stage, &organizer).await;
    let enrolled = async |name: &str, text: &str| {
        let people = people::read(list(&stage, name, text)).await.expect("a list");
        enrol::enrol(&organizer.desk, &id, &people, untold()).await.map_err(CommandError::from)
    };
    let none =
        enrolled("none.csv", "Name,Email\nAda King,ada@example.org\nBen Outside,ben@example.org\n").await;
    let none = none.expect_err("nobody answers it");
    assert_eq!((none.code, none.field.as_deref()), (ErrorCode::Invalid, Some("answers")), "{none}");
    assert!(none.message.contains("“Which track?”") && none.message.contains("column"), "{none}");
    let wrong = "Name,Email,which  TRACK?,Vegetarian?\n\
         Ada King,ada@example.org,Red,yes\nBen Outside,ben@example.org,Green,\nCy Dee,cy@example.org,,perhaps\n";
    let wrong = enrolled("wrong.csv", wrong).await.expect_err("two rows are wrong").message;
    for words in ["Line 3 (Ben Outside)", "“Green”", "Red, Blue", "Line 4 (Cy Dee)", "yes or no"] {
        assert!(wrong.contains(words), "row and question are named ({words}): {wrong}");
    }
    assert!(stage.calls("POST", "/$batch").await.is_empty(), "nobody is sent before all of it fits");
    assert_eq!(registered(&stage, &graph_id).await, 0);

    let right = "Name,Email,Company,which  TRACK?,Which days?,Vegetarian?\n\
         Ada King,ada@example.org,Analytical,red,\"wed; Mon\",Ja\nBen Outside,ben@example.org,,Blue,,\n";
    let told = enrolled("right.csv", right).await.expect("all of it fits");
    assert_eq!(told.enrolled, 2, "{told:?}");
    let ada = ["Which track?: Red", "Which days?: Wed; Mon", "Vegetarian?: Yes", "Organization: Analytical"];
    assert_eq!(said(&organizer, &id, "ada").await, ada, "as Teams has it, each in its own form");
    assert_eq!(
        said(&organizer, &id, "ben").await,
        ["Which track?: Blue"],
        "what is not asked for may be left out"
    );
    stage.close("answers from columns").await;
}

#[tokio::test]
async fn answers_to_an_event_of_ones_own_go_along_by_the_same_words() {
    let stage = agreed(unlimited()).await;
    let organizer = Organizer::at(&stage).await;
    let (id, _) = asking(&stage, &organizer).await;
    let meeting = organizer.event("Own list", None).await;
    let question = |id: &str, label: &str, kind| Question {
        id: id.into(),
        label: label.into(),
        required: false,
        kind,
        shown_when: None,
    };
    let track = QuestionKind::Choice { options: vec!["Red".into(), "Blue".into(), "Green".into()] };
    let questions =
        vec![question("t", "Which track?", track), question("v", "vegetarian?", QuestionKind::YesNo)];
    let rules = Rules { questions, ..Rules::default() };
    settings::set(&organizer.desk, &meeting, RegistrationSettings { capacity: None, rules })
        .await
        .expect("rules");
    let add = async |name: &str, email: &str, track: &str| {
        let answers = [("t".to_owned(), Given::Text(track.into())), ("v".to_owned(), Given::YesNo(false))];
        let new = NewRegistrant {
            name: name.into(),
            email: email.into(),
            company: Some("Fabrikam".into()),
            answers: Some(answers.into()),
            ..NewRegistrant::default()
        };
        register::add(&organizer.desk, &meeting, new).await.expect("added");
    };
    add("Ada King", "ada@example.org", "Blue").await;
    let people = people::of_event(&organizer.desk, &meeting).await.expect("the list");
    let told = enrol::enrol(&organizer.desk, &id, &people, untold()).await.expect("enrolled");
    assert_eq!(told.enrolled, 1, "{told:?}");
    let ada = ["Which track?: Blue", "Vegetarian?: No", "Organization: Fabrikam"];
    assert_eq!(said(&organizer, &id, "ada").await, ada);
    add("Grace Hopper", "grace@example.org", "Green").await;
    let people = people::of_event(&organizer.desk, &meeting).await.expect("the list");
    let wrong = enrol::enrol(&organizer.desk, &id, &people, untold()).await.expect_err("no such track here");
    assert!(wrong.to_string().contains("Grace Hopper <grace@example.org>"), "{wrong}");
    stage.close("answers of an event's own").await;
}

#[tokio::test]
async fn the_terminal_asks_for_what_has_to_be_answered() {
    let stage = agreed(unlimited()).await;
    let organizer = Organizer::at(&stage).await;
    let (id, _) = asking(&stage, &organizer).await;
    let terminal = Terminal::at(&stage, organizer.dir());
    let ada = [
        "webinars",
        "enrol",
        &id,
        "--first-name",
        "Ada",
        "--last-name",
        "King",
        "--email",
        "ada@example.org",
    ];
    let refused = terminal.run(&ada).await;
    let error: serde_json::Value =
        serde_json::from_str(refused.err.lines().last().unwrap_or_default()).expect("an error in JSON");
    assert!(
        error["message"].as_str().is_some_and(|text| text.contains("“Which track?” has to be answered")),
        "{error}"
    );
    let answers =
        ["--answer", "Which track?=Blue", "--answer", "Which days?=Mon", "--answer", "Which days?=Tue"];
    let words: Vec<&str> = ada.into_iter().chain(answers).collect();
    assert_eq!(terminal.run(&words).await.json()["enrolled"], 1);
    assert_eq!(said(&organizer, &id, "ada").await, ["Which track?: Blue", "Which days?: Mon; Tue"]);
    let unanswered =
        enrol::enrol(&organizer.desk, &id, &outsiders(3), untold()).await.expect_err("nobody answers");
    assert!(unanswered.to_string().contains("Nobody was enrolled"), "{unanswered}");
    stage.close("answers from the terminal").await;
}
