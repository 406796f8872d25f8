// The document that the program writes into the page (docs/report.md), and indexes over it.

export type Verdict = "proved" | "violated" | "undecided" | "waived" | "not-in-force";
export interface Line { file: string; line: number; text: string }
export interface Step { step: string; lines: Line[]; [value: string]: string | Line[] }
export interface Offender { element: string; party: string; role: string; levels: string[]; how: string; certain: boolean; waived?: boolean }
export interface Finding { failed: string[]; text: string; offenders: Offender[]; evidence: Step[] }
export interface Reason { text: string; lines: Line[] }
export interface FlowResult {
  flow: string; verdict: Verdict; delivered: boolean; failure_sets: number; levels: string[];
  findings: Finding[]; clean: string[][]; undecided_because: Reason[];
}
export interface ElementResult { element: string; party: string; why: string; offends: boolean; certain: boolean; waived?: boolean; lines: Line[] }
export interface Clause {
  measure: string; numerator: number; denominator: number; share_percent: number | null; limit_percent: number;
  judged: boolean; holds: boolean;
}
/** A party accepts a violation until a day, the last one included. Without a flow or an element it covers all of them. */
export interface Waiver { use: "used" | "expired" | "unused"; flow?: string; element?: string; owner: string; reason: string; expires: string; source: Line[] }
export interface Rule {
  id: string; kind: string; party: string; because: string; verdict: Verdict; source: Line[];
  flows: FlowResult[]; elements: ElementResult[]; clauses: Clause[]; undecided_because: Reason[]; waivers: Waiver[];
}
export interface Check {
  as_of: string; verdict: Verdict; failure_sets: number;
  lines: { modelled: number; irrelevant: number; unmodelled: number; unknown: number };
  rules: Rule[];
  conflicts: { deny_rule: string; deliver_rule: string; flow: string; denied: string[]; minimal_cores: string[][] }[];
}
export interface Party {
  id: string; name: string; kind: string; jurisdiction: string; state?: string;
  owners: { owner: string; min_percent: number; max_percent: number; from?: string; until?: string }[];
}
export interface PolicyRule { id: string; from?: string; until?: string; meaning?: string; later: { from: string; levels: string[] }[] }
export interface LaterDay {
  day: string; verdict: Verdict;
  rules: { id: string; verdict: Verdict; flows: { flow: string; verdict: Verdict; offenders: string[] }[] }[];
}
export interface Element {
  name: string; kind: string; role: string; function: string; site: string; node: boolean; listed: boolean;
  at?: [number, number]; hosted_on: string; attached_to: string; stores: string[];
  parties: { role: string; party: string }[]; line?: string;
}
export interface Link { name: string; ends: [string, string][]; circuits?: string[]; line_systems?: string[] }
export interface Relation { subject: string; object: string; relation: "manages" | "hosts"; effective: boolean; because: string; lines: string[] }
export interface Packet { source: string; destination: string; protocol: number; source_port: number; destination_port: number }
export interface Path { ends: string; packet: Packet; hops: number[]; line?: string }
/** Which paths: the file names equal ones once. */
type Numbered<Thing> = Omit<Thing, "paths" | "paths_back"> & { paths: number[]; paths_back: number[] };
export interface Change { failed: string[]; delivered: boolean; gained: Record<string, number>; lost: Record<string, number> }
export interface Reroute { failed: string[]; delivered: boolean; truncated: boolean; paths: Path[]; paths_back: Path[] }
export interface Flow {
  flow: string; group: string; about: string; ends: [string, string]; carries: string; marking: string; owner: string;
  traffic_bps: number; delivered: boolean; delivered_all: boolean; powers: Record<string, number>;
  volume_only: string[]; copied: string[]; paths: Path[]; paths_back: Path[]; truncated: boolean; doubtful: boolean; changes: Change[];
  undeliverable: string[][]; cut_alone: string[]; compliant_path: boolean; cut_compliant: string[]; reroutes: Reroute[];
}
/** node, in, out, route, tunnels, lines */
export type Hop = [string, string, string, string, string[], string[]];
export interface Report {
  title: string; check: Check; parties: Party[];
  lists: { id: string; by: string; because: string; from?: string; until?: string; names: string[] }[];
  policy_rules: PolicyRule[]; later: LaterDay[]; days_left_out: string[];
  sites: { id: string; name: string; kind: string; at?: [number, number] }[];
  elements: Element[]; links: Link[]; circuits: { name: string; ends: [string, string]; over: string[] }[];
  access: Relation[]; failures: { label: string; links: string[]; nodes: string[] }[];
  open_lines: { node: string; line: string; text: string; reason: string; impact: number }[];
  missing: { element: string; manager?: string; text: string }[];
  tried: number; flows: Flow[]; paths: Path[]; hops: Hop[]; sources: Record<string, Record<string, string>>;
}

type WrittenFlow = Numbered<Omit<Flow, "reroutes">> & { reroutes: Numbered<Reroute>[] };
/** The document as it stands in the file. */
export type Written = Omit<Report, "flows"> & {
  flows: WrittenFlow[];
  evidence: number[][]; // of each finding, in the order of the check
  steps: (Omit<Step, "lines"> & { lines: string[] })[];
};

export const LEVELS = ["read", "meta", "alter", "cut", "steer"] as const;
export const LETTERS = ["R", "M", "A", "C", "S"] as const;

/** The document. A report from a file has one for good; a server sends another after every change. */
export let report: Report;
export const elementOf = new Map<string, Element>();
export const partyOf = new Map<string, Party>();
export const flowOf = new Map<string, Flow>();
export const policyRuleOf = new Map<string, PolicyRule>();

const makers: (() => void)[] = [];
/** Says how a module makes its indexes; done anew for each document, in the order in which modules need each other. */
export const whenLoaded = (make: () => void) => { makers.push(make); };
export function refill<Key, Value>(map: Map<Key, Value>, entries: Iterable<[Key, Value]>) {
  map.clear();
  for (const [key, value] of entries) map.set(key, value);
}
/** Findings get their evidence, which stands in tables of its own; the text of a line stands in the sources. */
function giveEvidence(check: Check, { evidence, steps, sources }: Written) {
  const lineAt = (place: string): Line => {
    const { file, line } = placeOf(place);
    return { file, line, text: (sources[file]?.[line] ?? "").trim() };
  };
  const read = steps.map((step) => ({ ...step, lines: step.lines.map(lineAt) }) as Step);
  let at = 0;
  for (const rule of check.rules) for (const flow of rule.flows) for (const finding of flow.findings) finding.evidence = evidence[at++].map((number) => read[number]);
}
function readOut(written: Written): Report {
  giveEvidence(written.check, written);
  const { flows, ...rest } = written;
  const named = <Thing extends { paths: number[]; paths_back: number[] }>(thing: Thing) =>
    ({ ...thing, paths: thing.paths.map((at) => rest.paths[at]), paths_back: thing.paths_back.map((at) => rest.paths[at]) });
  return { ...rest, flows: flows.map((flow) => ({ ...named(flow), reroutes: flow.reroutes.map(named) })) };
}
/** Everything shown must be made anew after this. */
export function load(next: Written) {
  report = readOut(next);
  refill(elementOf, report.elements.map((element) => [element.name, element]));
  refill(partyOf, report.parties.map((party) => [party.id, party]));
  refill(flowOf, report.flows.map((flow) => [flow.flow, flow]));
  refill(policyRuleOf, report.policy_rules.map((rule) => [rule.id, rule]));
  for (const make of makers) make();
}

export const partyName = (id: string) => partyOf.get(id)?.name || id;
export const levelBits = (levels: string[]) =>
  levels.reduce((bits, level) => bits | (1 << LEVELS.indexOf(level as (typeof LEVELS)[number])), 0);
/** "configs/P1.cfg:237" as its two parts. */
export function placeOf(place: string): { file: string; line: number } {
  const colon = place.lastIndexOf(":");
  return { file: place.slice(0, colon), line: Number(place.slice(colon + 1)) };
}
/** Nodes of a path; one that wraps or unwraps is visited twice in a row and named once. */
export function nodesOf(path: Path): string[] {
  const nodes: string[] = [];
  for (const hop of path.hops) {
    const node = report.hops[hop][0];
    if (nodes.at(-1) !== node) nodes.push(node);
  }
  return nodes;
}
