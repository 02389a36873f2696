const accents = /\p{Diacritic}/gu;

function plain(text: string): string {
  return text.normalize("NFD").replace(accents, "").toLowerCase();
}

/** Whether a title is meant by what was typed, as the core finds events: accents and capitals don't matter. */
export function matches(title: string, query: string): boolean {
  const own = plain(title).split(/[^\p{L}\p{N}]+/u);
  return plain(query).split(/[^\p{L}\p{N}]+/u).every((word) => own.some((one) => one.startsWith(word)));
}
