import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import type { EventDetail } from "../../bindings/core";
import { errorText } from "../../components/Face";
import { tell } from "../../lib/toasts";
import { useOpenRegistration } from "./api";
import { PlacesField, readCapacity } from "./PlacesField";
import styles from "./registration.module.css";

export function OpenRegistrationDialog({ event, onClose }: { event: EventDetail; onClose: () => void }): ReactNode {
  const [typed, setTyped] = useState("");
  const open = useOpenRegistration(event.id);
  const read = readCapacity(typed);
  const submit = (): void => {
    if (!read || open.isPending) return;
    open.mutate(read.capacity, {
      onSuccess: () => {
        tell({ kind: "done", text: "Registration is open. Everyone you add gets their own way in." });
        onClose();
      },
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
            <DialogTitle>Open registration</DialogTitle>
            <DialogContent className={styles.dialog ?? ""}>
              <p>Lectern keeps the list. Each person you add or import gets a ticket of their own and a confirmation by mail, which waits until you send it.</p>
              <PlacesField typed={typed} refusal={open.error ? errorText(open.error) : undefined} onType={setTyped} />
            </DialogContent>
            <DialogActions>
              <Button onClick={onClose}>Not yet</Button>
              <Button appearance="primary" type="submit" disabled={!read || open.isPending}>
                Open registration
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}
