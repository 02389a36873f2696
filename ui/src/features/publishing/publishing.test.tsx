import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { show } from "../../../test/render";
import { refusal } from "../../../test/seed";
import { readable } from "./colour";
import PublicPage from "./PublicPage";

describe("an event's page", () => {
  it("is published at the address that was proposed, once its service runs", async () => {
    const { user, core, given } = show(<PublicPage eventId="autumn" />, { page: "none" });
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
    const { user, given } = show(<PublicPage eventId="autumn" />, { page: "none", failing: { "publishing|check_address": taken } });
    await user.click(await screen.findByRole("button", { name: "Publish a page" }));
    expect(await screen.findByText(taken.message)).toBeVisible();
    expect(screen.getByRole("button", { name: "Publish" })).toBeDisabled();
    await user.type(screen.getByRole("textbox", { name: "Colour" }), "blue");
    expect(screen.getByText(/six digits and letters/)).toBeVisible();
    expect(given("publishing|publish_event")).toEqual([]);
  });

  it("is taken down after it was said what that means, and can come back", async () => {
    const { user, given } = show(<PublicPage eventId="autumn" />, { page: "open" });
    await user.click(await screen.findByRole("button", { name: "Unpublish" }));
    expect(screen.getByText(/Everyone who is on the list stays/)).toBeVisible();
    expect(screen.getByRole("button", { name: "Leave it up" }), "the key that is pressed by habit does no harm").toHaveFocus();
    expect(given("publishing|unpublish_event")).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Take the page down" }));
    expect(await screen.findByRole("button", { name: "Publish it again" })).toBeVisible();
  });

  it("shows why there is no page to be published", async () => {
    show(<PublicPage eventId="sydney" />, {});
    expect(await screen.findByText(/Registration is not open yet/)).toBeVisible();
    expect(screen.queryByRole("button", { name: "Publish a page" })).toBeNull();
  });

  it("starts a service that sleeps", async () => {
    const { user } = show(<PublicPage eventId="autumn" />, { page: "asleep" });
    await user.click(await screen.findByRole("button", { name: "Start it" }));
    await waitFor(() => expect(screen.getByRole("button", { name: "Copy the link" })).toBeVisible());
  });
});

describe("a colour", () => {
  it("is told by how well it can be read", () => {
    expect(readable("#000000")).toEqual({ words: "white", ratio: "21.0", links: "light" });
    expect(readable("#ffd54f")).toMatchObject({ words: "black", links: "dark" });
    expect(readable("red")).toBeNull();
  });
});
