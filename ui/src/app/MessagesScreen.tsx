import { useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { MessagesPage } from "../features/messages/MessagesPage";
import { useEvent } from "../features/scheduling/api";

export default function MessagesScreen(): ReactNode {
  const { eventId } = useParams({ from: "/events/$eventId/messages" });
  const event = useEvent(eventId).data;
  return event ? <MessagesPage event={event} /> : null;
}
