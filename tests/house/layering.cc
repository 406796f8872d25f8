#include <algorithm>

#include "house/checks.h"

namespace ringfence::house {
namespace {

/// Where a path below src/ belongs: module, and unit when it lies in a folder of the module.
struct Place {
  std::string module;
  std::string unit;
};

Place PlaceOf(std::string_view path_below_src) {
  const std::vector<std::string> parts = PartsOf(path_below_src);
  return {parts.front(), parts.size() > 2 ? parts[1] : ""};
}

std::string_view IncludedPath(std::string_view line) {
  constexpr std::string_view kStart = "#include \"";
  if (!line.starts_with(kStart)) return {};
  const std::string_view rest = line.substr(kStart.size());
  return rest.substr(0, rest.find('"'));
}

bool IsRegistry(std::string_view path) {
  const std::vector<std::string> parts = PartsOf(path);
  return parts.size() == 3 && (parts.back().starts_with("registry") || IsTest(path));
}

/// Why the include is not allowed; empty when it is.
std::string Objection(std::string_view path, const Place& from, std::string_view included,
                      const std::vector<std::string>& modules) {
  const Place to = PlaceOf(included);
  const auto from_rank = std::ranges::find(modules, from.module);
  const auto to_rank = std::ranges::find(modules, to.module);
  const std::string what = "includes " + std::string(included);
  if (to_rank == modules.end()) return what + ", which is not written relative to src/";
  if (to_rank > from_rank) return what + ", which lies above " + from.module;
  if (to.unit.empty() || included.ends_with("_config.h")) return "";
  if (to_rank < from_rank) return IsTest(path) ? "" : what + ", the inside of a unit of a lower module";
  if (to.unit == from.unit || IsRegistry(path)) return "";
  return what + ": units do not know each other, and the core knows none";
}

}  // namespace

Findings CheckLayers(const Tree& tree) {
  Findings findings;
  const std::vector<std::string> modules = ModulesOf(tree);
  for (const auto& [path, text] : tree) {
    if (!IsBelow(path, "src") || !IsCode(path)) continue;
    const Place from = PlaceOf(std::string_view(path).substr(4));
    if (std::ranges::find(modules, from.module) == modules.end()) {
      findings.push_back(Finding(path, 1, "lies in no module of CMakeLists.txt"));
      continue;
    }
    std::size_t number = 0;
    for (const std::string_view line : LinesOf(text)) {
      ++number;
      const std::string_view included = IncludedPath(line);
      if (included.empty() || included.ends_with(".def")) continue;
      const std::string objection = Objection(path, from, included, modules);
      if (!objection.empty()) findings.push_back(Finding(path, number, objection));
    }
  }
  return findings;
}

Findings CheckOwnHeaderFirst(const Tree& tree) {
  Findings findings;
  for (const auto& [path, text] : tree) {
    if (!IsBelow(path, "src") || !path.ends_with(".cc") || IsTest(path)) continue;
    const std::string own = path.substr(0, path.size() - 2) + "h";
    if (!tree.contains(own)) continue;
    std::size_t number = 0;
    for (const std::string_view line : LinesOf(text)) {
      ++number;
      if (!line.starts_with("#include")) continue;
      if (IncludedPath(line) != std::string_view(own).substr(4)) {
        findings.push_back(Finding(path, number, "the first include is not the file's own header"));
      }
      break;
    }
  }
  return findings;
}

}  // namespace ringfence::house
