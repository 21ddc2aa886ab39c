// SPDX-License-Identifier: Apache-2.0
// The map that moves, in the place of the picture that the node drew. Everything it shows stands in the table
// beside it; where WebGL is missing or anything fails, the picture stays.

import { Map as Chart, LngLatBounds, setWorkerUrl } from "maplibre-gl";
import { Drawer } from "./maps/draw";
import { drawKinds } from "./maps/kinds";
import { type Place, readPlaces } from "./maps/places";
import { style } from "./maps/style";

const MARGIN = 48; // pixels around what is shown at first
const NEAREST = 9; // zoom of a map that shows one place
const WHOLE_DAY = 10; // letters of a day, which an hour may follow
const HOME: [number, number, number, number] = [42, 8, 80, 38]; // the Gulf and the Arabian Sea

/** Return the window that holds all places. */
function bounds(places: Place[]): LngLatBounds {
  const found = new LngLatBounds();
  for (const place of places) for (const corner of place.corners) found.extend(corner);
  return found.isEmpty() ? new LngLatBounds(HOME) : found;
}

function webgl(): boolean {
  return Boolean(document.createElement("canvas").getContext("webgl2"));
}

/** Say which records were pressed: their rows' links, cloned as they are. */
function tell(told: HTMLElement, rows: HTMLElement[]): void {
  told.replaceChildren();
  for (const row of rows) {
    const link = row.querySelector("a");
    if (link) told.append(link.cloneNode(true), " ");
  }
}

/** Return a day or an hour as people write it; a month or a year stays as it is. Hours are UTC, as on the whole page. */
function written(day: string, language: string): string {
  const hour = day.length > WHOLE_DAY;
  const moment = new Date(hour ? `${day}Z` : day);
  if (day.length < WHOLE_DAY || Number.isNaN(moment.valueOf())) return day;
  const told: Intl.DateTimeFormatOptions = { dateStyle: "medium", timeZone: "UTC", numberingSystem: "latn", calendar: "gregory" };
  return new Intl.DateTimeFormat(language, hour ? { ...told, timeStyle: "short", hourCycle: "h23" } : told).format(moment);
}

/** Let a slider hide what happened after a day. */
function slide(figure: HTMLElement, chart: Chart, places: Place[]): void {
  const slider = figure.querySelector<HTMLInputElement>("[data-tool='time']");
  const days = [...new Set(places.map((place) => place.day).filter(Boolean))].sort();
  if (!slider || days.length < 2) return slider?.closest("label")?.setAttribute("hidden", "");
  const shown = slider.parentElement?.querySelector("output");
  slider.max = String(days.length - 1);
  slider.value = slider.max;
  const move = () => {
    const day = days[Number(slider.value)];
    const told = written(day, figure.dataset.language ?? "en");
    if (shown) shown.textContent = told;
    slider.setAttribute("aria-valuetext", told);
    for (const layer of ["places", "numbers", "shapes", "areas"]) chart.setFilter(layer, filterFor(layer, day));
    for (const place of places.toReversed()) place.row.toggleAttribute("data-later", place.day > day); // its first hour last
  };
  slider.addEventListener("input", move);
  move();
}

function filterFor(layer: string, day: string): any {
  const type = ["geometry-type"];
  const form = layer === "shapes" ? ["!=", type, "Point"] : ["==", type, layer === "areas" ? "Polygon" : "Point"];
  return ["all", form, ["<=", ["get", "day"], day]];
}

async function start(figure: HTMLElement): Promise<void> {
  const { base, names, worker, language, table, area } = figure.dataset;
  if (!base || !worker || !names || !webgl()) return;
  setWorkerUrl(worker);
  const [ground, said] = await Promise.all([base, names].map(async (url) => (await fetch(url)).json()));
  const places = readPlaces(table ? document.getElementById(table) : null);
  const moving = figure.querySelector<HTMLElement>("[data-moving]")!;
  const told = figure.querySelector<HTMLElement>("[data-told]")!;
  moving.hidden = false;
  const look = () => style(figure, ground, said, places, language ?? "en");
  const chart = new Chart({
    container: moving, style: look(), bounds: bounds(places), attributionControl: false, dragRotate: false,
    fitBoundsOptions: { padding: MARGIN, maxZoom: NEAREST }, pitchWithRotate: false, touchPitch: false, maxZoom: 13,
    locale: { "Map.Title": figure.querySelector("svg")?.getAttribute("aria-label") ?? "" }, fadeDuration: 0,
  });
  drawKinds(figure, chart);
  chart.keyboard.disableRotation();
  chart.on("load", () => {
    figure.querySelector("svg")?.setAttribute("hidden", "");
    for (const part of figure.querySelectorAll<HTMLElement>("[data-tools], [data-told]")) part.hidden = false;
    slide(figure, chart, places);
    const field = area ? (document.getElementById(area) as HTMLTextAreaElement | null) : null;
    new Drawer(figure, chart, field).listen();
    figure.dataset.ready = "";
  });
  chart.on("click", ["places", "shapes", "areas"], (event) => {
    const rows = (event.features ?? []).map((one) => places[one.properties.index]?.row).filter(Boolean);
    tell(told, [...new Set(rows)]);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => chart.setStyle(look()));
}

for (const figure of document.querySelectorAll<HTMLElement>("[data-map]")) {
  start(figure).catch((error) => console.warn("map:", error));
}
