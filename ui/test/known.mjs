// What axe-core finds inside the library's own components, beside the committed list of it.

/**
 * @param {Iterable<string>} found in this run
 * @param {string[]} known as committed
 * @returns {{upstream: string[], fresh: string[], gone: string[]}} what is both, what nobody has agreed to, and what is
 *   listed for nothing
 */
export function compare(found, known) {
  const [now, listed] = [new Set(found), new Set(known)];
  return {
    upstream: [...now].filter((finding) => listed.has(finding)).sort(),
    fresh: [...now].filter((finding) => !listed.has(finding)).sort(),
    gone: [...listed].filter((finding) => !now.has(finding)).sort(),
  };
}
