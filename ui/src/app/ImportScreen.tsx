import { useNavigate, useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { ImportPage } from "../features/registration/ImportPage";
import { useEvent } from "../features/scheduling/api";

export default function ImportScreen(): ReactNode {
  const { eventId } = useParams({ from: "/events/$eventId/import" });
  const navigate = useNavigate();
  const event = useEvent(eventId).data;
  if (!event) return null;
  return <ImportPage event={event} onDone={() => void navigate({ to: "/events/$eventId/registration", params: { eventId } })} />;
}
