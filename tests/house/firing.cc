#include "house/checks.h"
#include "house/code.h"

namespace ringfence::house {
namespace {

/// A kind of diagnostic: its enumerator and its stable id.
struct Kind {
  std::string enumerator;
  std::string id;
  std::size_t line = 0;
};

/// The kinds of the table, from lines `RF_DIAGNOSTIC(kName, severity, "id", ...`.
std::vector<Kind> KindsOf(std::string_view table) {
  std::vector<Kind> kinds;
  constexpr std::string_view kStart = "RF_DIAGNOSTIC(";
  std::size_t number = 0;
  for (std::string_view line : LinesOf(table)) {
    ++number;
    if (!line.starts_with(kStart)) continue;
    line.remove_prefix(kStart.size());
    const std::size_t open = line.find('"');
    const std::size_t close = line.find('"', open + 1);
    kinds.push_back({std::string(line.substr(0, line.find(','))),
                     std::string(line.substr(open + 1, close - open - 1)), number});
  }
  return kinds;
}

bool IsEvidence(std::string_view path) {
  const bool is_expectation = path.ends_with(".golden") || path.ends_with(".diag");
  return path.ends_with("_test.cc") || (is_expectation && path.find("/testdata/") != std::string_view::npos);
}

/// True when the text names the kind: a test by its enumerator or quoted id, an expectation by its id.
bool Names(std::string_view path, const std::string& text, const Kind& kind) {
  if (!path.ends_with(".cc")) return HasWord(text, kind.id);
  return HasWord(text, kind.enumerator) || text.find("\"" + kind.id) != std::string::npos ||
         text.find("[" + kind.id) != std::string::npos;
}

}  // namespace

Findings CheckDiagnosticsFire(const Tree& tree) {
  Findings findings;
  constexpr std::string_view kTable = "src/base/diagnostics.def";
  const auto table = tree.find(std::string(kTable));
  if (table == tree.end()) return {std::string(kTable) + ": is missing"};
  for (const Kind& kind : KindsOf(table->second)) {
    bool fired = false;
    for (const auto& [path, text] : tree) {
      fired = fired || (!IsBelow(path, "tests/house") && IsEvidence(path) && Names(path, text, kind));
    }
    if (!fired) findings.push_back(Finding(kTable, kind.line, "no test fires " + kind.id));
  }
  return findings;
}

}  // namespace ringfence::house
