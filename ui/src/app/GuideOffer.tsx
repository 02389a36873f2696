import { Link, useLocation } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { PlainButton } from "../components/PlainButton";
import { usePutOff } from "../features/guide/api";
import button from "../components/PlainButton.module.css";
import styles from "./GuideOffer.module.css";

/** Said once to whoever is new here; never in the way. */
export default function GuideOffer(): ReactNode {
  const putOff = usePutOff();
  const { pathname } = useLocation();
  if (pathname === "/guide" || putOff.isPending) return null;
  return (
    <aside className={styles.offer} aria-label="A guide for the beginning">
      <span>
        <strong>New here?</strong> Nine short questions tell which integration with Teams fits your events.
      </span>
      <span className={styles.acts}>
        <Link to="/guide" className={button["button"] ?? ""}>
          Open the guide
        </Link>
        <PlainButton look="subtle" onClick={() => { putOff.mutate(); }}>
          Not now
        </PlainButton>
      </span>
    </aside>
  );
}
