import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Field, MessageBar, MessageBarBody, Textarea } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import type { EventDetail } from "../../bindings/core";
import { errorText } from "../../components/Face";
import { counted } from "../../lib/time";
import { tell } from "../../lib/toasts";
import { useCancelEvent } from "./api";
import { TellPeople, saidOfTelling, useTelling } from "./TellPeople";
import styles from "./EventHead.module.css";

/** Cancelling can't be undone, so this is one of the few questions: it says what happens before it does. */
export function CancelDialog({ event, onClose }: { event: EventDetail; onClose: () => void }): ReactNode {
  const [comment, setComment] = useState("");
  const cancel = useCancelEvent(event.id);
  const telling = useTelling(event.id, true);
  const people = event.registered === 0 ? "Nobody is registered yet." : telling.people === 0 ? `${counted(event.registered, "registered person was", "registered people were")} sent nothing yet, and no mail is sent.` : "";
  return (
    <Dialog open onOpenChange={(_, { open }) => { if (!open) onClose(); }}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>Cancel “{event.title}”?</DialogTitle>
          <DialogContent>
            <p>{event.series ? "Every date of the series leaves your calendar" : "The event leaves your calendar"} and its Teams meeting ends. {people} This is final: a cancelled event can’t be brought back.</p>
            <Field className={styles.comment ?? ""} label="Comment" hint="Goes into the calendar’s cancellation, and into the mail.">
              <Textarea rows={3} value={comment} onChange={(_, { value }) => { setComment(value); }} />
            </Field>
            <TellPeople telling={telling} what="that it is off, with your comment" />
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
                cancel.mutate({ comment, tell: telling.tell }, {
                  onSuccess: ({ messages }) => {
                    tell({ kind: "done", text: `“${event.title}” is cancelled.${saidOfTelling(telling, messages.planned)}` });
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
