import { act, renderHook } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { installMockCore } from "../../../test/mock-core";
import type { Invitation, Step } from "./join-state";
import { useOtherAccount } from "./useOtherAccount";

const invitation: Invitation = { input: "https://teams.microsoft.com/meet/123", passcode: null };

it("decides a link anew when another account is opened, and leaves everything else alone", async () => {
  const core = installMockCore({ label: "attendee" });
  const decide = vi.fn();
  const { rerender } = renderHook(({ step }: { step: Step }) => { useOtherAccount(step, decide); }, { initialProps: { step: { at: "door" } as Step } });
  await act(() => Promise.resolve());
  core.emit("account", null);
  expect(decide, "there is no link to decide about").not.toHaveBeenCalled();
  rerender({ step: { at: "deciding", invitation } });
  core.emit("account", null);
  expect(decide, "what the one account had is not what the other has").toHaveBeenCalledExactlyOnceWith(invitation);
});
