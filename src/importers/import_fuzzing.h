// What the fuzzers of importers ask.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "formats/inventory_reader.h"
#include "formats/layer1_reader.h"
#include "importers/import_text.h"
#include "importers/importer.h"

namespace ringfence::importers {

/// Any bytes, as JSON or YAML and, for importers that go by names, as a table: each finding can be printed,
/// and an inventory and cables that were written without a finding are read without one.
inline void FuzzImport(const Importer& importer, const std::uint8_t* data, std::size_t size) {
  for (const char* name : {"a.json", "a.csv"}) {
    base::SourceMap sources;
    const base::FileId file = sources.Add(name, std::string(data, data + size));
    base::Diagnostics diagnostics;
    Import import(diagnostics);
    const Input input{&sources.file(file), file};
    importer.read({&input, 1}, import);
    import.CheckWhole();
    const bool sound = !diagnostics.has_errors();
    for (const auto& [written, text] : FilesOf(import, sources, "a.json")) {
      const base::FileId again = sources.Add(written, text);
      model::Inventory inventory;
      if (written == "inventory.yaml")
        formats::ReadInventoryYaml(sources.file(again), again, inventory, diagnostics);
      if (written == "batfish/layer1_topology.json")
        formats::ReadLayer1(sources.file(again), again, diagnostics);
    }
    RF_CHECK(!sound || !diagnostics.has_errors());
    for (const base::Diagnostic& one : diagnostics.items())
      RF_CHECK(!base::Render(sources, one, false).empty());
  }
}

}  // namespace ringfence::importers
