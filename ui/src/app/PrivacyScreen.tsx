import { useNavigate, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Fluent } from "../components/Fluent";
import { PrivacyPage } from "../features/privacy/PrivacyPage";
import { useVirtualEvents } from "../features/scheduling/listed";
import styles from "./Shell.module.css";

export default function PrivacyScreen(): ReactNode {
  const { email } = useSearch({ from: "/privacy" });
  const navigate = useNavigate();
  const webinars = useVirtualEvents().data ?? [];
  const show = (id: string): void => {
    const webinar = webinars.some((event) => event.id === id);
    void (webinar ? navigate({ to: "/events/virtual/$virtualId", params: { virtualId: id } }) : navigate({ to: "/events/$eventId/rules", params: { eventId: id } }));
  };
  return (
    <Fluent>
      <main className={styles.page}>
        <PrivacyPage key={email} email={email} onEvent={show} />
      </main>
    </Fluent>
  );
}
