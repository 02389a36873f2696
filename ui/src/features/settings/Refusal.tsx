import { MessageBar, MessageBarBody } from "@fluentui/react-components";
import type { ReactNode } from "react";
import { errorText } from "../../components/Face";
import { CoreError } from "../../ipc/core";

/** The message for one field of a form, where the core named that field. */
export function wrongIn(error: unknown, field: string): string | undefined {
  return error instanceof CoreError && error.field === field ? error.message : undefined;
}

/** A refusal that belongs to no field of the form. */
export function Refusal({ error, fields = [] }: { error: unknown; fields?: string[] }): ReactNode {
  if (!error || fields.some((field) => wrongIn(error, field))) return null;
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>{errorText(error)}</MessageBarBody>
    </MessageBar>
  );
}
