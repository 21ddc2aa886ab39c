// SPDX-License-Identifier: Apache-2.0
// Things of several kinds: their forms and colours are those of the legend under the map, drawn once by the node.

import type { Map as Chart } from "maplibre-gl";

const SIDE = 28; // units of a swatch, which its outline is drawn in
const SHARP = 2; // pixels of the picture for each unit

export interface Tone {
  tone: string;
  colour: string;
  form: string;
}

/** Return the kinds of a map's legend; none where everything on it is of one kind. */
export function tones(figure: HTMLElement): Tone[] {
  return [...figure.querySelectorAll<SVGElement>("[data-swatch]")].map((swatch) => ({
    tone: swatch.dataset.swatch!,
    colour: getComputedStyle(swatch).getPropertyValue("--tone").trim(),
    form: swatch.querySelector("path")!.getAttribute("d")!,
  }));
}

/** Return under which name the picture of a kind is asked for. */
export const icon = (tone: string) => `tone-${tone}`;

/** Draw the picture of a kind whenever the map asks for it: also after its colours have changed. */
export function drawKinds(figure: HTMLElement, chart: Chart): void {
  chart.setMissingStyleImageResolver((id) => {
    const found = tones(figure).find((one) => icon(one.tone) === id);
    if (found) chart.addImage(id, picture(found, getComputedStyle(figure).getPropertyValue("--mark-ink").trim()), { pixelRatio: SHARP });
  });
}

function picture({ form, colour }: Tone, edge: string): ImageData {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIDE * SHARP;
  const pen = canvas.getContext("2d")!;
  pen.scale(SHARP, SHARP);
  pen.translate(SIDE / 2, SIDE / 2);
  pen.fillStyle = colour;
  pen.strokeStyle = edge;
  pen.lineWidth = 1.5;
  const outline = new Path2D(form);
  pen.fill(outline);
  pen.stroke(outline);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}
