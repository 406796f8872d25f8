// What a server says: its state over events, the document when there is a new one, answers to questions. The token, when
// one is needed, comes behind the # of the address, which browsers do not send; it is kept in memory only.
import { useEffect, useState } from "react";
import { type Check, type Verdict, type Written, load } from "./data";

export interface State {
  title: string; generation: number; report: number; as_of?: string; verdict?: Verdict;
  rules?: { id: string; verdict: Verdict }[]; trouble: string[];
}
/** `shown`: generation of the document that is loaded; 0: none yet. `loads`: how many were loaded. */
export interface Live { state: State | null; shown: number; loads: number; connected: boolean; denied: boolean }

export interface WhatIfAnswer {
  removed: string[]; traffic_bps: number; lost_bps: number; broken: { rule: string; flows: string[] }[];
  flows: { flow: string; delivered_before: boolean; delivered_after: boolean; doubtful: boolean; gained: { element: string; levels: string[] }[] }[];
}
export type CheckAnswer = Check;

const AGAIN_MS = 1000;
let token = "";
function takeToken() {
  const found = /^#token=([!-~]+)$/.exec(location.hash);
  if (!found) return;
  token = decodeURIComponent(found[1]);
  history.replaceState(null, "", location.pathname);
}

const headers = (): Record<string, string> => (token ? { Authorization: `Bearer ${token}` } : {});

/** A document, or an Error that says why there is none. */
export async function ask<Document>(path: string, signal?: AbortSignal): Promise<Document> {
  const response = await fetch(path, { headers: headers(), signal, cache: "no-store" });
  const document = await response.json();
  if (!response.ok) throw new Error(document.error?.why ?? String(response.status));
  return document;
}

/** Calls `heard` with every state until the connection ends. False when the server refuses this client. */
async function hear(heard: (state: State) => void, signal: AbortSignal): Promise<boolean> {
  const response = await fetch("/api/events", { headers: headers(), signal, cache: "no-store" });
  if (response.status === 401) return false;
  if (!response.ok || !response.body) return true;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return true;
    text += value;
    const blocks = text.split("\n\n");
    text = blocks.pop()!;
    for (const block of blocks) {
      const data = block.split("\n").find((line) => line.startsWith("data: "));
      if (data) heard(JSON.parse(data.slice(6)));
    }
  }
}

export function useLive(): Live {
  const [live, setLive] = useState<Live>({ state: null, shown: 0, loads: 0, connected: true, denied: false });
  useEffect(() => {
    takeToken();
    const ended = new AbortController();
    let shown = 0;
    let fetching = false;
    let newest: State;
    const fetchReport = async () => {
      if (fetching) return;
      fetching = true;
      try {
        while (newest.report !== shown) {
          const next = newest.report;
          load(await ask<Written>("/api/report", ended.signal));
          shown = next;
          setLive((now) => ({ ...now, shown: next, loads: now.loads + 1 }));
        }
      } catch { /* the next state tries again */ }
      fetching = false;
    };
    const follow = async () => {
      while (!ended.signal.aborted) {
        let allowed = true;
        try {
          allowed = await hear((state) => {
            newest = state;
            setLive((now) => ({ ...now, state, connected: true, denied: false }));
            void fetchReport();
          }, ended.signal);
        } catch { /* no connection */ }
        if (ended.signal.aborted) return;
        setLive((now) => ({ ...now, connected: false, denied: !allowed }));
        if (!allowed) return;
        // Another server at the same address counts from the beginning.
        shown = -1;
        await new Promise((done) => setTimeout(done, AGAIN_MS));
      }
    };
    void follow();
    return () => ended.abort();
  }, []);
  return live;
}
