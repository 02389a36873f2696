import { createHashHistory, createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { EventsLayout } from "./EventsLayout";
import { TodayScreen } from "./TodayScreen";
import { Shell } from "./Shell";
import { ScreenError } from "./ScreenError";

/** Whose panel is to be open. */
function personIn({ person }: Record<string, unknown>): { person?: string } {
  return typeof person === "string" ? { person } : {};
}

const root = createRootRoute({ component: Shell });

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: () => {
    redirect({ to: "/events", replace: true, throw: true });
  },
});

const events = createRoute({ getParentRoute: () => root, path: "events", component: EventsLayout });
const today = createRoute({ getParentRoute: () => events, path: "/", component: TodayScreen });
const newEvent = createRoute({ getParentRoute: () => events, path: "new", component: lazyRouteComponent(() => import("./NewEventScreen")) });

const editEvent = createRoute({ getParentRoute: () => events, path: "$eventId/edit", component: lazyRouteComponent(() => import("./EditEventScreen")) });

const event = createRoute({ getParentRoute: () => events, path: "$eventId", component: lazyRouteComponent(() => import("./EventScreen")) });
const overview = createRoute({ getParentRoute: () => event, path: "/", component: lazyRouteComponent(() => import("./OverviewScreen")) });
const registration = createRoute({ getParentRoute: () => event, path: "registration", validateSearch: personIn, component: lazyRouteComponent(() => import("./RegistrationScreen")) });
const rules = createRoute({ getParentRoute: () => event, path: "rules", component: lazyRouteComponent(() => import("./RulesScreen")) });
const importing = createRoute({ getParentRoute: () => event, path: "import", component: lazyRouteComponent(() => import("./ImportScreen")) });
const figures = createRoute({ getParentRoute: () => event, path: "figures", component: lazyRouteComponent(() => import("./FiguresScreen")) });
const messages = createRoute({ getParentRoute: () => event, path: "messages", component: lazyRouteComponent(() => import("./MessagesScreen")) });

const virtual = createRoute({ getParentRoute: () => events, path: "virtual/$virtualId", component: lazyRouteComponent(() => import("./VirtualEventScreen")) });
const editVirtual = createRoute({ getParentRoute: () => events, path: "virtual/$virtualId/edit", component: lazyRouteComponent(() => import("./EditVirtualScreen")) });

const settings = createRoute({ getParentRoute: () => root, path: "settings", component: lazyRouteComponent(() => import("./SettingsScreen")) });

const privacy = createRoute({
  getParentRoute: () => root,
  path: "privacy",
  validateSearch: (search: Record<string, unknown>): { email: string } => ({ email: typeof search["email"] === "string" ? search["email"] : "" }),
  component: lazyRouteComponent(() => import("./PrivacyScreen")),
});

const guide = createRoute({ getParentRoute: () => root, path: "guide", component: lazyRouteComponent(() => import("./GuideScreen")) });

const tree = root.addChildren([home, events.addChildren([today, newEvent, editEvent, virtual, editVirtual, event.addChildren([overview, registration, rules, importing, messages, figures])]), settings, privacy, guide]);

// The window has no server behind its pages, so the place is kept after the hash and survives a reload.
export const newRouter = () =>
  createRouter({ routeTree: tree, history: createHashHistory(), defaultErrorComponent: ScreenError, defaultPreload: "intent", defaultPendingMs: 300 });

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof newRouter>;
  }
}
