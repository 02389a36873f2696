import { offsetLabel, zoneCity } from "./time";
import { offsetMinutes } from "./wall-clock";

export interface Zone {
  id: string;
  city: string;
  region: string;
  offset: string;
  minutes: number;
}

const accents = /\p{Diacritic}/gu;

function plain(text: string): string {
  return text.normalize("NFD").replace(accents, "").toLowerCase().replaceAll("_", " ");
}

/** Every zone that this webview knows, with its distance to UTC at `instant`, west to east. */
export function zonesAt(instant: number): Zone[] {
  return ["UTC", ...Intl.supportedValuesOf("timeZone").filter((id) => id !== "UTC")]
    .map((id) => {
      const minutes = offsetMinutes(instant, id);
      return { id, city: zoneCity(id), region: id.split("/").slice(0, -1).join(", ").replaceAll("_", " "), offset: offsetLabel(minutes), minutes };
    })
    .sort((a, b) => a.minutes - b.minutes || a.city.localeCompare(b.city));
}

/** Zones whose city, region or distance ("UTC+1") contains every word of the query; cities that begin with it first. */
export function searchZones(zones: Zone[], query: string): Zone[] {
  const words = plain(query).split(/[\s,/]+/u).filter(Boolean);
  const [first] = words;
  if (first === undefined) return zones;
  const matches = zones.filter(({ id, offset }) => {
    const text = `${plain(id)} ${offset.toLowerCase()}`;
    return words.every((word) => text.includes(word));
  });
  return matches.sort((a, b) => Number(plain(b.city).startsWith(first)) - Number(plain(a.city).startsWith(first)));
}
