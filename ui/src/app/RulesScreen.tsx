import { useNavigate, useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Retention } from "../features/privacy/Retention";
import { RulesPage } from "../features/registration/rules/RulesPage";
import { useEvent } from "../features/scheduling/api";

export default function RulesScreen(): ReactNode {
  const { eventId } = useParams({ from: "/events/$eventId/rules" });
  const navigate = useNavigate();
  const event = useEvent(eventId).data;
  if (!event) return null;
  return <RulesPage key={eventId} event={event} retention={<Retention eventId={eventId} />} onDone={() => void navigate({ to: "/events/$eventId/registration", params: { eventId } })} />;
}
