import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, type ReactNode } from "react";
import { Skeleton } from "../components/Skeleton";
import { everything, useEventsPage } from "../features/scheduling/listed";
import { Today } from "../features/scheduling/Today";
import styles from "./TodayScreen.module.css";

// Behind what is next: the first screen does not wait for it.
const WaitingList = lazy(async () => ({ default: (await import("../features/overview/WaitingList")).WaitingList }));

const places = { overview: "/events/$eventId", registration: "/events/$eventId/registration", messages: "/events/$eventId/messages" } as const;

/** What is next, and what needs a person, before anything is chosen. */
export function TodayScreen(): ReactNode {
  const navigate = useNavigate();
  const total = useEventsPage(everything).data?.total ?? 0;
  return (
    <div className={styles.today}>
      <Today />
      {total > 0 && (
        <div className={styles.waiting}>
          <Suspense fallback={<Skeleton rows={2} height={44} label="Looking for what needs you" />}>
            <WaitingList onGo={(eventId, place) => void navigate({ to: places[place], params: { eventId } })} />
          </Suspense>
        </div>
      )}
    </div>
  );
}
