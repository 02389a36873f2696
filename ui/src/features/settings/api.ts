import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from "@tanstack/react-query";
import type { Appearance, Check } from "../../bindings/core";
import { call } from "../../ipc/core";
import { keys } from "../../lib/keys";

export function useSetAppearance(): UseMutationResult<null, Error, Appearance> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (appearance) => call("session|set_appearance", { appearance }),
    // Colours change at the click, and go back if the core could not keep the choice.
    onMutate: (appearance) => {
      client.setQueryData(keys.appearance, appearance);
    },
    onError: () => client.invalidateQueries({ queryKey: keys.appearance }),
  });
}

export function useSignOut(): UseMutationResult<null, Error, void> {
  const client = useQueryClient();
  return useMutation({ mutationFn: () => call("signin|sign_out"), onSuccess: () => client.invalidateQueries({ queryKey: keys.desk }) });
}

export function useDoctor(): UseQueryResult<Check[]> {
  return useQuery({ queryKey: keys.doctor, queryFn: () => call("doctor|run_doctor"), staleTime: Infinity });
}
