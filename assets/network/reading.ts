// SPDX-License-Identifier: Apache-2.0
// A network as its tables say it, or as a file that was exported from such a page.

export interface Node {
  id: string;
  type: string;
  caption: string;
  day: string;
  row?: HTMLElement;
}

export interface Link {
  a: string;
  b: string;
  kind: string;
  why: string;
  row?: HTMLElement;
}

export interface Network {
  nodes: Node[];
  links: Link[];
}

const FORMAT = "taawun-network/1";
const MOST_NODES = 20_000;

/** Return what the tables of a page say. */
export function fromTables(page: ParentNode): Network {
  const nodes = [...page.querySelectorAll<HTMLElement>("tr[data-node]")].map((row) => ({
    id: row.dataset.node!, type: row.dataset.type!, caption: row.dataset.caption ?? "", day: row.dataset.day ?? "", row,
  }));
  const links = [...page.querySelectorAll<HTMLElement>("tr[data-a]")].map((row) => ({
    a: row.dataset.a!, b: row.dataset.b!, kind: row.dataset.kind!, why: row.lastElementChild?.textContent?.trim() ?? "", row,
  }));
  return { nodes, links };
}

/** Return what an exported file says; nothing of it is ever taken for markup. */
export function fromFile(text: string): Network {
  const said = JSON.parse(text);
  if (said?.format !== FORMAT || !Array.isArray(said.nodes) || said.nodes.length > MOST_NODES) throw new Error("no network");
  const word = (value: unknown) => (typeof value === "string" ? value : "");
  return {
    nodes: said.nodes.map((one: any) => ({
      id: word(one.id), type: one.case ? "case" : word(one.type), caption: word(one.caption), day: word(one.day),
    })),
    links: said.links.map((one: any) => ({ a: word(one.a), b: word(one.b), kind: word(one.kind), why: "" })),
  };
}
