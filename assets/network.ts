// SPDX-License-Identifier: Apache-2.0
// The drawing of a network. The tables below it are the network; this draws them, and opens the next step in place.

import Graph from "graphology";
import Sigma from "sigma";
import { fromFile, fromTables, type Network, type Node } from "./network/reading";
import { save } from "./network/picture";

const NAMED = 60; // nodes up to which every name is shown
const STILL = 150; // milliseconds after a movement in which nodes keep their places: who looks around is not made to wait
const GLIDE = 90; // milliseconds of a step by a key
const SIZE = { start: 14, node: 8, many: 4 };

class Drawing {
  private graph = new Graph({ type: "undirected", multi: false });
  private sigma: Sigma;
  private worker: Worker;
  private run = 0;
  private order: string[] = [];
  private upTo = "";
  private came?: { places: Float32Array; done: boolean };
  private moved = 0;
  private colours: Record<string, string>;

  constructor(private figure: HTMLElement, private told: HTMLElement) {
    this.colours = this.read();
    const box = figure.querySelector<HTMLElement>("[data-drawing]")!;
    figure.hidden = box.hidden = told.hidden = false;
    figure.querySelector<HTMLElement>("[data-tools]")!.hidden = false;
    this.sigma = new Sigma(this.graph, box, {
      labelFont: getComputedStyle(document.body).fontFamily, labelColor: { color: this.colours.label }, labelDensity: 0.6,
      defaultEdgeColor: this.colours.thread, hideEdgesOnMove: true, allowInvalidContainer: true, hideLabelsOnMove: true, zIndex: true,
      nodeReducer: (id, data) => (this.later(data.day) ? { ...data, hidden: true } : data),
    });
    this.worker = new Worker(figure.dataset.worker!, { type: "module" });
    this.worker.onmessage = ({ data }) => this.place(data);
    this.sigma.on("clickNode", ({ node }) => this.tell(node));
    this.sigma.on("doubleClickNode", (event) => {
      event.preventSigmaDefault();
      void this.expand(event.node);
    });
    this.listen(box);
  }

  /** Draw a network in the place of the one before; nodes that stay keep their places. */
  show(network: Network): void {
    const places = Object.fromEntries(this.graph.mapNodes((id, { x, y }) => [id, [x, y]]));
    this.graph.clear();
    const size = network.nodes.length > NAMED * 5 ? SIZE.many : SIZE.node;
    network.nodes.forEach((node, index) => {
      const [x, y] = places[node.id] ?? [Math.cos(index * 2.4) * Math.sqrt(index), Math.sin(index * 2.4) * Math.sqrt(index)];
      const start = node.id === this.figure.dataset.start;
      this.graph.mergeNode(node.id, {
        x, y, size: start ? SIZE.start : size, label: node.caption, color: this.colours[node.type] ?? this.colours.other,
        forceLabel: start || network.nodes.length <= NAMED, day: node.day, row: node.row,
      });
    });
    for (const { a, b, kind, why, row } of network.links) {
      if (a !== b && this.graph.hasNode(a) && this.graph.hasNode(b)) this.graph.mergeEdge(a, b, { kind, why, row, size: kind === "same" ? 3 : 1.5 });
    }
    this.order = this.graph.nodes();
    this.slide(network.nodes);
    this.run += 1;
    this.came = undefined;
    delete this.figure.dataset.ready;
    delete this.figure.dataset.shown;
    this.worker.postMessage({ run: this.run, nodes: this.order, links: network.links.map(({ a, b }) => [a, b]), places });
  }

  /** Take places from the worker; the latest are shown with the next frame, those between never. */
  private place({ run, places, done }: { run: number; places: Float32Array; done: boolean }): void {
    if (run !== this.run) return;
    const waits = this.came !== undefined;
    this.came = { places, done };
    if (!waits) requestAnimationFrame(() => this.lay());
  }

  private lay(): void {
    if (!this.came) return;
    if (performance.now() - this.moved < STILL) return void requestAnimationFrame(() => this.lay());
    const { places, done } = this.came;
    this.came = undefined;
    let index = 0; // nodes are in the graph in the order in which the worker has them
    this.graph.updateEachNodeAttributes((_id, data) => {
      data.x = places[2 * index];
      data.y = places[2 * index++ + 1];
      return data;
    }, { attributes: ["x", "y"] });
    this.figure.dataset.shown = String(this.graph.order);
    if (done) this.figure.dataset.ready = String(this.graph.order);
  }

  private read(): Record<string, string> {
    const css = getComputedStyle(this.figure);
    const names = ["case", "person", "organisation", "vessel", "document", "other", "thread", "label"];
    return Object.fromEntries(names.map((name) => [name, css.getPropertyValue(`--${name}`).trim()]));
  }

  private later(day: string): boolean {
    return Boolean(this.upTo && day && day > this.upTo);
  }

  private slide(nodes: Node[]): void {
    const slider = this.figure.querySelector<HTMLInputElement>("[data-tool='time']")!;
    const days = [...new Set(nodes.map((node) => node.day).filter(Boolean))].sort();
    slider.closest("label")!.hidden = days.length < 2;
    slider.max = String(Math.max(0, days.length - 1)); // before the value, which the old one would cut
    slider.value = slider.max;
    slider.oninput = () => {
      this.upTo = days[Number(slider.value)] ?? "";
      slider.parentElement!.querySelector("output")!.textContent = this.upTo;
      slider.setAttribute("aria-valuetext", this.upTo);
      for (const node of nodes) node.row?.toggleAttribute("data-later", this.later(node.day));
      this.sigma.refresh({ skipIndexation: true });
    };
    this.upTo = "";
    slider.parentElement!.querySelector("output")!.textContent = days.at(-1) ?? "";
  }

  /** Say what a node is, and why it is linked to its neighbours. */
  private tell(id: string): void {
    const row: HTMLElement | undefined = this.graph.getNodeAttribute(id, "row");
    this.told.replaceChildren();
    const link = row?.querySelector("a");
    if (link) this.told.append(link.cloneNode(true));
    const expand = row?.querySelector("[data-expand]")?.cloneNode(true) as HTMLElement | undefined;
    if (expand) {
      this.told.append(" · ", expand);
      expand.addEventListener("click", (event) => {
        event.preventDefault();
        void this.expand(id);
      });
    }
    this.graph.forEachEdge(id, (_edge, { why }) => why && this.told.append(" · ", why));
  }

  /** Take the next step around a node: the page of that step is read, and its tables take the place of these. */
  private async expand(id: string): Promise<void> {
    const link = this.graph.getNodeAttribute(id, "row")?.querySelector("[data-expand]") as HTMLAnchorElement | null;
    if (!link) return;
    const answer = await fetch(link.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const [nodes, links] = ["nodes", "links"].map((name) => page.getElementById(name));
    if (!answer.ok || !nodes || !links || !document.getElementById("links")) return location.assign(link.href);
    document.getElementById("nodes")!.replaceWith(document.adoptNode(nodes));
    document.getElementById("links")!.replaceWith(document.adoptNode(links));
    const exported = page.querySelector<HTMLAnchorElement>("a[download]");
    document.querySelector("a[download]")?.setAttribute("href", exported?.getAttribute("href") ?? "");
    const fresh = page.querySelector<HTMLElement>("[data-network]");
    if (fresh) this.figure.dataset.marks = fresh.dataset.marks;
    history.replaceState(null, "", link.href);
    this.show(fromTables(document));
  }

  private listen(box: HTMLElement): void {
    const camera = this.sigma.getCamera();
    const on = (tool: string, act: () => void) => this.figure.querySelector(`[data-tool='${tool}']`)?.addEventListener("click", act);
    on("in", () => void camera.animatedZoom());
    on("out", () => void camera.animatedUnzoom());
    on("fit", () => void camera.animatedReset());
    on("picture", () => save(this.sigma, getComputedStyle(this.figure).backgroundColor, this.colours.label, this.words()));
    camera.on("updated", () => (this.moved = performance.now()));
    box.addEventListener("keydown", (event) => this.key(event));
    const file = this.figure.querySelector<HTMLInputElement>("[data-tool='file']");
    file?.addEventListener("change", async () => {
      try {
        this.show(fromFile(await file.files![0].text()));
      } catch (error) {
        this.told.textContent = file.parentElement?.querySelector("span")?.textContent + ": ✗";
      }
    });
  }

  private key(event: KeyboardEvent): void {
    const camera = this.sigma.getCamera();
    const { x, y, ratio } = camera.getState();
    const far = 0.1 * ratio;
    const acts: Record<string, object> = {
      ArrowLeft: { x: x - far }, ArrowRight: { x: x + far }, ArrowUp: { y: y + far }, ArrowDown: { y: y - far },
      "+": { ratio: ratio / 1.5 }, "-": { ratio: ratio * 1.5 },
    };
    if (!acts[event.key]) return;
    event.preventDefault();
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (still) camera.setState({ ...camera.getState(), ...acts[event.key] });
    else void camera.animate(acts[event.key], { duration: GLIDE, easing: "linear" });
  }

  private words(): string[] {
    const { words, marks } = this.figure.dataset;
    return [marks ?? "", `${words ?? ""} ${new Date().toISOString()}`];
  }
}

for (const figure of document.querySelectorAll<HTMLElement>("[data-network]")) {
  const webgl = document.createElement("canvas").getContext("webgl2");
  const told = figure.querySelector<HTMLElement>("[data-told]");
  if (webgl && told && figure.dataset.worker) new Drawing(figure, told).show(fromTables(document));
}
