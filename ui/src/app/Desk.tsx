import { RouterProvider } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import type { Account } from "../bindings/core";
import { newRouter } from "./routes";
import { SessionContext } from "./session";

/** The organizer's desk: its rail, its list, its pages. */
export default function Desk({ account, onSignInAgain }: { account: Account; onSignInAgain: () => void }): ReactNode {
  const [router] = useState(newRouter);
  return (
    <SessionContext.Provider value={{ account, onSignInAgain }}>
      <RouterProvider router={router} />
    </SessionContext.Provider>
  );
}
