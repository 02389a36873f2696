import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Field, MessageBar, MessageBarBody, Textarea } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import type { EventDetail } from "../../bindings/core";
import { errorText } from "../../components/Face";
import { counted } from "../../lib/time";
import { tell } from "../../lib/toasts";
import { useCancelEvent } from "./api";
import styles from "./EventHead.module.css";

/** Cancelling can't be undone, so this is one of the few questions: it says what happens before it does. */
export function CancelDialog({ event, onClose }: { event: EventDetail; onClose: () => void }): ReactNode {
  const [comment, setComment] = useState("");
  const cancel = useCancelEvent(event.id);
  const people = event.registered === 0 ? "Nobody is registered yet." : `${counted(event.registered, "registered person is", "registered people are")} not told: no mail is sent.`;
  return (
    <Dialog open onOpenChange={(_, { open }) => { if (!open) onClose(); }}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>Cancel “{event.title}”?</DialogTitle>
          <DialogContent>
            <p>{event.series ? "Every date of the series leaves your calendar" : "The event leaves your calendar"} and its Teams meeting ends. {people} This is final: a cancelled event can’t be brought back.</p>
            <Field className={styles.comment ?? ""} label="Comment" hint="Goes into the calendar’s cancellation.">
              <Textarea rows={3} value={comment} onChange={(_, { value }) => { setComment(value); }} />
            </Field>
            {cancel.error && (
              <MessageBar intent="error" layout="multiline" className={styles.comment ?? ""}>
                <MessageBarBody>{errorText(cancel.error)}</MessageBarBody>
              </MessageBar>
            )}
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>Keep the event</Button>
            <Button
              appearance="primary"
              disabled={cancel.isPending}
              onClick={() => {
                cancel.mutate(comment, {
                  onSuccess: () => {
                    tell({ kind: "done", text: `“${event.title}” is cancelled.` });
                    onClose();
                  },
                });
              }}
            >
              {cancel.isPending ? "Cancelling…" : "Cancel the event"}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
