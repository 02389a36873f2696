import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, type ReactNode } from "react";
import { Fluent } from "../components/Fluent";
import { ErrorFace } from "../components/Face";
import { call } from "../ipc/core";

const JoinPage = lazy(async () => ({ default: (await import("../features/join/JoinPage")).JoinPage }));

/** The window of someone who joins: it has the joining rooms and no list of people. */
export default function AttendeeApp(): ReactNode {
  // Taken once: the core hands a waiting link over and forgets it.
  const pending = useQuery({ queryKey: ["pending-link"], queryFn: () => call("joining|take_pending_link"), staleTime: Infinity, gcTime: Infinity });
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
