import { Field, Textarea } from "@fluentui/react-components";
import type { ReactNode } from "react";
import { readSites } from "./sites";

/** Whose pages may have the event's page inside them; anybody else's browser refuses to show it there. */
export function SitesField({ text, onChange }: { text: string; onChange: (text: string) => void }): ReactNode {
  const { sites, wrong } = readSites(text);
  return (
    <Field
      label="Your sites that show it inside"
      hint={sites.length > 0 ? "Once it is published, the code for your site can be copied beside the link." : "One a line, as in https://www.contoso.com. Left empty, it is shown on its own only."}
      validationMessage={wrong ?? undefined}
    >
      <Textarea dir="ltr" spellCheck={false} rows={2} resize="vertical" value={text} onChange={(_, { value }) => onChange(value)} />
    </Field>
  );
}
