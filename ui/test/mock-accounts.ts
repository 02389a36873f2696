import type { KnownProfile, ProfilesView } from "../src/bindings/core";
import type { Handlers, Scenario } from "./mock-core";
import { refusal } from "./seed";

const first: KnownProfile = {
  id: "p-1",
  dir: "/home/ana/.local/share/app.lectern.desktop/real",
  kind: "real",
  title: "Contoso Events",
  name: null,
  account: { displayName: "Contoso Events", username: "events@contoso.example", organization: "contoso.example", signedIn: true },
  cloud: "global",
  cloudTitle: "Worldwide (with GCC)",
  lastUsed: "2026-12-03T10:58:00Z",
  open: true,
  chosen: true,
  twice: false,
  problem: null,
};

const others: KnownProfile[] = [
  {
    ...first,
    id: "p-2",
    dir: "/home/ana/.local/share/app.lectern.desktop/profiles/7c9e6679",
    title: "فعاليات <b>فابريكام</b> 🎪",
    name: "فعاليات <b>فابريكام</b> 🎪",
    account: { displayName: "Fabrikam Briefings", username: "briefings@fabrikam.example", organization: "fabrikam.example", signedIn: true },
    lastUsed: "2026-12-01T16:20:00Z",
    open: false,
    chosen: false,
  },
  {
    ...first,
    id: "p-3",
    dir: "/home/ana/.local/share/app.lectern.desktop/profiles/f47ac10b",
    title: "Woodgrove China",
    account: { displayName: "Woodgrove China", username: "events@woodgrove.partner.onmschina.cn", organization: "woodgrove.partner.onmschina.cn", signedIn: false },
    cloud: "china",
    cloudTitle: "China, operated by 21Vianet",
    lastUsed: "2026-10-19T07:02:00Z",
    open: false,
    chosen: false,
  },
];

const broken: KnownProfile = {
  ...first,
  id: "/home/ana/.local/share/app.lectern.desktop/profiles/9b1deb4d",
  dir: "/home/ana/.local/share/app.lectern.desktop/profiles/9b1deb4d",
  title: "/home/ana/.local/share/app.lectern.desktop/profiles/9b1deb4d",
  account: null,
  lastUsed: null,
  open: false,
  chosen: false,
  problem: "The profile in /home/ana/.local/share/app.lectern.desktop/profiles/9b1deb4d was made by a newer Lectern (version 2). Update Lectern.",
};

function many(): KnownProfile[] {
  return Array.from({ length: 24 }, (_, place) => ({
    ...first,
    id: `m-${place}`,
    dir: `/home/ana/profiles/${place}`,
    title: `Region ${String(place + 1).padStart(2, "0")} events`,
    account: { displayName: `Region ${place + 1}`, username: `region${place + 1}@contoso.example`, organization: "contoso.example", signedIn: place % 5 !== 4 },
    open: false,
    chosen: false,
  }));
}

function seeded(scenario: Scenario): ProfilesView {
  const own = scenario.real ? first : { ...first, kind: "sandbox" as const, title: "Contoso Events", account: { displayName: "Contoso Events", username: "events@contoso.example", organization: "Contoso Events", signedIn: true } };
  const nobody = { ...own, title: "New account", account: null, id: "p-0", dir: "/home/ana/profiles/new" };
  const more = { one: [], some: others, many: [...many(), ...others], broken: [...others, broken], adding: [{ ...own, open: false }, ...others] }[scenario.accounts ?? "one"];
  const adding = scenario.accounts === "adding";
  return { profiles: [adding ? nobody : own, ...more], backTo: adding ? own.id : null };
}

/** The accounts side by side, as a core would hold them. */
export function accountHandlers(scenario: Scenario): Handlers {
  const view = seeded(scenario);
  const waits = [...(scenario.underWay ?? [])];
  return {
    "profiles|list_profiles": () => view,
    // Each look finds one thing less.
    "profiles|under_way": () => {
      const found = [...waits];
      waits.shift();
      return found;
    },
    "profiles|switch_profile": () => [],
    "profiles|add_profile": () => [],
    "profiles|leave_new_profile": () => null,
    "profiles|rename_profile": ({ id, name }) => {
      const known = view.profiles.find((one) => one.id === id);
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- the core rejects with a plain object
      if (!known) throw refusal("notFound", `No account here is called "${id}".`);
      Object.assign(known, { name: name || null, title: name || (known.account?.displayName ?? "New account") });
      return null;
    },
    "profiles|what_is_lost": ({ id }) =>
      id === "p-3"
        ? { counts: null, why: "This profile is under a passphrase.", bytes: 2_400_000, copies: 0 }
        : { counts: { events: 14, virtualEvents: 1, people: 2_310, unsent: 12 }, why: null, bytes: 7_340_000, copies: 2 },
    "profiles|remove_profile": ({ id }) => {
      view.profiles = view.profiles.filter((one) => one.id !== id);
      return [];
    },
  };
}
