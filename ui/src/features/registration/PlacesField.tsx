import { Field, Input } from "@fluentui/react-components";
import type { ReactNode } from "react";

/** "" is no limit; null is no number at all. */
export function readCapacity(typed: string): { capacity: number | null } | null {
  const text = typed.trim();
  if (text === "") return { capacity: null };
  const capacity = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  return capacity >= 1 ? { capacity } : null;
}

interface Props {
  typed: string;
  /** What the core said to it, if anything. */
  refusal: string | undefined;
  onType: (typed: string) => void;
}

export function PlacesField({ typed, refusal, onType }: Props): ReactNode {
  return (
    <Field label="Places" hint="Leave it empty for no limit." validationMessage={readCapacity(typed) ? refusal : "Write a whole number, 1 or more."}>
      <Input inputMode="numeric" value={typed} onChange={(_, { value }) => { onType(value); }} placeholder="No limit" />
    </Field>
  );
}
