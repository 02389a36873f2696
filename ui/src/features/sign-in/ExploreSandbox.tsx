import { Button } from "@fluentui/react-components";
import { ArrowRight20Regular } from "@fluentui/react-icons/headless/svg/arrow-right";
import type { ReactNode } from "react";
import { errorText } from "../../components/Face";
import { tell } from "../../lib/toasts";
import { useExploreSandbox } from "./api";

/** Into the sandbox: in a sandbox by signing in there, from a real profile by a window of its own. */
export function ExploreSandbox({ here, disabled = false }: { here: (() => void) | null; disabled?: boolean }): ReactNode {
  const explore = useExploreSandbox();
  const elsewhere = (): void => {
    explore.mutate(undefined, {
      onSuccess: () => tell({ kind: "done", text: "The sandbox opens in a window of its own. Nothing in it reaches Microsoft." }),
      onError: (error) => tell({ kind: "failed", text: `The sandbox did not open. ${errorText(error)}` }),
    });
  };
  return (
    <Button appearance="transparent" size="large" icon={<ArrowRight20Regular />} iconPosition="after" disabled={disabled || explore.isPending} onClick={here ?? elsewhere}>
      Explore the sandbox
    </Button>
  );
}
