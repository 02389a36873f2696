import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { ListFilter } from "../../bindings/core";
import { show } from "../../../test/render";
import { events } from "../../../test/seed";
import { RegistrantsPage } from "./RegistrantsPage";
import { areStatuses, isOrder } from "./shown";

const [event] = events(40);
if (!event) throw new Error("The seed has no event.");

function page() {
  return <RegistrantsPage event={event!} onImport={vi.fn()} onOpenRegistration={vi.fn()} onRules={vi.fn()} onPrivacy={vi.fn()} onSettings={vi.fn()} />;
}

function lastFilter(given: (name: string) => unknown[]): ListFilter | undefined {
  return (given("registration|registrants") as { filter: ListFilter }[]).at(-1)?.filter;
}

describe("how a list was shown", () => {
  it("is remembered: its order and whom it shows", async () => {
    const first = show(page(), { registrants: 40, waiting: true });
    await first.user.click(await screen.findByRole("button", { name: "Cancelled" }));
    await waitFor(() => expect(lastFilter(first.given)?.statuses).toEqual(["cancelled"]));
    localStorage.setItem(`people-order/${event.id}`, JSON.stringify({ by: "registered", descending: true }));
    document.body.innerHTML = "";
    const again = show(page(), { registrants: 40, waiting: true });
    await waitFor(() => expect(lastFilter(again.given)).toEqual({ statuses: ["cancelled"], order: { by: "registered", descending: true } }));
  });

  it("is forgotten where it makes no sense any more", () => {
    expect([isOrder({ by: "height", descending: true }), isOrder(null), isOrder({ by: "name" })]).toEqual([false, false, false]);
    expect([areStatuses(["registered"]), areStatuses(["gone"]), areStatuses([])]).toEqual([true, false, false]);
  });
});
