//! What a request may say about virtual events (create webinar, create town hall, update, presenters, questions,
//! registrations).

use crate::graph::shape::{Kind, Shape};

use Kind::{Boolean, Choice, Integer, List, Object, ReadOnly, Text};

pub(super) const AUDIENCES: &[&str] = &["everyone", "organization"];

macro_rules! event {
    ($($extra:expr),* $(,)?) => {
        &[
            ("displayName", Text),
            ("description", Object(&BODY)),
            ("startDateTime", Object(&DATE_TIME_ZONE)),
            ("endDateTime", Object(&DATE_TIME_ZONE)),
            ("audience", Choice(AUDIENCES)),
            ("coOrganizers", List(&Object(&USER_IDENTITY))),
            ("settings", Object(&SETTINGS)),
            ("id", ReadOnly),
            ("status", ReadOnly),
            ("createdBy", ReadOnly),
            ("externalEventInformation", ReadOnly),
            ("presenters", ReadOnly),
            ("sessions", ReadOnly),
            ("registrationConfiguration", ReadOnly),
            ("registrations", ReadOnly),
            $($extra),*
        ]
    };
}

pub(super) const WEBINAR: Shape = Shape {
    name: "microsoft.graph.virtualEventWebinar",
    public: "microsoft.graph.virtualEventWebinar",
    properties: event![("isRegistrationRequired", ReadOnly)],
};

/// `invitedAttendees` are read apart, for each has a type of its own.
pub(super) const TOWNHALL: Shape = Shape {
    name: "microsoft.graph.virtualEventTownhall",
    public: "microsoft.graph.virtualEventTownhall",
    properties: event![
        ("isInviteOnly", Boolean),
        ("isRegistrationRequired", Boolean),
        ("capacity", ReadOnly),
    ],
};

pub(super) const BODY: Shape = Shape {
    name: "microsoft.graph.itemBody",
    public: "microsoft.graph.itemBody",
    properties: &[("contentType", Choice(&["text", "html"])), ("content", Text)],
};

pub(super) const DATE_TIME_ZONE: Shape = Shape {
    name: "microsoft.graph.dateTimeTimeZone",
    public: "microsoft.graph.dateTimeTimeZone",
    properties: &[("dateTime", Text), ("timeZone", Text)],
};

const SETTINGS: Shape = Shape {
    name: "microsoft.graph.virtualEventSettings",
    public: "microsoft.graph.virtualEventSettings",
    properties: &[("isAttendeeEmailNotificationEnabled", Boolean)],
};

pub(super) const USER_IDENTITY: Shape = Shape {
    name: "microsoft.graph.communicationsUserIdentity",
    public: "microsoft.graph.communicationsUserIdentity",
    properties: &[("id", Text), ("displayName", Text), ("tenantId", Text)],
};

pub(super) const GUEST_IDENTITY: Shape = Shape {
    name: "microsoft.graph.communicationsGuestIdentity",
    public: "microsoft.graph.communicationsGuestIdentity",
    properties: &[("id", Text), ("displayName", Text), ("email", Text)],
};

/// `identity` is read apart, for it has a type of its own.
pub(super) const PRESENTER: Shape = Shape {
    name: "microsoft.graph.virtualEventPresenter",
    public: "microsoft.graph.virtualEventPresenter",
    properties: &[
        ("presenterDetails", Object(&PRESENTER_DETAILS)),
        ("identity", ReadOnly),
        ("id", ReadOnly),
        ("email", ReadOnly),
    ],
};

/// Town halls keep no details of a presenter.
pub(super) const TOWNHALL_PRESENTER: Shape = Shape {
    name: "microsoft.graph.virtualEventPresenter",
    public: "microsoft.graph.virtualEventPresenter",
    properties: &[
        ("presenterDetails", ReadOnly),
        ("identity", ReadOnly),
        ("id", ReadOnly),
        ("email", ReadOnly),
    ],
};

const PRESENTER_DETAILS: Shape = Shape {
    name: "microsoft.graph.virtualEventPresenterDetails",
    public: "microsoft.graph.virtualEventPresenterDetails",
    properties: &[
        ("bio", Object(&BODY)),
        ("company", Text),
        ("jobTitle", Text),
        ("linkedInProfileWebUrl", Text),
        ("personalSiteWebUrl", Text),
        ("photo", Text),
        ("twitterProfileWebUrl", Text),
    ],
};

pub(super) const EXTERNAL_EVENT: Shape = Shape {
    name: "microsoft.graph.setExternalEventInformation",
    public: "microsoft.graph.setExternalEventInformation",
    properties: &[("externalEventId", Text)],
};

pub(super) const CUSTOM_QUESTION: Shape = Shape {
    name: "microsoft.graph.virtualEventRegistrationCustomQuestion",
    public: "microsoft.graph.virtualEventRegistrationCustomQuestion",
    properties: &[
        ("displayName", Text),
        ("answerInputType", Choice(&["text", "multilineText", "singleChoice", "multiChoice", "boolean"])),
        ("answerChoices", List(&Text)),
        ("isRequired", Boolean),
        ("id", ReadOnly),
    ],
};

pub(super) const PREDEFINED_QUESTION: Shape = Shape {
    name: "microsoft.graph.virtualEventRegistrationPredefinedQuestion",
    public: "microsoft.graph.virtualEventRegistrationPredefinedQuestion",
    properties: &[
        (
            "label",
            Choice(&[
                "street",
                "city",
                "state",
                "postalCode",
                "countryOrRegion",
                "industry",
                "jobTitle",
                "organization",
            ]),
        ),
        ("isRequired", Boolean),
        ("displayName", ReadOnly),
        ("id", ReadOnly),
    ],
};

pub(super) const CONFIGURATION: Shape = Shape {
    name: "microsoft.graph.virtualEventRegistrationConfiguration",
    public: "microsoft.graph.virtualEventWebinarRegistrationConfiguration",
    properties: &[
        ("capacity", Integer),
        ("isManualApprovalEnabled", Boolean),
        ("isWaitlistEnabled", Boolean),
        ("registrationWebUrl", ReadOnly),
        ("questions", ReadOnly),
        ("id", ReadOnly),
    ],
};

macro_rules! registration {
    ($name:expr) => {
        &[
            ("firstName", $name),
            ("lastName", $name),
            ("email", $name),
            ("preferredTimezone", Text),
            ("preferredLanguage", Text),
            ("registrationQuestionAnswers", List(&Object(&ANSWER))),
            ("externalRegistrationInformation", Object(&EXTERNAL_REGISTRATION)),
            ("id", ReadOnly),
            ("userId", ReadOnly),
            ("status", ReadOnly),
            ("registrationDateTime", ReadOnly),
            ("cancelationDateTime", ReadOnly),
            ("sessions", ReadOnly),
        ]
    };
}

/// A signed-in person enrols as who they are.
pub(super) const OWN_REGISTRATION: Shape = Shape {
    name: "microsoft.graph.virtualEventRegistration",
    public: "microsoft.graph.virtualEventRegistration",
    properties: registration!(ReadOnly),
};

pub(super) const OUTSIDER_REGISTRATION: Shape = Shape {
    name: "microsoft.graph.virtualEventRegistration",
    public: "microsoft.graph.virtualEventRegistration",
    properties: registration!(Text),
};

const ANSWER: Shape = Shape {
    name: "microsoft.graph.virtualEventRegistrationQuestionAnswer",
    public: "microsoft.graph.virtualEventRegistrationQuestionAnswer",
    properties: &[
        ("questionId", Text),
        ("displayName", Text),
        ("value", Text),
        ("booleanValue", Boolean),
        ("multiChoiceValues", List(&Text)),
    ],
};

const EXTERNAL_REGISTRATION: Shape = Shape {
    name: "microsoft.graph.virtualEventExternalRegistrationInformation",
    public: "microsoft.graph.virtualEventExternalRegistrationInformation",
    properties: &[("referrer", Text), ("registrationId", Text)],
};
