import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Fluent } from "../components/Fluent";
import { ManageAccounts } from "../features/accounts/ManageAccounts";
import { SettingsPage } from "../features/settings/SettingsPage";
import { useSession } from "./session";
import styles from "./Shell.module.css";

function SettingsContent(): ReactNode {
  const session = useSession();
  const navigate = useNavigate();
  return (
    <main className={styles.page}>
      <SettingsPage {...session} accounts={<ManageAccounts />} onPrivacy={() => void navigate({ to: "/privacy", search: { email: "" } })} onGuide={() => void navigate({ to: "/guide" })} />
    </main>
  );
}

export default function SettingsScreen(): ReactNode {
  return (
    <Fluent>
      <SettingsContent />
    </Fluent>
  );
}
