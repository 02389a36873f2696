import { Button, Input, Popover, PopoverSurface, PopoverTrigger } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import type { Decision } from "../../bindings/core";
import { counted } from "../../lib/time";
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
  size: number;
  /** Whether the list shows those to be decided on. */
  deciding: boolean;
  onDecide: (decision: Decision) => void;
  onTag: (tag: string) => void;
  onRemove: () => void;
  onClear: () => void;
}

/** What can be done with all selected people at once. Everything can be taken back. */
export function SelectionBar({ size, deciding, onDecide, onTag, onRemove, onClear }: Props): ReactNode {
  if (size === 0) return null;
  return (
    <div className={styles.selection} role="region" aria-label="Selection">
      <span>{counted(size, "person", "people")} selected</span>
      {deciding && (
        <>
          <Button size="small" onClick={() => { onDecide("approve"); }}>
            Approve
          </Button>
          <Button size="small" onClick={() => { onDecide("reject"); }}>
            Reject
          </Button>
        </>
      )}
      <TagButton onTag={onTag} />
      <Button size="small" onClick={onRemove}>
        Remove
      </Button>
      <Button size="small" appearance="subtle" onClick={onClear}>
        Clear
      </Button>
    </div>
  );
}
