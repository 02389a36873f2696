import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { NewEventPage } from "../features/scheduling/NewEventPage";

export default function NewEventScreen(): ReactNode {
  const navigate = useNavigate();
  return (
    <NewEventPage
      onCreated={(event) => void navigate({ to: "/events/$eventId", params: { eventId: event.id }, replace: true })}
      onDiscard={() => void navigate({ to: "/events" })}
    />
  );
}
