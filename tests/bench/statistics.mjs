// Medians with their spread: what a few runs on a busy machine can honestly say.

/** The value below which a share of the runs lies, between two runs where it falls between them. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)];
  return below + (sorted[Math.ceil(place)] - below) * (place % 1);
}

/** @param {number[]} runs @returns {{median: number, low: number, high: number, runs: number[]}} low and high: the quartiles */
const spread = (runs) => ({ median: quantile(runs, 0.5), low: quantile(runs, 0.25), high: quantile(runs, 0.75), runs });

/** Two things measured in turn: the ratio of the medians, and the quartiles of the single rounds' ratios. */
export function ratio(ours, base) {
  const rounds = spread(ours.map((value, round) => value / base[round]));
  return { median: spread(ours).median / spread(base).median, low: rounds.low, high: rounds.high };
}

/**
 * One line of the bench.
 * @param {{name: string, unit: string, ours: number[], base?: number[], limit?: number, digits?: number}} given
 *   `limit` is for the ratio where there is a base, and else for our own median
 */
export function line({ name, unit, ours, base, limit, digits = 0 }) {
  const against = base ? ratio(ours, base) : null;
  const judged = against ? against.median : spread(ours).median;
  return {
    name, unit, digits,
    ours: spread(ours),
    base: base ? spread(base) : null,
    ratio: against,
    limit: limit ?? null,
    met: limit === undefined ? null : judged <= limit,
  };
}
