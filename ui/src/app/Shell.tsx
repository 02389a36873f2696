import { Link, Outlet, useNavigate } from "@tanstack/react-router";
import { CalendarLtr24Filled, CalendarLtr24Regular } from "@fluentui/react-icons/headless/svg/calendar-ltr";
import { MeetNow24Regular } from "@fluentui/react-icons/headless/svg/meet-now";
import { Settings24Filled, Settings24Regular } from "@fluentui/react-icons/headless/svg/settings";
import { lazy, Suspense, useState, type ReactNode } from "react";
import { initials } from "../lib/desk";
import { usePageKey } from "../lib/shortcuts";
import { undoLatest } from "../lib/toasts";
import { useGuideOffered } from "../features/guide/offer";
import type { Overlay } from "./Overlays";
import { useSession } from "./session";
import styles from "./Shell.module.css";

const Above = lazy(() => import("./Above"));
const Overlays = lazy(() => import("./Overlays"));

/** The rail, and beside it whatever is open. */
export function Shell(): ReactNode {
  const offered = useGuideOffered();
  const { account } = useSession();
  const [open, setOpen] = useState<Overlay | null>(null);
  const navigate = useNavigate();
  usePageKey("palette", () => { setOpen("palette"); });
  usePageKey("sheet", () => { setOpen("keys"); });
  usePageKey("join", () => { setOpen("join"); });
  usePageKey("newEvent", () => void navigate({ to: "/events/new" }));
  usePageKey("undo", undoLatest);
  return (
    <div className={styles.shell}>
      <nav className={styles.rail} aria-label="Lectern">
        <Link to="/events" className={styles.place}>
          {({ isActive }) => (
            <>
              {isActive ? <CalendarLtr24Filled aria-hidden="true" /> : <CalendarLtr24Regular aria-hidden="true" />}
              Events
            </>
          )}
        </Link>
        <button type="button" className={styles.place} onClick={() => { setOpen("join"); }}>
          <MeetNow24Regular aria-hidden="true" />
          Join
        </button>
        <span className={styles.space} />
        <Link to="/settings" className={styles.place}>
          {({ isActive }) => (
            <>
              {isActive ? <Settings24Filled aria-hidden="true" /> : <Settings24Regular aria-hidden="true" />}
              Settings
            </>
          )}
        </Link>
        <button type="button" id="me" className={styles.me} aria-haspopup="dialog" aria-label={`${initials(account.displayName)}: signed in as ${account.displayName}`} title={`${account.displayName}\n${account.username}`} onClick={() => { setOpen("account"); }}>
          {initials(account.displayName)}
        </button>
      </nav>
      <div className={styles.side}>
        <Suspense fallback={null}>
          {(offered || account.needsSignIn) && <Above guide={offered} />}
        </Suspense>
        <div className={styles.content}>
          <Outlet />
        </div>
      </div>
      <Suspense fallback={null}>
        {open && <Overlays open={open} onOpen={setOpen} />}
      </Suspense>
    </div>
  );
}
