import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { DeviceCode, RecoveryKey, Registration, SignInProgress } from "../../bindings/core";
import { call, on } from "../../ipc/core";
import { keys } from "../../lib/keys";

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

/** A new profile under a passphrase, because the person asked for one. */
export function useUsePassphrase(): UseMutationResult<null, Error, string> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (passphrase) => call("session|use_passphrase", { passphrase }),
    onSuccess: () => client.invalidateQueries(),
  });
}

/** Tries the keychain once more; whether that helped is in the desk's state. */
export function useReopen(): UseMutationResult<null, Error, void> {
  const client = useQueryClient();
  return useMutation({ mutationFn: () => call("session|reopen"), onSettled: () => client.invalidateQueries() });
}

export function useRegistration(): UseQueryResult<Registration | null> {
  return useQuery({ queryKey: keys.registration, queryFn: () => call("session|registration") });
}

export function useConfigure(): UseMutationResult<null, Error, Registration> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (registration) => call("session|configure", { registration }),
    onSuccess: () => client.invalidateQueries(),
  });
}

export function useExploreSandbox(): UseMutationResult<null, Error, void> {
  return useMutation({ mutationFn: () => call("windows|explore_sandbox") });
}

/** Puts the key back from paper: into the keychain, or under a new passphrase. */
export function useRecover(): UseMutationResult<null, Error, { key: string; passphrase: string | null }> {
  const client = useQueryClient();
  return useMutation({ mutationFn: (given) => call("session|recover", given), onSuccess: () => client.invalidateQueries() });
}

/** Kept nowhere but on the screen that shows it. */
export function useRecoveryKey(): UseQueryResult<RecoveryKey> {
  return useQuery({ queryKey: ["recovery-key"], queryFn: () => call("session|recovery_key"), staleTime: Infinity, gcTime: 0 });
}

export function useConfirmRecoveryKey(): UseMutationResult<null, Error, void> {
  const client = useQueryClient();
  return useMutation({ mutationFn: () => call("session|confirm_recovery_key"), onSuccess: () => client.invalidateQueries({ queryKey: keys.desk }) });
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
