import "@testing-library/jest-dom/vitest";
import { clearMocks } from "@tauri-apps/api/mocks";
import { cleanup, configure } from "@testing-library/react";
import { afterEach, vi } from "vitest";
import { dropKeyboardLibrary } from "../src/components/keyboard-library";

// Screens are loaded when they are asked for, and the machine that runs the tests may be busy.
configure({ asyncUtilTimeout: 10_000 });

// jsdom draws nothing, so it lacks what asks about drawing.
class NoResizes implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
vi.stubGlobal("ResizeObserver", NoResizes);
window.matchMedia = (media) =>
  ({
  media,
  matches: false,
  onchange: null,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
  dispatchEvent: () => true,
}) as unknown as MediaQueryList;
// Whoever looks for the first thing that can have the focus leaves out what has no place on the page.
Object.defineProperty(HTMLElement.prototype, "offsetParent", {
  configurable: true,
  get(this: HTMLElement) {
    return this.isConnected ? this.parentElement : null;
  },
});
Element.prototype.scrollTo = () => undefined;
window.scrollTo = () => undefined;
Element.prototype.scrollIntoView = () => undefined;

afterEach(async () => {
  cleanup();
  dropKeyboardLibrary();
  // What a screen stops listening to, it stops a moment after it is gone.
  await new Promise((gone) => setTimeout(gone, 0));
  clearMocks();
  localStorage.clear();
});
