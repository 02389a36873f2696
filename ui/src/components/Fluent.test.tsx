import { Dialog, DialogBody, DialogSurface } from "@fluentui/react-components";
import { render, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { expect, it } from "vitest";
import { Fluent } from "./Fluent";

function Page({ asking }: { asking: boolean }): ReactNode {
  return (
    <>
      <main>The page</main>
      {asking && (
        <Fluent>
          <Dialog open>
            <DialogSurface aria-label="A question">
              <DialogBody>
                <button type="button">Yes</button>
              </DialogBody>
            </DialogSurface>
          </Dialog>
        </Fluent>
      )}
    </>
  );
}

it("gives the page back to screen readers when the only dialog on it is gone", async () => {
  const { container, rerender } = render(<Page asking />);
  const hidden = (): boolean => container.querySelector("main")?.closest('[aria-hidden="true"]') !== null;
  await waitFor(() => expect(hidden(), "a dialog hides what is behind it").toBe(true));
  rerender(<Page asking={false} />);
  await waitFor(() => expect(hidden()).toBe(false));
});
