// SPDX-License-Identifier: Apache-2.0
// What the table beside a map says: one row, one place. The map asks the node for nothing a reader was not shown.

export type Corner = [number, number];

export interface Place {
  row: HTMLElement;
  form: "Point" | "LineString" | "Polygon";
  corners: Corner[];
  day: string;
  number: string;
  tone: string; // the number of its kind in the legend, or nothing
}

const NEAR = 2; // decimals of a degree to which places are one, about a kilometre
const STRETCH = 13; // letters of a moment up to its hour: a track is shown hour by hour

/** Return the places of a table's rows, in their order. */
export function readPlaces(table: HTMLElement | null): Place[] {
  const rows = table?.querySelectorAll<HTMLElement>("tr[data-places]") ?? [];
  return [...rows].flatMap((row, index) => stretches({
    row,
    form: row.dataset.form as Place["form"],
    corners: row.dataset.places!.split(" ").map((pair) => pair.split(",").map(Number) as Corner),
    day: row.dataset.day ?? "",
    number: String(index + 1),
    tone: row.dataset.tone ?? "",
  }));
}

/** Cut a track whose corners have times into hours, so that the slider can show it as it went; else leave it whole. */
function stretches(place: Place): Place[] {
  const times = place.row.dataset.times?.split(" ") ?? [];
  if (place.form !== "LineString" || times.length !== place.corners.length) return [place];
  const found: Place[] = [];
  place.corners.forEach((corner, index) => {
    const last = found.at(-1);
    last?.corners.push(corner);
    if (!last || last.day.slice(0, STRETCH) !== times[index].slice(0, STRETCH)) {
      found.push({ ...place, day: times[index], corners: [corner] });
    }
  });
  return found.filter((one) => one.corners.length > 1);
}

/** Return places as GeoJSON; each knows its number, its index, and which spot beside its place it takes. */
export function features(places: Place[]): any {
  const held = new Map<string, number>();
  return {
    type: "FeatureCollection",
    features: places.map((place, index) => ({
      type: "Feature",
      geometry: { type: place.form, coordinates: shape(place) },
      properties: { index, number: place.number, day: place.day, tone: place.tone, aside: aside(place, held) },
    })),
  };
}

/** Return which of the spots around its place a point takes, counted from 1; 0 where it is the first one there. */
function aside({ form, corners }: Place, held: Map<string, number>): number {
  if (form !== "Point") return 0;
  const at = corners[0].map((one) => one.toFixed(NEAR)).join(" ");
  const before = held.get(at) ?? 0;
  held.set(at, before + 1);
  return before;
}

function shape({ form, corners }: Place): any {
  if (form === "Point") return corners[0];
  return form === "Polygon" ? [corners] : corners;
}
