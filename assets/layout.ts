// SPDX-License-Identifier: Apache-2.0
// Where nodes stand: computed away from the page, in a worker, and sent a few steps at a time.

import Graph from "graphology";
import forceAtlas2 from "graphology-layout-forceatlas2";

const AT_ONCE = 5; // steps between two pictures
const FEW = 300; // nodes up to which a layout takes all its steps
const STEPS = { few: 300, many: 120 };

interface Asked {
  run: number;
  nodes: string[];
  links: [string, string][];
  places: Record<string, [number, number]>;
}

let run = 0;

self.onmessage = ({ data }: MessageEvent<Asked>) => {
  run = data.run;
  const graph = new Graph({ type: "undirected", multi: false });
  data.nodes.forEach((id, index) => {
    // A first place that chance has no part in: the same network gives the same picture.
    const turn = index * 2.399963; // the golden angle, in radians
    const [x, y] = data.places[id] ?? [Math.sqrt(index) * Math.cos(turn), Math.sqrt(index) * Math.sin(turn)];
    graph.addNode(id, { x, y });
  });
  for (const [a, b] of data.links) if (graph.hasNode(a) && graph.hasNode(b) && a !== b) graph.mergeEdge(a, b);
  const settings = { ...forceAtlas2.inferSettings(graph), barnesHutOptimize: graph.order > FEW, adjustSizes: false };
  step(graph, settings, data.nodes, graph.order > FEW ? STEPS.many : STEPS.few, data.run);
};

function step(graph: Graph, settings: any, order: string[], left: number, mine: number): void {
  if (mine !== run) return; // a later network took this one's place
  forceAtlas2.assign(graph, { iterations: AT_ONCE, settings });
  const places = new Float32Array(order.length * 2);
  order.forEach((id, index) => {
    places[2 * index] = graph.getNodeAttribute(id, "x");
    places[2 * index + 1] = graph.getNodeAttribute(id, "y");
  });
  self.postMessage({ run: mine, places, done: left <= AT_ONCE }, { transfer: [places.buffer] });
  if (left > AT_ONCE) setTimeout(() => step(graph, settings, order, left - AT_ONCE, mine));
}
