import { Button } from "@fluentui/react-components";
import { lazy, Suspense, useState, type ReactNode } from "react";

const LetInPanel = lazy(() => import("./LetInPanel"));

/** The way to the list of those who got a token; it is read when it is asked for. */
export function WhoWasLetIn({ eventId }: { eventId: string }): ReactNode {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Who was let in</Button>
      {open && (
        <Suspense fallback={null}>
          <LetInPanel eventId={eventId} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
