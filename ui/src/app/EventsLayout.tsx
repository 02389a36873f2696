import { Outlet } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { EventList } from "../features/scheduling/EventList";
import styles from "./Shell.module.css";

export function EventsLayout(): ReactNode {
  return (
    <>
      <EventList />
      <main className={styles.page}>
        <Outlet />
      </main>
    </>
  );
}
