import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from "@tanstack/react-query";
import type { Attendance, EventsConsent, NewEventQuestion, NewPresenter, NewVirtualEvent, VirtualEventChange, VirtualEventDetail } from "../../../bindings/core";
import { call } from "../../../ipc/core";
import { keys } from "../../../lib/keys";

/** How soon to look again at one that Teams has not finished making. */
const SOON = 3_000;
/** How often Teams is asked while somebody looks: its limits are shared by everybody who uses the app. */
const NOW_AND_THEN = 60_000;

/** Whether this profile's cloud has webinars and town halls at all. */
export function useVirtualOffered(): boolean {
  return useQuery({ queryKey: keys.virtualOffered, queryFn: () => call("webinars|virtual_events_offered"), staleTime: Infinity }).data ?? false;
}

/** Who has to agree, asked for only once somebody is needed. */
export function useConsent(): UseQueryResult<EventsConsent> {
  return useQuery({ queryKey: keys.eventsConsent, queryFn: () => call("webinars|events_consent"), staleTime: Infinity });
}

export function useAgreeInSandbox(): UseMutationResult<null, Error, void> {
  return useMutation({ mutationFn: () => call("webinars|agree_in_sandbox") });
}

export function useVirtualEvent(id: string): UseQueryResult<VirtualEventDetail> {
  return useQuery({
    queryKey: keys.virtualEvent(id),
    queryFn: () => call("webinars|show_virtual_event", { id }),
    refetchInterval: ({ state }) => (state.data?.state === "creating" ? SOON : false),
  });
}

/** Asks Teams now and then how it stands; what it says is shown by `useVirtualEvent`. */
export function useFreshState(id: string, asking: boolean): UseQueryResult<null> {
  const keep = useKeep(id);
  return useQuery({
    queryKey: keys.virtualFresh(id),
    queryFn: async () => {
      keep(await call("webinars|refresh_virtual_event", { id, now: false }));
      return null;
    },
    enabled: asking,
    refetchInterval: NOW_AND_THEN,
    retry: false,
  });
}

/** Its questions and presenters, once for each visit. */
export function useFreshParts(event: VirtualEventDetail, asking: boolean): UseQueryResult<null> {
  const keep = useKeep(event.id);
  const { id, kind } = event;
  return useQuery({
    queryKey: keys.virtualParts(id),
    queryFn: async () => {
      if (kind === "webinar") keep(await call("webinars|read_questions", { id }));
      keep(await call("webinars|read_presenters", { id }));
      return null;
    },
    enabled: asking,
    staleTime: NOW_AND_THEN,
    retry: false,
  });
}

function useKeep(id: string): (event: VirtualEventDetail) => void {
  const client = useQueryClient();
  return (event) => {
    const before = client.getQueryData<VirtualEventDetail>(keys.virtualEvent(id));
    client.setQueryData(keys.virtualEvent(id), event);
    if (before?.state !== event.state || before.title !== event.title || before.start !== event.start) void client.invalidateQueries({ queryKey: keys.events });
  };
}

export function useVirtualChange<Given>(id: string, change: (given: Given) => Promise<VirtualEventDetail>): UseMutationResult<VirtualEventDetail, Error, Given> {
  const keep = useKeep(id);
  return useMutation({ mutationFn: change, onSuccess: keep });
}

export function useCreateVirtualEvent(): UseMutationResult<VirtualEventDetail, Error, NewVirtualEvent> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (event) => call("webinars|create_virtual_event", { event }),
    onSuccess: (event) => {
      client.setQueryData(keys.virtualEvent(event.id), event);
    },
    // Also what could not be finished is on the list.
    onSettled: () => client.invalidateQueries({ queryKey: keys.events }),
  });
}

/** One that is still being made: another try. */
export function useGoOn(id: string): UseMutationResult<VirtualEventDetail, Error, void> {
  const client = useQueryClient();
  const keep = useKeep(id);
  return useMutation({
    mutationFn: () => call("webinars|go_on_with_virtual_event", { id }),
    onSuccess: keep,
    // What stands in the way now is told with the event.
    onError: () => client.invalidateQueries({ queryKey: keys.virtualEvent(id) }),
  });
}

export function useEditVirtualEvent(id: string): UseMutationResult<VirtualEventDetail, Error, VirtualEventChange> {
  return useVirtualChange(id, (change) => call("webinars|edit_virtual_event", { id, change }));
}

export function usePublish(id: string): UseMutationResult<VirtualEventDetail, Error, void> {
  return useVirtualChange(id, () => call("webinars|publish_virtual_event", { id }));
}

export function useCancelVirtualEvent(id: string): UseMutationResult<VirtualEventDetail, Error, void> {
  return useVirtualChange(id, () => call("webinars|cancel_virtual_event", { id }));
}

export function useAddQuestion(id: string): UseMutationResult<VirtualEventDetail, Error, NewEventQuestion> {
  return useVirtualChange(id, (question) => call("webinars|add_question", { id, question }));
}

export function useRemoveQuestion(id: string): UseMutationResult<VirtualEventDetail, Error, string> {
  return useVirtualChange(id, (question) => call("webinars|remove_question", { id, question }));
}

export function useAddPresenter(id: string): UseMutationResult<VirtualEventDetail, Error, NewPresenter> {
  return useVirtualChange(id, (presenter) => call("webinars|add_presenter", { id, presenter }));
}

export function useRemovePresenter(id: string): UseMutationResult<VirtualEventDetail, Error, string> {
  return useVirtualChange(id, (presenter) => call("webinars|remove_presenter", { id, presenter }));
}

export function useAttendance(id: string): UseQueryResult<Attendance> {
  return useQuery({ queryKey: keys.attendance(id), queryFn: () => call("webinars|show_attendance", { id }) });
}

export function useReadAttendance(id: string): UseMutationResult<Attendance, Error, void> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call("webinars|read_attendance", { id }),
    onSuccess: (attendance) => {
      client.setQueryData(keys.attendance(id), attendance);
    },
  });
}

export function useExportAttendance(id: string): UseMutationResult<number, Error, string> {
  return useMutation({ mutationFn: (path) => call("webinars|export_attendance", { id, path }) });
}
