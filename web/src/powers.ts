// Who can do what over a flow, now and after one failure, by element and by whatever elements are grouped by; and how an
// element comes to its power. Everything here is read off the document; nothing is judged.
import { type Element, type Flow, type Link, type Path, type Relation, elementOf, levelBits, nodesOf, partyOf, refill, report, whenLoaded } from "./data";

export type GroupBy = "supplier" | "operator" | "owner" | "country" | "kind" | "element";
export const NOT_STATED = "";

/** Names under which an element is shown. Suppliers are makers and service providers, and who runs an operations centre. */
export function groupsOf(element: Element, by: GroupBy): string[] {
  if (by === "element") return [element.name];
  if (by === "kind") return [element.kind];
  const found = new Set<string>();
  for (const { role, party } of element.parties) {
    const supplies = role === "maker" || role === "service-provider" || (element.kind === "operations-centre" && role === "operator");
    if (by === "supplier" && supplies) found.add(party);
    if ((by === "operator" || by === "owner") && role === by) found.add(party);
    if (by === "country" && supplies) found.add(partyOf.get(party)?.jurisdiction || NOT_STATED);
  }
  return found.size ? [...found].sort() : [NOT_STATED];
}

/** Powers of one element or group: bits of levels. */
export interface Power {
  carries: number; // by handling the flow
  holds: number; // by handling, management or hosting
  gains: number; // only after a failure
}

export function powerOf(flow: Flow, element: string): Power {
  const bits = flow.powers[element] ?? 0;
  const holds = (bits >> 5) & 31;
  return { carries: bits & 31, holds, gains: (gainsOf(flow).get(element) ?? 0) & ~holds };
}

const gainsCache = new Map<Flow, Map<string, number>>();
/** Levels that some single failure gives an element. */
export function gainsOf(flow: Flow): Map<string, number> {
  let gains = gainsCache.get(flow);
  if (!gains) {
    gains = new Map();
    for (const change of flow.changes)
      for (const [element, bits] of Object.entries(change.gained)) gains.set(element, (gains.get(element) ?? 0) | bits);
    gainsCache.set(flow, gains);
  }
  return gains;
}

/** `forbidden`, `waived`: rules that are broken, and those whose violations here a waiver accepts. */
export interface Cell extends Power { elements: string[]; forbidden: string[]; waived: string[] }

/** Rules broken by an element over a flow, each with the levels that break it in some state. */
const broken = new Map<string, Map<string, { levels: number; waived: boolean }>>();
whenLoaded(() => {
  broken.clear();
  gainsCache.clear();
  for (const rule of report.check.rules)
    for (const flow of rule.flows)
      for (const finding of flow.findings)
        for (const offender of finding.offenders) {
          const key = `${flow.flow}\n${offender.element}`;
          const rules = broken.get(key) ?? new Map<string, { levels: number; waived: boolean }>();
          const known = rules.get(rule.id) ?? { levels: 0, waived: true };
          broken.set(key, rules.set(rule.id, { levels: known.levels | levelBits(offender.levels), waived: known.waived && offender.waived === true }));
        }
});
const violations = (flow: string, element: string, bits: number, wanted: boolean) =>
  [...(broken.get(`${flow}\n${element}`) ?? [])].filter(([, { levels, waived }]) => levels & bits && waived === wanted).map(([id]) => id);
/** Rules that an element breaks with one of these levels, and nobody accepts it. */
export const brokenBy = (flow: string, element: string, bits = 31) => violations(flow, element, bits, false);
/** The same, where a waiver accepts it. */
export const waivedBy = (flow: string, element: string, bits = 31) => violations(flow, element, bits, true);

/** The row of a flow: a cell for every group that has a power. */
export function rowOf(flow: Flow, by: GroupBy): Map<string, Cell> {
  const row = new Map<string, Cell>();
  for (const name of new Set([...Object.keys(flow.powers), ...gainsOf(flow).keys()])) {
    const element = elementOf.get(name);
    if (!element) continue;
    const power = powerOf(flow, name);
    for (const group of groupsOf(element, by)) {
      const cell = row.get(group) ?? { carries: 0, holds: 0, gains: 0, elements: [], forbidden: [], waived: [] };
      cell.carries |= power.carries;
      cell.holds |= power.holds;
      cell.gains |= power.gains;
      cell.elements.push(name);
      for (const id of brokenBy(flow.flow, name)) if (!cell.forbidden.includes(id)) cell.forbidden.push(id);
      for (const id of waivedBy(flow.flow, name)) if (!cell.waived.includes(id)) cell.waived.push(id);
      row.set(group, cell);
    }
  }
  for (const cell of row.values()) {
    cell.gains &= ~cell.holds;
    cell.elements.sort();
  }
  return row;
}

/** Failures after which an element has levels over a flow that it has not now. */
export const failuresGiving = (flow: Flow, element: string) =>
  flow.changes.filter((change) => (change.gained[element] ?? 0) !== 0);

/** What happens to a flow when these fail; undefined: nothing changes. */
export function rerouteOf(flow: Flow, label: string | null) {
  return label === null ? undefined : flow.reroutes.find((moved) => moved.failed.length === 1 && moved.failed[0] === label);
}
export const changeOf = (flow: Flow, label: string | null) =>
  label === null ? undefined : flow.changes.find((change) => change.failed.length === 1 && change.failed[0] === label);

/** Powers of an element over a flow under a failure, as bits after closure. */
export function heldUnder(flow: Flow, element: string, label: string | null): number {
  const change = changeOf(flow, label);
  const now = ((flow.powers[element] ?? 0) >> 5) & 31;
  if (!change) return now;
  if (!change.delivered) return 0;
  return (now | (change.gained[element] ?? 0)) & ~(change.lost[element] ?? 0);
}

const linkName = new Map<string, string>();
whenLoaded(() => refill(linkName, report.links.flatMap((link) => link.ends.map(([node, port]): [string, string] => [`${node}\n${port}`, link.name]))));
/** Links that a path crosses, in order: the link at the interface a hop leaves by. */
export function linksOf(path: Path): string[] {
  const links: string[] = [];
  for (const number of path.hops) {
    const hop = report.hops[number];
    const link = linkName.get(`${hop[0]}\n${hop[2]}`);
    if (link && links.at(-1) !== link) links.push(link);
  }
  return links;
}

const linkOf = new Map<string, Link>();
whenLoaded(() => refill(linkOf, report.links.map((link) => [link.name, link])));

/** Ways an element comes to power over what goes along the paths. */
export type How =
  | { how: "path"; hop: number; of: number }
  | { how: "under"; links: string[] }
  | { how: "relation"; chain: Relation[] }
  | { how: "copy" }
  | { how: "steer" };

const relationsOf = new Map<string, Relation[]>();
whenLoaded(() => {
  relationsOf.clear();
  for (const relation of report.access)
    if (relation.effective) relationsOf.set(relation.subject, [...(relationsOf.get(relation.subject) ?? []), relation]);
});

function onPaths(element: string, paths: Path[]): How | undefined {
  const under = new Set<string>();
  for (const path of paths) {
    const nodes = nodesOf(path);
    const at = nodes.indexOf(element);
    if (at >= 0) return { how: "path", hop: at + 1, of: nodes.length };
    for (const name of linksOf(path)) {
      const link = linkOf.get(name);
      if (link?.circuits?.includes(element) || link?.line_systems?.includes(element)) under.add(name);
    }
  }
  return under.size ? { how: "under", links: [...under] } : undefined;
}

/** True when an element itself handles what goes along the paths, or lies under them. */
export const handles = (element: string, paths: Path[]) => onPaths(element, paths) !== undefined;

/** How an element has power when packets go along these paths. Relations are followed to the nearest that handles them. */
export function howOf(flow: Flow, element: string, paths: Path[]): How[] {
  const own = onPaths(element, paths);
  const ways: How[] = own ? [own] : [];
  if (!own && flow.copied.includes(element)) ways.push({ how: "copy" });
  const seen = new Set([element]);
  let front: { at: string; chain: Relation[] }[] = [{ at: element, chain: [] }];
  while (front.length) {
    const next: typeof front = [];
    for (const { at, chain } of front) {
      for (const relation of relationsOf.get(at) ?? []) {
        if (seen.has(relation.object)) continue;
        seen.add(relation.object);
        const longer = [...chain, relation];
        if (onPaths(relation.object, paths) || flow.copied.includes(relation.object)) ways.push({ how: "relation", chain: longer });
        else next.push({ at: relation.object, chain: longer });
      }
    }
    front = next;
  }
  if (!ways.length) ways.push({ how: "steer" });
  return ways;
}

