import { useNavigate, useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Fluent } from "../components/Fluent";
import { WebinarFigures } from "../features/overview/WebinarFigures";
import { VirtualEventPage } from "../features/scheduling/virtual/VirtualEventPage";

export default function VirtualEventScreen(): ReactNode {
  const { virtualId } = useParams({ from: "/events/virtual/$virtualId" });
  const navigate = useNavigate();
  return (
    <Fluent>
      <VirtualEventPage key={virtualId} id={virtualId} onEdit={() => void navigate({ to: "/events/virtual/$virtualId/edit", params: { virtualId } })} />
      <WebinarFigures id={virtualId} />
    </Fluent>
  );
}
