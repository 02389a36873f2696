import type { DeviceView, LetInRow, PageLook, PairedService, PublicationView, PublishedView, QueuedView } from "../src/bindings/core";
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

const plain: PageLook = { color: "#7a1fa2", logo: null, framedBy: [], language: "en", proof: false };

/** The first event at the service, in each of its faces. */
function published(face: NonNullable<Scenario["atService"]>): PublishedView {
  const host = "https://events.contoso.com";
  const waits = (id: string, what: string, people: string[], refused: string | null = null): QueuedView => ({ id, madeAt: ago(12), what, people, refused });
  const two = [waits("c1", "Add Dana Ωμέγα", []), waits("c2", "Remove one person", ["r2"])];
  const view: PublishedView = { eventId: "autumn", service: host, slug: "autumn-product-briefing", url: `${host}/e/autumn-product-briefing`, state: "open", look: plain, syncedAt: ago(0), problem: null, progress: null, cursor: 12, waiting: [], publishedBy: null, over: null, missing: [], missingCount: 0 };
  const offline: PublishedView["problem"] = { kind: "offline", since: ago(14), message: "The trusted service can't be reached from here (events.contoso.com cannot be reached: connection refused). Check the network and try again; nothing is lost." };
  const faces: Record<typeof face, Partial<PublishedView>> = {
    filling: { state: "filling", syncedAt: null, progress: { done: 3000, total: 12_480, finishAt: ago(-2) } },
    cutOff: { state: "filling", syncedAt: null, problem: offline },
    open: {},
    waiting: { waiting: two },
    refused: { waiting: [waits("c1", "Add Dana Ωμέγα", [], "The event has no place left."), waits("c2", "Remove one person", ["r2"])] },
    offline: { problem: offline, syncedAt: ago(15), waiting: two },
    turnedAway: { problem: { kind: "unpaired", since: ago(90), message: "events.contoso.com does not take this desk any more: it was revoked there. Pair it again with a new code; nothing that is kept here is lost." }, syncedAt: ago(95), waiting: two },
    missing: {
      missing: [
        { id: "r1", name: "Dana Ωμέγα", email: "dana@contoso.example", status: "registered" },
        { id: "r2", name: "سارة <b>العلي</b> 🎉", email: "sara.with.a.very.long.address.indeed@northwind-traders.example", status: "waitlisted" },
        { id: "r3", name: "Sam Lee", email: "sam@fabrikam.example", status: "registered" },
      ],
      missingCount: 212,
    },
    otherDesk: { publishedBy: "Studio <b>2</b> سارة 🎉" },
    over: { publishedBy: "Studio <b>2</b> سارة 🎉", over: ago(300), syncedAt: ago(300) },
    comingBack: { state: "closed", progress: { done: 4000, total: 12_480, finishAt: ago(-1) } },
  };
  return { ...view, ...faces[face] };
}

const PART = 100;

function letIn(number: number): LetInRow {
  const people: [string | null, string | null][] = [["Dana Ωμέγα", "dana@contoso.example"], ["سارة <b>العلي</b> 🎉", "sara.with.a.very.long.address.indeed@northwind-traders.example"], [null, null], ["Sam Lee", "sam@fabrikam.example"]];
  const [name, email] = people[number % people.length] ?? [null, null];
  return { number, at: ago(500 - number), registrantId: `r${number}`, name, email, again: number % 3 === 2, ahead: number % 2 === 0, until: ago(440 - number), endedAt: number === 4 ? ago(480) : null };
}

/** An event's page, on the sandbox's own service or at the one that this desk is paired with. */
export function publishingHandlers(scenario: Scenario): Handlers {
  const page = (slug: string): PublicationView => ({ slug, state: "open", look: plain, url: `http://localhost:4180/e/${slug}`, qrSvg, publishedAt: ago(180) });
  let publication: PublicationView | null = scenario.page === undefined || scenario.page === "none" ? null : page("autumn-product-briefing");
  if (publication && scenario.page === "closed") publication = { ...publication, state: "closed" };
  if (publication && scenario.page === "asleep") publication = { ...publication, url: null, qrSvg: null };
  let at = scenario.atService ? published(scenario.atService) : null;
  const service = scenario.service ? pairedService(scenario.service) : null;
  const place = service ? "service" : scenario.real ? "nowhere" : "here";
  const of = (eventId: string): PublishedView | null => (eventId === "autumn" ? at : null);
  return {
    "publishing|show_publishing": ({ eventId }) => ({
      place,
      service,
      proposed: "autumn-product-briefing",
      publication: eventId === "autumn" ? publication : null,
      published: of(eventId),
      qrSvg: of(eventId) && qrSvg,
      hindrance: eventId === "sydney" ? "Registration is not open yet. Open it, then its page can be published." : null,
    }),
    "publishing|show_published": ({ eventId }) => of(eventId),
    "publishing|check_address": () => null,
    "publishing|serve_pages": () => {
      if (publication) publication = { ...publication, url: `http://localhost:4180/e/${publication.slug}`, qrSvg };
      return "http://localhost:4180";
    },
    "publishing|publish_event": ({ slug, look }) => {
      if (service) at = { ...published("filling"), slug, look, progress: { done: 0, total: 5, finishAt: null } };
      else publication = { ...page(slug), look };
      return null;
    },
    "publishing|sync_event": () => (at = { ...(at ?? published("open")), state: "open", problem: null, progress: null, syncedAt: ago(0), cursor: 20, waiting: at?.waiting.filter((change) => change.refused !== null) ?? [] }),
    "publishing|dismiss_change": ({ changeId }) => {
      if (at) at = { ...at, waiting: at.waiting.filter(({ id }) => id !== changeId) };
      return null;
    },
    "publishing|hand_again": ({ ids }) => {
      if (at) at = { ...at, missing: at.missing.filter(({ id }) => id === "r3" || (ids.length > 0 && !ids.includes(id))), missingCount: ids.length > 0 ? at.missingCount - ids.length : 1 };
      return { taken: ids.length > 0 ? ids.length : 211, full: ids.length > 0 ? [] : ["r3"] };
    },
    "publishing|let_go": ({ ids }) => {
      const gone = ids.length > 0 ? ids.length : (at?.missingCount ?? 0);
      if (at) at = { ...at, missing: at.missing.filter(({ id }) => ids.length > 0 && !ids.includes(id)), missingCount: at.missingCount - gone };
      return gone;
    },
    "publishing|who_was_let_in": ({ after }) => {
      const last = Math.min(after + PART, scenario.letIn ?? 0);
      const rows = Array.from({ length: Math.max(0, last - after) }, (_, index) => letIn(after + index + 1));
      return { rows, next: last < (scenario.letIn ?? 0) ? last : null };
    },
    "publishing|unpublish_event": () => {
      if (publication) publication = { ...publication, state: "closed" };
      at = at?.publishedBy ? published("over") : null;
      return null;
    },
  };
}
