// What if: a ban, failures, another day. The engine answers; here is only asked and shown.
import { useEffect, useState } from "react";
import { elementOf, levelBits, partyName, report } from "./data";
import { type CheckAnswer, type WhatIfAnswer, ask } from "./live";
import { Badge, Fold, Section, useDay, useFailure, useLevels, useList, useTexts } from "./parts";

interface Wish { ban: string; kind: string; fail: string[]; day: string }
interface Answer { whatIf?: WhatIfAnswer; check?: CheckAnswer; why?: string }
const NOTHING: Wish = { ban: "", kind: "", fail: [], day: "" };

async function answerTo(wish: Wish, signal: AbortSignal): Promise<Answer> {
  const words = new URLSearchParams();
  if (wish.ban) words.append("ban", wish.ban);
  if (wish.ban && wish.kind) words.append("kind", wish.kind);
  for (const label of wish.fail) words.append("fail", label);
  if (wish.day) words.append("as-of", wish.day);
  try {
    return {
      whatIf: wish.ban || wish.fail.length ? await ask<WhatIfAnswer>(`/api/whatif?${words}`, signal) : undefined,
      check: wish.day ? await ask<CheckAnswer>(`/api/check?as-of=${wish.day}`, signal) : undefined,
    };
  } catch (error) {
    return { why: String(error instanceof Error ? error.message : error) };
  }
}

export function WhatIf({ loads }: { loads: number }) {
  const t = useTexts();
  const failure = useFailure();
  const [wish, setWish] = useState<Wish>(NOTHING);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [asking, setAsking] = useState(false);
  const asks = Boolean(wish.ban || wish.fail.length || wish.day);
  useEffect(() => {
    setAsking(asks);
    if (!asks) return setAnswer(null);
    const dropped = new AbortController();
    void answerTo(wish, dropped.signal).then((next) => {
      if (dropped.signal.aborted) return;
      setAnswer(next);
      setAsking(false);
    });
    return () => dropped.abort();
  }, [wish, asks, loads]);

  const makers = new Map<string, string>();
  const kinds = new Set<string>();
  for (const { kind, parties } of report.elements) {
    for (const { role, party } of parties) if (role === "maker") { makers.set(party, partyName(party)); kinds.add(kind); }
  }
  const sorted = [...makers].sort((a, b) => (a[1] < b[1] ? -1 : 1));
  return (
    <Section id="whatif" title={t.whatIf} help={t.whatIfHelp}>
      <div className="tools">
        <label><span>{t.ban}</span><select id="whatif-ban" value={wish.ban} onChange={(event) => setWish({ ...wish, ban: event.target.value })}>
          <option value="">{t.nobodyBanned}</option>
          {sorted.map(([id, name]) => <option key={id} value={id}>{name}</option>)}
        </select></label>
        <label><span>{t.ofKind}</span><select id="whatif-kind" value={wish.kind} disabled={!wish.ban} onChange={(event) => setWish({ ...wish, kind: event.target.value })}>
          <option value="">{t.allKinds}</option>
          {[...kinds].sort().map((kind) => <option key={kind} value={kind}>{kind}</option>)}
        </select></label>
        <label><span>{t.failToo}</span><select id="whatif-fail" value="" onChange={(event) => setWish({ ...wish, fail: [...wish.fail, event.target.value] })}>
          <option value="">{t.addFailure}</option>
          {report.failures.filter(({ label }) => !wish.fail.includes(label)).map(({ label }) => <option key={label} value={label}>{failure(label)}</option>)}
        </select></label>
        <label><span>{t.onDay_}</span><input id="whatif-day" type="date" value={wish.day || report.check.as_of} onChange={(event) => setWish({ ...wish, day: event.target.value === report.check.as_of ? "" : event.target.value })} /></label>
        <button type="button" disabled={!asks} onClick={() => setWish(NOTHING)}>{t.clear}</button>
      </div>
      <ul className="chosen-failures">{wish.fail.map((label) => (
        <li key={label}><button type="button" className="small" aria-label={t.repair(failure(label))} onClick={() => setWish({ ...wish, fail: wish.fail.filter((one) => one !== label) })}>{failure(label)} {"\u00d7"}</button></li>
      ))}</ul>
      <div id="whatif-answer" aria-live="polite" aria-busy={asking}>
        {asking && <p className="soft">{t.asking}</p>}
        {answer?.why !== undefined && <p className="reason">{t.cannotAnswer} <span lang="en">{answer.why}</span></p>}
        {answer?.whatIf && <Difference answer={answer.whatIf} />}
        {answer?.check && <OtherDay check={answer.check} />}
      </div>
      <p className="help">{t.whatIfScope}</p>
    </Section>
  );
}

const gbps = (bps: number) => (bps / 1e9).toFixed(bps % 1e9 ? 3 : 0);

function Difference({ answer }: { answer: WhatIfAnswer }) {
  const t = useTexts();
  const list = useList();
  const levels = useLevels();
  const failure = useFailure();
  const lost = answer.flows.filter((flow) => flow.delivered_before && !flow.delivered_after);
  const doubtful = answer.flows.filter((flow) => flow.doubtful).map((flow) => flow.flow);
  const gainers = answer.flows.filter((flow) => flow.gained.length);
  return (
    <>
      {answer.removed.length ? <Fold summary={t.takenOut(answer.removed.length)}>{() => <p>{list(answer.removed.map(failure))}</p>}</Fold> : <p>{t.nothingTaken}</p>}
      <ul className="differences">
        {answer.broken.map(({ rule, flows }) => <li key={rule}><Badge verdict={flows.every((flow) => doubtful.includes(flow)) ? "undecided" : "violated"} /> {t.breaksRule(rule, list(flows))}</li>)}
      </ul>
      {!answer.broken.length && <p>{t.noDemand}</p>}
      {(doubtful.length > 0 || report.open_lines.length > 0) && <p className="warning"><span aria-hidden="true">? </span>{t.notCertain(doubtful.length ? list(doubtful) : "", report.open_lines.length)}</p>}
      <p>{t.lostFlows(lost.length, answer.flows.length)}{answer.traffic_bps ? `; ${t.traffic(gbps(answer.lost_bps), gbps(answer.traffic_bps))}` : ""}{lost.length ? `: ${list(lost.map((flow) => flow.flow))}` : ""}</p>
      {gainers.length > 0 && <Fold summary={t.gainers}>{() => (
        <ul>{gainers.map((flow) => (
          <li key={flow.flow}>{flow.flow}: {flow.gained.map(({ element, levels: gained }) => `${element}${makerOf(element)} (${levels(levelBits(gained))})`).join("; ")}</li>
        ))}</ul>
      )}</Fold>}
    </>
  );
}

const makerOf = (element: string) => {
  const maker = elementOf.get(element)?.parties.find(({ role }) => role === "maker")?.party;
  return maker ? `, ${partyName(maker)}` : "";
};

function OtherDay({ check }: { check: CheckAnswer }) {
  const t = useTexts();
  const day = useDay();
  const before = new Map(report.check.rules.map((rule) => [rule.id, rule.verdict]));
  const changed = check.rules.filter((rule) => before.get(rule.id) !== rule.verdict);
  return (
    <>
      <h3>{t.onDay(day(check.as_of))} <Badge verdict={check.verdict} /></h3>
      {changed.length ? (
        <ul className="differences">{changed.map((rule) => (
          <li key={rule.id}><Badge verdict={rule.verdict} /> {t.becomes(rule.id, before.has(rule.id) ? t.verdict[before.get(rule.id)!] : "\u2013", t.verdict[rule.verdict])}</li>
        ))}</ul>
      ) : <p>{t.sameAs}</p>}
    </>
  );
}
