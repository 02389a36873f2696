import { Button, Checkbox, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Field, Input, Radio, RadioGroup } from "@fluentui/react-components";
import { useState, type ReactNode } from "react";
import type { BulkEdit, NameFix } from "../../bindings/core";
import { counted } from "../../lib/time";
import styles from "./bulk.module.css";

const fixes: Record<NameFix, string> = { capitals: "Capitals: ANA REYES becomes Ana Reyes", lastFirst: "Order: Reyes, Ana becomes Ana Reyes" };

function isFix(value: string): value is NameFix {
  return value in fixes;
}

/** What is changed for all who are selected; it can be undone, so it is not asked twice. */
export function EditManyDialog({ people, onEdit, onClose }: { people: number; onEdit: (edit: BulkEdit) => void; onClose: () => void }): ReactNode {
  const [setsCompany, setSetsCompany] = useState(true);
  const [company, setCompany] = useState("");
  const [names, setNames] = useState<NameFix | null>(null);
  const edit: BulkEdit = { company: setsCompany ? company : null, names };
  const ready = setsCompany || names !== null;
  return (
    <Dialog open onOpenChange={(_, data) => { if (!data.open) onClose(); }}>
      <DialogSurface>
        <form
          onSubmit={(submitted) => {
            submitted.preventDefault();
            if (ready) onEdit(edit);
          }}
        >
          <DialogBody>
            <DialogTitle>Change {counted(people, "person", "people")}</DialogTitle>
            <DialogContent className={styles.fields ?? ""}>
              <Checkbox label="Set their company" checked={setsCompany} onChange={(_, { checked }) => { setSetsCompany(checked === true); }} />
              {setsCompany && (
                <Field label="Company" hint="Left empty, they have none.">
                  <Input autoFocus value={company} onChange={(_, { value }) => { setCompany(value); }} />
                </Field>
              )}
              <Field label="Put names right">
                <RadioGroup value={names ?? ""} onChange={(_, { value }) => { setNames(isFix(value) ? value : null); }}>
                  <Radio value="" label="Leave them as they are" />
                  {Object.entries(fixes).map(([fix, label]) => (
                    <Radio key={fix} value={fix} label={label} />
                  ))}
                </RadioGroup>
              </Field>
            </DialogContent>
            <DialogActions>
              <Button onClick={onClose}>Cancel</Button>
              <Button appearance="primary" type="submit" disabled={!ready}>
                Change
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}
