import type { DeviceView, PairedService } from "../src/bindings/core";
import type { Handlers, Scenario } from "./mock-core";

const now = Date.parse("2026-12-03T11:00:00Z");
const ago = (minutes: number): string => new Date(now - minutes * 60_000).toISOString();

function pairedService(role: PairedService["role"]): PairedService {
  return { origin: "https://events.contoso.com", publicOrigin: "https://events.contoso.com", name: "Contoso Events", deviceId: "d1", role };
}

function devices(): DeviceView[] {
  const device = (id: string, name: string, rest: Partial<DeviceView> = {}): DeviceView => ({ id, name, role: "organizer", version: "0.1.0", pairedAt: ago(40_000), seenAt: ago(0), revokedAt: null, current: false, ...rest });
  return [
    device("d1", "events@contoso.example", { role: "owner", current: true }),
    device("d2", "Studio <b>2</b> سارة 🎉", { seenAt: ago(75) }),
    device("d3", "Front desk of the new building with a very long name indeed", { seenAt: ago(9_000), version: "0.0.9" }),
    device("d4", "Old laptop", { seenAt: ago(80_000), revokedAt: ago(70_000) }),
  ];
}

/** The service that decides: what this desk knows of it, and its devices. */
export function decidingHandlers(scenario: Scenario, services: { serviceDesk: PairedService | null; pairedServices: string[] }): Handlers {
  let all = devices();
  if (scenario.service) services.serviceDesk = pairedService(scenario.service);
  return {
    "services|pair_desk": ({ address }) => (services.serviceDesk = { ...pairedService("owner"), origin: address, publicOrigin: address }),
    "services|unpair_desk": () => {
      services.serviceDesk = null;
      return null;
    },
    "services|service_devices": () => all,
    "services|revoke_device": ({ device }) => (all = all.map((one) => (one.id === device ? { ...one, revokedAt: ago(0) } : one))),
    "services|offer_pairing_code": ({ role }) => ({ code: "4F7K-09XM-T2QA", role, until: ago(-30) }),
  };
}
