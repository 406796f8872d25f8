// For tests of importers: files in, files out, and what the readers of the program make of those.
#pragma once

#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "formats/inventory_reader.h"
#include "formats/layer1_reader.h"
#include "importers/import_text.h"
#include "importers/importer.h"

namespace ringfence::importers {

/// What became of an import.
struct Imported {
  std::string inventory, parties, cables;  ///< the files; empty: not written
  std::string findings;                    ///< rendered diagnostics
  std::string left;                        ///< a line each
};

/// Runs an importer over files given as (name, text), and reads back what it wrote: a file of ours that does
/// not pass its own reader is a finding too.
inline Imported RunImport(const Importer& importer,
                          const std::vector<std::pair<std::string, std::string>>& files) {
  base::SourceMap sources;
  base::Diagnostics diagnostics;
  Import import(diagnostics);
  std::vector<Input> inputs;
  for (const auto& [name, text] : files) {
    const base::FileId file = sources.Add(name, text);
    inputs.push_back({&sources.file(file), file});
  }
  importer.read(inputs, import);
  import.CheckWhole();
  Imported result;
  for (const Left& left : import.left()) result.left += TextOf(left, sources) + "\n";
  for (const auto& [name, text] : FilesOf(import, sources, "a test")) {
    const base::FileId file = sources.Add(name, text);
    model::Inventory inventory;
    if (name == "inventory.yaml") {
      result.inventory = text;
      formats::ReadInventoryYaml(sources.file(file), file, inventory, diagnostics);
      formats::CheckInventoryNames(inventory, diagnostics);
    } else if (name == "parties.yaml") {
      result.parties = text;
    } else {
      result.cables = text;
      formats::ReadLayer1(sources.file(file), file, diagnostics);
    }
  }
  for (const base::Diagnostic& one : diagnostics.items())
    result.findings += base::Render(sources, one, false);
  return result;
}

/// Text of a file of the project.
inline std::string TextOfFile(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

}  // namespace ringfence::importers
