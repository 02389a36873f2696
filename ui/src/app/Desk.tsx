import { RouterProvider } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import { newRouter } from "./routes";
import { SessionContext, type Session } from "./session";

/** The organizer's desk: its rail, its list, its pages. */
export default function Desk(session: Session): ReactNode {
  const [router] = useState(newRouter);
  return (
    <SessionContext.Provider value={session}>
      <RouterProvider router={router} />
    </SessionContext.Provider>
  );
}
