import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { show } from "../../../test/render";
import type { Scenario } from "../../../test/mock-core";
import { refusal } from "../../../test/seed";
import type { PublishedView } from "../../bindings/core";
import { ServiceBanner } from "../../components/ServiceBanner";
import { readable } from "./colour";
import PublicPage from "./PublicPage";
import { readSites } from "./sites";

const settings = vi.fn();
const view: PublishedView = { eventId: "autumn", service: "https://events.contoso.com", slug: "autumn", url: "https://events.contoso.com/e/autumn", state: "open", look: { color: null, logo: null, framedBy: [], language: null, proof: false }, syncedAt: "2026-12-03T11:00:00Z", problem: null, progress: null, cursor: 12, waiting: [], publishedBy: null, over: null, missing: [], missingCount: 0 };

describe("an event's page", () => {
  it("is published at the address that was proposed, once its service runs", async () => {
    const { user, core, given } = show(<PublicPage eventId="autumn" onSettings={settings} />, { page: "none" });
    await user.click(await screen.findByRole("button", { name: "Publish a page" }));
    expect(screen.getByLabelText("End of the address")).toHaveValue("autumn-product-briefing");
    await user.type(screen.getByRole("textbox", { name: "Colour" }), "#7a1fa2");
    expect(screen.getByText(/white words on it: contrast 8\.\d to 1/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Publish" }));
    expect(await screen.findByText("http://localhost:4180/e/autumn-product-briefing")).toBeVisible();
    const look = { color: "#7a1fa2", logo: null, framedBy: [], language: null, proof: false };
    expect(given("publishing|publish_event")).toEqual([{ eventId: "autumn", slug: "autumn-product-briefing", look }]);
    const order = core.calls.map(({ name }) => name).filter((name) => name === "publishing|serve_pages" || name === "publishing|publish_event");
    expect(order, "no link is shown that leads nowhere").toEqual(["publishing|serve_pages", "publishing|publish_event"]);
  });

  it("says while an address is typed why it can't be, and loses nothing", async () => {
    const taken = refusal("conflict", "The address “town-hall” is taken by another event. Choose another.", { field: "slug" });
    const { user, given } = show(<PublicPage eventId="autumn" onSettings={settings} />, { page: "none", failing: { "publishing|check_address": taken } });
    await user.click(await screen.findByRole("button", { name: "Publish a page" }));
    expect(await screen.findByText(taken.message)).toBeVisible();
    expect(screen.getByRole("button", { name: "Publish" })).toBeDisabled();
    await user.type(screen.getByRole("textbox", { name: "Colour" }), "blue");
    expect(screen.getByText(/six digits and letters/)).toBeVisible();
    expect(given("publishing|publish_event")).toEqual([]);
  });

  it("is taken down after it was said what that means, and can come back", async () => {
    const { user, given } = show(<PublicPage eventId="autumn" onSettings={settings} />, { page: "open" });
    await user.click(await screen.findByRole("button", { name: "Unpublish" }));
    expect(screen.getByText(/Everyone who is on the list stays/)).toBeVisible();
    expect(screen.getByRole("button", { name: "Leave it up" }), "the key that is pressed by habit does no harm").toHaveFocus();
    expect(given("publishing|unpublish_event")).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Take the page down" }));
    expect(await screen.findByRole("button", { name: "Publish it again" })).toBeVisible();
  });

  it("shows why there is no page to be published", async () => {
    show(<PublicPage eventId="sydney" onSettings={settings} />, {});
    expect(await screen.findByText(/Registration is not open yet/)).toBeVisible();
    expect(screen.queryByRole("button", { name: "Publish a page" })).toBeNull();
  });

  it("starts a service that sleeps", async () => {
    const { user } = show(<PublicPage eventId="autumn" onSettings={settings} />, { page: "asleep" });
    await user.click(await screen.findByRole("button", { name: "Start it" }));
    await waitFor(() => expect(screen.getByRole("button", { name: "Copy the link" })).toBeVisible());
  });
});

describe("an event's page at the paired service", () => {
  const real = { real: true } as const;

  it("needs a service, and leads to where this desk is paired with one", async () => {
    const { user } = show(<PublicPage eventId="autumn" onSettings={settings} />, real);
    await user.click(await screen.findByRole("button", { name: "Pair with a service" }));
    expect(settings).toHaveBeenCalledOnce();
    expect(screen.queryByRole("button", { name: "Publish a page" }), "nobody would serve it").toBeNull();
  });

  it("is published once its address is the event's, and tells how far its people are", async () => {
    const { user, core, given } = show(<PublicPage eventId="autumn" onSettings={settings} />, { ...real, service: "owner", hanging: ["publishing|sync_event"] });
    await user.click(await screen.findByRole("button", { name: "Publish a page" }));
    expect(screen.getByText(/Unpublish, and the list comes back/), "what it means is said before it is done").toBeVisible();
    await user.click(screen.getByRole("button", { name: "Publish" }));
    expect(await screen.findByText("Handing people over: 0 of 5 people")).toBeVisible();
    expect(given("publishing|publish_event")).toHaveLength(1);
    expect(core.calls.map(({ name }) => name), "no service is started here for it").not.toContain("publishing|serve_pages");
    expect(given("publishing|sync_event"), "the people go at once").toEqual([{ eventId: "autumn" }]);
  });

  it("stays a form while the service has the address for another event", async () => {
    const taken = refusal("conflict", "events.contoso.com refused: The address “autumn-product-briefing” is taken by another event. Choose another.", { field: "slug" });
    const { user, given } = show(<PublicPage eventId="autumn" onSettings={settings} />, { ...real, service: "owner", failing: { "publishing|publish_event": taken } });
    await user.click(await screen.findByRole("button", { name: "Publish a page" }));
    await user.click(screen.getByRole("button", { name: "Publish" }));
    expect(await screen.findByText(taken.message)).toBeVisible();
    expect(given("publishing|sync_event"), "nothing was begun").toEqual([]);
  });

  it("goes on by hand where it was cut off", async () => {
    const { user, given } = show(<PublicPage eventId="autumn" onSettings={settings} />, { ...real, service: "owner", atService: "cutOff" });
    expect(await screen.findByText(/^Offline since/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Try now" }));
    expect(await screen.findByText("In touch")).toBeVisible();
    expect(given("publishing|sync_event")).toHaveLength(1);
  });

  it("lists what waits, and why something was refused until that was read", async () => {
    const { user, given } = show(<PublicPage eventId="autumn" onSettings={settings} />, { ...real, service: "owner", atService: "refused" });
    expect(await screen.findByText("The event has no place left.")).toBeVisible();
    expect(screen.getByText("Waits")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Dismiss: Add Dana Ωμέγα" }));
    await waitFor(() => expect(screen.queryByText("The event has no place left.")).toBeNull());
    expect(given("publishing|dismiss_change")).toEqual([{ eventId: "autumn", changeId: "c1" }]);
  });

  it("leads to pairing again where the service doesn't take this desk any more", async () => {
    settings.mockClear();
    const { user } = show(<PublicPage eventId="autumn" onSettings={settings} />, { ...real, service: "owner", atService: "turnedAway" });
    await user.click(await screen.findByRole("button", { name: "Pair again" }));
    expect(settings).toHaveBeenCalledOnce();
  });

  it("comes back after it was said what that means", async () => {
    const { user, given } = show(<PublicPage eventId="autumn" onSettings={settings} />, { ...real, service: "owner", atService: "open" });
    await user.click(await screen.findByRole("button", { name: "Unpublish" }));
    expect(screen.getByText(/Everybody who registered comes back/)).toBeVisible();
    expect(given("publishing|unpublish_event")).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Unpublish, and take the list back" }));
    expect(await screen.findByText(/This desk decides|this desk decides/)).toBeVisible();
    expect(await screen.findByRole("button", { name: "Publish a page" })).toBeVisible();
  });
});

describe("an event at the service that something befell", () => {
  const at = (face: "missing" | "otherDesk" | "over", service: "owner" | "organizer" = "owner") => show(<PublicPage eventId="autumn" onSettings={settings} />, { real: true, service, atService: face });

  it("hands whom the service lacks over again, and says for whom there is no place", async () => {
    const { user, given } = at("missing");
    expect(await screen.findByText("212 people missing")).toBeVisible();
    expect(screen.getByText("And 209 more.")).toBeVisible();
    await user.click(screen.getByRole("checkbox", { name: /Dana/ }));
    await user.click(screen.getByRole("button", { name: "Hand 1 over again" }));
    expect(await screen.findByText("211 people missing")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Hand over again" }));
    expect(await screen.findByText("No place left")).toBeVisible();
    expect(given("publishing|hand_again")).toEqual([{ eventId: "autumn", ids: ["r1"] }, { eventId: "autumn", ids: [] }]);
  });

  it("lets go of somebody only after it was said what that means", async () => {
    const { user, given } = at("missing");
    await user.click(await screen.findByRole("checkbox", { name: /Sam Lee/ }));
    await user.click(screen.getByRole("button", { name: "Let go of 1" }));
    expect(screen.getByText(/tickets let nobody in/)).toBeVisible();
    expect(screen.getByRole("button", { name: "Keep them" }), "the key that is pressed by habit does no harm").toHaveFocus();
    expect(given("publishing|let_go")).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Let go of 1 person" }));
    expect(await screen.findByText("211 people missing")).toBeVisible();
    expect(given("publishing|let_go")).toEqual([{ eventId: "autumn", ids: ["r3"] }]);
  });

  it("is another desk's: its page is not changed here, and an owner's desk gives it back", async () => {
    const { user } = at("otherDesk");
    expect(await screen.findByText(/published this event/)).toHaveTextContent("Studio <b>2</b>");
    expect(screen.queryByRole("button", { name: "Change the page" }), "the service would refuse it").toBeNull();
    await user.click(screen.getByRole("button", { name: "Unpublish" }));
    await user.click(screen.getByRole("button", { name: "Unpublish, and give the list back" }));
    expect(await screen.findByText(/Over since/)).toBeVisible();
  });

  it("is another desk's: an organizer's can't unpublish it, and is told who can", async () => {
    at("otherDesk", "organizer");
    expect(await screen.findByText(/or an owner’s, can unpublish it/)).toBeVisible();
    expect(screen.queryByRole("button", { name: "Unpublish" })).toBeNull();
  });

  it("is over: kept for reading, with no link that leads nowhere", async () => {
    at("over");
    expect(await screen.findByText(/stays for reading/)).toBeVisible();
    expect(screen.queryByRole("button", { name: /link|page|Unpublish/ })).toBeNull();
  });
});

describe("a proof of the address", () => {
  it("is asked for where the organizer wants it", async () => {
    const { user, given } = show(<PublicPage eventId="autumn" onSettings={settings} />, { real: true, service: "owner" });
    await user.click(await screen.findByRole("button", { name: "Publish a page" }));
    await user.click(screen.getByRole("switch", { name: "People prove their address by mail" }));
    expect(screen.getByText(/on the list once they confirmed/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Publish" }));
    await waitFor(() => expect(given("publishing|publish_event")).toMatchObject([{ look: { proof: true } }]));
  });
});

describe("sites that show the page inside", () => {
  it("are given one a line, as browsers compare them", async () => {
    const { user, given } = show(<PublicPage eventId="autumn" onSettings={settings} />, { page: "none" });
    await user.click(await screen.findByRole("button", { name: "Publish a page" }));
    const field = screen.getByRole("textbox", { name: "Your sites that show it inside" });
    await user.type(field, "https://www.contoso.com/{enter}http://intra.example");
    expect(screen.getByText(/“http:\/\/intra.example” can’t be used. A site reads/)).toBeVisible();
    expect(screen.getByRole("button", { name: "Publish" }), "nothing is lost, and nothing goes").toBeDisabled();
    await user.clear(field);
    await user.type(field, "https://WWW.contoso.com/{enter}{enter}https://www.contoso.com");
    await user.click(screen.getByRole("button", { name: "Publish" }));
    expect(await screen.findByRole("button", { name: "Copy the code for your site" })).toBeVisible();
    expect(given("publishing|publish_event")).toMatchObject([{ look: { framedBy: ["https://www.contoso.com"] } }]);
  });

  it("are names and nothing else", () => {
    for (const bad of ["contoso.com", "https://", "https://x.example/events", "https://x.example;sandbox", "https://*.x.example", "https://me@x.example", "javascript:alert(1)", "https://x.example?a"]) {
      expect(readSites(bad), bad).toMatchObject({ sites: [], wrong: expect.stringContaining(bad) as string });
    }
    expect(readSites("https://bücher.example:8443")).toEqual({ sites: ["https://xn--bcher-kva.example:8443"], wrong: null });
    expect(readSites(Array.from({ length: 21 }, (_, index) => `https://s${index}.example`).join("\n")).wrong).toBe("20 sites at most; here are 21.");
  });
});

describe("who was let in", () => {
  const at = async (more: Scenario) => {
    const shown = show(<PublicPage eventId="autumn" onSettings={settings} />, { real: true, service: "owner", atService: "open", ...more });
    await shown.user.click(await screen.findByRole("button", { name: "Who was let in" }));
    return shown;
  };

  it("is told by name and time, in parts", async () => {
    const { user, given } = await at({ letIn: 130 });
    const list = await screen.findByRole("list", { name: "Who was let in" });
    expect(within(list).getAllByRole("listitem")).toHaveLength(100);
    expect(within(list).getAllByText("سارة <b>العلي</b> 🎉")[0], "a name is text").toBeVisible();
    expect(within(list).getAllByText("Somebody who is not on the list any more")[0]).toBeVisible();
    expect(within(list).getByText(/A key of this join was used twice/)).toBeVisible();
    expect(within(list).getAllByText("Another token")[0]?.closest("li")?.querySelector("time")?.title).toMatch(/Good until/);
    await user.click(screen.getByRole("button", { name: "Show more" }));
    await waitFor(() => expect(within(list).getAllByRole("listitem")).toHaveLength(130));
    expect(screen.queryByRole("button", { name: "Show more" })).toBeNull();
    expect(given("publishing|who_was_let_in")).toEqual([{ eventId: "autumn", after: 0 }, { eventId: "autumn", after: 100 }]);
  });

  it("is asked for only when it is opened, and says when it is nobody", async () => {
    const { user, given } = show(<PublicPage eventId="autumn" onSettings={settings} />, { page: "open" });
    const button = await screen.findByRole("button", { name: "Who was let in" });
    expect(given("publishing|who_was_let_in")).toEqual([]);
    await user.click(button);
    expect(await screen.findByText("Nobody yet")).toBeVisible();
  });

  it("is tried again where the service was away", async () => {
    const { core, user } = await at({ letIn: 3, failing: { "publishing|who_was_let_in": refusal("offline", "The trusted service can't be reached from here.") } });
    expect(await screen.findByText("The trusted service can't be reached from here.")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Try again" }));
    await waitFor(() => expect(core.calls.filter(({ name }) => name === "publishing|who_was_let_in")).toHaveLength(2));
  });
});

describe("above the list of a restored service", () => {
  it("is said whom it lacks, and where they are handed over again", () => {
    show(<ServiceBanner published={{ ...view, missingCount: 212 }} onSettings={settings} />);
    expect(screen.getByRole("status")).toHaveTextContent(/The service lacks 212 people of this list\..*in the overview under “Registration page”/);
    expect(screen.queryByRole("button", { name: /Try now|Pair again|Show/ }), "nothing to try").toBeNull();
  });

  it("is said of one person, behind what is more pressing", () => {
    show(<ServiceBanner published={{ ...view, missingCount: 1, waiting: [{ id: "c1", madeAt: "2026-12-03T10:00:00Z", what: "Add Dana", people: [], refused: "The event has no place left." }] }} onSettings={settings} />);
    expect(screen.getByText("The service refused 1 change.")).toBeVisible();
    expect(screen.queryByText(/lacks/)).toBeNull();
  });

  it("is said that a copy is over, and nothing else of it", () => {
    show(<ServiceBanner published={{ ...view, missingCount: 3, publishedBy: "Studio", over: "2026-12-03T06:00:00Z" }} onSettings={settings} />);
    expect(screen.getByRole("status")).toHaveTextContent(/^Over since .*Nobody decides about this list any more/);
    expect(screen.queryByText(/lacks/)).toBeNull();
  });
});

describe("a colour", () => {
  it("is told by how well it can be read", () => {
    expect(readable("#000000")).toEqual({ words: "white", ratio: "21.0", links: "light" });
    expect(readable("#ffd54f")).toMatchObject({ words: "black", links: "dark" });
    expect(readable("red")).toBeNull();
  });
});
