// The page: head, sections in order of importance, the evidence drawer.
import { memo, useCallback, useEffect, useMemo, useState } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { Days } from "./Days";
import { EvidenceDrawer } from "./Evidence";
import { Limits } from "./Limits";
import { LiveBar, Waiting } from "./LiveBar";
import { MapSection } from "./MapSection";
import { Matrix } from "./Matrix";
import { Appendix, Rules, Verdict } from "./Rules";
import { Shares } from "./Shares";
import { WhatIf } from "./WhatIf";
import { load, report } from "./data";
import { type Live, useLive } from "./live";
import { Badge, Choice, type EvidenceTarget, UiContext } from "./parts";
import "./styles.css";
import { type Language, dayText, texts } from "./texts";

/** All that is folded or paged away is shown while the page is printed. */
function usePrinting() {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    const before = () => flushSync(() => setPrinting(true));
    const after = () => setPrinting(false);
    window.addEventListener("beforeprint", before);
    window.addEventListener("afterprint", after);
    return () => {
      window.removeEventListener("beforeprint", before);
      window.removeEventListener("afterprint", after);
    };
  }, []);
  return printing;
}

// The sections are made anew for every document and left alone when a server says something else: its news must be seen at once.
const First = memo(() => <><Verdict /><Rules /></>);
const Rest = memo(() => <><Matrix /><MapSection /><Shares /><Days /><Limits /><Appendix /></>);

const ofBrowser = (): Language => (navigator.language.toLowerCase().startsWith("de") ? "de" : "en");

/** `live`: what a server says; a report from a file has none. */
function Page({ live }: { live?: Live }) {
  const [language, setLanguage] = useState<Language>(ofBrowser);
  const [theme, setTheme] = useState("auto");
  const [target, setTarget] = useState<EvidenceTarget | null>(null);
  const printing = usePrinting();
  const open = useCallback((next: EvidenceTarget) => setTarget(next), []);
  const ui = useMemo(() => ({ language, open, printing }), [language, open, printing]);
  const t = texts[language];
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = `Ringfence \u2013 ${report.title}`;
  }, [language, live?.loads]);
  // Evidence of a document that is gone.
  useEffect(() => setTarget(null), [live?.loads]);
  useEffect(() => { document.documentElement.dataset.theme = theme; }, [theme]);
  return (
    <UiContext.Provider value={ui}>
      <a className="skip" href="#verdict">{t.skip}</a>
      <header className="top">
        <div className="strip">
          <h1><span className="brand">Ringfence</span> {report.title} <span className="soft">{t.asOf(dayText(language, report.check.as_of))}</span></h1>
          <div className="settings">
            <Choice legend={t.language} options={[["en", "English"], ["de", "Deutsch"]]} value={language} onChange={(value) => setLanguage(value as Language)} />
            <Choice legend={t.theme} options={Object.entries(t.themes)} value={theme} onChange={setTheme} />
            <button type="button" onClick={() => window.print()}>{t.print}</button>
          </div>
        </div>
        <nav aria-label={t.report}>
          <ul>
            {Object.entries(t.sections).map(([id, title]) => <li key={id}><a href={`#${id}`}>{title}</a></li>)}
            {live && <li><a href="#whatif">{t.whatIf}</a></li>}
          </ul>
          <Badge verdict={report.check.verdict} />
        </nav>
      </header>
      <main>
        {live && <LiveBar live={live} />}
        <First key={`first ${live?.loads}`} />
        {live && <WhatIf loads={live.loads} />}
        <Rest key={`rest ${live?.loads}`} />
      </main>
      <EvidenceDrawer target={target} onClose={() => setTarget(null)} />
    </UiContext.Provider>
  );
}

function Served() {
  const live = useLive();
  return live.loads ? <Page live={live} /> : <Waiting live={live} language={ofBrowser()} />;
}

// A server sends the page without a document, and the document after it.
const written = JSON.parse(document.getElementById("data")!.textContent!);
if (written) load(written);
createRoot(document.getElementById("page")!).render(written ? <Page /> : <Served />);
