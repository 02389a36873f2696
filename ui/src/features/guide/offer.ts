import { useQuery } from "@tanstack/react-query";
import { call } from "../../ipc/core";
import { keys } from "../../lib/keys";

/** Whether the guide is to be offered; alone, since every start asks it. */
export function useGuideOffered(): boolean {
  return useQuery({ queryKey: keys.guide, queryFn: () => call("guide|show_guide") }).data?.offer ?? false;
}
