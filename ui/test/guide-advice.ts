import type { GuideAdvice, GuideLevel } from "../src/bindings/core";

/** The core’s own words, as `lectern guide --json` prints them. */
export const advices: Record<GuideLevel, GuideAdvice> = {
  "teamsLinks": {
    "plans": [
      {
        "cannot": [
          {
            "source": "Lectern",
            "text": "There is no list, no limit of places and no way in of one’s own: whoever has the link can knock."
          }
        ],
        "costs": [
          {
            "source": "Lectern",
            "text": "Your Microsoft 365 subscription with Teams. Lectern knows no prices; they are in your contract with Microsoft and on Azure’s pages."
          }
        ],
        "impossible": null,
        "join": "teams",
        "kind": "meeting",
        "level": "teamsLinks",
        "needs": [
          {
            "source": "Microsoft Graph permissions reference, August 2026",
            "text": "An app registration with the delegated permissions User.Read, Calendars.ReadWrite and OnlineMeetings.ReadWrite; people can agree to them themselves where the organization allows it."
          },
          {
            "source": "Lectern",
            "text": "An account with a mailbox and a licence for Teams, best a shared one."
          }
        ],
        "unmet": []
      },
      {
        "cannot": [
          {
            "source": "Lectern",
            "text": "Teams does not know the list: a Teams link that is passed on leads to the lobby all the same."
          }
        ],
        "costs": [
          {
            "source": "Lectern",
            "text": "Your Microsoft 365 subscription with Teams. Lectern knows no prices; they are in your contract with Microsoft and on Azure’s pages."
          },
          {
            "source": "Lectern",
            "text": "Nothing more for the list itself: it is kept on this computer."
          },
          {
            "source": "Microsoft: ACS retirement and breaking changes guide, September 2026",
            "text": "Mail by your own server takes nothing of Azure. ACS Email is a paid Azure service; it takes no new customers since 23 October 2026 and ends on 30 September 2028."
          }
        ],
        "impossible": null,
        "join": "teams",
        "kind": "meeting",
        "level": "ownRegistration",
        "needs": [
          {
            "source": "Microsoft Graph permissions reference, August 2026",
            "text": "An app registration with the delegated permissions User.Read, Calendars.ReadWrite and OnlineMeetings.ReadWrite; people can agree to them themselves where the organization allows it."
          },
          {
            "source": "Lectern",
            "text": "An account with a mailbox and a licence for Teams, best a shared one."
          },
          {
            "source": "Lectern",
            "text": "For your people Teams, or a browser: they join there."
          },
          {
            "source": "Microsoft: ACS service limits, read in November 2026",
            "text": "A sender for confirmations: a mail server, or ACS Email with a verified domain. Azure’s own test domain lets 5 mails a minute and 10 an hour through."
          }
        ],
        "unmet": []
      },
      {
        "cannot": [
          {
            "source": "Microsoft: capabilities of ACS guests in Teams meetings, read in November 2026",
            "text": "Guests can’t join webinars and town halls outside Teams: joining is handed over."
          },
          {
            "source": "Microsoft Graph: webinar registrations, v1.0, August 2026",
            "text": "Who registered can’t be listed, and nobody without an account enrolled, by the signed-in organizer: that takes an application’s credential from an administrator."
          },
          {
            "source": "Microsoft: Plan for Teams webinars, October 2023",
            "text": "Without Teams Premium: no waiting list, manual approval, registration window, reminders, green room or RTMP-in."
          }
        ],
        "costs": [
          {
            "source": "Lectern",
            "text": "Your Microsoft 365 subscription with Teams. Lectern knows no prices; they are in your contract with Microsoft and on Azure’s pages."
          },
          {
            "source": "Microsoft: Plan for Teams webinars, October 2023",
            "text": "Basic webinars come with the subscription, for up to 1,000 people."
          }
        ],
        "impossible": null,
        "join": "teams",
        "kind": "webinar",
        "level": "webinar",
        "needs": [
          {
            "source": "Microsoft Graph permissions reference, August 2026",
            "text": "An app registration with the delegated permissions User.Read, Calendars.ReadWrite and OnlineMeetings.ReadWrite; people can agree to them themselves where the organization allows it."
          },
          {
            "source": "Lectern",
            "text": "An account with a mailbox and a licence for Teams, best a shared one."
          },
          {
            "source": "Microsoft Graph permissions reference, August 2026",
            "text": "The delegated permission VirtualEvent.ReadWrite, which an administrator has to agree to; for attendance OnlineMeetingArtifact.Read.All."
          }
        ],
        "unmet": []
      }
    ],
    "recommended": "teamsLinks",
    "why": [
      "Nothing that you need takes a list of people: each event’s Teams link is enough."
    ]
  },
  "ownRegistration": {
    "plans": [
      {
        "cannot": [
          {
            "source": "Lectern",
            "text": "Teams does not know the list: a Teams link that is passed on leads to the lobby all the same."
          },
          {
            "source": "Microsoft: limits of ACS guests in Teams meetings, 2022",
            "text": "More than 350 people in calls outside Teams, or 250 in their chat."
          },
          {
            "source": "Microsoft: capabilities of ACS guests in Teams meetings, read in November 2026",
            "text": "Guests here have no polls, Q&A, whiteboard or breakout rooms, send no files and start no recording."
          },
          {
            "source": "Azure/communication-ui-library, issue 6074, August 2026",
            "text": "Guests’ chat is reported to be refused since August 2026, in one organization at least; the call works without it."
          },
          {
            "source": "Microsoft: ACS retirement and breaking changes guide, September 2026",
            "text": "Chat and the ready-made call screen end on 30 September 2028, and take no new customers; calling goes on with a new version."
          }
        ],
        "costs": [
          {
            "source": "Lectern",
            "text": "Your Microsoft 365 subscription with Teams. Lectern knows no prices; they are in your contract with Microsoft and on Azure’s pages."
          },
          {
            "source": "Lectern",
            "text": "Nothing more for the list itself: it is kept on this computer."
          },
          {
            "source": "Microsoft: ACS retirement and breaking changes guide, September 2026",
            "text": "Mail by your own server takes nothing of Azure. ACS Email is a paid Azure service; it takes no new customers since 23 October 2026 and ends on 30 September 2028."
          },
          {
            "source": "Microsoft: ACS retirement and breaking changes guide, September 2026",
            "text": "An Azure Communication Services resource, billed by use; identities are free. Microsoft says that further licences or service costs are possible."
          }
        ],
        "impossible": null,
        "join": "here",
        "kind": "meeting",
        "level": "ownRegistration",
        "needs": [
          {
            "source": "Microsoft Graph permissions reference, August 2026",
            "text": "An app registration with the delegated permissions User.Read, Calendars.ReadWrite and OnlineMeetings.ReadWrite; people can agree to them themselves where the organization allows it."
          },
          {
            "source": "Lectern",
            "text": "An account with a mailbox and a licence for Teams, best a shared one."
          },
          {
            "source": "Microsoft: ACS service limits, read in November 2026",
            "text": "A sender for confirmations: a mail server, or ACS Email with a verified domain. Azure’s own test domain lets 5 mails a minute and 10 an hour through."
          },
          {
            "source": "Microsoft: ACS identity model and client-server architecture, read in November 2026",
            "text": "A Communication Services resource; its key or a service principal in the keychain of machines that let guests in, or a service that you trust."
          },
          {
            "source": "Microsoft: calling SDK features; tried with WebKitGTK, November 2026",
            "text": "A window that can make calls; on Linux an installed Chrome, Edge or Chromium."
          },
          {
            "source": "Microsoft: Teams administration for ACS guests, read in November 2026",
            "text": "A Teams policy that lets people in without an account (AllowAnonymousUsersToJoinMeeting), or your resource among those it allows (EnableAcsUsers, AllowedAcsResources)."
          }
        ],
        "unmet": [
          {
            "need": "sms",
            "why": "This version of Lectern sends no SMS. Microsoft gives no new numbers since October 2026."
          }
        ]
      },
      {
        "cannot": [
          {
            "source": "Lectern",
            "text": "There is no list, no limit of places and no way in of one’s own: whoever has the link can knock."
          }
        ],
        "costs": [
          {
            "source": "Lectern",
            "text": "Your Microsoft 365 subscription with Teams. Lectern knows no prices; they are in your contract with Microsoft and on Azure’s pages."
          }
        ],
        "impossible": null,
        "join": "teams",
        "kind": "meeting",
        "level": "teamsLinks",
        "needs": [
          {
            "source": "Microsoft Graph permissions reference, August 2026",
            "text": "An app registration with the delegated permissions User.Read, Calendars.ReadWrite and OnlineMeetings.ReadWrite; people can agree to them themselves where the organization allows it."
          },
          {
            "source": "Lectern",
            "text": "An account with a mailbox and a licence for Teams, best a shared one."
          },
          {
            "source": "Microsoft: Teams administration for ACS guests, read in November 2026",
            "text": "A Teams policy that lets people in without an account (AllowAnonymousUsersToJoinMeeting)."
          }
        ],
        "unmet": [
          {
            "need": "stayInApp",
            "why": "With links alone there are no tickets; people go to Teams."
          },
          {
            "need": "registers",
            "why": "With links alone nobody is on a list."
          },
          {
            "need": "sms",
            "why": "This version of Lectern sends no SMS. Microsoft gives no new numbers since October 2026."
          }
        ]
      },
      {
        "cannot": [
          {
            "source": "Microsoft: capabilities of ACS guests in Teams meetings, read in November 2026",
            "text": "Guests can’t join webinars and town halls outside Teams: joining is handed over."
          },
          {
            "source": "Microsoft Graph: webinar registrations, v1.0, August 2026",
            "text": "Who registered can’t be listed, and nobody without an account enrolled, by the signed-in organizer: that takes an application’s credential from an administrator."
          },
          {
            "source": "Microsoft: Plan for Teams webinars, October 2023",
            "text": "Without Teams Premium: no waiting list, manual approval, registration window, reminders, green room or RTMP-in."
          }
        ],
        "costs": [
          {
            "source": "Lectern",
            "text": "Your Microsoft 365 subscription with Teams. Lectern knows no prices; they are in your contract with Microsoft and on Azure’s pages."
          },
          {
            "source": "Microsoft: Plan for Teams webinars, October 2023",
            "text": "Basic webinars come with the subscription, for up to 1,000 people."
          }
        ],
        "impossible": null,
        "join": "teams",
        "kind": "webinar",
        "level": "webinar",
        "needs": [
          {
            "source": "Microsoft Graph permissions reference, August 2026",
            "text": "An app registration with the delegated permissions User.Read, Calendars.ReadWrite and OnlineMeetings.ReadWrite; people can agree to them themselves where the organization allows it."
          },
          {
            "source": "Lectern",
            "text": "An account with a mailbox and a licence for Teams, best a shared one."
          },
          {
            "source": "Microsoft Graph permissions reference, August 2026",
            "text": "The delegated permission VirtualEvent.ReadWrite, which an administrator has to agree to; for attendance OnlineMeetingArtifact.Read.All."
          },
          {
            "source": "Microsoft: Plan for Teams webinars, October 2023",
            "text": "An events policy of your organization that allows webinars and public ones (CsTeamsEventsPolicy), and anonymous joining."
          }
        ],
        "unmet": [
          {
            "need": "stayInApp",
            "why": "Guests can join webinars and town halls in Teams only."
          },
          {
            "need": "sms",
            "why": "This version of Lectern sends no SMS. Microsoft gives no new numbers since October 2026."
          }
        ]
      }
    ],
    "recommended": "ownRegistration",
    "why": [
      "People can stay in Lectern: meetings of this size and cloud can be joined here.",
      "Lectern keeps the list and gives everybody a ticket of their own.",
      "Messages by SMS and kiosks take a list that Lectern keeps itself."
    ]
  },
  "webinar": {
    "plans": [
      {
        "cannot": [
          {
            "source": "Microsoft: capabilities of ACS guests in Teams meetings, read in November 2026",
            "text": "Guests can’t join webinars and town halls outside Teams: joining is handed over."
          },
          {
            "source": "Microsoft Graph: webinar registrations, v1.0, August 2026",
            "text": "Who registered can’t be listed, and nobody without an account enrolled, by the signed-in organizer: that takes an application’s credential from an administrator."
          },
          {
            "source": "Microsoft: Plan for Teams webinars, October 2023",
            "text": "Without Teams Premium: no waiting list, manual approval, registration window, reminders, green room or RTMP-in."
          }
        ],
        "costs": [
          {
            "source": "Lectern",
            "text": "Your Microsoft 365 subscription with Teams. Lectern knows no prices; they are in your contract with Microsoft and on Azure’s pages."
          },
          {
            "source": "Microsoft: Plan for Teams webinars, October 2023",
            "text": "Basic webinars come with the subscription, for up to 1,000 people."
          }
        ],
        "impossible": null,
        "join": "teams",
        "kind": "webinar",
        "level": "webinar",
        "needs": [
          {
            "source": "Microsoft Graph permissions reference, August 2026",
            "text": "An app registration with the delegated permissions User.Read, Calendars.ReadWrite and OnlineMeetings.ReadWrite; people can agree to them themselves where the organization allows it."
          },
          {
            "source": "Lectern",
            "text": "An account with a mailbox and a licence for Teams, best a shared one."
          },
          {
            "source": "Microsoft Graph permissions reference, August 2026",
            "text": "The delegated permission VirtualEvent.ReadWrite, which an administrator has to agree to; for attendance OnlineMeetingArtifact.Read.All."
          },
          {
            "source": "Microsoft: Plan for Teams webinars, October 2023",
            "text": "An events policy of your organization that allows webinars and public ones (CsTeamsEventsPolicy), and anonymous joining."
          }
        ],
        "unmet": []
      },
      {
        "cannot": [
          {
            "source": "Lectern",
            "text": "There is no list, no limit of places and no way in of one’s own: whoever has the link can knock."
          }
        ],
        "costs": [
          {
            "source": "Lectern",
            "text": "Your Microsoft 365 subscription with Teams. Lectern knows no prices; they are in your contract with Microsoft and on Azure’s pages."
          }
        ],
        "impossible": null,
        "join": "teams",
        "kind": "meeting",
        "level": "teamsLinks",
        "needs": [
          {
            "source": "Microsoft Graph permissions reference, August 2026",
            "text": "An app registration with the delegated permissions User.Read, Calendars.ReadWrite and OnlineMeetings.ReadWrite; people can agree to them themselves where the organization allows it."
          },
          {
            "source": "Lectern",
            "text": "An account with a mailbox and a licence for Teams, best a shared one."
          },
          {
            "source": "Microsoft: Teams administration for ACS guests, read in November 2026",
            "text": "A Teams policy that lets people in without an account (AllowAnonymousUsersToJoinMeeting)."
          }
        ],
        "unmet": [
          {
            "need": "webinarFeatures",
            "why": "Only a webinar has Teams’ own registration page, presenters’ pages and green room."
          }
        ]
      },
      {
        "cannot": [
          {
            "source": "Lectern",
            "text": "Teams does not know the list: a Teams link that is passed on leads to the lobby all the same."
          }
        ],
        "costs": [
          {
            "source": "Lectern",
            "text": "Your Microsoft 365 subscription with Teams. Lectern knows no prices; they are in your contract with Microsoft and on Azure’s pages."
          },
          {
            "source": "Lectern",
            "text": "Nothing more for the list itself: it is kept on this computer."
          },
          {
            "source": "Microsoft: ACS retirement and breaking changes guide, September 2026",
            "text": "Mail by your own server takes nothing of Azure. ACS Email is a paid Azure service; it takes no new customers since 23 October 2026 and ends on 30 September 2028."
          }
        ],
        "impossible": null,
        "join": "teams",
        "kind": "meeting",
        "level": "ownRegistration",
        "needs": [
          {
            "source": "Microsoft Graph permissions reference, August 2026",
            "text": "An app registration with the delegated permissions User.Read, Calendars.ReadWrite and OnlineMeetings.ReadWrite; people can agree to them themselves where the organization allows it."
          },
          {
            "source": "Lectern",
            "text": "An account with a mailbox and a licence for Teams, best a shared one."
          },
          {
            "source": "Lectern",
            "text": "For your people Teams, or a browser: they join there."
          },
          {
            "source": "Microsoft: ACS service limits, read in November 2026",
            "text": "A sender for confirmations: a mail server, or ACS Email with a verified domain. Azure’s own test domain lets 5 mails a minute and 10 an hour through."
          },
          {
            "source": "Microsoft: Teams administration for ACS guests, read in November 2026",
            "text": "A Teams policy that lets people in without an account (AllowAnonymousUsersToJoinMeeting)."
          }
        ],
        "unmet": [
          {
            "need": "webinarFeatures",
            "why": "Only a webinar has Teams’ own registration page, presenters’ pages and green room."
          }
        ]
      }
    ],
    "recommended": "webinar",
    "why": [
      "Teams itself brings the registration page, presenters and attendees who only watch."
    ]
  }
};
