import { keepPreviousData, useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from "@tanstack/react-query";
import type { GuideAdvice, GuideLevel, GuideNeeds, GuideSteps, GuideView } from "../../bindings/core";
import { call } from "../../ipc/core";
import { probeAbilities } from "../../lib/abilities";
import { keys } from "../../lib/keys";

export function useGuide(): UseQueryResult<GuideView> {
  return useQuery({ queryKey: keys.guide, queryFn: () => call("guide|show_guide") });
}

/** For answers that nobody has kept yet; what was shown last stands until the next is there. */
export function useAdvice(needs: GuideNeeds, first: GuideAdvice | undefined): UseQueryResult<GuideAdvice> {
  return useQuery({ queryKey: keys.guideAdvice(needs), queryFn: () => call("guide|advise_guide", { needs }), placeholderData: (before) => keepPreviousData(before) ?? first, staleTime: Infinity });
}

export function useChoose(): UseMutationResult<GuideView, Error, { needs: GuideNeeds; level: GuideLevel }> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (given) => call("guide|choose_guide", given),
    onSuccess: (view) => {
      client.setQueryData(keys.guide, view);
      return client.invalidateQueries({ queryKey: keys.guideSteps });
    },
  });
}

export function usePutOff(): UseMutationResult<null, Error, void> {
  const client = useQueryClient();
  return useMutation({ mutationFn: () => call("guide|put_off_guide"), onSettled: () => client.invalidateQueries({ queryKey: keys.guide }) });
}

/** The doctor is asked anew each time the page is opened: a list that is out of date sends people in circles. */
export function useSteps(chosen: GuideLevel | null): UseQueryResult<GuideSteps | null> {
  return useQuery({ queryKey: keys.guideSteps, queryFn: () => call("guide|guide_steps", { abilities: probeAbilities() }), enabled: chosen !== null });
}
