import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, MessageBar, MessageBarBody } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import type { EventDetail } from "../../bindings/core";
import { errorText } from "../../components/Face";
import { whenWaits } from "../../lib/published";
import { count, counted } from "../../lib/time";
import { tell } from "../../lib/toasts";
import { useChangeRegistration } from "./api";
import { PlacesField, readCapacity } from "./PlacesField";
import styles from "./registration.module.css";

/** How full the list is, as the button says it that changes its places. */
export function placesText({ capacity, registered }: Pick<EventDetail, "capacity" | "registered">): string {
  if (capacity === null) return "No limit";
  const places = counted(capacity, "place", "places");
  return registered > capacity ? `${places}, ${count(registered - capacity)} over` : places;
}

function Over({ registered, capacity }: { registered: number; capacity: number }): ReactNode {
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        {counted(registered, "person is", "people are")} registered, {count(registered - capacity)} more than that. Everyone stays on the list; nobody can be added until enough have left.
      </MessageBarBody>
    </MessageBar>
  );
}

/** More places, fewer, or no limit. Nobody loses theirs. */
export function PlacesDialog({ event, onClose }: { event: EventDetail; onClose: () => void }): ReactNode {
  const [typed, setTyped] = useState(event.capacity === null ? "" : String(event.capacity));
  const change = useChangeRegistration(event.id);
  const read = readCapacity(typed);
  const wanted = read?.capacity ?? null;
  const submit = (): void => {
    if (!read || change.isPending) return;
    change.mutate(read.capacity, {
      onSuccess: (changed) => {
        tell({ kind: "done", text: changed.capacity === null ? "There is no limit to the places any more." : `There are ${counted(changed.capacity, "place", "places")} now.` });
        onClose();
      },
      onError: whenWaits(onClose),
    });
  };
  return (
    <Dialog open onOpenChange={(_, data) => { if (!data.open) onClose(); }}>
      <DialogSurface>
        <form
          onSubmit={(submitted) => {
            submitted.preventDefault();
            submit();
          }}
        >
          <DialogBody>
            <DialogTitle>Places</DialogTitle>
            <DialogContent className={styles.dialog ?? ""}>
              <PlacesField typed={typed} refusal={change.error ? errorText(change.error) : undefined} onType={setTyped} />
              <div aria-live="polite">{wanted !== null && wanted < event.registered && <Over registered={event.registered} capacity={wanted} />}</div>
            </DialogContent>
            <DialogActions>
              <Button onClick={onClose}>Cancel</Button>
              <Button appearance="primary" type="submit" disabled={!read || change.isPending}>
                Save
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}
