import { MessageBar, MessageBarBody, MessageBarTitle } from "@fluentui/react-components";
import type { ReactNode } from "react";
import { errorText, errorTitle } from "../../../components/Face";
import { CoreError } from "../../../ipc/core";
import { ConsentActions } from "./ConsentActions";

/** A refusal that belongs to none of these fields. */
export function Refused({ error, fields }: { error: Error | null; fields: string[] }): ReactNode {
  if (!error || (error instanceof CoreError && error.field !== null && fields.includes(error.field))) return null;
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{errorTitle(error)}</MessageBarTitle> {errorText(error)}
      </MessageBarBody>
      <ConsentActions error={error} />
    </MessageBar>
  );
}
