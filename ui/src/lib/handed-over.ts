import type { TeamsWay } from "../bindings/core";

export interface HandedOverWords {
  title: string;
  text: string;
  /** What can be pressed where nothing opened. */
  otherwise: { way: TeamsWay; words: string } | null;
}

/** What was asked of whom: no program tells whether another one really opened, so there is another way to each. */
export function handedOver(way: TeamsWay, what: "meeting" | "page"): HandedOverWords {
  switch (way) {
    case "app":
      return {
        title: "Teams was asked to open this meeting",
        text: "It goes on there. Didn’t it open? The browser can, without installing anything.",
        otherwise: { way: "browser", words: "Open in the browser" },
      };
    case "browser":
      return {
        title: `Your browser was asked to open this ${what}`,
        text: "It goes on there. Didn’t it open? Copy the link into any browser.",
        otherwise: null,
      };
    case "web":
      return {
        title: "Your browser was asked to open Teams on the web",
        text: "It goes on there. Does it show something else? Let the browser ask how to open the meeting.",
        otherwise: { way: "browser", words: "Let the browser ask" },
      };
  }
}
