import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Field, Input, MessageBar, MessageBarBody } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import type { EventDetail, EventDraft } from "../../bindings/core";
import { errorText } from "../../components/Face";
import { localAt } from "../../lib/wall-clock";
import { tell } from "../../lib/toasts";
import { useChangeDate } from "./api";
import { askClock, checkForm, type Fold } from "./event-form";
import { WhenFields } from "./EventFields";
import type { KnownDate } from "./SeriesDates";
import styles from "./EventHead.module.css";

/** One date of a series, on its own: another time or title than the others'. */
export function DateDialog({ event, date, onClose }: { event: EventDetail; date: KnownDate; onClose: () => void }): ReactNode {
  const at = (instant: string): string => localAt(Date.parse(instant), event.zone);
  const [original] = useState<EventDraft>(() => ({ title: date.title ?? event.title, description: "", start: at(date.start), end: at(date.end), zone: event.zone, kind: null, audience: null, recurrence: null, setup: null }));
  const [draft, setDraft] = useState(original);
  const [fold, setFold] = useState<Fold | null>(null);
  const save = useChangeDate(event.id);
  const errors = checkForm(draft, fold, original.title);
  const submit = (): void => {
    if (Object.keys(errors).length > 0 || save.isPending) return;
    const moved = draft.start !== original.start || draft.end !== original.end;
    const change = {
      title: draft.title.trim() === original.title.trim() ? null : draft.title.trim(),
      start: moved ? draft.start : null,
      end: moved ? draft.end : null,
      fold: moved && askClock(draft).twice ? fold : null,
    };
    save.mutate(
      { date: date.id, change },
      {
        onSuccess: () => {
          tell({ kind: "done", text: "Only this date is changed." });
          onClose();
        },
      },
    );
  };
  return (
    <Dialog open onOpenChange={(_, { open }) => { if (!open) onClose(); }}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>Change only this date</DialogTitle>
          <DialogContent>
            <Field label="Title" required validationMessage={errors.title}>
              <Input value={draft.title} onChange={(_, { value }) => { setDraft({ ...draft, title: value }); }} />
            </Field>
            <div className={styles.fields}>
              <WhenFields form={{ draft, fold, errors, change: setDraft, chooseFold: setFold }} zoneFixed />
            </div>
            {save.error && (
              <MessageBar intent="error" layout="multiline" className={styles.comment ?? ""}>
                <MessageBarBody>{errorText(save.error)}</MessageBarBody>
              </MessageBar>
            )}
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>Leave as it is</Button>
            <Button appearance="primary" disabled={save.isPending} onClick={submit}>
              {save.isPending ? "Saving…" : "Change this date"}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
