import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Field, Input } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import { Fluent } from "../components/Fluent";
import { errorText } from "../components/Face";
import { useOpenJoinWindow } from "../features/scheduling/api";

/** Takes a link or a ticket to the window where people join. */
function JoinDialogContent({ onClose }: { onClose: () => void }): ReactNode {
  const [input, setInput] = useState("");
  const join = useOpenJoinWindow();
  return (
    <Dialog open onOpenChange={(_, { open }) => { if (!open) onClose(); }}>
      <DialogSurface>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (input.trim() !== "") join.mutate(input.trim(), { onSuccess: onClose });
          }}
        >
          <DialogBody>
            <DialogTitle>Join a meeting</DialogTitle>
            <DialogContent>
              <Field label="Link or ticket code" hint="A Teams link, a Lectern link, or the code of a ticket." validationMessage={join.error ? errorText(join.error) : undefined}>
                <Input autoFocus value={input} onChange={(_, { value }) => { setInput(value); }} />
              </Field>
            </DialogContent>
            <DialogActions>
              <Button onClick={onClose}>Cancel</Button>
              <Button appearance="primary" type="submit" disabled={input.trim() === "" || join.isPending}>
                Continue
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}

export default function JoinDialog(props: Parameters<typeof JoinDialogContent>[0]): ReactNode {
  return (
    <Fluent>
      <JoinDialogContent {...props} />
    </Fluent>
  );
}
