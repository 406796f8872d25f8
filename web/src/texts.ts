// Every word of the user interface, in both languages. Words of the snapshot and sentences of the engine are not
// translated: they are shown as they are.
export type Language = "en" | "de";
const n = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;
const list = (language: Language, names: string[]) => new Intl.ListFormat(language === "en" ? "en-GB" : "de", { type: "conjunction" }).format(names);

const en = {
  skip: "Skip to the verdict",
  sections: { verdict: "Verdict", matrix: "Exposure", map: "Map", shares: "Shares", days: "Deadlines", limits: "Limits" },
  language: "Language", theme: "Theme", themes: { auto: "System", light: "Light", dark: "Dark" }, print: "Print",
  report: "Exposure report", network: "Network", asOf: (day: string) => `as of ${day}`,
  verdict: { proved: "Kept", violated: "Broken", undecided: "Undecided", "not-in-force": "Not in force" },
  sentence: {
    violated: (broken: number, all: number, parties: string[]) =>
      `${broken === all ? (all === 1 ? "The only rule is broken" : `All ${all} rules are broken`) : `${broken} of ${all} rules ${broken === 1 ? "is" : "are"} broken`}: ` +
      `this network does not keep what ${list("en", parties)} ${parties.length === 1 ? "demands" : "demand"}.`,
    undecided: (open: number, all: number) =>
      all === 0 ? "No rule is in force on this day, so nothing is proved."
        : `No rule is known to be broken, but ${open} of ${all} cannot be decided: facts are missing.`,
    proved: (all: number) =>
      `${all === 1 ? "The rule is" : `All ${all} rules are`} kept: for every packet, on every equal-cost path, under every failure asked about.`,
  },
  examined: (sets: number) => `${n(sets, "network state", "network states")} examined for the verdict`,
  counts: (kept: number, broken: number, open: number, off: number) =>
    [`${broken} broken`, `${open} undecided`, `${kept} kept`, ...(off ? [`${off} not in force`] : [])].join(" \u00b7 "),
  rules: "Rules", rule: "Rule", party: "Party", demand: "Demand and source", inForce: "In force", result: "Result", always: "always",
  from: (day: string) => `from ${day}`, until: (day: string) => `until ${day}`, then: (day: string, levels: string) => `from ${day} also judged: ${levels}`,
  kinds: { confine: "Confine", exclude: "Exclude", cap: "Cap", deliver: "Deliver", diversify: "Diversify", release: "Release" } as Record<string, string>,
  openRule: (id: string) => `Details of rule ${id}`, closeRule: (id: string) => `Close details of rule ${id}`,
  headline: {
    flows: (bad: string[], all: number) => bad.length ? `${list("en", bad)} of ${n(all, "flow", "flows")}` : n(all, "flow", "flows"),
    elements: (count: number) => n(count, "element", "elements"),
    share: (text: string) => text,
  },
  ruleText: "As the policy says it", source: "Source", nobody: "Nobody",
  today: "Today, nothing failed", after: (labels: string) => `After ${labels} fails`, evidence: "Evidence",
  holds: (levels: string, role: string, party: string) => `${levels}; ${role}: ${party}`,
  possible: "possibly, not certainly", how: { carries: "handles the flow", controls: "through management or hosting", "gets-copies": "gets copies" } as Record<string, string>,
  steps: (count: number) => n(count, "step", "steps"),
  cured: (labels: string) => `Not broken while these are down: ${labels}`,
  nearMiss: "near miss, does not count", offends: "offends",
  conflict: (deny: string, deliver: string, flow: string) => `${deny} and ${deliver} cannot both be kept for ${flow}.`,
  conflictHelp: "Without what the first rule forbids, the flow of the second has no path. Each smallest set that blocks it:",
  conflicts: "Rules that clash",
  reasons: "Undecided because",
  levels: { read: "read", meta: "see", alter: "alter", cut: "cut", steer: "steer" } as Record<string, string>,
  levelHelp: {
    read: "read the content", meta: "see that, when and how much", alter: "change it unnoticed", cut: "interrupt it: it is on a path in use", steer: "decide its path",
  } as Record<string, string>,
  matrixHelp: "Who can do what with each flow. Choose a cell to see why.",
  matrixScope: "A cell says what the model shows. Proved is only what a rule's verdict says: it takes into account what is not modelled.",
  matrixOpen: (lines: number) => `${n(lines, "line is", "lines are")} outside the model: an empty cell proves nothing (see Limits).`, doubtful: "in doubt",
  by: "By", groups: { supplier: "Supplier", operator: "Operator", owner: "Owner", country: "Country", kind: "Kind", element: "Element" } as Record<string, string>,
  notStated: "not stated", flow: "Flow", flows: "Flows", filterFlows: "Filter flows", filterGroups: "Filter columns",
  onlyBroken: "Only where a rule is broken", onlyFailure: "Only what a failure adds", showLevels: "Powers shown",
  legend: { now: "by handling the flow, today", control: "through management or hosting, today", failure: "only after a single failure", broken: "breaks a rule" },
  noCell: "No power", none: "Nothing matches these filters.", moreColumns: (count: number) => `Show ${count} more columns`, moreRows: (count: number) => `Show ${count} more rows`,
  cell: (flow: string, group: string, now: string, failure: string, rules: string) =>
    `${flow}, ${group}: ${now ? `can ${now} today` : "nothing today"}${failure ? `; after one failure also ${failure}` : ""}${rules ? `; breaks ${rules}` : ""}`,
  can: (group: string, levels: string, flow: string) => `${group} can ${levels} ${flow} today.`,
  cannot: (group: string, flow: string) => `${group} has no power over ${flow} while nothing fails.`,
  gains: (levels: string, count: number) => `After ${count === 1 ? "one single failure" : `one or another of ${count} single failures`} it can ${levels}.`,
  close: "Close", breaks: (rules: string) => `Breaks ${rules}`, breaksThen: (rules: string) => `Breaks ${rules} in another state`,
  stopsAlone: "Whose failure alone stops it", noneAlone: "No single device or line system stops it.", noCompliant: "Without what its own rules forbid, it has no path.",
  rulesBroken: (broken: number, all: number) => `${broken} of ${all} broken`, rulesOpen: (open: number, all: number) => `${open} of ${all} undecided`, rulesKept: (all: number) => `${all} of ${all} kept`,
  parties_: "By party", why: "Why", state: "Network state", nominal: "Nothing failed",
  packet: "Packet", pathThere: "There", pathBack: "Back", path: "Path", pathsCut: "More equal paths exist than are listed.",
  hop: (hop: number, of: number) => `on the path, station ${hop} of ${of}`,
  lights: (links: string) => `lies under the link ${links}`,
  manages: (object: string, because: string) => `manages ${object} (${because})`,
  hosts: (object: string, because: string) => `hosts ${object} (${because})`,
  copies: "gets copies of the flow", steers: "its routing information takes part in choosing the path", notOnListed: "not on the listed paths; see the evidence of the check",
  andThat: "and that is", volumeOnly: "volume and time only",
  under: (label: string) => `after ${label} fails`, notDelivered: "The flow does not arrive.", noPower: "no power in this state",
  through: "through", within: "inside", goesOut: "out", comesIn: "in", showLines: (count: number) => n(count, "configuration line", "configuration lines"),
  mapHelp: "Choose a flow, then click a link or a device to fail it.",
  colour: "Colour", colours: { maker: "Maker", owner: "Owner", operator: "Operator", country: "Country", exposure: "Exposure" } as Record<string, string>,
  layer: "Circuits and line systems", click: "A click", clicks: { fail: "fails it", explain: "explains it" } as Record<string, string>,
  failure: "Failure", noFailure: "Nothing failed", reset: "Repair", fit: "Whole map", fitFlow: "This flow", zoomIn: "Zoom in", zoomOut: "Zoom out", others: "others",
  mapLabel: "Map of the network. The same paths and failures are in the lists beside it.",
  unaffected: (label: string, flow: string) => `${label} fails: ${flow} is not affected.`,
  broke: (label: string, flow: string) => `${label} fails: ${flow} has no path left.`,
  moved: (label: string, flow: string) => `${label} fails: ${flow} takes another path.`,
  gainedBy: "Gains power", lostBy: "Loses power", nobodyChanges: "Nobody gains or loses power.",
  nowGoes: (flow: string) => `${flow} today`, failIt: (name: string) => `Fail ${name}`, chosen: "Chosen", choose: "Explain an element", parties: "Parties",
  site: "Site", kind: "Kind", powers: "Powers over this flow", cannotFail: "not in the set of single failures",
  exposureClasses: { own: "handles the flow and breaks a rule", carries: "handles the flow", control: "power through management", failure: "power after a failure", none: "no power" } as Record<string, string>,
  failureKinds: { link: "link", node: "device", "line-system": "line system", circuit: "circuit", interface: "interface" } as Record<string, string>,
  sharesHelp: "A share means nothing until its count is named: every measure is shown, also those the rule does not judge.",
  limit: "limit", judged: "judged", forComparison: "for comparison", above: "above the limit", withinLimit: "within the limit", noShares: "No rule asks for shares.",
  daysHelp: "Today's network on later days: what becomes unlawful when.", dayOf: "Day", nothingLater: "Nothing in the policy begins, ends or changes after this day.",
  onDay: (day: string) => `On ${day}`, becomes: (id: string, was: string, is: string) => `${id}: ${was} \u2192 ${is}`, sameAs: "No verdict differs from today's.",
  leftOut: (days: string) => `Later days that were not judged: ${days}`, today_: "today", dayHelp: "Between two marked days nothing changes.",
  limitsHelp: "What this report does not know, and which verdicts that touches.",
  lines: "Configuration lines", fates: { modelled: "modelled", irrelevant: "without influence", unmodelled: "known, not modelled", unknown: "unknown" } as Record<string, string>,
  openLines: "Lines outside the model", noOpenLines: "Every configuration line is modelled or known to be without influence.",
  device: "Device", line: "Line", reason: "Reason", mayChange: "May change", touches: "Touches",
  impacts: ["IPv4 routes", "IPv6 routes", "forwarding", "management", "protection", "copies"],
  missing: "Missing facts", noMissing: "No fact that a verdict asked for is missing.", noMaker: "its maker is not stated",
  unlisted: (names: string) => `Not in the inventory: ${names}`,
  scope: [
    (tried: number) => `Matrix and map know the network without a failure and under each of ${tried - 1} single failures of a link, a device or a line system. Rules may ask for more at once; their findings are listed with them.`,
    () => "Whom a party trusts is that party's statement, with its source and date. The program holds no opinion.",
    () => "What may be a password or a key in a line of a configuration is shown as ****.",
    () => "The evidence can be replayed: ringfence check -f json, then ringfence verify.",
  ],
  touched: { none: "no verdict of this report" },
};

export type Texts = typeof en;

const de: Texts = {
  skip: "Zum Urteil springen",
  sections: { verdict: "Urteil", matrix: "Einblick", map: "Karte", shares: "Anteile", days: "Fristen", limits: "Grenzen" },
  language: "Sprache", theme: "Darstellung", themes: { auto: "System", light: "Hell", dark: "Dunkel" }, print: "Drucken",
  report: "Bericht", network: "Netz", asOf: (day) => `Stand ${day}`,
  verdict: { proved: "Eingehalten", violated: "Verletzt", undecided: "Offen", "not-in-force": "Nicht in Kraft" },
  sentence: {
    violated: (broken, all, parties) =>
      `${broken === all ? (all === 1 ? "Die einzige Regel ist verletzt" : `Alle ${all} Regeln sind verletzt`) : `${broken} von ${all} Regeln ${broken === 1 ? "ist" : "sind"} verletzt`}: ` +
      `Dieses Netz h\u00e4lt nicht ein, was ${list("de", parties)} ${parties.length === 1 ? "verlangt" : "verlangen"}.`,
    undecided: (open, all) =>
      all === 0 ? "An diesem Tag ist keine Regel in Kraft, also ist nichts bewiesen."
        : `Keine Regel ist nachweislich verletzt, doch ${open} von ${all} lassen sich nicht entscheiden: Es fehlen Angaben.`,
    proved: (all) =>
      `${all === 1 ? "Die Regel ist" : `Alle ${all} Regeln sind`} eingehalten: f\u00fcr jedes Paket, auf jedem gleich guten Weg, bei jedem gefragten Ausfall.`,
  },
  examined: (sets) => `${n(sets, "Netzzustand", "Netzzust\u00e4nde")} f\u00fcr das Urteil untersucht`,
  counts: (kept, broken, open, off) =>
    [`${broken} verletzt`, `${open} offen`, `${kept} eingehalten`, ...(off ? [`${off} nicht in Kraft`] : [])].join(" \u00b7 "),
  rules: "Regeln", rule: "Regel", party: "Partei", demand: "Forderung und Quelle", inForce: "In Kraft", result: "Ergebnis", always: "immer",
  from: (day) => `ab ${day}`, until: (day) => `bis ${day}`, then: (day, levels) => `ab ${day} gilt: ${levels}`,
  kinds: { confine: "Fernhalten", exclude: "Ausschlie\u00dfen", cap: "Begrenzen", deliver: "Zustellen", diversify: "Streuen", release: "Freigeben" },
  openRule: (id) => `Einzelheiten zu Regel ${id}`, closeRule: (id) => `Einzelheiten zu Regel ${id} schlie\u00dfen`,
  headline: {
    flows: (bad, all) => bad.length ? `${list("de", bad)} von ${n(all, "Fluss", "Fl\u00fcssen")}` : n(all, "Fluss", "Fl\u00fcsse"),
    elements: (count) => n(count, "Element", "Elemente"),
    share: (text) => text,
  },
  ruleText: "Wortlaut der Regel", source: "Quelle", nobody: "Niemand",
  today: "Heute, ohne Ausfall", after: (labels) => `Nach Ausfall von ${labels}`, evidence: "Beleg",
  holds: (levels, role, party) => `${levels}; ${role}: ${party}`,
  possible: "m\u00f6glich, nicht sicher", how: { carries: "f\u00fchrt den Fluss", controls: "durch Verwaltung oder Wirt", "gets-copies": "erh\u00e4lt Kopien" },
  steps: (count) => n(count, "Schritt", "Schritte"),
  cured: (labels) => `Nicht verletzt, solange ausf\u00e4llt: ${labels}`,
  nearMiss: "knapp daneben, z\u00e4hlt nicht", offends: "verst\u00f6\u00dft",
  conflict: (deny, deliver, flow) => `${deny} und ${deliver} lassen sich f\u00fcr ${flow} nicht beide einhalten.`,
  conflictHelp: "Ohne das, was die erste Regel verbietet, hat der Fluss der zweiten keinen Weg. Jede kleinste Menge, die ihn sperrt:",
  conflicts: "Regeln im Widerspruch",
  reasons: "Offen, weil",
  levels: { read: "lesen", meta: "sehen", alter: "\u00e4ndern", cut: "kappen", steer: "lenken" },
  levelHelp: {
    read: "den Inhalt lesen", meta: "sehen, dass, wann und wie viel", alter: "ihn unbemerkt \u00e4ndern", cut: "ihn unterbrechen: liegt auf einem benutzten Weg", steer: "seinen Weg bestimmen",
  },
  matrixHelp: "Wer was mit jedem Fluss tun kann. Eine Zelle zeigt, warum.",
  matrixScope: "Eine Zelle sagt, was das Modell zeigt. Bewiesen ist nur, was das Urteil einer Regel sagt: Es ber\u00fccksichtigt, was nicht im Modell ist.",
  matrixOpen: (lines) => `${n(lines, "Zeile steht", "Zeilen stehen")} au\u00dferhalb des Modells: Eine leere Zelle beweist nichts (siehe Grenzen).`, doubtful: "im Zweifel",
  by: "Nach", groups: { supplier: "Lieferant", operator: "Betreiber", owner: "Eigent\u00fcmer", country: "Land", kind: "Art", element: "Element" },
  notStated: "ohne Angabe", flow: "Fluss", flows: "Fl\u00fcsse", filterFlows: "Fl\u00fcsse filtern", filterGroups: "Spalten filtern",
  onlyBroken: "Nur wo eine Regel verletzt ist", onlyFailure: "Nur was ein Ausfall hinzuf\u00fcgt", showLevels: "Gezeigte Macht",
  legend: { now: "f\u00fchrt den Fluss, heute", control: "durch Verwaltung oder Wirt, heute", failure: "erst nach einem einzelnen Ausfall", broken: "verletzt eine Regel" },
  noCell: "Keine Macht", none: "Nichts passt zu diesen Filtern.", moreColumns: (count) => `${count} weitere Spalten zeigen`, moreRows: (count) => `${count} weitere Zeilen zeigen`,
  cell: (flow, group, now, failure, rules) =>
    `${flow}, ${group}: ${now ? `kann heute ${now}` : "heute nichts"}${failure ? `; nach einem Ausfall auch ${failure}` : ""}${rules ? `; verletzt ${rules}` : ""}`,
  can: (group, levels, flow) => `${group} kann heute ${flow} ${levels}.`,
  cannot: (group, flow) => `${group} hat keine Macht \u00fcber ${flow}, solange nichts ausf\u00e4llt.`,
  gains: (levels, count) => `Nach ${count === 1 ? "einem einzelnen Ausfall" : `dem einen oder anderen von ${count} einzelnen Ausf\u00e4llen`} kommt hinzu: ${levels}.`,
  close: "Schlie\u00dfen", breaks: (rules) => `Verletzt ${rules}`, breaksThen: (rules) => `Verletzt ${rules} in einem anderen Zustand`,
  stopsAlone: "Wessen Ausfall allein ihn stoppt", noneAlone: "Kein einzelnes Ger\u00e4t oder optisches System stoppt ihn.", noCompliant: "Ohne das, was seine eigenen Regeln verbieten, hat er keinen Weg.",
  rulesBroken: (broken, all) => `${broken} von ${all} verletzt`, rulesOpen: (open, all) => `${open} von ${all} offen`, rulesKept: (all) => `${all} von ${all} eingehalten`,
  parties_: "Nach Partei", why: "Warum", state: "Netzzustand", nominal: "Ohne Ausfall",
  packet: "Paket", pathThere: "Hin", pathBack: "Zur\u00fcck", path: "Weg", pathsCut: "Es gibt mehr gleich gute Wege, als hier stehen.",
  hop: (hop, of) => `auf dem Weg, Station ${hop} von ${of}`,
  lights: (links) => `liegt unter der Verbindung ${links}`,
  manages: (object, because) => `verwaltet ${object} (${because})`,
  hosts: (object, because) => `beherbergt ${object} (${because})`,
  copies: "erh\u00e4lt Kopien des Flusses", steers: "seine Wegeangaben bestimmen den Weg mit", notOnListed: "nicht auf den gezeigten Wegen; siehe Beleg der Pr\u00fcfung",
  andThat: "und das ist", volumeOnly: "nur Menge und Zeit",
  under: (label) => `nach Ausfall von ${label}`, notDelivered: "Der Fluss kommt nicht an.", noPower: "keine Macht in diesem Zustand",
  through: "\u00fcber", within: "in", goesOut: "aus", comesIn: "ein", showLines: (count) => n(count, "Konfigurationszeile", "Konfigurationszeilen"),
  mapHelp: "Fluss w\u00e4hlen, dann Verbindung oder Ger\u00e4t anklicken: Es f\u00e4llt aus.",
  colour: "Farbe", colours: { maker: "Hersteller", owner: "Eigent\u00fcmer", operator: "Betreiber", country: "Land", exposure: "Einblick" },
  layer: "Leitungen und optische Systeme", click: "Ein Klick", clicks: { fail: "l\u00e4sst ausfallen", explain: "erkl\u00e4rt" },
  failure: "Ausfall", noFailure: "Kein Ausfall", reset: "Reparieren", fit: "Ganze Karte", fitFlow: "Dieser Fluss", zoomIn: "Vergr\u00f6\u00dfern", zoomOut: "Verkleinern", others: "andere",
  mapLabel: "Karte des Netzes. Dieselben Wege und Ausf\u00e4lle stehen in den Listen daneben.",
  unaffected: (label, flow) => `${label} f\u00e4llt aus: ${flow} ist nicht betroffen.`,
  broke: (label, flow) => `${label} f\u00e4llt aus: ${flow} hat keinen Weg mehr.`,
  moved: (label, flow) => `${label} f\u00e4llt aus: ${flow} nimmt einen anderen Weg.`,
  gainedBy: "Gewinnt Macht", lostBy: "Verliert Macht", nobodyChanges: "Niemand gewinnt oder verliert Macht.",
  nowGoes: (flow) => `${flow} heute`, failIt: (name) => `${name} ausfallen lassen`, chosen: "Gew\u00e4hlt", choose: "Ein Element erkl\u00e4ren", parties: "Parteien",
  site: "Ort", kind: "Art", powers: "Macht \u00fcber diesen Fluss", cannotFail: "geh\u00f6rt nicht zu den einzelnen Ausf\u00e4llen",
  exposureClasses: { own: "f\u00fchrt den Fluss und verletzt eine Regel", carries: "f\u00fchrt den Fluss", control: "Macht durch Verwaltung", failure: "Macht nach einem Ausfall", none: "keine Macht" },
  failureKinds: { link: "Verbindung", node: "Ger\u00e4t", "line-system": "optisches System", circuit: "Leitung", interface: "Schnittstelle" },
  sharesHelp: "Ein Anteil sagt nichts, solange sein Z\u00e4hler nicht genannt ist: Jedes Ma\u00df steht hier, auch solche, die die Regel nicht pr\u00fcft.",
  limit: "Grenze", judged: "gepr\u00fcft", forComparison: "zum Vergleich", above: "\u00fcber der Grenze", withinLimit: "innerhalb der Grenze", noShares: "Keine Regel fragt nach Anteilen.",
  daysHelp: "Das heutige Netz an sp\u00e4teren Tagen: was wann rechtswidrig wird.", dayOf: "Tag", nothingLater: "Nach diesem Tag beginnt, endet oder \u00e4ndert sich in der Richtlinie nichts.",
  onDay: (day) => `Am ${day}`, becomes: (id, was, is) => `${id}: ${was} \u2192 ${is}`, sameAs: "Kein Urteil weicht vom heutigen ab.",
  leftOut: (days) => `Sp\u00e4tere Tage, die nicht beurteilt wurden: ${days}`, today_: "heute", dayHelp: "Zwischen zwei markierten Tagen \u00e4ndert sich nichts.",
  limitsHelp: "Was dieser Bericht nicht wei\u00df und welche Urteile das ber\u00fchrt.",
  lines: "Konfigurationszeilen", fates: { modelled: "im Modell", irrelevant: "ohne Einfluss", unmodelled: "bekannt, nicht im Modell", unknown: "unbekannt" },
  openLines: "Zeilen au\u00dferhalb des Modells", noOpenLines: "Jede Konfigurationszeile ist im Modell oder nachweislich ohne Einfluss.",
  device: "Ger\u00e4t", line: "Zeile", reason: "Grund", mayChange: "Kann \u00e4ndern", touches: "Ber\u00fchrt",
  impacts: ["IPv4-Wege", "IPv6-Wege", "Weiterleitung", "Verwaltung", "Schutz", "Kopien"],
  missing: "Fehlende Angaben", noMissing: "Keine Angabe fehlt, nach der ein Urteil gefragt hat.", noMaker: "der Hersteller ist nicht angegeben",
  unlisted: (names) => `Nicht im Inventar: ${names}`,
  scope: [
    (tried) => `Matrix und Karte kennen das Netz ohne Ausfall und bei jedem von ${tried - 1} einzelnen Ausf\u00e4llen einer Verbindung, eines Ger\u00e4ts oder eines optischen Systems. Regeln k\u00f6nnen nach mehr zugleich fragen; deren Befunde stehen bei ihnen.`,
    () => "Wem eine Partei traut, ist ihre Aussage, mit Quelle und Datum. Das Programm hat keine Meinung.",
    () => "Was in einer Konfigurationszeile ein Kennwort oder Schl\u00fcssel sein kann, steht hier als ****.",
    () => "Der Beleg l\u00e4sst sich nachpr\u00fcfen: ringfence check -f json, dann ringfence verify.",
  ],
  touched: { none: "kein Urteil dieses Berichts" },
};

export const texts: Record<Language, Texts> = { en, de };

/** "1 July 2026" in the language; days are civil days, without a zone. */
export function dayText(language: Language, day: string): string {
  const [year, month, date] = day.split("-").map(Number);
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : "de", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" })
    .format(new Date(Date.UTC(year, month - 1, date)));
}
export const listText = (language: Language, names: string[]) => list(language, names);
