import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { HostSide } from "./HostSide";

it("tells a host plainly what only Teams can do, and no more than that until asked", async () => {
  render(<HostSide />);
  expect(screen.getByText("Let people in from the lobby")).not.toBeVisible();
  await userEvent.setup().click(screen.getByText("What only Teams can do"));
  for (const thing of ["Let people in from the lobby", "Record and transcribe", /Breakout rooms, polls, Q&A/]) {
    expect(screen.getByText(thing), "a host who finds out in the meeting has lost it").toBeVisible();
  }
});
