import { useNavigate, useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Fluent } from "../components/Fluent";
import { WebinarFigures } from "../features/overview/WebinarFigures";
import { Retention } from "../features/privacy/Retention";
import { useVirtualEvent } from "../features/scheduling/virtual/api";
import { VirtualEventPage } from "../features/scheduling/virtual/VirtualEventPage";
import styles from "./VirtualEventScreen.module.css";

/** How long those are kept who were enrolled from here, or of whom Teams' report tells. */
function KeptFor({ id }: { id: string }): ReactNode {
  const event = useVirtualEvent(id).data;
  if (!event || event.state === "creating") return null;
  return (
    <div className={styles.retention}>
      <Retention eventId={id} />
    </div>
  );
}

export default function VirtualEventScreen(): ReactNode {
  const { virtualId } = useParams({ from: "/events/virtual/$virtualId" });
  const navigate = useNavigate();
  return (
    <Fluent>
      <VirtualEventPage
        key={virtualId}
        id={virtualId}
        onEdit={() => void navigate({ to: "/events/virtual/$virtualId/edit", params: { virtualId } })}
        onDraft={() => void navigate({ to: "/events/new" })}
      />
      <WebinarFigures id={virtualId} />
      <KeptFor id={virtualId} />
    </Fluent>
  );
}
