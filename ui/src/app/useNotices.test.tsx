import { act, screen } from "@testing-library/react";
import type { ReactNode } from "react";
import { expect, it } from "vitest";
import { show } from "../../test/render";
import { useNotices } from "./useNotices";

function Page(): ReactNode {
  useNotices();
  return null;
}

it("says what the core has to say, whether it came before the page or after, and until it was seen", async () => {
  const words = ["Lectern is open with the profile in /home/ana/one.", "Lectern is open with the profile in /home/ana/two."];
  const { core, user, given } = show(<Page />, { notices: [...words] });
  expect(await screen.findByText(words[0] ?? ""), "it came while the page was loading").toBeVisible();
  act(() => { core.emit("notice", null); });
  expect(await screen.findByText(words[1] ?? "")).toBeVisible();
  act(() => { core.emit("notice", null); });
  expect(given("session|take_notice"), "nothing is said twice").toHaveLength(3);
  for (const dismiss of screen.getAllByRole("button", { name: "Dismiss" })) await user.click(dismiss);
  expect(screen.queryByText(/Lectern is open/)).not.toBeInTheDocument();
});
