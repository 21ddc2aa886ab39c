// SPDX-License-Identifier: Apache-2.0
// Drawing an area: corners by pressing the map, or by moving it under the cross and pressing Enter. What is drawn is
// written into the field as text, which anybody may type instead.

import type { Map as Chart } from "maplibre-gl";
import type { Corner } from "./places";

const EARTH = 6371; // kilometres
const CORNERS = 200;
const TURNS = 48;
const PLACES = 4; // decimals of a degree that are written

const radians = (degrees: number) => (degrees * Math.PI) / 180;
const degrees = (angle: number) => (angle * 180) / Math.PI;

/** Return how far two places are apart, in kilometres. */
export function apart([ax, ay]: Corner, [bx, by]: Corner): number {
  const half = (value: number) => Math.sin(radians(value) / 2) ** 2;
  return 2 * EARTH * Math.asin(Math.sqrt(half(by - ay) + Math.cos(radians(ay)) * Math.cos(radians(by)) * half(bx - ax)));
}

function ring([lon, lat]: Corner, radius: number): Corner[] {
  const far = radius / EARTH;
  return Array.from({ length: TURNS + 1 }, (_, index) => {
    const turn = (2 * Math.PI * index) / TURNS;
    const up = radians(lat);
    const end = Math.asin(Math.sin(up) * Math.cos(far) + Math.cos(up) * Math.sin(far) * Math.cos(turn));
    const over = Math.atan2(Math.sin(turn) * Math.sin(far) * Math.cos(up), Math.cos(far) - Math.sin(up) * Math.sin(end));
    return [lon + degrees(over), degrees(end)];
  });
}

type Mode = "" | "area" | "circle";

export class Drawer {
  private mode: Mode = "";
  private corners: Corner[] = [];

  constructor(private figure: HTMLElement, private chart: Chart, private field: HTMLTextAreaElement | null) {}

  listen(): void {
    this.on("in", () => this.chart.zoomIn());
    this.on("out", () => this.chart.zoomOut());
    if (!this.field) return;
    this.on("area", () => this.begin("area"));
    this.on("circle", () => this.begin("circle"));
    this.on("undo", () => this.undo());
    this.on("clear", () => this.clear());
    this.chart.on("click", (event) => this.add([event.lngLat.lng, event.lngLat.lat]));
    this.chart.getCanvas().addEventListener("keydown", (event) => this.key(event));
  }

  private on(tool: string, act: () => void): void {
    this.figure.querySelector(`[data-tool='${tool}']`)?.addEventListener("click", act);
  }

  private key(event: KeyboardEvent): void {
    if (!this.mode) return;
    const centre = this.chart.getCenter();
    const acts: Record<string, () => void> = {
      Enter: () => this.add([centre.lng, centre.lat]), Backspace: () => this.undo(), Escape: () => this.begin(""),
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  private begin(mode: Mode): void {
    this.mode = this.mode === mode ? "" : mode;
    this.corners = [];
    for (const each of ["area", "circle"]) {
      this.figure.querySelector(`[data-tool='${each}']`)?.setAttribute("aria-pressed", String(this.mode === each));
    }
    this.figure.toggleAttribute("data-drawing", Boolean(this.mode));
    if (this.mode) this.chart.getCanvas().focus();
    this.show();
  }

  private add(corner: Corner): void {
    if (!this.mode || this.corners.length >= CORNERS) return;
    if (this.mode === "circle" && this.corners.length === 2) this.corners = [];
    this.corners.push(corner);
    this.show();
    this.write();
  }

  private undo(): void {
    this.corners.pop();
    this.show();
    this.write();
  }

  private clear(): void {
    this.corners = [];
    this.field!.value = "";
    this.show();
  }

  /** Write what is drawn, once it is an area. */
  private write(): void {
    const text = ([lon, lat]: Corner) => `${lat.toFixed(PLACES)} ${lon.toFixed(PLACES)}`;
    if (this.mode === "circle" && this.corners.length === 2) {
      const [middle, edge] = this.corners;
      this.field!.value = `${text(middle)} ${Math.max(0.1, apart(middle, edge)).toFixed(1)} km`;
    } else if (this.mode === "area" && this.corners.length > 2) {
      this.field!.value = this.corners.map(text).join("; ");
    }
  }

  private show(): void {
    const outline = this.mode === "circle" && this.corners.length === 2
      ? ring(this.corners[0], apart(this.corners[0], this.corners[1])) : [...this.corners, ...this.corners.slice(0, 1)];
    const whole = outline.length > 3;
    const feature = (type: string, coordinates: any) => ({ type: "Feature", properties: {}, geometry: { type, coordinates } });
    const source = this.chart.getSource("draft") as any;
    source?.setData({
      type: "FeatureCollection",
      features: [
        ...this.corners.map((corner) => feature("Point", corner)),
        ...(whole ? [feature("Polygon", [outline])] : outline.length > 1 ? [feature("LineString", outline)] : []),
      ],
    });
  }
}
