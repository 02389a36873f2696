import { screen, within } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { show } from "../../test/render";
import { events, registrants } from "../../test/seed";
import { standing } from "../../test/mock-standing";
import { BulkHistory } from "../features/registration/BulkHistory";
import { LatestPeople } from "../features/registration/LatestPeople";
import { RegistrantPanel } from "../features/registration/RegistrantPanel";
import { RegistrantsPage } from "../features/registration/RegistrantsPage";
import { RulesPage } from "../features/registration/rules/RulesPage";
import { MessagesPage } from "../features/messages/MessagesPage";

const [event] = events(40);
if (!event) throw new Error("The seed has no event.");

const nothing = (): void => undefined;

/** As on a computer that stands there. */
function standAt(timeZone: string): void {
  const told = new Intl.DateTimeFormat("en-GB").resolvedOptions();
  vi.spyOn(Intl.DateTimeFormat.prototype, "resolvedOptions").mockReturnValue({ ...told, timeZone });
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe.each([
  ["America/New_York", "New York", "06:00"],
  ["Asia/Kolkata", "Kolkata", "16:30"],
])("for somebody in %s, every time on the screen says whose it is", (zone, city, noonInBerlin) => {
  const moment = new RegExp(`\\d{2}:\\d{2} ${city}`);

  it("in a person’s panel: since when, until when, the messages and the history", async () => {
    standAt(zone);
    const [, offered] = standing(registrants(3));
    if (!offered) throw new Error("The seed offers nobody a place.");
    show(<RegistrantPanel event={event} row={offered} onRemove={nothing} onShow={nothing} onPrivacy={nothing} onClose={nothing} />, { waiting: true, registrants: 3 });
    const history = (await screen.findByRole("heading", { name: "History" })).parentElement ?? document.body;
    for (const line of within(history).getAllByRole("listitem")) expect(line).toHaveTextContent(moment);
    expect(screen.getByText(/^until/)).toHaveTextContent(moment);
    expect(screen.getByText(/by hand$|from a list$/)).toHaveTextContent(moment);
    const messages = screen.getByRole("heading", { name: "Messages" }).parentElement ?? document.body;
    for (const line of within(messages).getAllByRole("listitem")) expect(line).toHaveTextContent(moment);
  });

  it("in what was done to many, and among the latest people", async () => {
    standAt(zone);
    show(
      <>
        <BulkHistory eventId={event.id} />
        <LatestPeople eventId={event.id} onAll={nothing} />
      </>,
      { bulk: "some", registrants: 3 },
    );
    const done = await screen.findByRole("region", { name: "What was done to many people at once" });
    for (const line of within(done).getAllByRole("listitem")) expect(line).toHaveTextContent(moment);
    const latest = (await screen.findByRole("heading", { name: "Latest" })).closest("section");
    expect(latest, "once for the list").toHaveTextContent(`by ${city}’s clocks`);
  });

  it("in the table of people, once for its column", async () => {
    standAt(zone);
    show(<RegistrantsPage event={event} onImport={nothing} onOpenRegistration={nothing} onRules={nothing} onPrivacy={nothing} onSettings={nothing} />, { registrants: 3 });
    expect(await screen.findByRole("columnheader", { name: `Registered, ${city}` })).toBeVisible();
  });

  it("among an event’s messages", async () => {
    standAt(zone);
    show(<MessagesPage event={event} />, { registrants: 40 });
    expect((await screen.findAllByText(moment)).length).toBeGreaterThan(0);
  });

  it("in the rules, where the window of registration is set by the event’s clocks", async () => {
    standAt(zone);
    show(<RulesPage event={event} onDone={nothing} />, { waiting: true });
    // Noon in Berlin, as the event's people read it.
    expect(await screen.findByText(`${noonInBerlin} your time`)).toBeVisible();
  });
});
