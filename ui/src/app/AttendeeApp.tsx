import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Fluent } from "../components/Fluent";
import { ErrorFace } from "../components/Face";
import { JoinPage } from "../features/join/JoinPage";
import { PENDING } from "./pending";

/** The window of someone who joins: it has the joining rooms and no list of people. */
export default function AttendeeApp(): ReactNode {
  const pending = useQuery(PENDING);
  if (pending.isPending) return null;
  if (pending.isError) return <ErrorFace error={pending.error} retry={() => void pending.refetch()} />;
  const { link, passedOver, decision } = pending.data;
  return (
    <Fluent>
      <JoinPage pendingLink={link} decision={decision} passedOver={passedOver} />
    </Fluent>
  );
}
