import type { ReactNode } from "react";
import { useDesk } from "../lib/desk";
import styles from "./SandboxStrip.module.css";

/** Says, on every window of a sandbox profile and on no other, that nothing here is real. */
export function SandboxStrip(): ReactNode {
  const desk = useDesk().data;
  if (desk?.profile.kind !== "sandbox") return null;
  return <Strip of={desk.tenantName ?? desk.profile.name} />;
}

export function Strip({ of }: { of: string }): ReactNode {
  return (
    <aside data-sandbox-strip className={styles.strip} aria-label="Sandbox">
      <strong>Sandbox</strong>
      <span>{of}. Nothing here reaches Microsoft.</span>
    </aside>
  );
}
