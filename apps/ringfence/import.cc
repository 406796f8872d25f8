// `import`: reads files of other programs and writes those of a snapshot. Nothing is written when anything
// was wrong, and nothing is replaced unless --force says so.

#include <fmt/format.h>

#include <filesystem>

#include "base/files.h"
#include "commands.h"
#include "console.h"
#include "importers/import_text.h"
#include "importers/importer.h"

namespace base = ringfence::base;
namespace importers = ringfence::importers;

namespace {

/// A source and one of its files, as the command line names them.
struct Asked {
  const importers::Importer* importer = nullptr;
  std::string path;
};

/// What was asked; empty (said aloud) when a word is wrong.
std::vector<Asked> AskedOf(const Options& options) {
  std::vector<Asked> asked;
  for (const std::string& path : options.import_files)
    asked.push_back({importers::FindImporter(options.import_kind), path});
  for (const std::string& also : options.also) {
    const std::size_t equal = also.find('=');
    const importers::Importer* importer = importers::FindImporter(also.substr(0, equal));
    if (importer == nullptr || equal == std::string::npos) {
      Refuse(fmt::format("--also: '{}' is not SOURCE=FILE", also));
      return {};
    }
    asked.push_back({importer, also.substr(equal + 1)});
  }
  return asked;
}

/// Reads each source's files together; false (said aloud) when one cannot be read.
bool ReadAll(const std::vector<Asked>& asked, base::SourceMap& sources, importers::Import& import) {
  const base::RealFiles files;
  for (const importers::Importer* importer : importers::AllImporters()) {
    std::vector<importers::Input> inputs;
    for (const Asked& one : asked) {
      if (one.importer != importer) continue;
      auto text = files.Read(one.path);
      if (!text) {
        Refuse(text.error().message);
        return false;
      }
      const base::FileId file = sources.Add(one.path, *std::move(text));
      inputs.push_back({&sources.file(file), file});
    }
    if (!inputs.empty()) importer->read(inputs, import);
  }
  return true;
}

void TellLeft(const importers::Import& import, const base::SourceMap& sources) {
  for (const importers::Left& left : import.left())
    fmt::print(stderr, "left out: {}\n", importers::TextOf(left, sources));
  if (import.left_more_count() > 0)
    fmt::print(stderr, "left out: {} things of other sorts\n", import.left_more_count());
}

/// Writes the files below the folder; false (said aloud) when one is there already or cannot be written.
bool WriteAll(const std::vector<std::pair<std::string, std::string>>& texts, const Options& options) {
  const base::RealFiles files;
  for (const auto& [name, text] : texts) {
    const std::string path = base::JoinPath(options.output, name);
    if (!options.force && files.Exists(path)) {
      Refuse(fmt::format("'{}' is there already; --force replaces it", path));
      return false;
    }
  }
  for (const auto& [name, text] : texts) {
    const std::string path = base::JoinPath(options.output, name);
    std::error_code error;
    std::filesystem::create_directories(std::filesystem::path(path).parent_path(), error);
    if (const auto written = WriteFile(path, text, options.force); !written)
      return Refuse(written.error().message) == kExitProved;
    fmt::print("wrote {}\n", path);
  }
  return true;
}

}  // namespace

int RunImport(const Options& options) {
  const std::vector<Asked> asked = AskedOf(options);
  if (asked.empty()) return kExitInput;
  base::SourceMap sources;
  base::Diagnostics diagnostics;
  importers::Import import(diagnostics);
  if (!ReadAll(asked, sources, import)) return kExitInput;
  import.CheckWhole();
  std::string origins;
  for (const Asked& one : asked)
    origins += fmt::format("{}{} {}", origins.empty() ? "" : ", ", one.importer->name,
                           importers::FileNameOf(one.path));
  const auto texts = importers::FilesOf(import, sources, origins);
  PrintDiagnostics(sources, diagnostics);
  if (diagnostics.has_errors()) return Refuse("nothing was written");
  TellLeft(import, sources);
  if (texts.empty()) return Refuse("nothing in it belongs into a snapshot: nothing was written");
  if (!options.output.empty()) return WriteAll(texts, options) ? kExitProved : kExitInput;
  for (const auto& [name, text] : texts) fmt::print("## --- {}\n{}", name, text);
  return kExitProved;
}
