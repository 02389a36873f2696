/** Put into a page before the app's own code: a core in memory, by the scenario that the page was opened with. */
import { installMockCore, type MockCore, type Scenario } from "./mock-core";

declare global {
  interface Window {
    __SCENARIO__?: Scenario;
    mockCore?: MockCore;
  }
}

window.mockCore = installMockCore(window.__SCENARIO__ ?? {});
