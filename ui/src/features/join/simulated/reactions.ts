import type { ReactionResources, ReactionSprite } from "@azure/communication-react";

/** Frames in a strip, one below the other; enough for a gentle bounce. */
const FRAMES = 24;
const SIDE = 96;

/** A strip of pictures that bounce once, as a data address: nothing is fetched. */
function sprite(drawing: string): ReactionSprite {
  const frames = Array.from({ length: FRAMES }, (_, index) => {
    const lift = Math.abs(Math.sin((index / FRAMES) * Math.PI * 2)) * 10;
    const y = index * SIDE + 10 - lift;
    return `<g transform="translate(10 ${y.toFixed(1)}) scale(.76)">${drawing}</g>`;
  }).join("");
  const size = `width="${String(SIDE)}" height="${String(SIDE * FRAMES)}" viewBox="0 0 ${String(SIDE)} ${String(SIDE * FRAMES)}"`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${frames}</svg>`;
  return { url: `data:image/svg+xml,${encodeURIComponent(svg)}`, frameCount: FRAMES };
}

const FACE = '<circle cx="50" cy="50" r="44" fill="#f9c23c"/>';
const EYES = '<circle cx="34" cy="40" r="6" fill="#4a2b0f"/><circle cx="66" cy="40" r="6" fill="#4a2b0f"/>';
const THUMB =
  '<path d="M18 46h16v42H18zM38 88V46l14-34c10 0 12 8 10 16l-3 12h22c8 0 10 7 8 13l-8 26c-2 6-6 9-12 9z" fill="#f9c23c"/>';
const HEART = '<path d="M50 88C8 58 6 32 20 20c12-10 26-2 30 10 4-12 18-20 30-10 14 12 12 38-30 68z" fill="#e0313f"/>';
const LAUGH = `${FACE}<path d="M26 42q8-10 16 0M58 42q8-10 16 0" stroke="#4a2b0f" stroke-width="5" fill="none"/><path d="M24 54h52q-4 28-26 28T24 54z" fill="#4a2b0f"/>`;
const SURPRISE = `${FACE}${EYES}<ellipse cx="50" cy="68" rx="11" ry="14" fill="#4a2b0f"/>`;
const APPLAUSE =
  '<path d="M22 60 44 24q6-8 12-2l-8 18 18-14q8-4 11 4L66 44q12-6 14 3L64 62q8-2 9 6L50 88q-20 6-30-10z" fill="#f9c23c"/><path d="M14 30l8 8M34 10l4 12M80 14l-6 10" stroke="#c08a12" stroke-width="5"/>';

/** The reactions' pictures; without them the composite shows no reactions button. */
export const REACTION_PICTURES: ReactionResources = {
  likeReaction: sprite(THUMB),
  heartReaction: sprite(HEART),
  laughReaction: sprite(LAUGH),
  applauseReaction: sprite(APPLAUSE),
  surprisedReaction: sprite(SURPRISE),
};
