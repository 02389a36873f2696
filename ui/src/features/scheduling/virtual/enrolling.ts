import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from "@tanstack/react-query";
import type { EnrolledWhom, Enrolments, Outsider } from "../../../bindings/core";
import { errorText } from "../../../components/Face";
import { call } from "../../../ipc/core";
import { keys } from "../../../lib/keys";
import { counted } from "../../../lib/time";
import { tell } from "../../../lib/toasts";

/** How often the list is read again while people are being enrolled, also by a terminal. */
const SOON = 3_000;

export type ToEnrol = { people: Outsider[] } | { path: string };
export type Enrolling = UseMutationResult<Enrolments, Error, ToEnrol>;

export function useEnrolments(id: string, asking: boolean): UseQueryResult<Enrolments> {
  return useQuery({
    queryKey: keys.enrolments(id),
    queryFn: () => call("webinars|show_enrolments", { id }),
    enabled: asking,
    refetchInterval: ({ state }) => (state.data?.running ? SOON : false),
  });
}

/** What came of a run: it may have been paused, or stopped by something. */
function told({ stopped, counts, enrolled }: Enrolments): void {
  const left = counts.planned + counts.cancelling;
  if (stopped === null) tell({ kind: "done", text: `${counted(enrolled, "person is", "people are")} enrolled.` });
  else if (stopped === "Paused.") tell({ kind: "done", text: `Paused. ${counted(left, "person is", "people are")} left.` });
  else tell({ kind: "failed", text: `Not everybody yet. ${stopped}` });
}

function useRun<Given>(id: string, run: (given: Given) => Promise<Enrolments>): UseMutationResult<Enrolments, Error, Given> {
  const client = useQueryClient();
  const renew = (): Promise<void> => client.invalidateQueries({ queryKey: keys.enrolments(id) });
  return useMutation({
    mutationFn: run,
    // Who is written down is on the list long before all are enrolled.
    onMutate: () => void setTimeout(() => void renew(), SOON / 3),
    onSuccess: told,
    // Also a run that was stopped has written down who is waiting.
    onSettled: renew,
  });
}

export function useEnrol(id: string): Enrolling {
  return useRun(id, (whom) => ("path" in whom ? call("webinars|enrol_from_file", { id, path: whom.path }) : call("webinars|enrol", { id, people: whom.people })));
}

export function useWithdraw(id: string): UseMutationResult<Enrolments, Error, EnrolledWhom> {
  return useRun(id, (whom) => call("webinars|withdraw_enrolments", { id, whom }));
}

export function usePause(): UseMutationResult<null, Error, void> {
  return useMutation({
    mutationFn: () => call("webinars|pause_enrolling"),
    onError: (error) => { tell({ kind: "failed", text: `It could not be paused. ${errorText(error)}` }); },
  });
}

/** Nobody more is sent; who was sent stays. */
export function useGiveUp(id: string): UseMutationResult<number, Error, void> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call("webinars|give_up_enrolling", { id }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.enrolments(id) }),
  });
}
