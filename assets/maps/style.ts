// SPDX-License-Identifier: Apache-2.0
// How the map looks: its colours are those of the page, its names in the reader's language and shaped by the map itself.

import { icon, tones } from "./kinds";
import { features, type Place } from "./places";

const FINER = 4.5; // zoom from which the region's own ground is drawn
const NUMBERS = 11; // pixels of a number in its mark
const FACES = ["Noto Sans", "Noto Sans Arabic", "Noto Naskh Arabic", "sans-serif"];

const ROOM = 21; // pixels from one ring of spots around a place to the next
const RINGS = 3;

/** Return how far each mark stands beside its place, so that several at one place are all seen; in units of pixels. */
function asides(unit: number): any {
  const spots = [...Array(RINGS).keys()].flatMap((ring) => {
    const count = 6 * (ring + 1);
    return [...Array(count).keys()].map((step) => {
      const turn = (2 * Math.PI * step) / count, far = (ROOM * (ring + 1)) / unit;
      return [far * Math.cos(turn), -far * Math.sin(turn)];
    });
  });
  const home = ["literal", [0, 0]];
  return ["match", ["get", "aside"], ...spots.flatMap((spot, index) => [index + 1, ["literal", spot]]), home];
}

const lines = (coordinates: any) => ({ type: "Feature", properties: {}, geometry: { type: "MultiLineString", coordinates } });
const areas = (coordinates: any) => ({ type: "Feature", properties: {}, geometry: { type: "MultiPolygon", coordinates } });

function frame([west, south, east, north]: number[]): any {
  return areas([[[[west, south], [east, south], [east, north], [west, north], [west, south]]]]);
}

function names(filter: any, size: number, language: string, face: string[], colours: any): any {
  return {
    type: "symbol", source: "names", filter,
    layout: {
      "text-field": ["get", language], "text-size": size, "text-font": face, "text-max-width": 8, "symbol-sort-key": ["get", "rank"],
      "text-padding": 6,
    },
    paint: { "text-color": colours.name, "text-halo-color": colours.land, "text-halo-width": 1.5 },
  };
}

/** Return the whole style: sources and layers, without anything from elsewhere. */
export function style(figure: HTMLElement, ground: any, said: any, places: Place[], language: string): any {
  const css = getComputedStyle(figure);
  const colours = Object.fromEntries(
    ["sea", "land", "border", "name", "mark", "mark-ink", "asked"].map((name) => [name, css.getPropertyValue(`--${name}`).trim()]),
  );
  const data = (value: any) => ({ type: "geojson", data: value });
  const own = said.boundaries?.coordinates;
  const fill = { "fill-color": colours.land };
  const border = { "line-color": colours.border, "line-width": 1, "line-dasharray": [4, 2] };
  const coast = { "line-color": colours.border, "line-width": 0.5 };
  const point = ["==", ["geometry-type"], "Point"];
  const kinds = tones(figure);
  const tone: any = kinds.length
    ? ["match", ["get", "tone"], ...kinds.flatMap((one) => [one.tone, one.colour]), colours.mark] : colours.mark;
  const plain = {
    type: "circle",
    paint: { "circle-color": colours.mark, "circle-radius": 9, "circle-stroke-width": 1.5, "circle-stroke-color": colours["mark-ink"] },
  };
  const formed = {
    type: "symbol", layout: { "icon-image": ["concat", icon(""), ["get", "tone"]], "icon-allow-overlap": true, "icon-ignore-placement": true, "icon-offset": asides(1) },
  };
  return {
    version: 8,
    sources: {
      world: data(areas(ground.world.land)), worldlines: data(lines(own ?? ground.world.boundaries)),
      box: data(frame(ground.region.box)), region: data(areas(ground.region.land)),
      regionlines: data(lines(own ?? ground.region.boundaries)),
      names: data(said.labels ?? features([])), places: data(features(places)), draft: data(features([])),
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": colours.sea } },
      { id: "world", type: "fill", source: "world", paint: fill },
      { id: "worldcoast", type: "line", source: "world", maxzoom: FINER, paint: coast },
      { id: "worldlines", type: "line", source: "worldlines", paint: border },
      { id: "box", type: "fill", source: "box", minzoom: FINER, paint: { "fill-color": colours.sea } },
      { id: "region", type: "fill", source: "region", minzoom: FINER, paint: fill },
      { id: "regionlines", type: "line", source: "regionlines", minzoom: FINER, paint: border },
      { id: "regioncoast", type: "line", source: "region", minzoom: FINER, paint: coast },
      { id: "countries", ...names(["==", ["get", "country"], true], 15, language, FACES, colours) },
      { id: "towns", minzoom: 5, ...names(["==", ["get", "country"], false], 12, language, FACES, colours) },
      { id: "draft-fill", type: "fill", source: "draft", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": colours.asked, "fill-opacity": 0.15 } },
      { id: "draft", type: "line", source: "draft", paint: { "line-color": colours.asked, "line-width": 2.5 } },
      { id: "draft-corners", type: "circle", source: "draft", filter: point, paint: { "circle-color": colours.asked, "circle-radius": 5 } },
      { id: "areas", type: "fill", source: "places", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": tone, "fill-opacity": 0.15 } },
      { id: "shapes", type: "line", source: "places", filter: ["!=", ["geometry-type"], "Point"], paint: { "line-color": tone, "line-width": 3 } },
      { id: "places", source: "places", filter: point, ...(kinds.length ? formed : plain) },
      {
        id: "numbers", type: "symbol", source: "places", filter: point,
        layout: {
          "text-field": ["get", "number"], "text-size": NUMBERS, "text-font": FACES, "text-allow-overlap": true,
          ...(kinds.length ? { "text-offset": asides(NUMBERS) } : {}),
        },
        paint: { "text-color": colours["mark-ink"] },
      },
    ],
  };
}
