import { useMutation, useQueryClient, type UseMutationResult } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { DeviceCode, SignInProgress } from "../../bindings/core";
import { call, on } from "../../ipc/core";

export function useStartDeviceCode(): UseMutationResult<DeviceCode, Error, void> {
  return useMutation({ mutationFn: () => call("signin|start_device_code") });
}

export function useStartBrowser(): UseMutationResult<null, Error, void> {
  return useMutation({ mutationFn: () => call("signin|start_browser") });
}

export function useCancelSignIn(): UseMutationResult<null, Error, void> {
  return useMutation({ mutationFn: () => call("signin|cancel_sign_in") });
}

export function useApproveInSandbox(): UseMutationResult<null, Error, string> {
  return useMutation({ mutationFn: (userCode) => call("signin|approve_in_sandbox", { userCode }) });
}

export function useUnlock(): UseMutationResult<null, Error, string> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (passphrase) => call("session|unlock", { passphrase }),
    onSuccess: () => client.invalidateQueries(),
  });
}

/** How the sign-in that was started fares; null until the core has said anything. `reset` forgets the last one. */
export function useSignInProgress(): { progress: SignInProgress | null; reset: () => void } {
  const [progress, setProgress] = useState<SignInProgress | null>(null);
  useEffect(() => on("sign-in", setProgress), []);
  return {
    progress,
    reset: () => {
      setProgress(null);
    },
  };
}
