/** The core's own limit. */
const MOST = 20;
const READS = "A site reads https://www.contoso.com: without a page behind the name.";

/** The sites that may show the page inside, one a line, as the browser compares them; or which line is none. */
export function readSites(text: string): { sites: string[]; wrong: string | null } {
  const lines = text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  const bad = lines.find((line) => !isSite(line));
  const sites = [...new Set(lines.filter(isSite).map((line) => new URL(line).origin))];
  if (bad !== undefined) return { sites, wrong: `“${bad}” can’t be used. ${READS}` };
  return { sites, wrong: sites.length > MOST ? `${MOST} sites at most; here are ${sites.length}.` : null };
}

function isSite(line: string): boolean {
  if (!URL.canParse(line)) return false;
  const { protocol, hostname, pathname, search, hash, username, password } = new URL(line);
  const bare = pathname === "/" && search === "" && hash === "" && username === "" && password === "";
  return protocol === "https:" && bare && /^[a-z0-9.:[\]-]+$/.test(hostname);
}
