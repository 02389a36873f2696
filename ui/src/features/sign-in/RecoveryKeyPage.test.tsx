import { screen, waitFor } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { show } from "../../../test/render";
import { recoveryKey } from "../../../test/seed";
import { RecoveryKeyPage } from "./RecoveryKeyPage";

it("shows the recovery key until the owner says that it is noted", async () => {
  const { user, given } = show(<RecoveryKeyPage onLater={vi.fn()} />, { real: true, recoveryKeyDue: true });
  expect(await screen.findAllByRole("listitem")).toHaveLength(recoveryKey.length);
  const go = screen.getByRole("button", { name: "Continue" });
  expect(go, "a key that nobody noted must not vanish").toBeDisabled();
  await user.click(screen.getByRole("checkbox"));
  await user.click(go);
  await waitFor(() => expect(given("session|confirm_recovery_key")).toHaveLength(1));
});
