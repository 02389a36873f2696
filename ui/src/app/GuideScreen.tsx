import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Fluent } from "../components/Fluent";
import { GuidePage } from "../features/guide/GuidePage";
import { useSession } from "./session";
import styles from "./Shell.module.css";

function GuideContent(): ReactNode {
  const navigate = useNavigate();
  const { onSignInAgain } = useSession();
  const go = (place: "signIn" | "services" | "doctor" | "newEvent"): void => {
    if (place === "signIn") onSignInAgain();
    else void navigate({ to: place === "newEvent" ? "/events/new" : "/settings" });
  };
  return (
    <main className={styles.page}>
      <GuidePage onGo={go} />
    </main>
  );
}

export default function GuideScreen(): ReactNode {
  return (
    <Fluent>
      <GuideContent />
    </Fluent>
  );
}
