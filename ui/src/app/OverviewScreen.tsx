import { Button } from "@fluentui/react-components";
import { useNavigate, useParams } from "@tanstack/react-router";
import { lazy, Suspense, type ReactNode } from "react";
import { Curve } from "../features/registration/Curve";
import { LatestPeople } from "../features/registration/LatestPeople";
import { useEvent } from "../features/scheduling/api";
import { Overview } from "../features/scheduling/Overview";
import { usePrimary } from "./primary";

const PublicPage = lazy(() => import("../features/publishing/PublicPage"));

export default function OverviewScreen(): ReactNode {
  const { eventId } = useParams({ from: "/events/$eventId/" });
  const event = useEvent(eventId).data;
  const navigate = useNavigate();
  const { openRegistration } = usePrimary();
  if (!event) return null;
  const params = { eventId };
  const toPeople = (): void => void navigate({ to: "/events/$eventId/registration", params });
  const toMessages = (): void => void navigate({ to: "/events/$eventId/messages", params });
  const open = event.registrationMode !== null;
  const scheduled = event.state === "scheduled";
  const next = (): ReactNode => {
    if (!scheduled) return null;
    if (!open) return <Button onClick={openRegistration}>Open registration</Button>;
    if (event.messages.ambiguous + event.messages.planned + event.messages.failed > 0) return <Button onClick={toMessages}>Go to messages</Button>;
    return event.registered === 0 ? <Button onClick={toPeople}>Add people</Button> : null;
  };
  return (
    <Overview
      event={event}
      curve={open && <Curve eventId={eventId} />}
      latest={open && event.registered > 0 && <LatestPeople eventId={eventId} onAll={toPeople} />}
      page={
        scheduled && (
          <Suspense>
            <PublicPage eventId={eventId} onSettings={() => void navigate({ to: "/settings" })} />
          </Suspense>
        )
      }
      people={open && event.registered > 0 && <Button onClick={toPeople}>See everyone</Button>}
      messages={event.messages.delivered > 0 && <Button onClick={toMessages}>See messages</Button>}
      next={next()}
    />
  );
}
