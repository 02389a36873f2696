import { Button, MessageBarActions } from "@fluentui/react-components";
import type { ReactNode } from "react";
import { CopyButton } from "../../../components/CopyButton";
import { errorText } from "../../../components/Face";
import { asCoreError } from "../../../ipc/core";
import { tell } from "../../../lib/toasts";
import { useAgreeInSandbox, useConsent } from "./api";

function Actions({ again }: { again: (() => void) | undefined }): ReactNode {
  const consent = useConsent().data;
  const agree = useAgreeInSandbox();
  if (!consent) return null;
  return (
    <MessageBarActions>
      {consent.sandbox && (
        <Button
          disabled={agree.isPending}
          onClick={() => {
            agree.mutate(undefined, {
              onSuccess: () => {
                tell({ kind: "done", text: "The sandbox’s administrator has agreed." });
                again?.();
              },
              onError: (error) => { tell({ kind: "failed", text: errorText(error) }); },
            });
          }}
        >
          Agree as the sandbox’s administrator
        </Button>
      )}
      <CopyButton text={consent.address}>Copy the link for your administrator</CopyButton>
    </MessageBarActions>
  );
}

/** Where an administrator is needed: the link to send, and at a sandbox the agreement itself. For inside a message bar. */
export function ConsentActions({ error, again }: { error: unknown; again?: () => void }): ReactNode {
  return asCoreError(error).code === "consentNeeded" ? <Actions again={again} /> : null;
}
