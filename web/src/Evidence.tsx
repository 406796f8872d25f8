// Why somebody has a power: the network state, the packet, the path with the guilty station marked, how it comes to its
// power, and the configuration lines that decide each hop.
import { useEffect, useRef, useState } from "react";
import { type Flow, type Hop, type Packet, type Path, type Relation, elementOf, flowOf, partyName, report } from "./data";
import { CodeFrames, Findings, Fold, Powers, type EvidenceTarget, useFailure, useLevels, useList, useTexts } from "./parts";
import { brokenBy, failuresGiving, handles, heldUnder, howOf, powerOf, rerouteOf, waivedBy } from "./powers";
import { Offenders, Steps } from "./Rules";

export function EvidenceDrawer({ target, onClose }: { target: EvidenceTarget | null; onClose: () => void }) {
  const t = useTexts();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const drawer = dialog.current;
    if (target && drawer && !drawer.open) drawer.showModal();
    if (!target && drawer?.open) drawer.close();
  }, [target]);
  return (
    <dialog ref={dialog} className="drawer" aria-labelledby="drawer-title" onClose={onClose}
      onClick={(event) => { if (event.target === event.currentTarget) onClose(); }}>
      {target && (
        <div className="drawer-body">
          <button type="button" className="close" onClick={onClose} aria-label={t.close}>{"\u2715"}</button>
          {target.kind === "cell" ? <CellEvidence key={`${target.flow} ${target.group}`} {...target} /> : <FindingEvidence {...target} />}
        </div>
      )}
    </dialog>
  );
}

function FindingEvidence({ rule: id, flow, index }: { rule: string; flow: string; index: number }) {
  const t = useTexts();
  const failure = useFailure();
  const list = useList();
  const rule = report.check.rules.find((known) => known.id === id);
  const finding = rule?.flows.find((known) => known.flow === flow)?.findings[index];
  if (!rule || !finding) return null;
  return (
    <>
      <h2 id="drawer-title">{t.evidence}: {id}, {flow}</h2>
      <p className="lead">{finding.failed.length ? t.after(list(finding.failed.map(failure))) : t.today}. <span lang="en">{finding.text}</span></p>
      <Offenders finding={finding} />
      <Steps finding={finding} />
    </>
  );
}

function CellEvidence({ flow: id, group, elements }: { flow: string; group: string; elements: string[] }) {
  const t = useTexts();
  const levels = useLevels();
  const failure = useFailure();
  const flow = flowOf.get(id)!;
  const powers = elements.map((element) => powerOf(flow, element));
  const holds = powers.reduce((bits, power) => bits | power.holds, 0);
  const gains = powers.reduce((bits, power) => bits | power.gains, 0) & ~holds;
  const giving = [...new Set(elements.flatMap((element) => failuresGiving(flow, element).map((change) => change.failed[0])))];
  const rules = [...new Set(elements.flatMap((element) => brokenBy(id, element)))];
  const waived = [...new Set(elements.flatMap((element) => waivedBy(id, element)))];
  const [state, setState] = useState<string | null>(holds ? null : giving[0] ?? null);
  return (
    <>
      <h2 id="drawer-title">{id} <span aria-hidden="true">{"\u00b7"}</span> {group}</h2>
      <p className="lead">{holds ? t.can(group, levels(holds), id) : t.cannot(group, id)} {gains ? t.gains(levels(gains), giving.length) : ""}</p>
      {rules.length > 0 && <p className="breaks"><span aria-hidden="true">{"\u2715 "}</span>{t.breaks(rules.join(", "))}</p>}
      {waived.length > 0 && <p className="waives"><span aria-hidden="true">{"~ "}</span>{t.waives(waived.join(", "))}</p>}
      {rules.length > 0 && <Findings flow={id} elements={elements} />}
      <div className="choice states" role="group" aria-label={t.state}>
        <span className="soft" aria-hidden="true">{t.state}</span>
        <span className="segments wrap">
          <button type="button" aria-pressed={state === null} onClick={() => setState(null)}>{t.nominal}</button>
          {giving.map((label) => <button key={label} type="button" aria-pressed={state === label} onClick={() => setState(label)}>{failure(label)}</button>)}
        </span>
      </div>
      <State flow={flow} label={state} elements={elements} />
    </>
  );
}

/** One network state: who of these holds what, how, and the paths. */
function State({ flow, label, elements }: { flow: Flow; label: string | null; elements: string[] }) {
  const t = useTexts();
  const levels = useLevels();
  const moved = rerouteOf(flow, label);
  const paths = moved ? moved.paths : flow.paths;
  const back = moved ? moved.paths_back : flow.paths_back;
  const both = [...paths, ...back];
  const guilty = new Set(elements);
  const holding = elements.filter((element) => heldUnder(flow, element, label));
  return (
    <>
      <h3>{t.why}</h3>
      {moved && !moved.delivered && <p>{t.notDelivered}</p>}
      {holding.length === 0 && <p className="soft">{t.noPower}</p>}
      <ul className="why">
        {holding.map((element) => {
          const held = heldUnder(flow, element, label);
          return (
            <li key={element}>
              <Powers carries={handles(element, both) ? held : label ? 0 : flow.powers[element] & 31 & held} holds={held} gains={0} />
              <div>
                <strong>{element}</strong> <span className="soft">{elementOf.get(element)?.kind}, {partiesText(element)}</span>
                <span className="unseen">{levels(held)}</span>
                {!label && flow.volume_only.includes(element) && <span className="soft"> ({t.volumeOnly})</span>}
                <HowList flow={flow} element={element} paths={both} bits={held} />
              </div>
            </li>
          );
        })}
      </ul>
      <PathList title={t.pathThere} paths={paths} guilty={guilty} flow={flow} />
      <PathList title={t.pathBack} paths={back} guilty={guilty} flow={flow} />
      {(moved?.truncated || flow.truncated) && <p className="soft">{t.pathsCut}</p>}
    </>
  );
}

export const partiesText = (element: string) =>
  (elementOf.get(element)?.parties ?? []).filter(({ role }) => role !== "owner").map(({ role, party }) => `${role} ${partyName(party)}`).join(", ");

function relationText(t: ReturnType<typeof useTexts>, relation: Relation) {
  return (relation.relation === "manages" ? t.manages : t.hosts)(relation.object, relation.because);
}

export function HowList({ flow, element, paths, bits }: { flow: Flow; element: string; paths: Path[]; bits: number }) {
  const t = useTexts();
  const list = useList();
  const ways = howOf(flow, element, paths);
  return (
    <ul className="how">
      {ways.slice(0, 8).map((way, i) => (
        <li key={i}>
          {way.how === "path" && t.hop(way.hop, way.of)}
          {way.how === "under" && t.lights(list(way.links))}
          {way.how === "copy" && t.copies}
          {way.how === "steer" && (bits === 16 ? t.steers : t.notOnListed)}
          {way.how === "relation" && (
            <>
              <span lang="en">{way.chain.map((relation) => relationText(t, relation)).join(`, ${t.andThat} `)}</span>
              {way.chain.some((relation) => relation.lines.length) && (
                <Fold summary={t.showLines(way.chain.reduce((sum, relation) => sum + relation.lines.length, 0))}>
                  {() => <CodeFrames places={way.chain.flatMap((relation) => relation.lines)} />}
                </Fold>
              )}
            </>
          )}
        </li>
      ))}
      {ways.length > 8 && <li>{`+ ${ways.length - 8}`}</li>}
    </ul>
  );
}

const PROTOCOLS: Record<number, string> = { 1: "ICMP", 6: "TCP", 17: "UDP", 47: "GRE", 50: "ESP", 58: "ICMPv6" };
export function packetText(packet: Packet): string {
  const ported = packet.protocol === 6 || packet.protocol === 17;
  const end = (address: string, port: number) => (ported ? (address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`) : address);
  return `${end(packet.source, packet.source_port)} \u2192 ${end(packet.destination, packet.destination_port)} ${PROTOCOLS[packet.protocol] ?? `IP ${packet.protocol}`}`;
}

function PathList({ title, paths, guilty, flow }: { title: string; paths: Path[]; guilty: Set<string>; flow: Flow }) {
  const t = useTexts();
  return (
    <div className="paths">
      <h3>{title} <span className="soft">{flow.ends.join(" \u2013 ")}</span></h3>
      {paths.map((path, i) => (
        <div key={i} className="path">
          <p className="packet"><span className="soft">{t.packet}</span> <code>{packetText(path.packet)}</code> {path.ends !== "delivered" && <strong lang="en">{path.ends}</strong>}</p>
          <ol className="hops">{path.hops.map((number, at) => <HopView key={at} hop={report.hops[number]} guilty={guilty.has(report.hops[number][0])} />)}</ol>
        </div>
      ))}
    </div>
  );
}

function HopView({ hop: [node, comesIn, goesOut, route, tunnels, lines], guilty }: { hop: Hop; guilty: boolean }) {
  const t = useTexts();
  return (
    <li className={guilty ? "guilty" : undefined}>
      <span className="station">{guilty && <span aria-hidden="true">{"\u25b6 "}</span>}<strong>{node}</strong> <span className="soft">{makerOf(node)}</span></span>
      <span className="ports soft">{[comesIn && `${t.comesIn} ${comesIn}`, goesOut && `${t.goesOut} ${goesOut}`, route && `${t.through} ${route}`, tunnels.length && `${t.within} ${tunnels.join(", ")}`].filter(Boolean).join(" \u00b7 ")}</span>
      {lines.length > 0 && <Fold summary={t.showLines(lines.length)}>{() => <CodeFrames places={lines} />}</Fold>}
    </li>
  );
}
export const makerOf = (element: string) => {
  const maker = elementOf.get(element)?.parties.find(({ role }) => role === "maker");
  return maker ? partyName(maker.party) : "";
};
