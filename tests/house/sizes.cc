#include <map>
#include <sstream>

#include "house/checks.h"
#include "house/code.h"

namespace ringfence::house {
namespace {

constexpr std::size_t kFileLinesMax = 600;
constexpr std::size_t kFunctionLinesMax = 70;
constexpr std::string_view kExemptionsPath = "tests/house/exemptions.txt";

/// Allowed sizes by "file <path>" or "function <path> <name>".
using Exemptions = std::map<std::string, std::size_t>;

Exemptions ReadExemptions(const Tree& tree, Findings& findings) {
  Exemptions exemptions;
  const auto file = tree.find(std::string(kExemptionsPath));
  if (file == tree.end()) return exemptions;
  std::size_t number = 0;
  for (const std::string_view line : LinesOf(file->second)) {
    ++number;
    if (line.empty() || line.starts_with('#')) continue;
    const std::size_t space = line.rfind(' ');
    std::size_t size = 0;
    std::istringstream digits{std::string(line.substr(space == std::string_view::npos ? 0 : space))};
    if (!(digits >> size) || !exemptions.emplace(std::string(line.substr(0, space)), size).second) {
      findings.push_back(
          Finding(kExemptionsPath, number, "not readable, or a second entry for the same thing"));
    }
  }
  return exemptions;
}

/// Something with a size, where it stands, and the limit.
struct Measured {
  std::string key;  ///< as in the exemptions
  std::string path;
  std::size_t line = 1;
  std::size_t lines = 0;
  std::size_t lines_max = 0;
};

void Judge(const Measured& measured, Exemptions& exemptions, Findings& findings) {
  if (measured.lines <= measured.lines_max) return;
  const auto exemption = exemptions.find(measured.key);
  const std::size_t allowed = exemption == exemptions.end() ? measured.lines_max : exemption->second;
  const std::string size = std::to_string(measured.lines) + " lines, ";
  if (measured.lines > allowed) {
    findings.push_back(Finding(measured.path, measured.line,
                               measured.key + ": " + size + std::to_string(allowed) + " allowed"));
  } else if (measured.lines < allowed) {
    findings.push_back(Finding(measured.path, measured.line,
                               measured.key + ": " + size + "but exempt up to " + std::to_string(allowed)));
  }
  if (exemption != exemptions.end()) exemptions.erase(exemption);
}

}  // namespace

Findings CheckSizes(const Tree& tree) {
  Findings findings;
  Exemptions exemptions = ReadExemptions(tree, findings);
  for (const auto& [path, text] : tree) {
    if (!IsCode(path)) continue;
    Judge({"file " + path, path, 1, LinesOf(text).size(), kFileLinesMax}, exemptions, findings);
    for (const Entry& entry : EntriesOf(text)) {
      if (entry.kind != EntryKind::kFunction || !entry.has_body) continue;
      const std::size_t lines = entry.last_line - entry.first_line + 1;
      Judge({"function " + path + " " + NameOf(entry), path, entry.first_line, lines, kFunctionLinesMax},
            exemptions, findings);
    }
  }
  for (const auto& [key, size] : exemptions)
    findings.push_back(std::string(kExemptionsPath) + ": not needed: " + key);
  return findings;
}

}  // namespace ringfence::house
