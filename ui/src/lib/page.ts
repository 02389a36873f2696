/** The window's page itself. An object, so that a test can stand in for it. */
export const page = {
  /**
   * From the first screen, as when the window was opened: nothing of what this page held (answers, timers, what a notice
   * offers to undo) reaches the next account's desk. The place is set without the router hearing of it.
   */
  startAnew(): void {
    History.prototype.replaceState.call(window.history, null, "", "#/events");
    window.location.reload();
  },
};
