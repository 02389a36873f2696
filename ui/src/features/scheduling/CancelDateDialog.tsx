import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, MessageBar, MessageBarBody } from "@fluentui/react-components";
import type { ReactNode } from "react";
import type { EventDetail } from "../../bindings/core";
import { errorText } from "../../components/Face";
import { useNow } from "../../lib/hooks";
import { whenInZone } from "../../lib/time";
import { tell } from "../../lib/toasts";
import { useCancelDate } from "./api";
import type { KnownDate } from "./SeriesDates";
import styles from "./EventHead.module.css";

/** A date that was taken out of a series can't be put back: it says so before. */
export function CancelDateDialog({ event, date, onClose }: { event: EventDetail; date: KnownDate; onClose: () => void }): ReactNode {
  const cancel = useCancelDate(event.id);
  const now = useNow(60_000);
  return (
    <Dialog open onOpenChange={(_, { open }) => { if (!open) onClose(); }}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>Cancel only this date?</DialogTitle>
          <DialogContent>
            <p>{whenInZone({ start: date.start, end: date.end, zone: event.zone }, now)} leaves your calendar; the other dates stay. A date that was cancelled can’t be brought back, and nobody who is registered is told by Lectern.</p>
            {cancel.error && (
              <MessageBar intent="error" layout="multiline" className={styles.comment ?? ""}>
                <MessageBarBody>{errorText(cancel.error)}</MessageBarBody>
              </MessageBar>
            )}
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>Keep the date</Button>
            <Button
              appearance="primary"
              disabled={cancel.isPending}
              onClick={() => {
                cancel.mutate(date.id, {
                  onSuccess: () => {
                    tell({ kind: "done", text: "This date is cancelled; the others stay." });
                    onClose();
                  },
                });
              }}
            >
              {cancel.isPending ? "Cancelling…" : "Cancel this date"}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
