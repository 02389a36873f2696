import type { ReactionResources, ReactionSprite } from "@azure/communication-react";
// As files of the window's own: the composite fetches them, and the content security policy lets it fetch nothing else.
import applause from "./reactions/applause.svg?no-inline";
import heart from "./reactions/heart.svg?no-inline";
import laugh from "./reactions/laugh.svg?no-inline";
import like from "./reactions/like.svg?no-inline";
import surprised from "./reactions/surprised.svg?no-inline";

/** Pictures in each strip, one below the other, 128 px each: what the composite counts on in places. */
const FRAMES = 51;

function strip(url: string): ReactionSprite {
  return { url, frameCount: FRAMES };
}

/** The reactions' pictures; without them the composite shows no reactions button. */
export const REACTION_PICTURES: ReactionResources = {
  likeReaction: strip(like),
  heartReaction: strip(heart),
  laughReaction: strip(laugh),
  applauseReaction: strip(applause),
  surprisedReaction: strip(surprised),
};
