import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Fluent } from "../components/Fluent";
import { NewEventPage } from "../features/scheduling/NewEventPage";

function NewEventContent(): ReactNode {
  const navigate = useNavigate();
  return (
    <NewEventPage
      onCreated={({ id, kind }) =>
        void (kind === "meeting"
          ? navigate({ to: "/events/$eventId", params: { eventId: id }, replace: true })
          : navigate({ to: "/events/virtual/$virtualId", params: { virtualId: id }, replace: true }))
      }
      onDiscard={() => void navigate({ to: "/events" })}
    />
  );
}

export default function NewEventScreen(): ReactNode {
  return (
    <Fluent>
      <NewEventContent />
    </Fluent>
  );
}
