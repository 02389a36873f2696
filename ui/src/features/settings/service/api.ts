import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from "@tanstack/react-query";
import type { DeviceRole, DeviceView, PairedService, PairingOffer } from "../../../bindings/core";
import { call } from "../../../ipc/core";
import { keys } from "../../../lib/keys";

const devices = [...keys.services, "devices"] as const;

/** Pairing or leaving: what is shown of the service, of its devices, and how it fares, are asked for again. */
function usePairingChange<Given, Answer>(change: (given: Given) => Promise<Answer>): UseMutationResult<Answer, Error, Given> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => Promise.all([client.invalidateQueries({ queryKey: keys.services }), client.invalidateQueries({ queryKey: keys.doctor }), client.invalidateQueries({ queryKey: keys.anyEvent })]),
  });
}

export function usePairDesk(): UseMutationResult<PairedService, Error, { address: string; code: string; name: string | null }> {
  return usePairingChange((given) => call("services|pair_desk", given));
}

export function useUnpairDesk(): UseMutationResult<null, Error, { hereOnly: boolean }> {
  return usePairingChange((given) => call("services|unpair_desk", given));
}

/** Asked of the service itself, so it may not be there. */
export function useDevices(): UseQueryResult<DeviceView[]> {
  return useQuery({ queryKey: devices, queryFn: () => call("services|service_devices") });
}

export function useRevokeDevice(): UseMutationResult<DeviceView[], Error, string> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (device) => call("services|revoke_device", { device }),
    onSuccess: (left) => {
      client.setQueryData(devices, left);
    },
  });
}

export function usePairingCode(): UseMutationResult<PairingOffer, Error, DeviceRole> {
  return useMutation({ mutationFn: (role) => call("services|offer_pairing_code", { role }) });
}
