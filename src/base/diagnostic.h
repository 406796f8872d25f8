// Diagnostics: everything the program has to say about its input. Each has a kind (diagnostics.def), the
// place, what is wrong, why it matters and what to do. Bad input never stops at the first diagnostic.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"

namespace ringfence::base {

/// How bad a diagnostic is. Errors end a run with exit code 2. Doubts leave the verdicts that they can touch
/// undecided: the lines they name count as not modelled. Warnings change nothing.
enum class Severity : std::uint8_t { kWarning, kDoubt, kError };
inline constexpr std::string_view kSeverityNames[] = {"warning", "doubt", "error"};
constexpr std::string_view NameOf(Severity severity) {
  return kSeverityNames[static_cast<std::size_t>(severity)];
}

/// One enumerator per line of diagnostics.def.
enum class DiagnosticKind : std::uint16_t {
#define RF_DIAGNOSTIC(name, severity, id, why, hint) name,
#include "base/diagnostics.def"
#undef RF_DIAGNOSTIC
};

/// The fixed part of a kind.
struct DiagnosticInfo {
  DiagnosticKind kind;
  Severity severity;
  std::string_view id;    ///< stable name shown to users, for example "duplicate-hostname"
  std::string_view why;   ///< why it matters, one sentence
  std::string_view hint;  ///< what to do, one sentence
};

/// All kinds in the order of diagnostics.def.
std::span<const DiagnosticInfo> AllDiagnosticKinds();
/// The fixed part of one kind.
const DiagnosticInfo& InfoOf(DiagnosticKind kind);

/// One finding about the input.
struct Diagnostic {
  DiagnosticKind kind;
  Span span;
  std::string what;             ///< what is wrong here, with the names involved
  std::vector<Span> also = {};  ///< other places that take part, for example the first definition
  std::string hint = {};        ///< replaces the kind's hint when not empty
};

/// Collects diagnostics of a run. Not thread-safe: one per task, merged in task order.
class Diagnostics {
 public:
  /// At most this many are kept (origin: nobody reads more; the rest is counted).
  static constexpr std::size_t kCountMax = 1000;

  void Add(Diagnostic diagnostic);  ///< keeps it, or counts it when there are kCountMax
  /// Appends all of `other`.
  void Append(const Diagnostics& other);
  const std::vector<Diagnostic>& items() const { return items_; }
  /// Number that were not kept because of kCountMax.
  std::size_t dropped_count() const { return dropped_count_; }
  bool has_errors() const { return has_errors_; }
  /// True when some that were not kept are doubts.
  bool dropped_doubts() const { return dropped_doubts_; }

 private:
  std::vector<Diagnostic> items_;
  std::size_t dropped_count_ = 0;
  bool has_errors_ = false;
  bool dropped_doubts_ = false;
};

/// "file:line:col: error[id]: what", the source line with a caret, "why: ...", "fix: ...".
/// `color` adds ANSI colours; control bytes of names and texts come out as blanks.
std::string Render(const SourceMap& sources, const Diagnostic& diagnostic, bool color);

}  // namespace ringfence::base
