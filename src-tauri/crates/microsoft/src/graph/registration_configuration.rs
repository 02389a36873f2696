//! How people register for a webinar: Teams' page, and what it asks.
//! <https://learn.microsoft.com/graph/api/resources/virtualeventregistrationconfiguration>

use super::virtual_events::VirtualEvents;
use super::{GraphError, segment};
use crate::open_enum::open_enum;
use reqwest::Method;
use serde::{Deserialize, Serialize};

/// Read only: changing it is in the contract, but documented nowhere.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RegistrationConfiguration {
    pub registration_web_url: Option<String>,
    pub capacity: Option<i64>,
    pub is_waitlist_enabled: Option<bool>,
    pub is_manual_approval_enabled: Option<bool>,
}

open_enum! {
    AnswerInputType {
        Text = "text",
        MultilineText = "multilineText",
        SingleChoice = "singleChoice",
        MultiChoice = "multiChoice",
        Boolean = "boolean",
    }
}

open_enum! {
    /// The questions that Teams brings along.
    QuestionLabel {
        Street = "street",
        City = "city",
        State = "state",
        PostalCode = "postalCode",
        CountryOrRegion = "countryOrRegion",
        Industry = "industry",
        JobTitle = "jobTitle",
        Organization = "organization",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "@odata.type")]
pub enum NewQuestion {
    #[serde(rename = "#microsoft.graph.virtualEventRegistrationCustomQuestion", rename_all = "camelCase")]
    Custom {
        display_name: String,
        answer_input_type: AnswerInputType,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        answer_choices: Vec<String>,
        is_required: bool,
    },
    #[serde(rename = "#microsoft.graph.virtualEventRegistrationPredefinedQuestion")]
    Predefined { label: QuestionLabel },
}

/// A question as Graph tells it; the predefined ones have a label.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Question {
    pub id: String,
    pub display_name: Option<String>,
    pub is_required: Option<bool>,
    pub label: Option<QuestionLabel>,
    pub answer_input_type: Option<AnswerInputType>,
    #[serde(default, deserialize_with = "super::event::nullable")]
    pub answer_choices: Vec<String>,
}

impl VirtualEvents<'_> {
    /// `GET …/{id}/registrationConfiguration`, `VirtualEvent.Read`.
    /// <https://learn.microsoft.com/graph/api/virtualeventwebinarregistrationconfiguration-get>
    ///
    /// # Errors
    /// 404 where there is none.
    pub async fn registration_configuration(self, id: &str) -> Result<RegistrationConfiguration, GraphError> {
        self.user.read(self.at(Method::GET, id, "/registrationConfiguration")?).await
    }

    /// `GET …/registrationConfiguration/questions`, `VirtualEvent.Read`.
    /// <https://learn.microsoft.com/graph/api/virtualeventregistrationconfiguration-list-questions>
    ///
    /// # Errors
    /// 404 for no such event.
    pub async fn questions(self, id: &str) -> Result<Vec<Question>, GraphError> {
        self.all(self.at(Method::GET, id, "/registrationConfiguration/questions")?).await
    }

    /// `POST …/registrationConfiguration/questions`, `VirtualEvent.ReadWrite`, 201.
    /// <https://learn.microsoft.com/graph/api/virtualeventregistrationconfiguration-post-questions>
    ///
    /// # Errors
    /// 400 for a choice without choices.
    pub async fn add_question(self, id: &str, question: &NewQuestion) -> Result<Question, GraphError> {
        let request = self.at(Method::POST, id, "/registrationConfiguration/questions")?;
        self.user.read(request.json(question)?).await
    }

    /// `DELETE …/registrationConfiguration/questions/{question}`, `VirtualEvent.ReadWrite`, 204.
    /// <https://learn.microsoft.com/graph/api/virtualeventregistrationconfiguration-delete-questions>
    ///
    /// # Errors
    /// 404 where it is gone already.
    pub async fn remove_question(self, id: &str, question: &str) -> Result<(), GraphError> {
        let rest = format!("/registrationConfiguration/questions/{}", segment(question)?);
        self.user.send(self.at(Method::DELETE, id, &rest)?).await.map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_question_says_its_kind_and_no_more_than_it_means() {
        let predefined = NewQuestion::Predefined { label: QuestionLabel::JobTitle };
        assert_eq!(
            serde_json::to_value(predefined).expect("plain data"),
            json!({"@odata.type": "#microsoft.graph.virtualEventRegistrationPredefinedQuestion", "label": "jobTitle"})
        );
        let custom = NewQuestion::Custom {
            display_name: "Vegetarian?".into(),
            answer_input_type: AnswerInputType::Boolean,
            answer_choices: Vec::new(),
            is_required: false,
        };
        assert_eq!(
            serde_json::to_value(custom).expect("plain data"),
            json!({"@odata.type": "#microsoft.graph.virtualEventRegistrationCustomQuestion",
                   "displayName": "Vegetarian?", "answerInputType": "boolean", "isRequired": false})
        );
    }
}
