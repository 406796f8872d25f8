// The map with its controls and what a failure changes. The canvas (MapCanvas) draws; this decides what is drawn and says
// the same in words.
import { useMemo, useState } from "react";
import { type Flow, type Path, elementOf, flowOf, nodesOf, partyName, partyOf, report, whenLoaded } from "./data";
import { HowList, makerOf, partiesText } from "./Evidence";
import { type Drawn, MapCanvas, type Mark } from "./MapCanvas";
import { type Layout, makeLayout } from "./layout";
import { Choice, Findings, Powers, Section, useFailure, useLevels, useTexts } from "./parts";
import { brokenBy, changeOf, handles, heldUnder, powerOf, rerouteOf, waivedBy } from "./powers";

let layout: Layout;
export type ColourBy = "maker" | "owner" | "operator" | "country" | "exposure";
const PALETTE = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#6a51a3", "#8c6d31"];
const GREY = "#8a8f98";

// Labels of single failures, by what a click meets.
let tried: typeof report.failures;
let labels: Set<string>;
const labelOfLink = new Map<string, string>();
whenLoaded(() => {
  layout = makeLayout();
  tried = report.failures.filter(({ label }) => /^(link|node|line-system):/.test(label));
  labels = new Set(tried.map(({ label }) => label));
  labelOfLink.clear();
  for (const unit of tried) if (unit.label.startsWith("link:")) for (const link of [unit.label.slice(5), ...unit.links]) if (!labelOfLink.has(link)) labelOfLink.set(link, unit.label);
});
const labelOfElement = (name: string) => [`node:${name}`, `line-system:${name}`].find((label) => labels.has(label));

interface Class { key: string; title: string; colour: string; letter: string }

/** Colour and letters for every element: colour is never alone. */
function useClasses(by: ColourBy, flow: Flow): { of: Map<string, Class>; legend: Class[] } {
  const t = useTexts();
  return useMemo(() => {
    const of = new Map<string, Class>();
    if (by === "exposure") {
      const classes: Record<string, Class> = {
        own: { key: "own", title: t.exposureClasses.own, colour: PALETTE[1], letter: "\u2715" },
        carries: { key: "carries", title: t.exposureClasses.carries, colour: PALETTE[0], letter: "\u25cf" },
        control: { key: "control", title: t.exposureClasses.control, colour: PALETTE[6], letter: "\u25a0" },
        failure: { key: "failure", title: t.exposureClasses.failure, colour: PALETTE[5], letter: "\u25b2" },
        none: { key: "none", title: t.exposureClasses.none, colour: GREY, letter: "" },
      };
      for (const { name } of report.elements) {
        const { carries, holds, gains } = powerOf(flow, name);
        of.set(name, classes[carries && brokenBy(flow.flow, name).length ? "own" : carries ? "carries" : holds ? "control" : gains ? "failure" : "none"]);
      }
      return { of, legend: Object.values(classes) };
    }
    const keyOf = (name: string) => {
      const parties = elementOf.get(name)!.parties;
      const role = by === "country" ? "maker" : by;
      const party = parties.find((one) => one.role === role)?.party;
      return (by === "country" ? party && partyOf.get(party)?.jurisdiction : party) || "";
    };
    const count = new Map<string, number>();
    for (const { name, kind } of report.elements) if (kind !== "circuit") count.set(keyOf(name), (count.get(keyOf(name)) ?? 0) + 1);
    const sorted = [...count.keys()].filter(Boolean).sort((a, b) => count.get(b)! - count.get(a)! || (a < b ? -1 : 1));
    const title = (key: string) => (by === "country" ? key : partyName(key));
    const classes = new Map<string, Class>();
    sorted.forEach((key, i) => classes.set(key, {
      key, title: title(key), colour: PALETTE[i] ?? GREY, letter: PALETTE[i] ? title(key).slice(0, by === "country" ? 2 : 1) : "",
    }));
    const unknown = { key: "", title: t.notStated, colour: GREY, letter: "?" };
    for (const { name } of report.elements) of.set(name, classes.get(keyOf(name)) ?? unknown);
    const legend = [...classes.values()].slice(0, PALETTE.length);
    if (sorted.length > PALETTE.length) legend.push({ key: "+", title: t.others, colour: GREY, letter: "" });
    if (count.has("")) legend.push(unknown);
    return { of, legend };
  }, [by, flow, t]);
}

export function MapSection() {
  const t = useTexts();
  if (!report.flows.length) return null;
  return (
    <Section id="map" title={t.sections.map} help={t.mapHelp}>
      <MapWithFlow />
    </Section>
  );
}

function MapWithFlow() {
  const t = useTexts();
  const failure = useFailure();
  const [flowId, setFlowId] = useState(report.flows[0].flow);
  const [by, setBy] = useState<ColourBy>("maker");
  const [layer, setLayer] = useState(true);
  const [click, setClick] = useState("fail");
  const [label, setLabel] = useState<string | null>(null);
  const [chosen, setChosen] = useState("");
  const [refused, setRefused] = useState("");
  const flow = flowOf.get(flowId)!;
  const { of, legend } = useClasses(by, flow);
  const moved = rerouteOf(flow, label);
  const affecting = new Set(flow.reroutes.map((one) => one.failed[0]));

  const fail = (next: string | undefined, name: string) => {
    setRefused(next ? "" : `${name}: ${t.cannotFail}.`);
    if (next) setLabel(next === label ? null : next);
  };
  const onElement = (name: string) => {
    setChosen(name);
    if (click === "fail") fail(labelOfElement(name), name);
  };
  const onLink = (name: string) => fail(labelOfLink.get(name), name);

  const failed = useMemo(() => failedBy(label), [label]);
  const drawn = useMemo<Drawn[]>(() => {
    const now = moved ? moved.paths : flow.paths;
    const back = moved ? moved.paths_back : flow.paths_back;
    const lines: Drawn[] = [];
    if (moved) for (const path of [...flow.paths, ...flow.paths_back]) lines.push({ nodes: nodesOf(path), style: "before" });
    for (const path of back) lines.push({ nodes: nodesOf(path), style: "back" });
    for (const path of now) lines.push({ nodes: nodesOf(path), style: "there" });
    return lines;
  }, [flow, moved]);
  const marks = useMemo(() => {
    const found = new Map<string, Mark>();
    const both = moved ? [...moved.paths, ...moved.paths_back] : [...flow.paths, ...flow.paths_back];
    for (const path of both) for (const node of nodesOf(path)) found.set(node, "path");
    for (const { name } of report.elements)
      if (brokenBy(flow.flow, name, heldUnder(flow, name, label)).length) found.set(name, "guilty");
    for (const name of failed.elements) found.set(name, "failed");
    return found;
  }, [flow, moved, label, failed]);

  return (
    <>
      <div className="tools">
        <label><span>{t.flow}</span><select id="map-flow" value={flowId} onChange={(event) => setFlowId(event.target.value)}>
          {report.flows.map((one) => <option key={one.flow} value={one.flow}>{one.flow}{one.about ? ` \u2013 ${one.about}` : ""}</option>)}
        </select></label>
        <label><span>{t.failure}</span><select id="map-failure" value={label ?? ""} onChange={(event) => { setRefused(""); setLabel(event.target.value || null); }}>
          <option value="">{t.noFailure}</option>
          <optgroup label={flow.flow}>{tried.filter((unit) => affecting.has(unit.label)).map((unit) => <option key={unit.label} value={unit.label}>{failure(unit.label)}</option>)}</optgroup>
          <optgroup label={t.others}>{tried.filter((unit) => !affecting.has(unit.label)).map((unit) => <option key={unit.label} value={unit.label}>{failure(unit.label)}</option>)}</optgroup>
        </select></label>
        <button type="button" disabled={label === null} onClick={() => setLabel(null)}>{t.reset}</button>
        <label><span>{t.colour}</span><select id="map-colour" value={by} onChange={(event) => setBy(event.target.value as ColourBy)}>
          {Object.entries(t.colours).map(([key, title]) => <option key={key} value={key}>{title}</option>)}
        </select></label>
        <Choice legend={t.click} options={Object.entries(t.clicks)} value={click} onChange={setClick} />
        <label className="check"><input type="checkbox" checked={layer} onChange={(event) => setLayer(event.target.checked)} />{t.layer}</label>
      </div>
      <div className="map-columns">
        <div>
          <MapCanvas layout={layout} classes={of} drawn={drawn} marks={marks} failedLinks={failed.links} layer={layer} chosen={chosen} onElement={onElement} onLink={onLink} />
          <ul className="legend">{legend.map((one) => (
            <li key={one.key}><span className="swatch" style={{ background: one.colour, color: inkOn(one.colour) }} aria-hidden="true">{one.letter}</span>{one.title}</li>
          ))}</ul>
        </div>
        <div className="map-words">
          <div role="status" aria-live="polite" id="map-status">
            {refused && <p>{refused}</p>}
            {label !== null && <p className="lead">{moved ? (moved.delivered ? t.moved : t.broke)(failure(label), flow.flow) : t.unaffected(failure(label), flow.flow)}</p>}
          </div>
          {moved && <PathWords title={t.after(failure(label!))} paths={moved.paths} back={moved.paths_back} />}
          <PathWords title={t.nowGoes(flow.flow)} paths={flow.paths} back={flow.paths_back} />
          {(flow.doubtful || report.open_lines.length > 0) && <p className="warning"><span aria-hidden="true">? </span>{flow.doubtful ? `${flow.flow}: ${t.doubtful}. ` : ""}{report.open_lines.length > 0 ? t.matrixOpen(report.open_lines.length) : ""}</p>}
          <AloneWords flow={flow} />
          {moved && <ChangeWords flow={flow} label={label!} paths={[...moved.paths, ...moved.paths_back]} />}
          <ElementWords flow={flow} label={label} name={chosen} choose={setChosen} onFail={fail} />
        </div>
      </div>
    </>
  );
}

/** What is down: elements and links, to draw them so. */
function failedBy(label: string | null): { elements: Set<string>; links: Set<string> } {
  const unit = report.failures.find((one) => one.label === label);
  const elements = new Set(unit?.nodes ?? []);
  const links = new Set(unit?.links ?? []);
  if (label?.startsWith("line-system:")) elements.add(label.slice("line-system:".length));
  if (label?.startsWith("link:")) links.add(label.slice(5));
  for (const link of report.links) if (link.ends.some(([node]) => elements.has(node))) links.add(link.name);
  return { elements, links };
}

export function inkOn(colour: string): string {
  const [r, g, b] = [1, 3, 5].map((at) => { const c = parseInt(colour.slice(at, at + 2), 16) / 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.18 ? "#10151c" : "#ffffff";
}

function PathWords({ title, paths, back }: { title: string; paths: Path[]; back: Path[] }) {
  const t = useTexts();
  const text = (path: Path) => nodesOf(path).join(" \u2192 ") + (path.ends === "delivered" ? "" : ` (${path.ends})`);
  const there = [...new Set(paths.map(text))];
  const mirror = new Set(paths.map((path) => nodesOf(path).reverse().join(" \u2192 ")));
  const backs = [...new Set(back.map(text))].filter((one) => !mirror.has(one));
  return (
    <div className="path-words">
      <h3>{title}</h3>
      <ul>{there.map((one) => <li key={one}>{one}</li>)}{backs.map((one) => <li key={one} className="soft">{t.pathBack}: {one}</li>)}</ul>
    </div>
  );
}

function AloneWords({ flow }: { flow: Flow }) {
  const t = useTexts();
  if (!flow.delivered) return null;
  return (
    <p className="soft">{flow.cut_alone.length ? `${t.stopsAlone}: ${flow.cut_alone.join(", ")}.` : t.noneAlone}{flow.compliant_path ? "" : ` ${t.noCompliant}`}</p>
  );
}

function ChangeWords({ flow, label, paths }: { flow: Flow; label: string; paths: Path[] }) {
  const t = useTexts();
  const levels = useLevels();
  const change = changeOf(flow, label);
  const rows = (side: Record<string, number>) => Object.entries(side).filter(([name]) => elementOf.get(name)?.kind !== "circuit");
  if (!change || (!rows(change.gained).length && !rows(change.lost).length)) return change?.delivered === false ? null : <p className="soft">{t.nobodyChanges}</p>;
  return (
    <>
      {([["gained", t.gainedBy], ["lost", t.lostBy]] as const).map(([side, title]) => rows(change[side]).length > 0 && (
        <div key={side}>
          <h3>{title}</h3>
          <ul className="change">
            {rows(change[side]).map(([name, bits]) => (
              <li key={name} className={side === "gained" && brokenBy(flow.flow, name, bits).length ? "guilty" : undefined}>
                <Powers carries={handles(name, side === "gained" ? paths : [...flow.paths, ...flow.paths_back]) ? bits : 0} holds={bits} gains={0} /> <span><strong>{name}</strong> <span className="soft">{makerOf(name)}</span><span className="unseen">{levels(bits)}</span></span>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </>
  );
}

function ElementWords({ flow, label, name, choose, onFail }: {
  flow: Flow; label: string | null; name: string; choose: (name: string) => void; onFail: (label: string | undefined, name: string) => void;
}) {
  const t = useTexts();
  const levels = useLevels();
  const element = elementOf.get(name);
  const moved = rerouteOf(flow, label);
  const paths = moved ? [...moved.paths, ...moved.paths_back] : [...flow.paths, ...flow.paths_back];
  const held = element ? heldUnder(flow, name, label) : 0;
  const rules = element ? brokenBy(flow.flow, name) : [];
  const waived = element ? waivedBy(flow.flow, name) : [];
  const site = report.sites.find((one) => one.id === element?.site);
  return (
    <div className="element-words">
      <label><span>{t.choose}</span><select id="map-element" value={name} onChange={(event) => choose(event.target.value)}>
        <option value="" />
        {[...report.elements].filter((one) => one.kind !== "circuit").sort((a, b) => (a.name < b.name ? -1 : 1)).map((one) => <option key={one.name} value={one.name}>{one.name}</option>)}
      </select></label>
      {element && (
        <>
          <h3>{name} <span className="soft">{[element.kind, element.function].filter(Boolean).join(", ")}</span></h3>
          <p className="soft">{[site ? site.name || site.id : "", partiesText(name)].filter(Boolean).join(" \u00b7 ")}</p>
          <p><Powers carries={handles(name, paths) ? held : 0} holds={held} gains={powerOf(flow, name).gains & ~held} /> {held ? levels(held) : t.noPower}</p>
          {held !== 0 && <HowList flow={flow} element={name} paths={paths} bits={held} />}
          {rules.length > 0 && <p className="breaks"><span aria-hidden="true">{"\u2715 "}</span>{(brokenBy(flow.flow, name, held).length ? t.breaks : t.breaksThen)(rules.join(", "))}</p>}
          {waived.length > 0 && <p className="waives"><span aria-hidden="true">{"~ "}</span>{t.waives(waived.join(", "))}</p>}
          <Findings flow={flow.flow} elements={[name]} />
          {labelOfElement(name) && label !== labelOfElement(name) && <button type="button" onClick={() => onFail(labelOfElement(name), name)}>{t.failIt(name)}</button>}
        </>
      )}
    </div>
  );
}
