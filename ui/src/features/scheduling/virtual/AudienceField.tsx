import { Field, Radio, RadioGroup } from "@fluentui/react-components";
import type { ReactNode } from "react";
import type { Audience } from "../../../bindings/core";

interface AudienceFieldProps {
  value: Audience;
  error?: string | undefined;
  onChange: (audience: Audience) => void;
}

/** Who may come. Some organizations allow only their own people. */
export function AudienceField({ value, error, onChange }: AudienceFieldProps): ReactNode {
  return (
    <Field label="Who may come" hint="Your organization may allow only the second." validationMessage={error}>
      <RadioGroup value={value} onChange={(_, { value: chosen }) => { onChange(chosen === "organization" ? "organization" : "everyone"); }}>
        <Radio value="everyone" label="Everyone, also from outside" />
        <Radio value="organization" label="Only people of my organization" />
      </RadioGroup>
    </Field>
  );
}
