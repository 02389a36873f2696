import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { AcsPrincipal, Appearance, Check, EventsApplication, Mails, ProbePlan, ProbeProgress, ProbeReport, Registration, ServicesView, SmtpChoice, TestMail } from "../../bindings/core";
import { call, on } from "../../ipc/core";
import { probeAbilities } from "../../lib/abilities";
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

/** The desk is closed and opened for it: everything is asked for again. */
export function useRenewRecoveryKey(): UseMutationResult<null, Error, void> {
  const client = useQueryClient();
  return useMutation({ mutationFn: () => call("session|renew_recovery_key"), onSettled: () => client.invalidateQueries() });
}

export function useDoctor(): UseQueryResult<Check[]> {
  return useQuery({ queryKey: keys.doctor, queryFn: () => call("doctor|run_doctor", { abilities: probeAbilities() }), staleTime: Infinity });
}

/** One check again; the others stay as they were found. */
export function useLookAgain(): UseMutationResult<Check, Error, string> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id) => call("doctor|look_again", { id, abilities: probeAbilities() }),
    onSuccess: (found) => {
      client.setQueryData<Check[]>(keys.doctor, (checks) => checks?.map((check) => (check.id === found.id ? found : check)));
    },
  });
}

export function useServices(): UseQueryResult<ServicesView> {
  return useQuery({ queryKey: keys.services, queryFn: () => call("services|show_services") });
}

export function useRegistration(): UseQueryResult<Registration | null> {
  return useQuery({ queryKey: keys.registration, queryFn: () => call("session|registration") });
}

/** A change of a service: what is shown of it, and how it fares, are asked for again. */
function useServiceChange<Given, Answer>(change: (given: Given) => Promise<Answer>): UseMutationResult<Answer, Error, Given> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => Promise.all([client.invalidateQueries({ queryKey: keys.services }), client.invalidateQueries({ queryKey: keys.doctor })]),
  });
}

export function useSetAcs(): UseMutationResult<string, Error, string> {
  return useServiceChange((connection) => call("services|set_acs", { connection }));
}

export function useSetPrincipal(): UseMutationResult<string, Error, { principal: AcsPrincipal; secret: string }> {
  return useServiceChange((given) => call("services|set_acs_principal", given));
}

export function usePairing(): UseMutationResult<string[], Error, { service: string; trusted: boolean }> {
  return useServiceChange(({ service, trusted }) => call(trusted ? "services|pair_service" : "services|unpair_service", { service }));
}

export function useEntraUsers(): UseMutationResult<string | null, Error, { on: boolean; endpoint: string | null }> {
  return useServiceChange<{ on: boolean; endpoint: string | null }, string | null>(({ on, endpoint }) =>
    on ? call("services|switch_on_entra_users", { endpoint }) : call("services|switch_off_entra_users"),
  );
}

export function useRemoveAcs(): UseMutationResult<null, Error, void> {
  return useServiceChange(() => call("services|remove_acs"));
}

export function useAcsEmail(): UseMutationResult<null, Error, string> {
  return useServiceChange((sender) => call("services|use_acs_email", { sender }));
}

export function useSmtp(): UseMutationResult<null, Error, { server: SmtpChoice; password: string | null }> {
  return useServiceChange((given) => call("services|use_smtp", given));
}

export function useTestMail(): UseMutationResult<TestMail, Error, void> {
  return useMutation({ mutationFn: () => call("services|send_test_mail") });
}

export function useEventsApplication(): UseQueryResult<EventsApplication | null> {
  return useQuery({ queryKey: keys.eventsApplication, queryFn: () => call("webinars|events_application") });
}

/** What can be enrolled from here shows on each webinar's page. */
function useApplicationChange<Given, Answer>(change: (given: Given) => Promise<Answer>): UseMutationResult<Answer, Error, Given> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => Promise.all([client.invalidateQueries({ queryKey: keys.eventsApplication }), client.invalidateQueries({ queryKey: ["virtual-event"] })]),
  });
}

export function useSetEventsApplication(): UseMutationResult<EventsApplication, Error, { application: EventsApplication; secret: string }> {
  return useApplicationChange((given) => call("webinars|set_events_application", given));
}

export function useRemoveEventsApplication(): UseMutationResult<null, Error, void> {
  return useApplicationChange(() => call("webinars|remove_events_application"));
}

export function useExternalSwitch(): UseQueryResult<boolean> {
  return useQuery({ queryKey: keys.externalSwitch, queryFn: () => call("external|external_switch") });
}

export function useSwitchExternal(): UseMutationResult<boolean, Error, boolean> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (on) => call("external|switch_external", { on }),
    onSuccess: (on) => {
      client.setQueryData(keys.externalSwitch, on);
    },
  });
}

export function useProbePlan(): UseQueryResult<ProbePlan> {
  return useQuery({ queryKey: keys.probe, queryFn: () => call("probe|plan_probe") });
}

/** What is asked now, as the core tells it; null before the first question. */
export function useProbeProgress(): ProbeProgress | null {
  const [progress, setProgress] = useState<ProbeProgress | null>(null);
  useEffect(() => on("probe", setProgress), []);
  return progress;
}

/** Whatever becomes of it, what is left and what was found last are asked for again. */
function useProbing<Given, Answer>(ask: (given: Given) => Promise<Answer>): UseMutationResult<Answer, Error, Given> {
  const client = useQueryClient();
  return useMutation({ mutationFn: ask, onSettled: () => client.invalidateQueries({ queryKey: keys.probe }) });
}

export function useProbe(): UseMutationResult<ProbeReport, Error, { othersLink: string | null; webinar: string | null }> {
  return useProbing((asked) => call("probe|run_probe", asked));
}

export function useProbeArrived(): UseMutationResult<ProbeReport, Error, Mails> {
  return useProbing((mails) => call("probe|probe_arrived", { mails }));
}

export function useSaveProbeReport(): UseMutationResult<null, Error, string> {
  return useMutation({ mutationFn: (path) => call("probe|save_probe_report", { path }) });
}
