import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Field, Input } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import type { EventDetail } from "../../bindings/core";
import { errorText } from "../../components/Face";
import { tell } from "../../lib/toasts";
import { useSaveTemplate } from "./api";

/** Asks what a template is to be called. */
export function TemplateDialog({ event, onClose }: { event: EventDetail; onClose: () => void }): ReactNode {
  const [name, setName] = useState(() => Array.from(event.title).slice(0, 255).join(""));
  const save = useSaveTemplate(event.id);
  const submit = (): void => {
    save.mutate(name, {
      onSuccess: (template) => {
        tell({ kind: "done", text: `Kept as template “${template.name}”. “New event” offers it.` });
        onClose();
      },
    });
  };
  return (
    <Dialog open onOpenChange={(_, { open }) => { if (!open) onClose(); }}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>Save as template</DialogTitle>
          <DialogContent>
            <p>Title, description, time of day, length, meeting options and registration are kept; people are not.</p>
            <Field label="Name" required validationMessage={save.error ? errorText(save.error) : name.trim() === "" ? "Give the template a name." : undefined}>
              <Input value={name} onChange={(_, { value }) => { setName(value); }} onKeyDown={(pressed) => { if (pressed.key === "Enter") submit(); }} />
            </Field>
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>Don’t save</Button>
            <Button appearance="primary" disabled={save.isPending || name.trim() === ""} onClick={submit}>
              {save.isPending ? "Asking Teams…" : "Save template"}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
