import { useNavigate, useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Fluent } from "../components/Fluent";
import { EditVirtualPage } from "../features/scheduling/virtual/EditVirtualPage";

export default function EditVirtualScreen(): ReactNode {
  const { virtualId } = useParams({ from: "/events/virtual/$virtualId/edit" });
  const navigate = useNavigate();
  return (
    <Fluent>
      <EditVirtualPage key={virtualId} id={virtualId} onDone={() => void navigate({ to: "/events/virtual/$virtualId", params: { virtualId } })} />
    </Fluent>
  );
}
