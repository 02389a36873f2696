import { Button, Input, Popover, PopoverSurface, PopoverTrigger } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import styles from "./registration.module.css";

/** Asks for the tag to put on those who are selected. */
export function TagButton({ onTag }: { onTag: (tag: string) => void }): ReactNode {
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
