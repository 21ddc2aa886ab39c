// SPDX-License-Identifier: Apache-2.0
// The base map that every node carries: land, boundaries and label places, from Natural Earth (package world-atlas).
//
// basemap.json holds the whole world at 1:50 million and, within one box, a region at 1:10 million. The lines are
// those that Natural Earth draws; a node may put others in their place, so land and boundaries are kept apart.

import { feature, mesh } from "topojson-client";

const BOX = [30, -2, 92, 42]; // west, south, east, north of the region in degrees
const WORLD = { places: 2, apart: 0.02 }; // decimals of a coordinate; degrees between neighbours that are kept
const REGION = { places: 3, apart: 0.006 };
const FEW = 40; // corners up to which a ring keeps them all

const round = (value, places) => Number(value.toFixed(places));

/** Leave out corners that lie closer to the one before than a picture of this scale shows. */
function thin(line, { places, apart }) {
  const last = line.length - 1;
  const kept = line.filter((corner, index) => {
    if (index === 0 || index === last || line.length <= FEW) return true;
    const [x, y] = line[index - 1];
    corner.far = (line[index - 1].far ?? 0) + Math.hypot(corner[0] - x, corner[1] - y);
    if (corner.far < apart) return false;
    corner.far = 0;
    return true;
  });
  return kept.map(([x, y]) => [round(x, places), round(y, places)]);
}

const inside = [
  { is: ([x]) => x >= BOX[0], axis: 0, edge: BOX[0] },
  { is: ([, y]) => y >= BOX[1], axis: 1, edge: BOX[1] },
  { is: ([x]) => x <= BOX[2], axis: 0, edge: BOX[2] },
  { is: ([, y]) => y <= BOX[3], axis: 1, edge: BOX[3] },
];

/** Return where a stretch crosses an edge of the box. */
function crossing(a, b, { axis, edge }) {
  const part = (edge - a[axis]) / (b[axis] - a[axis]);
  return [0, 1].map((each) => (each === axis ? edge : a[each] + (b[each] - a[each]) * part));
}

/** Return the part of a ring within the box (Sutherland and Hodgman). */
function clip(ring) {
  let corners = ring.slice(0, -1);
  for (const side of inside) {
    const kept = [];
    corners.forEach((corner, index) => {
      const before = corners[(index + corners.length - 1) % corners.length];
      if (side.is(corner) !== side.is(before)) kept.push(crossing(before, corner, side));
      if (side.is(corner)) kept.push(corner);
    });
    corners = kept;
  }
  return corners.length > 2 ? [...corners, corners[0]] : null;
}

/** Return the stretches of a line within the box; a stretch that leaves it ends at its last corner inside. */
function stretches(line) {
  const found = [];
  let open = null;
  for (const corner of line) {
    if (inside.every((side) => side.is(corner))) {
      if (!open) found.push((open = []));
      open.push(corner);
    } else open = null;
  }
  return found.filter((each) => each.length > 1);
}

const polygons = (geometry) => (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates);

/** Return twice the area of a ring, and its centre. */
function centre(ring) {
  let [size, x, y] = [0, 0, 0];
  for (let index = 1; index < ring.length; index++) {
    const [[ax, ay], [bx, by]] = [ring[index - 1], ring[index]];
    const part = ax * by - bx * ay;
    size += part;
    x += (ax + bx) * part;
    y += (ay + by) * part;
  }
  return { size: Math.abs(size), at: [x / (3 * size), y / (3 * size)] };
}

/** Return the ISO 3166 code of a country that Natural Earth numbers, or nothing. */
function code(id) {
  return (id && new Intl.Locale(`und-${String(id).padStart(3, "0")}`).region) || "";
}

function labels(countries) {
  return countries.features.filter((one) => /^[A-Z]{2}$/.test(code(one.id))).map((one) => {
    const rings = polygons(one.geometry).map((polygon) => centre(polygon[0]));
    const largest = rings.reduce((best, ring) => (ring.size > best.size ? ring : best));
    return { code: code(one.id), at: largest.at.map((value) => round(value, 2)), size: round(largest.size / 2, 2) };
  });
}

export function build({ put, of }) {
  const read = (name) => JSON.parse(of(`world-atlas/${name}.json`));
  const [coarse, fine, ground] = [read("countries-50m"), read("countries-10m"), read("land-10m")];
  const lines = (atlas) => mesh(atlas, atlas.objects.countries, (a, b) => a !== b).coordinates;
  const rings = (atlas) => feature(atlas, atlas.objects.land).features.flatMap((one) => polygons(one.geometry));
  const near = rings(ground).map((polygon) => polygon.map(clip).filter(Boolean)).filter((one) => one.length);
  put("basemap.json", Buffer.from(JSON.stringify({
    source: "Natural Earth",
    world: {
      land: rings(coarse).map((polygon) => polygon.map((ring) => thin(ring, WORLD))),
      boundaries: lines(coarse).map((line) => thin(line, WORLD)),
    },
    region: {
      box: BOX,
      land: near.map((polygon) => polygon.map((ring) => thin(ring, REGION))),
      boundaries: lines(fine).flatMap(stretches).map((line) => thin(line, REGION)),
    },
    labels: labels(feature(coarse, coarse.objects.countries)),
  })));
  put("map-worker.js", of("maplibre-gl/dist/maplibre-gl-worker.mjs"));
}
