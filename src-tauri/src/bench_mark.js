// Tells the shell, by the page's title, that a screen is there and accepts input. Only where a bench asks for it.
(() => {
  let told = "";
  const look = () => {
    const heading = document.querySelector("main h1")?.textContent;
    const takesInput = document.querySelector("main :is(button, input):not([disabled])");
    if (!heading || !takesInput || heading === told) return;
    told = heading;
    // The frame after the next one follows the one in which it was painted.
    requestAnimationFrame(() => requestAnimationFrame(() => { document.title = `interactive: ${heading}`; }));
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, attributeFilter: ["disabled"] });
  look();
})();
