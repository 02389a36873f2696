import type { QueryClient } from "@tanstack/react-query";
import type { ComponentType } from "react";
import { PENDING } from "./pending";

/** The attendee's screens, and the link that waits for them. Apart, so that the organizer's start does not carry their list of files. */
export async function fetchAttendee(client: QueryClient): Promise<ComponentType> {
  // What fails here is told by the screen, which asks again.
  void client.query(PENDING).catch(() => undefined);
  return (await import("./AttendeeApp")).default;
}
