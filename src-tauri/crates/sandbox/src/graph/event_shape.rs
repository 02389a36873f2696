//! What a request may say about a calendar event (user: create event; update event).

use super::shape::{Kind, Shape};

use Kind::{Boolean, Choice, Date, Elsewhere, Instant, Integer, List, Number, Object, ReadOnly, Text};

pub(crate) const EVENT: Shape = Shape {
    name: "Microsoft.OutlookServices.Event",
    public: "microsoft.graph.event",
    properties: &[
        ("subject", Text),
        ("body", Object(&BODY)),
        ("start", Object(&DATE_TIME_ZONE)),
        ("end", Object(&DATE_TIME_ZONE)),
        ("location", Object(&LOCATION)),
        ("locations", List(&Object(&LOCATION))),
        ("attendees", List(&Object(&ATTENDEE))),
        ("allowNewTimeProposals", Boolean),
        ("categories", List(&Text)),
        ("hideAttendees", Boolean),
        ("importance", Choice(&["low", "normal", "high"])),
        ("isAllDay", Boolean),
        ("isOnlineMeeting", Boolean),
        ("isReminderOn", Boolean),
        (
            "onlineMeetingProvider",
            Choice(&["unknown", "skypeForBusiness", "skypeForConsumer", "teamsForBusiness"]),
        ),
        ("recurrence", Object(&RECURRENCE)),
        ("reminderMinutesBeforeStart", Integer),
        ("responseRequested", Boolean),
        ("sensitivity", Choice(&["normal", "personal", "private", "confidential"])),
        ("showAs", Choice(&["unknown", "free", "tentative", "busy", "oof", "workingElsewhere"])),
        ("transactionId", Text),
        ("attachments", Elsewhere("attachments of events")),
        ("extensions", Elsewhere("open extensions of events")),
        ("singleValueExtendedProperties", Elsewhere("extended properties of events")),
        ("multiValueExtendedProperties", Elsewhere("extended properties of events")),
        ("id", ReadOnly),
        ("bodyPreview", ReadOnly),
        ("calendar", ReadOnly),
        ("cancelledOccurrences", ReadOnly),
        ("changeKey", ReadOnly),
        ("createdDateTime", ReadOnly),
        ("exceptionOccurrences", ReadOnly),
        ("hasAttachments", ReadOnly),
        ("iCalUId", ReadOnly),
        ("instances", ReadOnly),
        ("isCancelled", ReadOnly),
        ("isDraft", ReadOnly),
        ("isOrganizer", ReadOnly),
        ("lastModifiedDateTime", ReadOnly),
        ("onlineMeeting", ReadOnly),
        ("onlineMeetingUrl", ReadOnly),
        ("organizer", ReadOnly),
        ("originalEndTimeZone", ReadOnly),
        ("originalStart", ReadOnly),
        ("originalStartTimeZone", ReadOnly),
        ("responseStatus", ReadOnly),
        ("seriesMasterId", ReadOnly),
        ("type", ReadOnly),
        ("webLink", ReadOnly),
    ],
};

const BODY: Shape = Shape {
    name: "Microsoft.OutlookServices.ItemBody",
    public: "microsoft.graph.itemBody",
    properties: &[("contentType", Choice(&["text", "html"])), ("content", Text)],
};

const DATE_TIME_ZONE: Shape = Shape {
    name: "Microsoft.OutlookServices.DateTimeTimeZone",
    public: "microsoft.graph.dateTimeTimeZone",
    properties: &[("dateTime", Text), ("timeZone", Text)],
};

const LOCATION: Shape = Shape {
    name: "Microsoft.OutlookServices.Location",
    public: "microsoft.graph.location",
    properties: &[
        ("displayName", Text),
        ("locationEmailAddress", Text),
        ("locationUri", Text),
        (
            "locationType",
            Choice(&[
                "default",
                "conferenceRoom",
                "homeAddress",
                "businessAddress",
                "geoCoordinates",
                "streetAddress",
                "hotel",
                "restaurant",
                "localBusiness",
                "postalAddress",
            ]),
        ),
        ("uniqueId", Text),
        ("uniqueIdType", Choice(&["unknown", "locationStore", "directory", "private", "bing"])),
        ("address", Object(&ADDRESS)),
        ("coordinates", Object(&COORDINATES)),
    ],
};

const ADDRESS: Shape = Shape {
    name: "Microsoft.OutlookServices.PhysicalAddress",
    public: "microsoft.graph.physicalAddress",
    properties: &[
        ("street", Text),
        ("city", Text),
        ("state", Text),
        ("countryOrRegion", Text),
        ("postalCode", Text),
    ],
};

const COORDINATES: Shape = Shape {
    name: "Microsoft.OutlookServices.GeoCoordinates",
    public: "microsoft.graph.outlookGeoCoordinates",
    properties: &[
        ("altitude", Number),
        ("latitude", Number),
        ("longitude", Number),
        ("accuracy", Number),
        ("altitudeAccuracy", Number),
    ],
};

const ATTENDEE: Shape = Shape {
    name: "Microsoft.OutlookServices.Attendee",
    public: "microsoft.graph.attendee",
    properties: &[
        ("emailAddress", Object(&EMAIL_ADDRESS)),
        ("type", Choice(&["required", "optional", "resource"])),
        ("status", Object(&RESPONSE)),
        ("proposedNewTime", Elsewhere("proposed times of attendees")),
    ],
};

pub(crate) const EMAIL_ADDRESS: Shape = Shape {
    name: "Microsoft.OutlookServices.EmailAddress",
    public: "microsoft.graph.emailAddress",
    properties: &[("address", Text), ("name", Text)],
};

const RESPONSE: Shape = Shape {
    name: "Microsoft.OutlookServices.ResponseStatus",
    public: "microsoft.graph.responseStatus",
    properties: &[
        (
            "response",
            Choice(&["none", "organizer", "tentativelyAccepted", "accepted", "declined", "notResponded"]),
        ),
        ("time", Instant),
    ],
};

const RECURRENCE: Shape = Shape {
    name: "Microsoft.OutlookServices.PatternedRecurrence",
    public: "microsoft.graph.patternedRecurrence",
    properties: &[("pattern", Object(&PATTERN)), ("range", Object(&RANGE))],
};

const DAYS: &[&str] = &["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

const PATTERN: Shape = Shape {
    name: "Microsoft.OutlookServices.RecurrencePattern",
    public: "microsoft.graph.recurrencePattern",
    properties: &[
        (
            "type",
            Choice(&[
                "daily",
                "weekly",
                "absoluteMonthly",
                "relativeMonthly",
                "absoluteYearly",
                "relativeYearly",
            ]),
        ),
        ("interval", Integer),
        ("month", Integer),
        ("dayOfMonth", Integer),
        ("daysOfWeek", List(&Choice(DAYS))),
        ("firstDayOfWeek", Choice(DAYS)),
        ("index", Choice(&["first", "second", "third", "fourth", "last"])),
    ],
};

const RANGE: Shape = Shape {
    name: "Microsoft.OutlookServices.RecurrenceRange",
    public: "microsoft.graph.recurrenceRange",
    properties: &[
        ("type", Choice(&["endDate", "noEnd", "numbered"])),
        ("startDate", Date),
        ("endDate", Date),
        ("recurrenceTimeZone", Text),
        ("numberOfOccurrences", Integer),
    ],
};

/// The body of `POST …/cancel`; action parameters are matched without regard to case.
pub(crate) const CANCEL: Shape = Shape {
    name: "Microsoft.OutlookServices.Cancel",
    public: "microsoft.graph.cancel",
    properties: &[("comment", Text), ("Comment", Text)],
};
