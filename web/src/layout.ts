// Where everything is drawn. Problem: places are known in degrees, but a capital has nine of them within two kilometres and
// the next town is a hundred away; drawn to scale, all the devices lie in one spot. Idea: each site is a box with its devices
// in rows; sites keep their order from west to east and north to south (ranks, mixed with the true distance), then boxes
// that overlap push each other apart. Sites without a position go between their neighbours; a network without any
// positions is laid out by its hop distances to a few far-apart sites (pivot embedding). No chance is involved.
// Cost: O(sites log sites) for each of a bounded number of rounds, O(links) for each pivot.
import { type Element, elementOf, refill, report, whenLoaded } from "./data";

export const CHIP = { width: 104, height: 24, gap: 9, head: 22 };
export interface Box { id: string; title: string; x: number; y: number; width: number; height: number; members: string[]; columns: number; framed: boolean }
export interface Layout { boxes: Box[]; at: Map<string, { x: number; y: number }>; width: number; height: number }

const ROUNDS = 240;
const KIND_ORDER = ["router", "switch", "firewall", "security-gateway", "base-station", "host", "line-system"];

/** The site an element stands at, through what hosts it; without one, a place of its own. */
function siteOf(element: Element): string {
  let at: Element | undefined = element;
  for (let step = 0; at && step < 8; ++step) {
    if (at.site) return at.site;
    at = at.hosted_on ? elementOf.get(at.hosted_on) : undefined;
  }
  return `@${element.name}`;
}

const siteName = new Map<string, string>();
whenLoaded(() => refill(siteName, report.sites.map((site) => [site.id, site.name])));

function makeBoxes(): Box[] {
  const members = new Map<string, Element[]>();
  for (const element of report.elements) {
    if (element.kind === "circuit") continue;
    const site = siteOf(element);
    members.set(site, [...(members.get(site) ?? []), element]);
  }
  const order = (element: Element) => (KIND_ORDER.indexOf(element.kind) + KIND_ORDER.length + 1) % (KIND_ORDER.length + 1);
  return [...members].map(([id, list]) => {
    const columns = Math.max(1, Math.round(Math.sqrt(list.length * 0.45)));
    const rows = Math.ceil(list.length / columns);
    const framed = !id.startsWith("@");
    const title = siteName.get(id) || (framed ? id : "");
    return {
      id, framed, title, columns, x: 0, y: 0,
      width: Math.max(columns * (CHIP.width + CHIP.gap) + CHIP.gap, framed ? title.length * 6.9 + 18 : 0),
      height: rows * (CHIP.height + CHIP.gap) + CHIP.gap + (framed ? CHIP.head : 0),
      members: list.map((element, i) => ({ element, i })).sort((a, b) => order(a.element) - order(b.element) || a.i - b.i).map(({ element }) => element.name),
    };
  });
}

type Points = ([number, number] | undefined)[];

/** Hop distances from one box to all. */
function distances(neighbours: number[][], from: number): number[] {
  const far = neighbours.map(() => -1);
  far[from] = 0;
  for (const queue = [from]; queue.length; ) {
    const at = queue.shift()!;
    for (const next of neighbours[at]) if (far[next] < 0) { far[next] = far[at] + 1; queue.push(next); }
  }
  return far;
}

/** Two axes of largest spread of the distances to pivots. */
function embed(neighbours: number[][]): [number, number][] {
  const count = neighbours.length;
  const columns: number[][] = [];
  let pivot = neighbours.reduce((best, list, i) => (list.length > neighbours[best].length ? i : best), 0);
  const nearest = neighbours.map(() => Infinity);
  for (let p = 0; p < Math.min(12, count); ++p) {
    const far = distances(neighbours, pivot).map((d) => (d < 0 ? count : d));
    columns.push(far);
    far.forEach((d, i) => (nearest[i] = Math.min(nearest[i], d)));
    pivot = nearest.reduce((best, d, i) => (d > nearest[best] ? i : best), 0);
  }
  for (const column of columns) {
    const mean = column.reduce((a, b) => a + b, 0) / count;
    column.forEach((value, i) => (column[i] = value - mean));
  }
  const product = columns.map((a) => columns.map((b) => a.reduce((sum, value, i) => sum + value * b[i], 0)));
  const axes: number[][] = [];
  for (let axis = 0; axis < 2; ++axis) {
    let vector = columns.map((_, i) => 1 + ((i * 7 + axis * 3) % 5) / 5);
    for (let round = 0; round < 60; ++round) {
      for (const other of axes) {
        const dot = vector.reduce((sum, value, i) => sum + value * other[i], 0);
        vector = vector.map((value, i) => value - dot * other[i]);
      }
      const next = product.map((row) => row.reduce((sum, value, i) => sum + value * vector[i], 0));
      const length = Math.hypot(...next) || 1;
      vector = next.map((value) => value / length);
    }
    axes.push(vector);
  }
  return neighbours.map((_, i) => axes.map((axis) => columns.reduce((sum, column, c) => sum + column[i] * axis[c], 0)) as [number, number]);
}

/** Ranks mixed with true values, both within 0 to 1; equal values share a rank. */
function spread(values: number[]): number[] {
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  const rank = new Map(sorted.map((value, i) => [value, sorted.length > 1 ? i / (sorted.length - 1) : 0.5]));
  const low = sorted[0];
  const range = sorted.at(-1)! - low || 1;
  return values.map((value) => 0.65 * rank.get(value)! + 0.35 * ((value - low) / range));
}

function neighboursOf(boxes: Box[]): number[][] {
  const boxOf = new Map(boxes.flatMap((box, i) => box.members.map((name) => [name, i] as const)));
  const sets = boxes.map(() => new Set<number>());
  const join = (a: string, b: string) => {
    const x = boxOf.get(a), y = boxOf.get(b);
    if (x === undefined || y === undefined || x === y) return;
    sets[x].add(y);
    sets[y].add(x);
  };
  for (const link of report.links) for (let i = 1; i < link.ends.length; ++i) join(link.ends[0][0], link.ends[i][0]);
  for (const circuit of report.circuits) {
    const chain = [circuit.ends[0], ...circuit.over, circuit.ends[1]];
    for (let i = 1; i < chain.length; ++i) join(chain[i - 1], chain[i]);
  }
  for (const element of report.elements) if (element.attached_to) join(element.name, element.attached_to);
  return sets.map((set) => [...set]);
}

/** Sites without a position stand between their neighbours that have one. */
function fillIn(points: Points, neighbours: number[][]): [number, number][] {
  const known = points.filter((point) => point !== undefined);
  const middle = [0, 1].map((axis) => known.reduce((sum, point) => sum + point[axis], 0) / known.length) as [number, number];
  for (let round = 0; round < 10; ++round) {
    points.forEach((point, i) => {
      if (point) return;
      const near = neighbours[i].map((other) => points[other]).filter((other) => other !== undefined);
      if (near.length) points[i] = [0, 1].map((axis) => near.reduce((sum, other) => sum + other[axis], 0) / near.length + ((i % 3) - 1) * 1e-3) as [number, number];
    });
  }
  return points.map((point) => point ?? middle);
}

function pushApart(boxes: Box[]) {
  const gap = 24;
  for (let round = 0; round < ROUNDS; ++round) {
    let moved = false;
    const sorted = [...boxes].sort((a, b) => a.x - b.x);
    for (let i = 0; i < sorted.length; ++i) {
      const a = sorted[i];
      for (let j = i + 1; j < sorted.length && sorted[j].x < a.x + a.width + gap; ++j) {
        const b = sorted[j];
        const overX = Math.min(a.x + a.width, b.x + b.width) + gap - Math.max(a.x, b.x);
        const overY = Math.min(a.y + a.height, b.y + b.height) + gap - Math.max(a.y, b.y);
        if (overX <= 0 || overY <= 0) continue;
        moved = true;
        if (overX < overY) {
          const push = (overX / 2 + 0.5) * (a.x + a.width / 2 <= b.x + b.width / 2 ? 1 : -1);
          a.x -= push;
          b.x += push;
        } else {
          const push = (overY / 2 + 0.5) * (a.y + a.height / 2 <= b.y + b.height / 2 ? 1 : -1);
          a.y -= push;
          b.y += push;
        }
      }
    }
    if (!moved) return;
  }
}

export function makeLayout(): Layout {
  const boxes = makeBoxes();
  if (!boxes.length) return { boxes, at: new Map(), width: 1, height: 1 };
  const position = new Map(report.sites.map((site) => [site.id, site.at]));
  const neighbours = neighboursOf(boxes);
  const points: Points = boxes.map((box) => {
    const at = position.get(box.id) ?? elementOf.get(box.members[0])?.at;
    return at && ([at[1] * Math.cos((at[0] * Math.PI) / 180), -at[0]] as [number, number]);
  });
  const located = points.filter(Boolean).length;
  const placed = located * 2 > boxes.length ? fillIn(points, neighbours) : embed(neighbours);
  const area = boxes.reduce((sum, box) => sum + (box.width + 24) * (box.height + 24), 0) * 1.1;
  const height = Math.sqrt(area / 1.75);
  const width = area / height;
  const xs = spread(placed.map((point) => point[0]));
  const ys = spread(placed.map((point) => point[1]));
  boxes.forEach((box, i) => {
    box.x = xs[i] * width - box.width / 2;
    box.y = ys[i] * height - box.height / 2;
  });
  pushApart(boxes);
  const left = Math.min(...boxes.map((box) => box.x)) - 10;
  const top = Math.min(...boxes.map((box) => box.y)) - 10;
  const at = new Map<string, { x: number; y: number }>();
  for (const box of boxes) {
    box.x -= left;
    box.y -= top;
    box.members.forEach((name, i) => at.set(name, {
      x: box.x + CHIP.gap + (i % box.columns) * (CHIP.width + CHIP.gap) + CHIP.width / 2,
      y: box.y + (box.framed ? CHIP.head : 0) + CHIP.gap + Math.floor(i / box.columns) * (CHIP.height + CHIP.gap) + CHIP.height / 2,
    }));
  }
  return { boxes, at, width: Math.max(...boxes.map((box) => box.x + box.width)) + 10, height: Math.max(...boxes.map((box) => box.y + box.height)) + 10 };
}
