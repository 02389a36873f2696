/** The colour's own light, as WCAG 2 counts it. */
function luminance(color: string): number {
  const part = (at: number): number => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
}

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

export function isColor(text: string): boolean {
  return /^#[0-9a-f]{6}$/i.test(text);
}

/** What text needs (WCAG 2.2, 1.4.3). */
const TEXT = 4.5;

/** How the page uses this colour: the words on its buttons, and where its links have it; null: it is no colour. */
export function readable(color: string): { words: "white" | "black"; ratio: string; links: "everywhere" | "light" | "dark" | "nowhere" } | null {
  if (!isColor(color)) return null;
  const [white, black] = [contrast(color, "#ffffff"), contrast(color, "#000000")];
  const [light, dark] = [white >= TEXT, contrast(color, "#292929") >= TEXT];
  return { words: white >= TEXT ? "white" : "black", ratio: (white >= TEXT ? white : black).toFixed(1), links: light ? (dark ? "everywhere" : "light") : dark ? "dark" : "nowhere" };
}
