#include <map>
#include <set>

#include "house/checks.h"

namespace ringfence::house {
namespace {

/// What lies directly in a folder.
struct Folder {
  std::string sample;  ///< a source, to point at
  bool has_source = false;
  bool has_test = false;
  bool has_readme = false;
};

/// The folders of src/ with code, by path.
std::map<std::string, Folder> CodeFolders(const Tree& tree) {
  std::map<std::string, Folder> folders;
  for (const auto& [path, text] : tree) {
    if (!IsBelow(path, "src") || !IsCode(path)) continue;
    Folder& folder = folders[path.substr(0, path.rfind('/'))];
    if (folder.sample.empty()) folder.sample = path;
    folder.has_source = folder.has_source || path.ends_with(".cc");
    folder.has_test = folder.has_test || path.ends_with("_test.cc");
  }
  for (auto& [path, folder] : folders) {
    folder.has_readme = tree.contains(path + "/README.md") || tree.contains(path + "/characterization.md");
  }
  return folders;
}

/// The units each module names: folder of the module -> names. Only modules with a table of units occur.
std::map<std::string, std::set<std::string>> NamedUnits(const Tree& tree) {
  std::map<std::string, std::set<std::string>> units;
  constexpr std::string_view kStart = "RF_UNIT(";
  for (const auto& [path, text] : tree) {
    if (!IsBelow(path, "src") || !path.ends_with(".def") || text.find(kStart) == std::string::npos) continue;
    std::set<std::string>& names = units[path.substr(0, path.rfind('/'))];
    for (const std::string_view line : LinesOf(text)) {
      if (line.starts_with(kStart)) names.emplace(line.substr(kStart.size(), line.find(')') - kStart.size()));
    }
  }
  return units;
}

}  // namespace

Findings CheckUnitLines(const Tree& tree) {
  Findings findings;
  const auto folders = CodeFolders(tree);
  const auto units = NamedUnits(tree);
  for (const auto& [path, folder] : folders) {
    const std::vector<std::string> parts = PartsOf(path);
    if (parts.size() < 3) continue;
    const auto names = units.find(parts[0] + "/" + parts[1]);
    if (parts.size() > 3) findings.push_back(path + ": code lies deeper than a unit");
    if (names == units.end() || !names->second.contains(parts[2])) {
      findings.push_back(path + ": a unit without a line RF_UNIT(" + parts[2] + ")");
    }
  }
  for (const auto& [module, names] : units) {
    for (const std::string& name : names) {
      if (!folders.contains(module + "/" + name))
        findings.push_back(module + ": RF_UNIT(" + name + ") has no folder");
    }
  }
  return findings;
}

Findings CheckTestsExist(const Tree& tree) {
  Findings findings;
  for (const auto& [path, folder] : CodeFolders(tree)) {
    if (folder.has_source && !folder.has_test) findings.push_back(path + ": code without a test beside it");
  }
  return findings;
}

Findings CheckReadmes(const Tree& tree) {
  Findings findings;
  for (const auto& [path, folder] : CodeFolders(tree)) {
    if (!folder.has_readme) findings.push_back(path + ": no README.md says why this folder exists");
  }
  return findings;
}

}  // namespace ringfence::house
