import { Button, Input, Popover, PopoverSurface, PopoverTrigger } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import type { Decision, EventDetail, ListFilter } from "../../bindings/core";
import { count, counted } from "../../lib/time";
import { useDecisions, useTagging } from "./bulk";
import { useEveryId } from "./standing";
import styles from "./registration.module.css";

function TagButton({ onTag }: { onTag: (tag: string) => void }): ReactNode {
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  return (
    <Popover open={open} onOpenChange={(_, data) => { setOpen(data.open); }} trapFocus positioning="below-start">
      <PopoverTrigger disableButtonEnhancement>
        <Button size="small">Tag</Button>
      </PopoverTrigger>
      <PopoverSurface aria-label="Tag">
        <form
          className={styles.tagForm}
          onSubmit={(submitted) => {
            submitted.preventDefault();
            if (typed.trim() === "") return;
            onTag(typed.trim());
            setTyped("");
            setOpen(false);
          }}
        >
          <Input size="small" aria-label="Tag for the selected people" placeholder="VIP, speaker, …" value={typed} onChange={(_, { value }) => { setTyped(value); }} />
          <Button size="small" type="submit" disabled={typed.trim() === ""}>
            Put on
          </Button>
        </form>
      </PopoverSurface>
    </Popover>
  );
}

interface Props {
  event: EventDetail;
  /** How many the list shows, fetched or not. */
  matching: number;
  query: string;
  filter: ListFilter | null;
  selected: ReadonlySet<string>;
  onSelect: (ids: ReadonlySet<string>) => void;
  onRemove: (ids: string[], what: string) => void;
}

/** What can be done with all selected people at once. Everything can be taken back. */
export function BulkBar({ event, matching, query, filter, selected, onSelect, onRemove }: Props): ReactNode {
  const decide = useDecisions(event.id);
  const tag = useTagging(event.id);
  const everyone = useEveryId(event.id);
  const ids = [...selected];
  const clear = (): void => { onSelect(new Set()); };
  if (ids.length === 0) return null;
  const decideAll = (decision: Decision) => (): void => {
    decide(ids, decision);
    clear();
  };
  return (
    <div className={styles.selection} role="region" aria-label="Selection">
      <span>{counted(ids.length, "person", "people")} selected</span>
      {ids.length < matching && (
        <Button size="small" appearance="subtle" onClick={() => { everyone.mutate({ query, filter: filter ?? {} }, { onSuccess: (all) => { onSelect(new Set(all)); } }); }}>
          Select all {count(matching)}
        </Button>
      )}
      {filter?.statuses?.[0] === "pendingApproval" && (
        <>
          <Button size="small" onClick={decideAll("approve")}>
            Approve
          </Button>
          <Button size="small" onClick={decideAll("reject")}>
            Reject
          </Button>
        </>
      )}
      <TagButton onTag={(word) => { tag(ids, word, true); }} />
      <Button size="small" onClick={() => { onRemove(ids, counted(ids.length, "person", "people")); }}>
        Remove
      </Button>
      <Button size="small" appearance="subtle" onClick={clear}>
        Clear
      </Button>
    </div>
  );
}
