// SPDX-License-Identifier: Apache-2.0
// The drawing as a picture file, with its marking and the disclaimer burnt in, so that neither is lost on the way.

import type Sigma from "sigma";

const BAND = 56; // pixels of the strip that carries the marking
const LINE = 22;

/** Save what is drawn as a PNG under a marking. */
export function save(drawing: Sigma, ground: string, ink: string, words: string[]): void {
  const { width, height } = drawing.getDimensions();
  const scale = window.devicePixelRatio || 1;
  const canvas = document.createElement("canvas");
  canvas.width = width * scale;
  canvas.height = (height + BAND) * scale;
  const pen = canvas.getContext("2d")!;
  pen.fillStyle = ground;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  for (const layer of ["edges", "nodes", "edgeLabels", "labels"]) {
    const part = drawing.getCanvases()[layer];
    if (part) pen.drawImage(part, 0, 0, width * scale, height * scale);
  }
  pen.scale(scale, scale);
  pen.fillStyle = ink;
  pen.font = "14px sans-serif";
  words.forEach((text, index) => pen.fillText(text, 12, height + LINE * (index + 1)));
  canvas.toBlob((blob) => {
    if (!blob) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = "network.png";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  });
}
