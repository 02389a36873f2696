import { Button, Field, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle, Radio, RadioGroup } from "@fluentui/react-components";
import type { ReactNode } from "react";
import type { EventDraft } from "../../bindings/core";
import { zoneCity } from "../../lib/time";
import { askClock, type Fold } from "./event-form";
import styles from "./NewEventPage.module.css";

interface Props {
  draft: EventDraft;
  fold: Fold | null;
  foldError: string | undefined;
  past: boolean;
  yours: string | null;
  onFold: (fold: Fold) => void;
  onMove: (field: "start" | "end", local: string) => void;
}

/** What the clocks do at the chosen times: skipped and doubled hours, the viewer's own time, a start that is over. */
export function ClockNotes({ draft, fold, foldError, past, yours, onFold, onMove }: Props): ReactNode {
  const { gap, twice } = askClock(draft);
  return (
    <>
      {yours && <p className={styles.yours}>{yours}</p>}
      {gap && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>That time does not exist.</MessageBarTitle> Clocks in {zoneCity(draft.zone)} go forward that day and skip it.
          </MessageBarBody>
          <MessageBarActions>
            <Button onClick={() => { onMove(gap.field, gap.next); }}>Use {gap.next.slice(11)}</Button>
          </MessageBarActions>
        </MessageBar>
      )}
      {twice && (
        <Field
          label={`Clocks in ${zoneCity(draft.zone)} go back that day, so ${twice.time} comes twice. Which one?`}
          required
          validationMessage={foldError}
          className={styles.fold ?? ""}
        >
          <RadioGroup layout="horizontal" value={fold ?? ""} onChange={(_, { value }) => { onFold(value === "later" ? "later" : "earlier"); }}>
            <Radio value="earlier" label={`The first (${twice.earlier})`} />
            <Radio value="later" label={`The second (${twice.later})`} />
          </RadioGroup>
        </Field>
      )}
      {past && !gap && (
        <MessageBar intent="warning">
          <MessageBarBody>This start is already over. Is the date right?</MessageBarBody>
        </MessageBar>
      )}
    </>
  );
}
