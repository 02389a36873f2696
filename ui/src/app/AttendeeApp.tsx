import { useQuery, type QueryClient } from "@tanstack/react-query";
import { lazy, Suspense, type ReactNode } from "react";
import { Fluent } from "../components/Fluent";
import { ErrorFace } from "../components/Face";
import { call } from "../ipc/core";

const loadJoinPage = () => import("../features/join/JoinPage");
const JoinPage = lazy(async () => ({ default: (await loadJoinPage()).JoinPage }));

// Taken once: the core hands a waiting link over and forgets it.
const PENDING = { queryKey: ["pending-link"], queryFn: () => call("joining|take_pending_link"), staleTime: Infinity, gcTime: Infinity };

/** What a link's page needs, side by side: its code, and the link. */
export async function fetchJoining(client: QueryClient): Promise<void> {
  await Promise.all([loadJoinPage(), client.query(PENDING)]);
}

/** The window of someone who joins: it has the joining rooms and no list of people. */
export default function AttendeeApp(): ReactNode {
  const pending = useQuery(PENDING);
  if (pending.isPending) return null;
  if (pending.isError) return <ErrorFace error={pending.error} retry={() => void pending.refetch()} />;
  return (
    <Fluent>
      <Suspense fallback={null}>
        <JoinPage pendingLink={pending.data?.link ?? null} passedOver={pending.data?.passedOver ?? 0} />
      </Suspense>
    </Fluent>
  );
}
