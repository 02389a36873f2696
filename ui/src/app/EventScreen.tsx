import { Button, Tab, TabList } from "@fluentui/react-components";
import { Outlet, useNavigate, useParams, useRouterState } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import { Fluent } from "../components/Fluent";
import type { EventDetail } from "../bindings/core";
import { ErrorFace } from "../components/Face";
import { Skeleton } from "../components/Skeleton";
import { OpenRegistrationDialog } from "../features/registration/OpenRegistrationDialog";
import { useEvent } from "../features/scheduling/api";
import { EventHead } from "../features/scheduling/EventHead";
import { counted } from "../lib/time";
import { PrimaryContext } from "./primary";
import styles from "./EventScreen.module.css";

type Place = "overview" | "registration" | "messages" | "figures";

const to = {
  overview: "/events/$eventId",
  registration: "/events/$eventId/registration",
  messages: "/events/$eventId/messages",
  figures: "/events/$eventId/figures",
} as const;

function placeOf(path: string): Place {
  if (/\/(registration|rules|import)$/.test(path)) return "registration";
  if (path.endsWith("/figures")) return "figures";
  return path.endsWith("/messages") ? "messages" : "overview";
}

/** The one thing that brings this event forward now; a page that is doing it already shows its own. */
function Primary({ event, onOpen }: { event: EventDetail; onOpen: () => void }): ReactNode {
  const navigate = useNavigate();
  const go = (place: Place) => () => void navigate({ to: to[place], params: { eventId: event.id } });
  if (event.state !== "scheduled") return null;
  const { messages } = event;
  if (event.registrationMode === null) return <Button appearance="primary" onClick={onOpen}>Open registration</Button>;
  if (messages.ambiguous > 0) return <Button appearance="primary" onClick={go("messages")}>Decide {counted(messages.ambiguous, "message", "messages")}</Button>;
  if (messages.planned > 0) return <Button appearance="primary" onClick={go("messages")}>Send {counted(messages.planned, "mail", "mails")}</Button>;
  return (
    <Button appearance="primary" onClick={() => void navigate({ to: "/events/$eventId/import", params: { eventId: event.id } })}>
      Import people
    </Button>
  );
}

function EventPage({ event }: { event: EventDetail }): ReactNode {
  const navigate = useNavigate();
  const place = placeOf(useRouterState({ select: ({ location }) => location.pathname }));
  const [opening, setOpening] = useState(false);
  const open = (): void => {
    setOpening(true);
  };
  return (
    <PrimaryContext.Provider value={{ openRegistration: open }}>
      <EventHead
        event={event}
        onDraft={() => void navigate({ to: "/events/new" })}
        onEdit={() => void navigate({ to: "/events/$eventId/edit", params: { eventId: event.id } })}
        primary={place === "overview" ? <Primary event={event} onOpen={open} /> : <span id="page-primary" className={styles.primary} />}
      />
      <TabList
        className={styles.tabs ?? ""}
        selectedValue={place}
        onTabSelect={(_, { value }) => void navigate({ to: to[value as Place], params: { eventId: event.id } })}
      >
        <Tab value="overview">Overview</Tab>
        <Tab value="registration">Registration</Tab>
        <Tab value="messages">Messages</Tab>
        <Tab value="figures">Figures</Tab>
      </TabList>
      <Outlet />
      {opening && <OpenRegistrationDialog event={event} onClose={() => { setOpening(false); }} />}
    </PrimaryContext.Provider>
  );
}

function EventContent(): ReactNode {
  const { eventId } = useParams({ from: "/events/$eventId" });
  const event = useEvent(eventId);
  if (event.data) return <EventPage key={eventId} event={event.data} />;
  if (event.isError) return <ErrorFace error={event.error} retry={() => void event.refetch()} />;
  return <Skeleton rows={4} height={96} label="Loading the event" />;
}

export default function EventScreen(): ReactNode {
  return (
    <Fluent>
      <EventContent />
    </Fluent>
  );
}
