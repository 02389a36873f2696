import { useNavigate, useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Fluent } from "../components/Fluent";
import { EditEventPage } from "../features/scheduling/EditEventPage";

export default function EditEventScreen(): ReactNode {
  const { eventId } = useParams({ from: "/events/$eventId/edit" });
  const navigate = useNavigate();
  return (
    <Fluent>
      <EditEventPage eventId={eventId} onDone={() => void navigate({ to: "/events/$eventId", params: { eventId }, replace: true })} />
    </Fluent>
  );
}
