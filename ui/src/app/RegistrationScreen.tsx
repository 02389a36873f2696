import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { RegistrantsPage } from "../features/registration/RegistrantsPage";
import { useEvent } from "../features/scheduling/api";
import { usePrimary } from "./primary";

export default function RegistrationScreen(): ReactNode {
  const { eventId } = useParams({ from: "/events/$eventId/registration" });
  const { person } = useSearch({ from: "/events/$eventId/registration" });
  const navigate = useNavigate();
  const { openRegistration } = usePrimary();
  const event = useEvent(eventId).data;
  if (!event) return null;
  return <RegistrantsPage event={event} person={person ?? null} onPersonClosed={() => void navigate({ to: "/events/$eventId/registration", params: { eventId }, search: {}, replace: true })} onOpenRegistration={openRegistration} onSettings={() => void navigate({ to: "/settings" })} onPrivacy={(email) => void navigate({ to: "/privacy", search: { email } })} onRules={() => void navigate({ to: "/events/$eventId/rules", params: { eventId } })} onImport={() => void navigate({ to: "/events/$eventId/import", params: { eventId } })} />;
}
