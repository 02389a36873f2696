import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Field, Input } from "@fluentui/react-components";
import type { UseMutationResult } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import type { Template } from "../../bindings/core";
import { errorText } from "../../components/Face";
import { tell } from "../../lib/toasts";

interface Props {
  /** What it is called until somebody says otherwise. */
  title: string;
  /** What is kept, in a sentence. */
  kept: string;
  save: UseMutationResult<Template, Error, string>;
  onClose: () => void;
}

/** Asks what a template is to be called. */
export function TemplateDialog({ title, kept, save, onClose }: Props): ReactNode {
  const [name, setName] = useState(() => Array.from(title).slice(0, 255).join(""));
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
            <p>{kept}</p>
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
