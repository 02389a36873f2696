import type { ReactNode } from "react";
import { SettingsPage } from "../features/settings/SettingsPage";
import { useSession } from "./session";
import styles from "./Shell.module.css";

export default function SettingsScreen(): ReactNode {
  const { account, onSignInAgain } = useSession();
  return (
    <main className={styles.page}>
      <SettingsPage account={account} onSignInAgain={onSignInAgain} />
    </main>
  );
}
