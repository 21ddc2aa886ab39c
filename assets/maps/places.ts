// SPDX-License-Identifier: Apache-2.0
// What the table beside a map says: one row, one place. The map asks the node for nothing a reader was not shown.

export type Corner = [number, number];

export interface Place {
  row: HTMLElement;
  form: "Point" | "LineString" | "Polygon";
  corners: Corner[];
  day: string;
}

/** Return the places of a table's rows, in their order. */
export function readPlaces(table: HTMLElement | null): Place[] {
  const rows = table?.querySelectorAll<HTMLElement>("tr[data-places]") ?? [];
  return [...rows].map((row) => ({
    row,
    form: row.dataset.form as Place["form"],
    corners: row.dataset.places!.split(" ").map((pair) => pair.split(",").map(Number) as Corner),
    day: row.dataset.day ?? "",
  }));
}

/** Return places as GeoJSON; each knows its number and its index. */
export function features(places: Place[]): any {
  return {
    type: "FeatureCollection",
    features: places.map((place, index) => ({
      type: "Feature",
      geometry: { type: place.form, coordinates: shape(place) },
      properties: { index, number: String(index + 1), day: place.day },
    })),
  };
}

function shape({ form, corners }: Place): any {
  if (form === "Point") return corners[0];
  return form === "Polygon" ? [corners] : corners;
}
