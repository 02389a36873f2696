import type { DeviceView, PairedService, PublicationView } from "../src/bindings/core";
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

const qrSvg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 25 25"><rect width="25" height="25" fill="#fff"/><path d="M2 2h7v7H2zM16 2h7v7h-7zM2 16h7v7H2zM11 11h3v3h-3zM16 16h2v2h-2zM20 20h3v3h-3z"/></svg>';

/** An event's page on the sandbox's own service. */
export function publishingHandlers(scenario: Scenario): Handlers {
  const page = (slug: string): PublicationView => ({ slug, state: "open", look: { color: "#7a1fa2", logo: null, framedBy: [], language: "en", proof: false }, url: `http://localhost:4180/e/${slug}`, qrSvg, publishedAt: ago(180) });
  let publication: PublicationView | null = scenario.page === undefined || scenario.page === "none" ? null : page("autumn-product-briefing");
  if (publication && scenario.page === "closed") publication = { ...publication, state: "closed" };
  if (publication && scenario.page === "asleep") publication = { ...publication, url: null, qrSvg: null };
  return {
    "publishing|show_publishing": ({ eventId }) => ({ proposed: "autumn-product-briefing", publication, hindrance: eventId === "sydney" ? "Registration is not open yet. Open it, then its page can be published." : null }),
    "publishing|check_address": () => null,
    "publishing|serve_pages": () => {
      if (publication) publication = { ...publication, url: `http://localhost:4180/e/${publication.slug}`, qrSvg };
      return "http://localhost:4180";
    },
    "publishing|publish_event": ({ slug, look }) => {
      publication = { ...page(slug), look };
      return null;
    },
    "publishing|unpublish_event": () => {
      if (publication) publication = { ...publication, state: "closed" };
      return null;
    },
  };
}
