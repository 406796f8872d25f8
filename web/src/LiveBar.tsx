// What a server says beside the document: a verdict that is newer than the page, files that cannot be judged, no connection.
import { report } from "./data";
import type { Live } from "./live";
import { Badge, UiContext, useTexts } from "./parts";
import { type Language, texts } from "./texts";

function News({ live }: { live: Live }) {
  const t = useTexts();
  const { state, shown } = live;
  if (!state || !state.verdict || state.generation === shown) return null;
  const before = new Map(report.check.rules.map((rule) => [rule.id, rule.verdict]));
  const changed = (state.rules ?? []).filter((rule) => before.get(rule.id) !== rule.verdict);
  return (
    <div id="news" data-generation={state.generation}>
      <p>{t.live.fresh} <Badge verdict={state.verdict} /> {changed.length ? "" : t.live.same} {t.live.follows}</p>
      <ul>{changed.map(({ id, verdict }) => <li key={id}>{t.becomes(id, before.has(id) ? t.verdict[before.get(id)!] : "\u2013", t.verdict[verdict])}</li>)}</ul>
    </div>
  );
}

export function LiveBar({ live }: { live: Live }) {
  const t = useTexts();
  const trouble = live.state?.trouble ?? [];
  return (
    <aside id="live" className={`live${!live.connected || trouble.length ? " alarm" : ""}`} aria-label={t.live.title} data-shown={live.shown}>
      <div role="status">
        {!live.connected ? <p>{live.denied ? t.live.denied : t.live.lost}</p> : trouble.length ? (
          <><p>{t.live.trouble}</p><ul lang="en">{trouble.map((one) => <li key={one}>{one}</li>)}</ul></>
        ) : <p className="soft">{t.live.connected}</p>}
        <News live={live} />
      </div>
    </aside>
  );
}

/** Before there is a document. */
export function Waiting({ live, language }: { live: Live; language: Language }) {
  const t = texts[language];
  const trouble = live.state?.trouble ?? [];
  return (
    <UiContext.Provider value={{ language, open: () => {}, printing: false }}>
      <main>
        <section id="waiting" aria-labelledby="waiting-title">
          <h1 id="waiting-title">Ringfence {live.state?.title}</h1>
          <div role="status">
            <p>{live.denied ? t.live.denied : !live.connected ? t.live.lost : trouble.length ? t.live.noAnswer : t.live.waiting}</p>
            <ul lang="en">{trouble.map((one) => <li key={one}>{one}</li>)}</ul>
          </div>
        </section>
      </main>
    </UiContext.Provider>
  );
}
