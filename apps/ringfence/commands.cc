// The commands: load the snapshot, ask the study, write the reports.

#include "commands.h"
#include "console.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>

#include "base/check.h"
#include "base/files.h"
#include "base/parallel.h"
#include "checker/verify.h"
#include "formats/inventory_reader.h"
#include "formats/policy_reader.h"
#include "progress.h"
#include "report/report.h"
#include "rules/stanza.h"
#include "study/audit_text.h"
#include "study/diff.h"
#include "study/dossier.h"
#include "study/drift.h"
#include "study/exposure_study.h"
#include "study/sessions.h"
#include "study/whatif.h"

namespace base = ringfence::base;
namespace checker = ringfence::checker;
namespace exposure = ringfence::exposure;
namespace formats = ringfence::formats;
namespace model = ringfence::model;
namespace report = ringfence::report;
namespace rules = ringfence::rules;
namespace study = ringfence::study;

namespace {

bool ColorOn(std::FILE* stream) { return std::getenv("NO_COLOR") == nullptr && isatty(fileno(stream)) == 1; }

int ExitCodeOf(rules::VerdictState state) {
  switch (state) {
    case rules::VerdictState::kProved:
    case rules::VerdictState::kWaived:
      return kExitProved;
    case rules::VerdictState::kViolated:
      return kExitViolated;
    default:
      return kExitUndecided;
  }
}

void PrintDiagnostic(const study::Snapshot& snapshot, const base::Diagnostic& diagnostic) {
  fmt::print(stderr, "{}\n", base::Render(snapshot.sources, diagnostic, ColorOn(stderr)));
}

void PrintDropped(const study::Snapshot& snapshot) {
  if (snapshot.diagnostics.dropped_count() > 0)
    fmt::print(stderr, "... and {} more\n", snapshot.diagnostics.dropped_count());
}

/// A loaded snapshot with the file systems it was read through.
struct Session {
  base::RealFiles files;
  std::optional<base::OverlayFiles> overlay;
  std::unique_ptr<study::Snapshot> snapshot;
  std::size_t printed = 0;

  /// Prints diagnostics that came since the last call. False when there are errors.
  bool PrintDiagnostics() {
    const auto& items = snapshot->diagnostics.items();
    for (; printed < items.size(); ++printed) PrintDiagnostic(*snapshot, items[printed]);
    PrintDropped(*snapshot);
    return !snapshot->diagnostics.has_errors();
  }
};

/// What a command needs of a snapshot.
enum class Needs { kText, kTables, kNetwork, kPolicy };

/// Loads; on failure prints why and returns false.
bool Open(Session& session, const Options& options, bool with_overlay, Needs needs) {
  const base::FileSystem* files = &session.files;
  if (with_overlay && !options.with.empty()) {
    if (!session.files.Exists(options.with)) return Refuse(fmt::format("no folder '{}'", options.with)) == 0;
    session.overlay.emplace(session.files, options.snapshot, session.files, options.with);
    files = &*session.overlay;
  }
  auto loaded = [&] {
    const Waiting waiting("reading the snapshot");
    return study::LoadSnapshot(*files, options.snapshot, base::ThreadCount(options.threads));
  }();
  if (!loaded) return Refuse(loaded.error().message) == 0;
  session.snapshot = std::move(*loaded);
  const bool clean = session.PrintDiagnostics();
  if (needs == Needs::kText) return true;
  if (session.snapshot->engine == nullptr) return false;
  if (needs == Needs::kTables) return true;
  if (!clean) return false;
  if (needs == Needs::kPolicy && !session.snapshot->has_policy) {
    return Refuse(fmt::format("'{}' has no ringfence.yaml, so there are no rules or flows to ask about",
                              options.snapshot)) == 0;
  }
  return true;
}

bool ReadDay(const std::string& text, std::optional<base::Date>& day) {
  if (text.empty()) return true;
  day = base::ParseDate(text);
  if (!day) Refuse(fmt::format("--as-of: '{}' is no day YYYY-MM-DD", text));
  return day.has_value();
}

/// Every -f, "FORMAT" or "FORMAT=FILE".
std::vector<std::string> OutputsOf(const Options& options) {
  return options.formats.empty() ? std::vector<std::string>{"text"} : options.formats;
}

const report::Format* FormatOf(const std::string& output) {
  const std::string name = output.substr(0, output.find('='));
  return report::FindFormat(name == "table" ? "text" : name);
}

/// True when some output shows more than the verdicts.
bool WantsDossier(const Options& options) {
  return std::ranges::any_of(OutputsOf(options), [](const std::string& output) {
    const report::Format* format = FormatOf(output);
    return format != nullptr && format->check == nullptr && format->dossier != nullptr;
  });
}

/// A finished answer and where it goes.
struct Document {
  std::string file;  ///< empty: standard output
  std::string text;
};

base::Result<std::size_t> Write(const Document& document) {
  if (!document.file.empty()) return WriteFile(document.file, document.text, true);
  return std::fwrite(document.text.data(), 1, document.text.size(), stdout);
}

/// Writes `render(format)` for every -f; the default is text on standard output. Nothing is written before
/// all is rendered: a run that ends for want of memory begins again, and would say things twice. kExitInput
/// when one cannot be written.
template <class Render>
int Write(const Options& options, const report::Style& style, Render render) {
  std::vector<Document> documents;
  for (const std::string& text : OutputsOf(options)) {
    const std::size_t equals = text.find('=');
    const report::Format* format = FormatOf(text);
    if (format == nullptr) return Refuse(fmt::format("there is no format '{}'", text.substr(0, equals)));
    report::Style own = style;
    own.color = style.color && equals == std::string::npos;
    std::optional<std::string> document = render(*format, own);
    if (!document) return Refuse(fmt::format("format '{}' does not offer this command", format->name));
    const std::string file = equals == std::string::npos ? "" : text.substr(equals + 1);
    if (equals != std::string::npos && file.empty())
      return Refuse(fmt::format("-f {}: no file is named", text));
    documents.push_back({file, std::move(*document)});
  }
  for (const Document& document : documents) {
    if (const auto written = Write(document); !written) return Refuse(written.error().message);
  }
  if (std::fflush(stdout) != 0) return Refuse("cannot write to standard output");
  return kExitProved;
}

/// Columns of text: as told, else those of COLUMNS or of the terminal, within the bounds.
std::size_t WidthOf(const Options& options) {
  std::size_t width = options.width;
  const char* columns = std::getenv("COLUMNS");
  if (width == 0 && columns != nullptr) width = std::strtoul(columns, nullptr, 10);
  winsize window{};
  if (width == 0 && isatty(STDOUT_FILENO) == 1 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0)
    width = window.ws_col;
  return width == 0 ? report::kWidth : std::clamp(width, report::kWidthMin, report::kWidthMax);
}

/// The snapshot's folder as repositories name it: relative to where the program was started, or "".
std::string FolderOf(const std::string& snapshot) {
  const std::filesystem::path path = std::filesystem::path(snapshot).lexically_normal();
  const std::string text = path.generic_string();
  if (path.is_absolute() || text.starts_with("..") || text == "." || text == "./" || text.empty()) return "";
  return text.ends_with('/') ? text : text + "/";
}

report::Style StyleOf(const Options& options) {
  report::Style style;
  style.width = WidthOf(options);
  style.explain_rule = options.explain;
  style.folder = FolderOf(options.snapshot);
  style.version = RF_VERSION;
  style.color = ColorOn(stdout);
  style.explain = !options.brief;
  for (std::size_t i = 0; i < std::size(report::kGroupByNames); ++i) {
    if (report::kGroupByNames[i] == options.by) style.by = static_cast<report::GroupBy>(i);
  }
  return style;
}

/// Writes an answer in every format asked for.
template <class Answer>
int Write(const Options& options, const study::Snapshot& snapshot,
          std::string (*report::Format::*question)(const study::Snapshot&, const Answer&,
                                                   const report::Style&),
          const Answer& answer) {
  return Write(options, StyleOf(options), [&](const report::Format& format, const report::Style& style) {
    const auto offered = format.*question;
    return offered == nullptr ? std::nullopt : std::optional(offered(snapshot, answer, style));
  });
}

bool ReadCheckOptions(const Options& options, study::CheckOptions& check) {
  check.rules = options.rules;
  if (!options.explain.empty()) check.rules = {options.explain};
  check.threads = base::ThreadCount(options.threads);
  if (options.failures >= 0) check.failures_max = static_cast<std::uint32_t>(options.failures);
  return ReadDay(options.as_of, check.as_of);
}

/// `study::Check`, or `study::JudgeOnly` where nobody looks at the evidence.
using Judge = std::optional<study::CheckResult> (*)(study::Snapshot&, const study::CheckOptions&);

std::optional<study::CheckResult> CheckSession(Session& session, study::CheckOptions check,
                                               Judge judge = study::Check) {
  Progress progress("failure sets");
  check.progress = [&progress](std::size_t done, std::size_t total) { progress.Show(done, total); };
  auto result = judge(*session.snapshot, check);
  progress.Clear();
  session.PrintDiagnostics();
  return result;
}

/// Checks a snapshot and what it is after an edit, of which only that is evaluated that the edit may have
/// changed.
std::pair<std::optional<study::CheckResult>, std::optional<study::CheckResult>> CheckBoth(
    Session& before, Session& after, study::CheckOptions check, Judge judge_before = study::Check) {
  constexpr std::size_t kNoPaths = 0;
  const exposure::Steer steer =
      std::max(study::SteerNeeded(*before.snapshot, check), study::SteerNeeded(*after.snapshot, check));
  study::Inquiry then(*before.snapshot, check.threads, kNoPaths, steer);
  check.inquiry = &then;
  auto result = CheckSession(before, check, judge_before);
  then.evaluators().Release();
  study::Inquiry now(*after.snapshot, check.threads, kNoPaths, steer);
  now.CarryOver(then);
  check.inquiry = &now;
  return {std::move(result), CheckSession(after, check)};
}

/// Says what an audit found, if there was one. False: the answer is wrong.
template <class Answer>
bool StandsAudit(const study::Snapshot& snapshot, const Answer& answer) {
  if (!answer.audit) return true;
  fmt::print(stderr, "ringfence: {}\n", study::AuditText(snapshot, *answer.audit, answer.failure_sets));
  return !answer.audit->difference;
}

/// The statements of a check, read from the document that a baseline is. Nullopt, with the reason printed:
/// the document is beyond a limit of its reader.
std::optional<study::Statements> StatementsOf(const study::Snapshot& snapshot,
                                              const study::CheckResult& result) {
  const report::Format* json = report::FindFormat("json");
  RF_CHECK(json != nullptr);
  auto statements = study::ReadStatements(json->check(snapshot, result, {}));
  if (statements) return std::move(*statements);
  Refuse("the result is too large, or has names that cannot be compared");
  return std::nullopt;
}

bool ReadBaseline(const Session& session, const std::string& path, std::optional<study::Statements>& before) {
  const auto text = session.files.Read(path);
  if (!text) return Refuse(text.error().message) == 0;
  auto statements = study::ReadStatements(*text);
  if (!statements) return Refuse(fmt::format("--baseline {}: {}", path, statements.error().message)) == 0;
  before = std::move(*statements);
  return true;
}

/// Judges both sides and adds what differs; false when one could not be judged.
bool AddVerdicts(const Options& options, Session& before, Session& after, study::SnapshotDiff& diff) {
  study::CheckOptions check;
  if (!ReadCheckOptions(options, check)) return false;
  const auto [then, now] = CheckBoth(before, after, check);
  if (!then || !now) return false;
  study::AddVerdicts(*then, *now, diff);
  const auto statements_then = StatementsOf(*before.snapshot, *then);
  const auto statements_now = StatementsOf(*after.snapshot, *now);
  if (!statements_then || !statements_now) return false;
  diff.statements = study::CompareStatements(*statements_then, *statements_now);
  return true;
}

/// True when every output can say that the answer ends at its first violation. The others go to programs that
/// take what is not in them for mended, passed or known, or show a page of everything.
bool MayEndAtFirst(const Options& options) {
  for (const std::string& output : OutputsOf(options)) {
    const report::Format* format = FormatOf(output);
    if (format == nullptr || format->name == "text" || format->name == "json") continue;
    return Refuse(fmt::format("--first: '{}' holds all that there is, and this ends at the first violation; "
                              "give text or json",
                              format->name)) == 0;
  }
  return true;
}

/// Writes a check. A format that needs more than the verdicts gets a dossier, which is computed once.
int WriteCheck(const Options& options, Session& session, const study::CheckOptions& check,
               const study::CheckResult& result) {
  std::optional<study::Dossier> dossier;
  const auto render = [&](const report::Format& format,
                          const report::Style& style) -> std::optional<std::string> {
    if (format.check != nullptr) return format.check(*session.snapshot, result, style);
    if (format.dossier == nullptr) return std::nullopt;
    if (!dossier) {
      const Waiting waiting("computing what the page shows");
      dossier = study::MakeDossier(*session.snapshot, result, check);
      RF_CHECK(dossier.has_value());  // the check itself was possible
      dossier->title = TitleOf(options.snapshot);
    }
    return format.dossier(*session.snapshot, *dossier, style);
  };
  return Write(options, StyleOf(options), render);
}

}  // namespace

void PrintDiagnostics(const base::SourceMap& sources, const base::Diagnostics& diagnostics) {
  for (const base::Diagnostic& diagnostic : diagnostics.items())
    fmt::print(stderr, "{}\n", base::Render(sources, diagnostic, ColorOn(stderr)));
  if (diagnostics.dropped_count() > 0) fmt::print(stderr, "... and {} more\n", diagnostics.dropped_count());
}

void PrintDiagnosticsOf(const study::Snapshot& snapshot) {
  PrintDiagnostics(snapshot.sources, snapshot.diagnostics);
}

int RunCheck(const Options& options) {
  Session session;
  study::CheckOptions check;
  if (options.first && !MayEndAtFirst(options)) return kExitInput;
  if (!ReadCheckOptions(options, check) || !Open(session, options, true, Needs::kPolicy)) return kExitInput;
  std::optional<study::Statements> before;
  if (!options.baseline.empty() && !ReadBaseline(session, options.baseline, before)) return kExitInput;
  check.audit_sets = options.audit;
  check.first = options.first;
  std::optional<study::Inquiry> inquiry;  // what the page asks about is found on the way
  if (WantsDossier(options)) check.inquiry = &inquiry.emplace(*session.snapshot, check.threads);
  auto result = CheckSession(session, check);
  if (!result) return kExitInput;
  if (!StandsAudit(*session.snapshot, *result)) return kExitWrong;
  if (before) {
    const auto now = StatementsOf(*session.snapshot, *result);
    if (!now) return kExitInput;
    result->baseline = study::CompareStatements(*before, *now);
    study::KeepNews(*session.snapshot, *result->baseline, *result);
  }
  const int written = WriteCheck(options, session, check, *result);
  return written != kExitProved ? written : ExitCodeOf(before ? result->baseline->state : result->state);
}

int RunDiff(const Options& options) {
  Options of_after = options;
  of_after.snapshot = options.other;
  Session before, after;
  if (!Open(before, options, false, Needs::kTables) || !Open(after, of_after, false, Needs::kTables))
    return kExitInput;
  auto diff = study::DiffSnapshots(*before.snapshot, *after.snapshot, base::ThreadCount(options.threads));
  if (diff && diff->with_flows && !AddVerdicts(options, before, after, *diff)) diff.reset();
  before.PrintDiagnostics();
  after.PrintDiagnostics();
  if (!diff) return kExitInput;
  const int written = Write(options, *before.snapshot, &report::Format::diff, *diff);
  return written != kExitProved ? written : diff->same() ? kExitProved : kExitViolated;
}

int RunExposure(const Options& options) {
  Session session;
  study::ExposureOptions exposure;
  if (!ReadDay(options.as_of, exposure.as_of) || !Open(session, options, true, Needs::kPolicy))
    return kExitInput;
  exposure.flow = options.flow;
  exposure.threads = base::ThreadCount(options.threads);
  exposure.audit_sets = options.audit;
  if (options.failures > 0) exposure.failures_max = static_cast<std::uint32_t>(options.failures);
  if (!options.of.empty()) exposure.kinds.clear();
  for (const std::string& kind : options.of) {
    for (std::size_t i = 0; i < std::size(exposure::kFailureKindNames); ++i) {
      if (exposure::kFailureKindNames[i] == kind)
        exposure.kinds.push_back(static_cast<exposure::FailureKind>(i));
    }
  }
  Progress progress("failure sets");
  exposure.progress = [&progress](std::size_t done, std::size_t total) { progress.Show(done, total); };
  const auto result = study::Exposure(*session.snapshot, exposure);
  progress.Clear();
  session.PrintDiagnostics();
  if (!result) return kExitInput;
  if (!StandsAudit(*session.snapshot, *result)) return kExitWrong;
  return Write(options, *session.snapshot, &report::Format::exposure, *result);
}

int RunTrace(const Options& options) {
  if (options.flow.empty() && options.from.empty())
    return Refuse("trace what? Give --flow F, or --from NODE --packet dst=ADDRESS");
  Session session;
  if (!Open(session, options, true, options.flow.empty() ? Needs::kNetwork : Needs::kPolicy))
    return kExitInput;
  const auto failures = study::ReadFailures(*session.snapshot, options.fail);
  const auto result =
      failures ? study::Trace(*session.snapshot, *failures, {options.flow, options.from, options.packet})
               : std::nullopt;
  session.PrintDiagnostics();
  if (!result) return kExitInput;
  return Write(options, *session.snapshot, &report::Format::trace, *result);
}

int RunRoutes(const Options& options) {
  Session session;
  if (!Open(session, options, true, Needs::kTables)) return kExitInput;
  const auto failures = study::ReadFailures(*session.snapshot, options.fail);
  const auto result = [&] {
    const Waiting waiting("computing routing tables");
    return failures ? study::Routes(*session.snapshot, *failures, {options.node, options.vrf}) : std::nullopt;
  }();
  session.PrintDiagnostics();
  if (!result) return kExitInput;
  return Write(options, *session.snapshot, &report::Format::routes, *result);
}

int RunSessions(const Options& options) {
  Session session;
  if (!Open(session, options, true, Needs::kTables)) return kExitInput;
  const auto failures = study::ReadFailures(*session.snapshot, options.fail);
  const auto list = failures ? study::Sessions(*session.snapshot, *failures,
                                               {options.device, options.protocol, options.down})
                             : std::nullopt;
  session.PrintDiagnostics();
  if (!list) return kExitInput;
  return Write(options, *session.snapshot, &report::Format::sessions, *list);
}

int RunDrift(const Options& options) {
  Session session;
  if (!Open(session, options, true, Needs::kTables)) return kExitInput;
  const base::FileSystem& files =
      session.overlay ? static_cast<const base::FileSystem&>(*session.overlay) : session.files;
  const auto failures = study::ReadFailures(*session.snapshot, options.fail);
  const auto result = failures ? study::FindDrift(files, options.snapshot, *session.snapshot, *failures,
                                                  {options.node, options.vrf, options.ignore})
                               : std::nullopt;
  session.PrintDiagnostics();
  if (!result) return kExitInput;
  const int written = Write(options, *session.snapshot, &report::Format::drift, *result);
  if (written != kExitProved) return written;
  return result->differs() ? kExitViolated : result->undecided() ? kExitUndecided : kExitProved;
}

int RunParse(const Options& options) {
  Session session;
  if (!Open(session, options, true, Needs::kText)) return kExitInput;
  const int written =
      Write(options, StyleOf(options), [&](const report::Format& format, const report::Style& style) {
        return format.parse == nullptr ? std::nullopt : std::optional(format.parse(*session.snapshot, style));
      });
  return session.snapshot->diagnostics.has_errors() ? kExitInput : written;
}

int RunWhatIf(const Options& options) {
  if (options.ban.empty() && options.fail.empty() && options.with.empty())
    return Refuse("what if what? Give --ban SET, --fail X or --with DIR");
  study::CheckOptions check;
  if (!ReadCheckOptions(options, check)) return kExitInput;
  if (!options.ban.empty() || !options.fail.empty()) {
    Session session;
    study::WhatIfOptions what_if{options.ban, {}, options.fail, check};
    for (const std::string& kind : options.ban_kinds) {
      const auto known = model::ElementKindOf(kind);
      if (!known) return Refuse(fmt::format("there is no kind of element '{}'", kind));
      what_if.ban_kinds.push_back(*known);
    }
    if (!Open(session, options, true, Needs::kPolicy)) return kExitInput;
    const auto result = [&] {
      const Waiting waiting("computing both sides");
      return study::WhatIf(*session.snapshot, what_if);
    }();
    session.PrintDiagnostics();
    if (!result) return kExitInput;
    return Write(options, *session.snapshot, &report::Format::what_if, *result);
  }
  Session before, after;
  if (!Open(before, options, false, Needs::kPolicy) || !Open(after, options, true, Needs::kPolicy))
    return kExitInput;
  const auto [then, now] = CheckBoth(before, after, check, study::JudgeOnly);
  if (!then || !now) return kExitInput;
  const report::Comparison comparison{after.snapshot.get(), &*then, &*now};
  const int written = Write(options, *before.snapshot, &report::Format::compare, comparison);
  return written != kExitProved ? written : ExitCodeOf(now->state);
}

int RunVerify(const Options& options) {
  const base::RealFiles files;
  const auto text = files.Read(options.result_file);
  if (!text) return Refuse(text.error().message);
  const checker::Outcome outcome = checker::Verify(*text, files, options.snapshot);
  for (const std::string& line : outcome.report) fmt::print("{}\n", line);
  return outcome.ok ? kExitProved : outcome.readable ? kExitViolated : kExitInput;
}

int RunSchema(const Options& options) {
  const bool policy = options.schema == "policy";
  const base::RecordSchema& schema =
      policy ? formats::PolicySchema(rules::RuleSchema()) : formats::InventorySchema();
  fmt::print("{}", base::WriteJsonSchema(schema, fmt::format("urn:ringfence:schema:{}:1", options.schema)));
  return kExitProved;
}
