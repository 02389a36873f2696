import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from "@tanstack/react-query";
import type { Lost, ProfilesView } from "../../bindings/core";
import { call } from "../../ipc/core";
import { keys } from "../../lib/keys";

/** All accounts on this computer, of this window's kind. */
export function useProfiles(): UseQueryResult<ProfilesView> {
  return useQuery({ queryKey: keys.profiles, queryFn: () => call("profiles|list_profiles"), staleTime: 0 });
}

export function useRename(): UseMutationResult<null, Error, { id: string; name: string }> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (given) => call("profiles|rename_profile", given),
    onSuccess: () => Promise.all([client.invalidateQueries({ queryKey: keys.profiles }), client.invalidateQueries({ queryKey: keys.desk })]),
  });
}

/** Counted anew each time that it is asked for. */
export function useWhatIsLost(id: string): UseQueryResult<Lost> {
  return useQuery({ queryKey: [...keys.profiles, id, "lost"], queryFn: () => call("profiles|what_is_lost", { id }), staleTime: 0, gcTime: 0 });
}
